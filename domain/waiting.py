"""Waiting: as much of an open ticket as decides whose turn it is. A desk may have thousands, and shows six of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain import versions
from domain.regulation import Regulation
from domain.tickets.states import Status

WAITS = {Status.REGISTERED: 0, Status.IN_PROGRESS: 0, Status.CLARIFICATION: 1, Status.ON_HOLD: 1, Status.COMPLETED: 2}
"""What is to be done comes before what waits for the requester or a date, and that before what awaits a verdict."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open ticket in brief; its fields are the ticket's."""

    number: str
    regulation_digest: str
    status: Status
    priority: str
    received_at: datetime
    at_head: bool
    assignee_id: str | None
    line: str
    responded_at: datetime | None
    completed_at: datetime | None
    response_due: datetime | None
    resolution_due: datetime | None

    @property
    def regulation(self) -> Regulation:
        """The version it was registered under."""
        return versions.version(self.regulation_digest)

    @property
    def is_open(self) -> bool:
        """It would not be waiting otherwise."""
        return self.status is not Status.CLOSED
