"""Rota: duty and absence as staff write them, a line each, read in the regulation's zone.

@olga 25.11 18:00 - 26.11 09:00
@boris 28.11-29.11
01.12-14.12
до 14.12
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = r"\d{1,2}\.\d{1,2}(?:\.(?:\d{4}|\d{2}))?"
CLOCK = r"\d{1,2}:\d{2}"
SPAN = re.compile(
    rf"(?P<day>{DAY})(?:[ ,]+(?P<clock>{CLOCK}))?"
    rf"(?:\s*[-–—]\s*(?:(?P<last>{DAY})(?:[ ,]+(?P<last_clock>{CLOCK}))?|(?P<only_clock>{CLOCK})))?\s*$"
)
UNTIL = re.compile(rf"(?:до|until|till)\s+(?P<last>{DAY})(?:[ ,]+(?P<last_clock>{CLOCK}))?\s*$", re.IGNORECASE)
HALF_A_YEAR = timedelta(days=180)


@dataclass(frozen=True)
class Spell:
    """One line: of whom (empty: of whoever wrote it), and from when until when (UTC). None: it names no time."""

    n: int
    text: str
    who: str
    starts_at: datetime | None
    ends_at: datetime | None


class NoSuchSpell(ValueError):
    """The line cannot be read so; the argument says why, as in `WrongRota`."""


def lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, numbered as they are seen."""
    for n, line in enumerate(text.splitlines() or [text], start=1):
        if line.strip():
            yield n, " ".join(line.split())


def read(n: int, line: str, now: datetime, zone: ZoneInfo) -> Spell:
    """One line. A day alone is the whole of it; without a year the next such day is meant. NoSuchSpell."""
    local = now.astimezone(zone)
    if found := UNTIL.search(line):
        who, start = line[: found.start()].strip(), now
        ends = _last(found["last"], found["last_clock"], local)
    elif found := SPAN.search(line):
        who = line[: found.start()].strip()
        first = _day(found["day"], local)
        starts = datetime.combine(first, _clock(found["clock"]), zone)
        if found["only_clock"]:
            ends = datetime.combine(first, _clock(found["only_clock"]), zone)
            ends += timedelta(days=ends <= starts)
        elif found["last"] or not found["clock"]:
            ends = _last(found["last"] or found["day"], found["last_clock"], starts)
        else:
            raise NoSuchSpell("unreadable")
        start = starts.astimezone(UTC)
    else:
        if re.search(r"\d", re.sub(r"@\w+", "", line)):
            raise NoSuchSpell("unreadable")
        return Spell(n, line, line.strip(), None, None)
    end = ends.astimezone(UTC)
    if end <= start:
        raise NoSuchSpell("backwards")
    if end <= now:
        raise NoSuchSpell("past")
    return Spell(n, line, who, start, end)


def _last(day: str, clock: str | None, after: datetime) -> datetime:
    """When it ends: at that time, or with that day; without a year the first such day after it began."""
    on = _day(day, after)
    if clock:
        return datetime.combine(on, _clock(clock), after.tzinfo)
    return datetime.combine(on + timedelta(days=1), time(), after.tzinfo)


def _day(text: str, near: datetime) -> date:
    """A day; without a year the one of `near`, or the next if that lies half a year back. NoSuchSpell if there is none."""
    day, month, *year = (int(part) for part in text.split("."))
    full = (year[0] + 2000 if year[0] < 100 else year[0]) if year else near.year
    try:
        on = date(full, month, day)
        late = on < near.date() - HALF_A_YEAR
        return on.replace(year=full + 1) if late and not year else on
    except ValueError:
        raise NoSuchSpell("day") from None


def _clock(text: str | None) -> time:
    hours, minutes = (int(part) for part in (text or "0:00").split(":"))
    try:
        return time(hours, minutes)
    except ValueError:
        raise NoSuchSpell("day") from None
