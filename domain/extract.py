"""An extract of the journal: the public entries of a period, of one customer, or of one ticket, and in which parts they are read.

The period is of the entries: a line stands in it if it was written in it, whenever its request was registered or closed. The
request's head (who asked what) stands with the first of its lines that is in the extract.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from domain.staff_refusals import WrongPeriod

if TYPE_CHECKING:
    from domain.customers import Organization
    from domain.journal import Entry
    from domain.ticket import Ticket

MOST = 1000
"""Entries that are read at once."""
_DAY = r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4})"
_SPAN = re.compile(rf"({_DAY})\s*(?:-|–|—|\.\.\.?|…|\s)\s*({_DAY})(?!\S)")
_ONE = re.compile(rf"({_DAY})(?!\S)")
_MONTH = re.compile(r"(?:(\d{4})-(\d{1,2})|(\d{1,2})\.(\d{4}))(?!\S)")
_YEARS = (1990, 2100)
_YEAR = re.compile(r"(20\d{2})(?!\S)")


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both whole, in the regulation's zone."""

    first: date
    last: date

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Its first instant, and the first one after it, as UTC."""
        days = (self.first, self.last + timedelta(days=1))
        since, until = (datetime.combine(day, time(), zone).astimezone(UTC) for day in days)
        return since, until


@dataclass(frozen=True)
class Extract:
    """What is wanted: entries from `since` on (None: from the first) and before `until`, of one customer or ticket (empty: of all).

    `period` is what was asked for; `until` is not after the instant at which it was.
    """

    until: datetime
    since: datetime | None = None
    period: Period | None = None
    organization_id: str = ""
    number: str = ""


@dataclass(frozen=True)
class Part:
    """What is read at once: the entries of these tickets; of a ticket with very many, `most` behind the first `skip`."""

    numbers: tuple[str, ...]
    entries: int
    skip: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Told:
    """A ticket with those of its entries that are in the extract. `begins`: the first of them is among these; `was_open`: before them."""

    ticket: Ticket
    customer: Organization | None
    entries: Sequence[Entry]
    begins: bool
    was_open: bool


def extract(
    zone: ZoneInfo, now: datetime, period: Period | None, *, organization_id: str = "", number: str = ""
) -> Extract:
    """What is written up to now of a period, of one customer or ticket; what is written meanwhile is not in it."""
    since, end = period.bounds(zone) if period else (None, datetime.max.replace(tzinfo=UTC))
    return Extract(min(end, now + timedelta(microseconds=1)), since, period, organization_id, number)


def month_of(day: date) -> Period:
    """The whole month that a day is in."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def between(period: Period) -> Period:
    """The same, if it is one: it does not end before it begins, and no journal was kept before or will be after. ValueError."""
    if not _YEARS[0] <= period.first.year <= period.last.year <= _YEARS[1] or period.last < period.first:
        raise ValueError(period)
    return period


def read_period(text: str) -> tuple[Period | None, str]:
    """The period that a text begins or ends with, and what else it says: 2026, 2026-10, 05.10.2026, 01.10.2026-31.10.2026.

    WrongPeriod for days that the calendar does not have, and for a last day before the first.
    """
    for pattern, days in ((_SPAN, _span), (_ONE, _one), (_MONTH, _month), (_YEAR, _year)):
        for found in pattern.finditer(text):
            before, after = text[: found.start()], text[found.end() :]
            if (before and not before[-1].isspace()) or (before.strip() and after.strip()):
                continue
            rest = f"{before} {after}".strip()
            if pattern is _YEAR and rest:  # part of a name, rather
                continue
            try:
                return between(days(found)), rest
            except (ValueError, OverflowError):
                raise WrongPeriod(found[0].strip()) from None
    return None, text.strip()


def read_day(text: str) -> date:
    """One day, as 2026-10-31 or 31.10.2026. WrongPeriod."""
    try:
        if re.fullmatch(_DAY, text.strip()):
            return _day(text.strip())
    except ValueError:
        pass
    raise WrongPeriod(text)


def parts(counts: Iterable[tuple[str, int]], most: int = MOST) -> Iterator[Part]:
    """Tickets with so many entries each, in order, put together into parts of `most` entries or fewer."""
    numbers: list[str] = []
    room = most
    for number, count in counts:
        if numbers and count > room:
            yield Part(tuple(numbers), most - room)
            numbers, room = [], most
        if count > most:
            for skip in range(0, count, most):
                yield Part((number,), min(most, count - skip), skip, most)
            continue
        numbers.append(number)
        room -= count
    if numbers:
        yield Part(tuple(numbers), most - room)


def _day(text: str) -> date:
    if "-" in text:
        return date(*map(int, text.split("-")))
    day, month, year = map(int, text.split("."))
    return date(year, month, day)


def _span(found: re.Match[str]) -> Period:
    return Period(_day(found[1]), _day(found[2]))


def _one(found: re.Match[str]) -> Period:
    return Period(_day(found[1]), _day(found[1]))


def _month(found: re.Match[str]) -> Period:
    return month_of(date(int(found[1] or found[4]), int(found[2] or found[3]), 1))


def _year(found: re.Match[str]) -> Period:
    return Period(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))
