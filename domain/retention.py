"""Retention: how long what is known of people is kept. Afterwards it is deleted by itself (152-ФЗ, articles 5 and 21)."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, cast

Unit = Literal["days", "months", "years"]

_TERM = re.compile(r"([1-9]\d{0,3}) (day|month|year)s?")


@dataclass(frozen=True)
class Term:
    """An amount of calendar time, such as "3 years". A month that lacks the day ends it on its last one (ГК РФ, article 192)."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Term:
        """Read "30 days", "6 months" or "3 years"; else ValueError."""
        found = _TERM.fullmatch(text)
        if not found:
            raise ValueError(f'"{text}" is no term: write it as "30 days", "6 months" or "3 years"')
        return cls(int(found[1]), cast(Unit, found[2] + "s"))

    def after(self, at: datetime, zone: tzinfo) -> datetime:
        """That much later by the calendar of a zone, at the same time of day; UTC."""
        return self._moved(at, zone, 1)

    def before(self, at: datetime, zone: tzinfo) -> datetime:
        """That much earlier."""
        return self._moved(at, zone, -1)

    def __str__(self) -> str:
        return f"{self.amount} {self.unit[:-1] if self.amount == 1 else self.unit}"

    def _moved(self, at: datetime, zone: tzinfo, sign: int) -> datetime:
        local = at.astimezone(zone)
        if self.unit == "days":
            return (local + timedelta(days=sign * self.amount)).astimezone(UTC)
        months = self.amount * (12 if self.unit == "years" else 1)
        year, month = divmod(local.year * 12 + local.month - 1 + sign * months, 12)
        day = min(local.day, monthrange(year, month + 1)[1])
        return local.replace(year=year, month=month + 1, day=day).astimezone(UTC)


@dataclass(frozen=True)
class Retention:
    """What is kept how long.

    `personal_data`: of a request, after its closing. `drafts`: what was begun and never sent, held letters and unfinished
    forms too. `messages`: by which message what was said, and what was told on no request. `quarantine`: updates that
    could not be carried out.
    """

    personal_data: Term = Term(3, "years")
    drafts: Term = Term(30, "days")
    messages: Term = Term(90, "days")
    quarantine: Term = Term(30, "days")
    clause: str | None = None
    assumed: bool = True


USUAL = Retention()
"""Where a regulation says nothing: three years, as long as claims may be brought (ГК РФ, article 196)."""
