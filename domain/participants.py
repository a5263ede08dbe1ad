"""Participants: people from outside who were brought in to a ticket; they see what is sent to them, and nothing else (e-doc 17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False)
class Participant:
    """Somebody from outside on one ticket, known by their e-mail address; `added_at` is UTC."""

    ticket: str
    address: str
    name: str
    added_at: datetime
