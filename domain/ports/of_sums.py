"""Port to figures over many rows: what a look from above needs, counted where the rows are. Nothing of it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.complaint import Complaint
from domain.tickets.states import Status


@dataclass(frozen=True)
class Heap:
    """Open tickets that are alike: how many, how many of them are late, and when the first was received."""

    line: str
    digest: str
    priority: str
    status: Status
    untaken: bool
    count: int
    late: int
    oldest: datetime


@dataclass(frozen=True)
class Traffic:
    """What goes out and comes in. Times are Unix times, but for `heard`: when somebody last wrote us a letter (UTC)."""

    waiting: int
    oldest: float | None
    failed: int
    letter: float | None
    letter_failed: float | None
    heard: datetime | None
    quarantined: int
    files: int
    """Files that could not be fetched at the first try."""
    unread: int
    """Letters that came in and wait for their turn to be read."""
    unreadable: int
    """Letters that could not be taken in."""
    held: int
    """Letters that wait for staff."""


@dataclass(frozen=True)
class Ended:
    """Tickets closed in a span: how many, how many of them are rated, and all their stars."""

    closed: int
    rated: int
    stars: int


class Sums(Protocol):
    def heaps(self, now: datetime) -> list[Heap]:
        """All open tickets."""

    def near(self, now: datetime) -> dict[str, int]:
        """How many open tickets of each line are late or were warned of."""

    def traffic(self, *, now: datetime, wall: float) -> Traffic:
        """Of the last day, as far as it says what was; among the newest parcels."""

    def ended(self, since: datetime, until: datetime) -> Ended:
        """Those closed from `since` on and before `until`."""

    def disputes(self, since: datetime, until: datetime) -> tuple[int, int]:
        """How often requesters did not agree that it is done in that span, and how often they opened a closed ticket again."""

    def complaints(self, since: datetime, until: datetime) -> list[Complaint]:
        """Those that came in that span, by time."""
