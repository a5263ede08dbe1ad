"""Told: what a notice says, before it is a chat message or a letter."""

from __future__ import annotations

from dataclasses import dataclass, field

from aiogram.types import InlineKeyboardMarkup

Page = tuple[str, InlineKeyboardMarkup]
"""A message that is changed in place: HTML, and what can be pressed."""


@dataclass(frozen=True)
class Told:
    """What is told: the desk's words before and after somebody's own `words`. `facts` may go to an unproved address too."""

    title: str
    before: list[str] = field(default_factory=list)
    words: str = ""
    after: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    bare: str = ""
    """The title for an unproved address, where the other one names somebody."""
