"""Incidents: a failure that hits many at once; whoever tells of it is told that it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False)
class Incident:
    """Opened by a lead; `text` is what those concerned read. All instants are UTC; `answer` went to all when it was over."""

    id: str
    text: str
    opened_by: str
    opened_name: str
    opened_at: datetime
    closed_at: datetime | None = None
    answer: str = ""
