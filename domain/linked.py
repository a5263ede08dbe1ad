"""Linked: tickets that have to do with each other. Each of the two knows the other, and what it is to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LinkKind(StrEnum):
    """What the other ticket is to this one. Values are stored."""

    PART = "part"
    """Registered apart from the same words (barier 4.3)."""
    ORIGIN = "origin"
    """Where the words of this one were first said."""
    OFFSHOOT = "offshoot"
    """A problem of its own that came up here."""

    @property
    def back(self) -> LinkKind:
        """What this ticket is to the other."""
        return {LinkKind.ORIGIN: LinkKind.OFFSHOOT, LinkKind.OFFSHOOT: LinkKind.ORIGIN}.get(self, self)


@dataclass(eq=False)
class Link:
    """`other` is that to `ticket`, since then (UTC). `kind` is a LinkKind."""

    ticket: str
    other: str
    kind: str
    at: datetime
