"""One ticket, one problem, from the terminal: a text with its parts in colour, or many texts as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from rich.console import Console
from rich.text import Text

from domain.one_issue import LANGUAGES, Judgement, judge
from domain.parting.words import Language

COLOURS = ("cyan", "magenta", "yellow", "green", "blue", "red")


class TextError(ValueError):
    """A line that holds no text to judge, and why."""


def batch(
    lines: Iterable[bytes], judge: Callable[[str, Language | None], Judgement] = judge
) -> Iterator[tuple[str, bool]]:
    """For each line with a text its judgement as a line of JSON, in order, and whether it is one and no error.

    Empty lines at the end are no texts.
    """
    empty = 0
    for line in lines:
        if not line.strip():
            empty += 1
            continue
        for _ in range(empty):
            yield _error("an empty line is no text"), False
        empty = 0
        try:
            judgement = judge(*_read(line))
            yield json.dumps({"issues": judgement.issues, "parts": judgement.parts}), True
        except TextError as error:
            yield _error(str(error)), False


def explain(text: str, judgement: Judgement, console: Console) -> None:
    """Print the text with each part in a colour of its own, and what was found."""
    shown = Text(text)
    if judgement.issues > 1:
        for number, (start, end) in enumerate(judgement.spans):
            shown.stylize(f"bold {COLOURS[number % len(COLOURS)]}", start, end)
    console.print(shown)
    console.print()
    if judgement.issues == 1:
        console.print(f"[bold]One problem[/] ({1 - judgement.likelihood:.0%} sure).", highlight=False)
        return
    console.print(
        f"[bold]{judgement.issues} problems[/] ({judgement.likelihood:.0%} sure there are several):", highlight=False
    )
    for number, part in enumerate(judgement.parts, 1):
        console.print(Text(f"{number}. {part}", style=COLOURS[(number - 1) % len(COLOURS)]))


def _read(line: bytes) -> tuple[str, Language | None]:
    try:
        found: Any = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise TextError("is no UTF-8") from None
    except (ValueError, RecursionError):
        raise TextError("is no JSON") from None
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise TextError('must be an object with a "text"')
    text = cast(str, found["text"])
    if not text.strip():
        raise TextError("the text is empty")
    lang = found.get("lang")
    if lang is not None and lang not in LANGUAGES:
        raise TextError(f"lang must be one of {', '.join(LANGUAGES)}")
    return text, lang


def _error(words: str) -> str:
    return json.dumps({"error": words})
