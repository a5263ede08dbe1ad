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
    RELATED = "related"
    """Staff say that the two have to do with each other; nobody else sees it."""
    MAIN = "main"
    """It goes on for this one, which tells of the same."""
    DUPLICATE = "duplicate"
    """It tells of the same, and this one goes on for it."""

    @property
    def back(self) -> LinkKind:
        """What this ticket is to the other."""
        pairs = ((LinkKind.ORIGIN, LinkKind.OFFSHOOT), (LinkKind.MAIN, LinkKind.DUPLICATE))
        return next((two if self is one else one for one, two in pairs if self in (one, two)), self)


@dataclass(eq=False)
class Link:
    """`other` is that to `ticket`, since then (UTC). `kind` is a LinkKind."""

    ticket: str
    other: str
    kind: str
    at: datetime
