"""Typed: what somebody wrote, quoted back to them; nothing of the bot is needed for it."""

from __future__ import annotations

from domain.answers import clean

ROOM = 60


def typed(text: str, room: int = ROOM) -> str:
    """As much as is needed to know it again, and nothing that would turn the line around."""
    seen = clean(text, lines=False)
    return seen if len(seen) <= room else seen[: room - 1].rstrip() + "…"
