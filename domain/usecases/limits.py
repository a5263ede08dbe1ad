"""Limits: how long a text may be, said before anything is lost."""

from __future__ import annotations

from domain.answers import utf16_length
from domain.refusals import TooLong

LONGEST = 20_000
"""UTF-16 units: five messages of Telegram's; what is longer is better sent as a file. What goes out is cut to fit by the view."""


def must_fit(text: str) -> str:
    """The text, or TooLong with how many characters (UTF-16 units, as Telegram counts them) are too many."""
    over = utf16_length(text) - LONGEST
    if over > 0:
        raise TooLong(over=over)
    return text
