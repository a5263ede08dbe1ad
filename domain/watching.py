"""Watching: which entries of a ticket's journal are news to whoever watches it."""

from __future__ import annotations

from collections.abc import Sequence

from domain.journal import Entry, EntryKind

NEWS = frozenset(
    {
        EntryKind.MESSAGE,
        EntryKind.OBJECTED,
        EntryKind.FILLED_IN,
        EntryKind.TAKEN,
        EntryKind.PRIORITY,
        EntryKind.QUESTION,
        EntryKind.HELD,
        EntryKind.WORK_RESUMED,
        EntryKind.PAID_OFFERED,
        EntryKind.PAID_ANSWERED,
        EntryKind.SECRET_GIVEN,
        EntryKind.COMPLETED,
        EntryKind.DISPUTED,
        EntryKind.CLOSED,
    }
)
"""The requester writes, or the state changes."""


def news(entries: Sequence[Entry], watcher: str) -> Entry | None:
    """The last entry that is news to them: after they began to watch, and not of their own doing. None if there is none."""
    for entry in reversed(entries):
        if entry.actor == watcher:
            if entry.kind is EntryKind.WATCHED:
                return None
        elif entry.kind in NEWS and not entry.facts.get("aside"):
            return entry
    return None
