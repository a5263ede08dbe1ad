"""Courtesy: a message that only thanks, or only says «heard». Judged whole and narrowly: one word more, and it is a message."""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

from domain.answers import clean

LONGEST = 80
"""Characters. Whoever writes more than that has more to say."""
_WORD = re.compile(r"[^\W\d_]+")
_SILENT = re.compile("[\\s.,!…~)(:;\\-–—\ufe0f\u200d\U0001f3fb-\U0001f3ff]+")
"""What may stand between words without meaning: stops, brackets as smiles, shades and skin tones of signs; no question mark."""


class Courtesy(StrEnum):
    THANKS = "thanks"
    """Nothing but thanks: answers no question."""
    ASSENT = "assent"
    """«Хорошо», with thanks or without: where a question is open, it may be the answer."""


def courtesy(text: str) -> Courtesy | None:
    """Which courtesy the whole message is, or None if it says anything else."""
    if len(text) > LONGEST:
        return None
    rest = clean(text, lines=False).casefold().replace("ё", "е")
    found = set()
    while rest := _SILENT.sub("", rest, count=1) if _SILENT.match(rest) else rest:
        kind, length = _next(rest)
        if not length:
            return None
        found.add(kind)
        rest = rest[length:]
    if Courtesy.ASSENT in found:
        return Courtesy.ASSENT
    return Courtesy.THANKS if Courtesy.THANKS in found else None


def _next(rest: str) -> tuple[str, int]:
    """The kind and length of the longest phrase or sign that `rest` begins with; ("", 0) if it is none that we know."""
    for phrase, kind in _phrases():
        if rest.startswith(phrase):
            follows = rest[len(phrase) : len(phrase) + 1]
            if not (_WORD.fullmatch(phrase[-1]) and (_WORD.fullmatch(follows) or follows.isdigit())):
                return kind, len(phrase)
    return "", 0


@cache
def _phrases() -> list[tuple[str, str]]:
    """All that we know, the longest first."""
    with (Path(__file__).parent / "courtesy.toml").open("rb") as source:
        data: dict[str, dict[str, list[str]]] = tomllib.load(source)
    known = [(phrase, kind) for kind, lists in data.items() for phrases in lists.values() for phrase in phrases]
    return sorted(known, key=lambda pair: -len(pair[0]))
