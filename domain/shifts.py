"""Shifts: who of the staff is on duty out of hours, and who is away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ShiftKind = Literal["duty", "away"]


@dataclass(eq=False)
class Shift:
    """A member of staff is on duty, or away, from `starts_at` until `ends_at` (UTC, the latter excluded)."""

    person_id: str
    kind: ShiftKind
    starts_at: datetime
    ends_at: datetime
    noted_by: str
    id: int | None = None
