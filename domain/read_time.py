"""Read time: the parts of a regulation's file that say when the desk works and what it promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.daysoff import countries, days_off
from domain.durations import Duration
from domain.reading import Table
from domain.sla import Target
from domain.terms import Priority, Silence, TargetRow, Targets
from domain.worktime import Calendar

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_WAIT = timedelta(days=5 * 366)
"""A promise that its calendar needs longer for is a slip of the pen."""
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)


class HasKey(Protocol):
    """Something that the file gives a key."""

    @property
    def key(self) -> str:
        """Its key."""


def read_calendars(top: Table, zone: ZoneInfo) -> dict[str, Calendar]:
    """The calendars by their names; the one called "working" is the desk's own."""
    calendars = top.table("calendars").free(lambda row: _calendar(row, zone))
    if not calendars:
        top.problem("calendars", "needs at least one calendar, such as [calendars.working]")
    elif "working" not in calendars:
        top.problem("calendars.working", "is missing; one calendar must be called so: the hours of the desk")
    return calendars


def _calendar(row: Table, zone: ZoneInfo) -> Calendar:
    weekly = [row.hours(day) if day in row else row.closed(day) for day in WEEK]
    own_zone = row.zone("zone", default=zone)
    country = row.maybe("days_off", lambda key: row.one_of(key, countries()))
    exceptions = row.optional_table("exceptions")
    length = row.maybe("day_length", row.span) or timedelta()
    shorter = row.maybe("shorter_before_holidays", row.span) or timedelta()
    clause, assumed = row.clause(), row.is_assumed()
    by_date = {_date(exceptions, key): exceptions.hours(key) for key in exceptions.free_keys()} if exceptions else {}
    if not any(weekly):
        row.problem(WEEK[0], 'the calendar never opens; give at least one day hours such as ["09:00-18:00"]')
        return Calendar.always(zone)
    if shorter and not country:
        row.problem("shorter_before_holidays", 'needs the holidays of a country, such as days_off = "ru"')
    calendar = Calendar(
        own_zone,
        weekly,
        days_off(country) if country in countries() and country else None,
        by_date,
        int(length.total_seconds()),
        clause,
        assumed,
        int(shorter.total_seconds()),
    )
    if not calendar.day_length:
        row.problem(
            "day_length", 'is missing; weekdays have different hours, so write how long a working day is: "8 hours"'
        )
    elif calendar.day_length > 86_400:
        row.problem("day_length", "a working day has at most 24 hours")
    return calendar


def _date(table: Table, key: str) -> date:
    try:
        return date.fromisoformat(key)
    except ValueError:
        table.problem(key, "must be a date such as 2026-12-30")
        return date(2000, 1, 1)


def read_priorities(top: Table, calendars: Mapping[str, Calendar]) -> tuple[Priority, ...]:
    """The priorities in the file's order; no two have one rank."""
    before = len(top.problems)
    priorities = top.keyed("priorities", lambda row, key: _priority(row, key, calendars), optional=True)
    ranks = [priority.rank for priority in priorities]
    if len(set(ranks)) < len(ranks) and len(top.problems) == before:
        top.problem("priorities", "two have the same rank; each needs its own, 1 comes first")
    return priorities


def _priority(row: Table, key: str, calendars: Mapping[str, Calendar]) -> Priority:
    return Priority(
        key=key,
        rank=row.whole("rank", low=1, high=99),
        name=row.phrase("name"),
        definition=row.phrase("definition"),
        response=_target(row, "response", calendars),
        resolution=_target(row, "resolution", calendars),
        ping_all=row.flag("ping_all"),
        refusable=row.optional("refusable", right='a clause such as "5.2"'),
        clause=row.clause(),
        assumed=row.is_assumed(),
        late=row.maybe("late", row.phrase),
    )


def read_target_rows(
    top: Table,
    calendars: Mapping[str, Calendar],
    *,
    priorities: Sequence[Priority],
    groups: Mapping[str, Sequence[HasKey]],
) -> tuple[TargetRow, ...]:
    """The rows [[targets]] by tier, client and category: exactly one must fit each combination they speak of."""
    before = len(top.problems)
    rows = tuple(_target_row(row, calendars, groups) for row in top.tables("targets")) if "targets" in top else ()
    if "targets" not in top or len(top.problems) > before:
        return rows
    if any(priority.response or priority.resolution for priority in priorities):
        top.problem("targets", "the priorities have targets already; give targets in one of the two places")
    named = [name for name in groups if any(name in row.demands() for row in rows)]
    for keys in product(*([thing.key for thing in groups[name]] for name in named)):
        known = dict(zip(named, keys, strict=True))
        fitting = sum(row.fits(known) for row in rows)
        if fitting != 1:
            which = ", ".join(f'{name} = "{key}"' for name, key in known.items())
            count = f"{fitting} rows fit" if fitting else "no row fits"
            top.problem("targets", f"{count} {which}; exactly one must, if only to say that nothing is promised")
    return rows


def _target_row(row: Table, calendars: Mapping[str, Calendar], groups: Mapping[str, Sequence[HasKey]]) -> TargetRow:
    found = {name: _one_of(row, name, things) for name, things in groups.items()}
    targets = Targets(_target(row, "response", calendars), _target(row, "resolution", calendars))
    clause, assumed = row.clause(), row.is_assumed()
    if targets == Targets(None, None) and not clause and not assumed:
        row.problem("clause", "is missing; a row that promises nothing needs its clause, or assumed = true")
    row.done()
    return TargetRow(found["tier"], found["client"], found["category"], targets)


def _one_of(row: Table, name: str, things: Sequence[HasKey]) -> str | None:
    return row.maybe(name, lambda key: row.one_of(key, [thing.key for thing in things]))


def _target(row: Table, key: str, calendars: Mapping[str, Calendar]) -> Target | None:
    table = row.optional_table(key)
    if table is None:
        return None
    before = len(table.problems)
    duration = table.duration("time")
    name = _calendar_name(table, duration.kind, calendars)
    norm = table.flag("norm")
    clause, assumed = table.cited()
    table.done()
    if len(table.problems) == before and name:
        _must_end(table, "time", calendars[name], duration)
    return Target(duration, name, clause, assumed, norm)


def _must_end(table: Table, key: str, calendar: Calendar, duration: Duration) -> None:
    try:
        if calendar.add(_SOME_DAY, duration) - _SOME_DAY <= LONGEST_WAIT:
            return
    except (ValueError, OverflowError):
        pass
    table.problem(key, f'"{duration}" take more than five years in that calendar; give it more hours, or less time')


def _calendar_name(table: Table, kind: str, calendars: Mapping[str, Calendar]) -> str | None:
    name = table.maybe("calendar", lambda key: table.one_of(key, list(calendars)))
    if name is None and kind != "hours":
        known = ", ".join(f'"{name}"' for name in calendars)
        table.problem("calendar", f"is missing; {kind} need one of {known}")
    return name if name in calendars else None


def read_silence(silence: Table | None, key: str, calendars: Mapping[str, Calendar], zone: ZoneInfo) -> Silence | None:
    """Silence after `completed` or `clarification` that closes the ticket, if the regulation has one."""
    table = silence.optional_table(key) if silence else None
    if table is None:
        return None
    before = len(table.problems)
    after = table.duration("after", civil=True)
    name = _calendar_name(table, after.kind, calendars)
    remind_before = table.span("remind_before")
    table.assume("remind_before")
    clause, assumed = table.cited()
    names_actions = table.flag("names_actions")
    table.done()
    if len(table.problems) == before and name:
        _must_end(table, "after", calendars[name], after)
        if after.kind == "civil working days" and calendars[name].zone.key != zone.key:
            table.problem("calendar", f"civil days are counted by the regulation's own zone, {zone.key}")
    return Silence(after, clause, remind_before, name, assumed, names_actions)
