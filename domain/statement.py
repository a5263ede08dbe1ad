"""The statement of hours: what a customer's answers took in a month, to hang on the act of services (barier 5.2).

A month is closed when it ends. What an answer counted with then stays in that month's statement; a later correction is a line of its own in
the statement of the month in which it was made, and an answer whose customer was found out later stands in the month of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.effort import Effort
from domain.extract import Period
from domain.journal import Entry, EntryKind

FIRST_WORDS = 64
"""Signs of a description that say what a request is about."""


@dataclass(frozen=True)
class Done:
    """One line: an answer, or (`corrects`: when that was given) what a later correction changed. `at` is UTC.

    `subject` is empty once the request's personal data are erased, which was done `erased`.
    """

    at: datetime
    ticket: str
    subject: str
    agent: str
    minutes: int
    corrects: datetime | None = None
    erased: datetime | None = None


@dataclass(frozen=True)
class Statement:
    """One customer's month. `used` and `prepaid` in minutes; None: it has paid for nothing in advance. `until` is where it ends,
    or when it was made while the month still runs (`runs`)."""

    period: Period
    customer: str
    contract: str
    term: tuple[date | None, date | None]
    lines: tuple[Done, ...]
    until: datetime
    runs: bool
    prepaid: int | None
    used: int

    @property
    def minutes(self) -> int:
        """Altogether."""
        return sum(line.minutes for line in self.lines)

    @property
    def corrections(self) -> int:
        """What of it are corrections of earlier months."""
        return sum(line.minutes for line in self.lines if line.corrects)

    @property
    def left(self) -> int | None:
        """Of the prepaid hours; below nothing where more was used."""
        return None if self.prepaid is None else self.prepaid - self.used


@dataclass(frozen=True)
class Booked:
    """An effort, when it came to this customer, and how it was corrected since."""

    effort: Effort
    at: datetime
    corrections: Sequence[Entry]

    def minutes_at(self, until: datetime) -> int:
        """What it counted with just before that instant."""
        later = next((one for one in self.corrections if one.at >= until), None)
        return self.effort.minutes if later is None else int(later.facts["before"])


def booked(efforts: Iterable[Effort], entries: Iterable[Entry]) -> Iterator[Booked]:
    """Each effort with what befell it; `entries`: corrections and identifications in their tickets' journals, in order."""
    corrections: dict[tuple[str, int], list[Entry]] = {}
    identified: dict[str, datetime] = {}
    for entry in entries:
        if entry.kind is EntryKind.EFFORT and "n" in entry.facts:
            corrections.setdefault((entry.ticket, entry.facts["n"]), []).append(entry)
        elif entry.kind is EntryKind.IDENTIFIED:
            identified[entry.ticket] = entry.at
    for one in efforts:
        yield Booked(one, max(one.at, identified.get(one.ticket, one.at)), corrections.get((one.ticket, one.n), []))


def lines(entered: Iterable[Booked], since: datetime, until: datetime, subjects: dict[str, str]) -> tuple[Done, ...]:
    """What came up from `since` on and before `until`, in that order."""
    found: list[tuple[datetime, Done]] = []
    for one in entered:
        effort = one.effort
        subject = subjects.get(effort.ticket, "")
        if since <= one.at < until and (minutes := one.minutes_at(until)):
            found.append((one.at, Done(effort.at, effort.ticket, subject, effort.agent_name, minutes)))
        elif one.at < since and (change := one.minutes_at(until) - one.minutes_at(since)):
            last = max(entry.at for entry in one.corrections if since <= entry.at < until)
            found.append((last, Done(last, effort.ticket, subject, effort.agent_name, change, corrects=effort.at)))
    return tuple(done for _at, done in sorted(found, key=lambda pair: (pair[0], pair[1].ticket, pair[1].minutes)))
