"""Complaints: what a requester writes to quality control, past the assignee. Each has a number and a deadline of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False)
class Complaint:
    """One complaint on one ticket. `due` (UTC) is when its answer falls due; None: nobody promised one."""

    number: str
    ticket: str
    person_id: str
    letter: str
    text: str
    at: datetime
    due: datetime | None = None
    answered_at: datetime | None = None
    answer: str = ""
