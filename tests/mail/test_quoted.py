"""What people write stays whole, what their mail programs quote is put aside: letters of every program, and texts that only look so."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mail.reading.attributions import REPLY_ABOVE
from bot.mail.reading.quoted import split

HERE = Path(__file__).parent / "replies"


def read(name: str) -> dict[str, str]:
    """Letters by name: `=== name`, then the letter. `⍽` is a no-break space, `␠` a space at the end of a line."""
    letters: dict[str, str] = {}
    for part in ("\n" + (HERE / name).read_text(encoding="utf-8")).split("\n=== ")[1:]:
        title, _, letter = part.partition("\n")
        assert title not in letters, title
        letters[title] = letter.replace("⍽", "\u00a0").replace("␠", " ")
    return letters


def marked(letter: str) -> tuple[str, list[str], list[str]]:
    """A letter whose lines begin with `+` (new) or `-` (quoted): the letter itself, its new lines and its quoted ones."""
    lines = [line for line in letter.split("\n")]
    assert all(not line or line[0] in "+-" for line in lines), lines
    new = [line[1:] for line in lines if line.startswith("+")]
    quoted = [line[1:] for line in lines if line.startswith("-")]
    return "\n".join(line[1:] for line in lines), new, quoted


def spoken(text: str | list[str]) -> list[str]:
    """The lines that say something, ends trimmed."""
    lines = text.split("\n") if isinstance(text, str) else text
    return [line.rstrip() for line in lines if line.strip()]


def told(lines: list[str]) -> list[str]:
    """Without lines that are nothing but marks of quoting: it does not matter on which side they are."""
    return [line for line in lines if line.strip("> \u00a0")]


REPLIES = {**read("letters.txt"), **{f"unseen: {name}": letter for name, letter in read("unseen.txt").items()}}
TRAPS = read("traps.txt")


@pytest.mark.parametrize("name", REPLIES)
def test_new_words_are_shown_and_quoted_ones_put_aside(name: str) -> None:
    text, new, quoted = marked(REPLIES[name])
    got = split(text)
    assert told(spoken(got.new)) == told(spoken(new))
    assert told(spoken(got.quoted)) == told(spoken(quoted))


@pytest.mark.parametrize("name", TRAPS)
def test_what_only_looks_like_a_quote_is_never_cut(name: str) -> None:
    text = TRAPS[name].strip("\n")
    assert split(text).new == text
    assert split(text).quoted == ""
