"""The question that an answer among quoted lines answers: the last marked paragraph above it, never a greeting or a signature."""

from __future__ import annotations

from collections.abc import Container, Sequence

from bot.mail.reading.hints import closes, greets
from bot.mail.reading.lines import Line

MOST_LINES = 3
LOOKED_BACK = 6


def asked(lines: Sequence[Line], last: int, introductions: Container[int]) -> range:
    """The lines of the question whose marked lines end at `last`; none if a signature or a greeting stands there.

    `introductions`: lines that only say who wrote what follows.
    """
    while last >= 0 and lines[last].depth and not lines[last].said:
        last -= 1
    if last < 0 or not lines[last].depth or last in introductions:
        return range(0)
    depth, top = lines[last].depth, last
    while top > 0 and last - top + 1 < MOST_LINES and _goes_on(lines[top - 1], depth, top - 1 in introductions):
        top -= 1
    words = [one.said for one in lines[top : last + 1]]
    if greets(" ".join(words)):
        return range(0)
    if not any("?" in one for one in words):
        above, seen = last, 0
        while above >= 0 and lines[above].depth == depth and seen < LOOKED_BACK and "?" not in lines[above].said:
            if closes(lines[above].said):
                return range(0)
            seen += bool(lines[above].said)
            above -= 1
    return range(top, last + 1)


def _goes_on(line: Line, depth: int, introduces: bool) -> bool:
    return (
        line.depth == depth and bool(line.said) and not introduces and not greets(line.said) and not closes(line.said)
    )
