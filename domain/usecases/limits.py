"""Limits: what fits into one message on every channel, said before anything is lost."""

from __future__ import annotations

from domain.answers import utf16_length
from domain.refusals import TooLong

LONGEST = 3500
"""UTF-16 units: Telegram takes 4096 in a message; the rest is for the number and what goes around the words."""


def must_fit(text: str) -> str:
    """The text, or TooLong with how many characters (UTF-16 units, as Telegram counts them) are too many."""
    over = utf16_length(text) - LONGEST
    if over > 0:
        raise TooLong(over=over)
    return text
