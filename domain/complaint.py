"""Complaints: what a requester writes to quality control, past the assignee. Each has a number and a deadline of its own.

A low rating stands in the same register: quality control reads it, and somebody gets in touch by a deadline.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

_RATED = "rated_"


def of_rating(stars: int) -> str:
    """How the register calls so low a rating in place of a letter."""
    return f"{_RATED}{stars}"


@dataclass(eq=False)
class Complaint:
    """One complaint on one ticket. `due` (UTC) is when its answer falls due; None: nobody promised one.

    Of a low rating `text` is its comment, and `answer` what was said to the requester or remarked by who got in touch.
    """

    number: str
    ticket: str
    person_id: str
    letter: str
    text: str
    at: datetime
    due: datetime | None = None
    answered_at: datetime | None = None
    answer: str = ""

    @property
    def stars(self) -> int | None:
        """The rating that it is; None for a letter."""
        stars = self.letter.removeprefix(_RATED)
        return int(stars) if stars != self.letter else None

    def is_late(self, now: datetime) -> bool:
        """Whether its answer did not come in time, or has not by now."""
        return self.due is not None and (self.answered_at or now) > self.due
