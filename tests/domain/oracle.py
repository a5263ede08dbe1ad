"""The oracle: working time counted minute by minute, in the plainest way, to hold `worktime` and `sla` to.

It shares no code with them: it asks the `holidays` library for days off and walks a clock from minute to minute.
Everything it is asked about lies on whole minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

MINUTE = timedelta(minutes=1)
Pause = tuple[datetime, datetime | None]


class Wall:
    """For each minute of some years: whether a desk with these hours is open, by what the wall clock shows then."""

    def __init__(self, zone: str, first: int, last: int, hours: Callable[[date], Sequence[tuple[int, int]]]) -> None:
        self.begin = datetime(first, 1, 1, tzinfo=UTC)
        self.open = bytearray()
        by_day: dict[date, Sequence[tuple[int, int]]] = {}
        at, end, local_zone = self.begin, datetime(last + 1, 1, 1, tzinfo=UTC), ZoneInfo(zone)
        while at < end:
            local = at.astimezone(local_zone)  # no zone changes its clock within a quarter of an hour
            day = local.date()
            if day not in by_day:
                by_day[day] = hours(day)
            shown = local.hour * 60 + local.minute
            for minute in range(shown, shown + 15):
                self.open.append(any(a <= minute < b for a, b in by_day[day]))
            at += 15 * MINUTE

    def index(self, at: datetime) -> int:
        return (at - self.begin) // MINUTE

    def add(self, start: datetime, minutes: int, pauses: Sequence[Pause] = ()) -> datetime | None:
        """The first minute with so many open, unpaused minutes before it; None if an open pause comes first."""
        at = start
        while minutes:
            pause = paused(at, pauses)
            if pause and pause[1] is None:
                return None
            minutes -= bool(self.open[self.index(at)]) and not pause
            at += MINUTE
        return at

    def between(self, a: datetime, b: datetime) -> int:
        return sum(self.open[self.index(a) : self.index(b)])


@cache
def moscow_wall() -> Wall:
    """Mon-Fri 9-18 in Moscow, without the official days off of Russia, 2023-2027."""
    official = holidays.country_holidays("RU", years=range(2022, 2028))
    return Wall("Europe/Moscow", 2023, 2027, lambda day: [(540, 1080)] if official.is_working_day(day) else [])


def paused(at: datetime, pauses: Sequence[Pause]) -> Pause | None:
    """The pause that the instant lies in; of several the one that lasts longest."""
    found = [pause for pause in pauses if pause[0] <= at and (pause[1] is None or at < pause[1])]
    return max(found, key=lambda pause: (pause[1] is None, pause[1] or at), default=None)


def resolution(
    walls: Mapping[str | None, Wall],
    targets: Mapping[str, tuple[str | None, int]],
    *,
    priority: str,
    received: datetime,
    changes: Sequence[tuple[datetime, str]],
    pauses: Sequence[Pause],
) -> datetime | None:
    """Walk from receipt: each unpaused minute is used on every calendar it is open in; a change picks another target.

    `targets`: priority -> (calendar, or None for clock time; minutes).
    """
    used = dict.fromkeys([*walls, None], 0)
    at = received
    while True:
        calendar, wanted = targets[priority]
        if used[calendar] >= wanted:
            return at
        for when, key in changes:
            if when == at:
                priority = key
        calendar, wanted = targets[priority]
        if used[calendar] >= wanted:
            return at
        pause = paused(at, pauses)
        if pause and pause[1] is None and not any(when > at for when, _ in changes):
            return None
        if not pause:
            used[None] += 1
            for name, wall in walls.items():
                used[name] += wall.open[wall.index(at)]
        at += MINUTE
