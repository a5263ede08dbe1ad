"""Opening: when the desk is open around a day, as somebody asks for it at the door (gravity 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.regulation import Regulation
from domain.worktime import Calendar, Day

AHEAD = 30
"""Days for which days off and exceptions are told."""


@dataclass(frozen=True)
class Shift:
    """Consecutive days with the same hours: days off, or an exception to the usual hours."""

    first: date
    last: date
    day: Day


@dataclass(frozen=True)
class Opening:
    """One calendar on a day in its zone. `priorities`: the keys that are worked on by it, where it is not for all.

    `until`: when it closes, if it is open now (None: it never does); `opens`: when it opens, if not.
    """

    calendar: Calendar
    priorities: tuple[str, ...]
    today: date
    week: tuple[tuple[date, Day], ...]
    until: datetime | None
    opens: datetime | None
    days_off: tuple[Shift, ...]
    exceptions: tuple[Shift, ...]

    @property
    def is_open(self) -> bool:
        """Whether it is open now."""
        return self.opens is None


def openings(rules: Regulation, now: datetime) -> list[Opening]:
    """The hours by each calendar that something is worked on by; one alone is for all."""
    by_calendar: dict[str, list[str]] = {}
    for priority in rules.priorities:
        worked_by = rules.hours_for(priority.key)
        name = next(name for name, calendar in rules.calendars.items() if calendar is worked_by)
        by_calendar.setdefault(name, []).append(priority.key)
    names = list(by_calendar) or ["working"]
    several = len(names) > 1
    return [_opening(rules.calendar(name), tuple(by_calendar.get(name, [])) if several else (), now) for name in names]


def _opening(calendar: Calendar, priorities: tuple[str, ...], now: datetime) -> Opening:
    today = now.astimezone(calendar.zone).date()
    monday = today - timedelta(days=today.weekday())
    is_open = calendar.is_open(now)
    off = {"holiday", "moved_off"}
    return Opening(
        calendar=calendar,
        priorities=priorities,
        today=today,
        week=tuple((day, calendar.day(day)) for day in (monday + timedelta(days=n) for n in range(7))),
        until=calendar.closing(now),
        opens=None if is_open else calendar.next_opening(now),
        days_off=tuple(s for s in _shifts(calendar, today) if s.day.because in off),
        exceptions=tuple(s for s in _shifts(calendar, today) if s.day.because in ("exception", "moved_working")),
    )


def _shifts(calendar: Calendar, today: date) -> Iterator[Shift]:
    """The days ahead, those alike joined; weekends between two days off of one kind part them."""
    shift: Shift | None = None
    for n in range(AHEAD + 1):
        day = today + timedelta(days=n)
        known = calendar.day(day)
        if shift is not None and shift.day == known:
            shift = Shift(shift.first, day, known)
            continue
        if shift is not None:
            yield shift
        shift = Shift(day, day, known)
    if shift is not None:
        yield shift
