"""A sentence that says who wrote, in one line with the words before it: so some programs' HTML runs when it loses its line breaks."""

from __future__ import annotations

from collections.abc import Sequence

from bot.mail.reading.attributions import attribution
from bot.mail.reading.lines import line

MOST_PIECES = 8


def begins_at(pieces: Sequence[str]) -> int:
    """Which of the pieces of a line, right above a quote, begins such a sentence; 0 if none does or all of them are it."""
    if not pieces or not pieces[-1].rstrip().endswith(":"):
        return 0
    for at in range(len(pieces) - 1, max(0, len(pieces) - MOST_PIECES), -1):
        found = attribution([line("".join(pieces[at:]))], 0)
        if found and found[1]:
            return at
    return 0
