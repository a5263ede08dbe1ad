"""Working time: when the desk is open, and how long anything takes while it is.

A calendar turns into one sorted list of open spans (UTC seconds) with the open time before each, so that adding four
hours or two years is one look-up. A pause is a break in that list. Instants are aware datetimes, results are UTC,
everything is exact to the second: a fraction of a second is cut off.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from domain.daysoff import DaysOff
from domain.durations import Duration, TimeKind

__all__ = ["Calendar", "Day", "DaysOff", "Duration", "Hours", "PausedCalendar", "Span", "TimeKind"]

Hours = tuple[tuple[int, int], ...]
"""One day's open intervals: half-open, in local seconds from 0:00, sorted, the last may end at 24:00."""

DAY = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_ORDINAL_OF_EPOCH = date(1970, 1, 1).toordinal()
_LAST_YEAR = 2_500


@dataclass(frozen=True)
class Span:
    """From `start` until, not including, `end`; `end` None means that it is still going on."""

    start: datetime
    end: datetime | None

    def __post_init__(self) -> None:
        _seconds(self.start)
        if self.end is not None and _seconds(self.end) < _seconds(self.start):
            raise ValueError(f"a span ends at {self.end.isoformat()}, before its start {self.start.isoformat()}")


@dataclass(frozen=True)
class Day:
    """What a date is, and why: `because` is exception, moved_working, moved_off, holiday or weekly."""

    because: Literal["exception", "moved_working", "moved_off", "holiday", "weekly"]
    hours: Hours


@dataclass(frozen=True)
class _Index:
    """Open spans of some whole UTC years, in seconds; `before[i]` is the open time in all spans before the i-th."""

    first: int
    last: int
    starts: list[int]
    ends: list[int]
    before: list[int]

    @property
    def total(self) -> int:
        return self.before[-1] + self.ends[-1] - self.starts[-1] if self.starts else 0

    def open_until(self, at: int) -> int:
        """Open seconds from the index's beginning until `at`."""
        i = bisect_right(self.starts, at) - 1
        return self.before[i] + min(at, self.ends[i]) - self.starts[i] if i >= 0 else 0

    def reach(self, amount: int) -> int:
        """The earliest instant with so many open seconds before it; 0 < amount <= total."""
        i = bisect_left(self.before, amount) - 1
        return self.starts[i] + amount - self.before[i]


@dataclass(frozen=True, eq=False)
class Calendar:
    """Zone, weekly hours, days off and exceptions. Precedence: exception > moved day > holiday > weekly hours.

    `weekly` has seven entries from Monday. A moved working day has Monday's hours. `day_length` (seconds) is what
    a "working day" amounts to. `shorter` (seconds) is taken off the end of the working day before a public holiday.
    ValueError: naive datetimes, a calendar that never opens, intervals out of order.
    """

    zone: ZoneInfo
    weekly: Sequence[Hours]
    days_off: DaysOff | None = None
    exceptions: Mapping[date, Hours] = field(default_factory=dict)
    day_length: int = 0
    clause: str | None = None
    assumed: bool = False
    shorter: int = 0
    _shelf: list[_Index] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        if len(self.weekly) != 7:
            raise ValueError("weekly hours are seven days, Monday first")
        for hours in (*self.weekly, *self.exceptions.values()):
            edges = [edge for interval in hours for edge in interval]
            if any(a > b or (a == b and i % 2 == 0) for i, (a, b) in enumerate(pairwise(edges))):
                raise ValueError("a day's intervals must be in order, not empty, and not overlap")
            if edges and not 0 <= edges[0] < edges[-1] <= DAY:
                raise ValueError("a day's intervals lie between 0:00 and 24:00")
        if not any(self.weekly):
            raise ValueError("the calendar never opens")
        if not self.day_length:
            lengths = {sum(b - a for a, b in hours) for hours in self.weekly[:5] if hours}
            object.__setattr__(self, "day_length", lengths.pop() if len(lengths) == 1 else 0)

    @classmethod
    def always(cls, zone: ZoneInfo) -> Calendar:
        """A calendar that is open round the clock, every day."""
        return cls(zone, [((0, DAY),)] * 7)

    def day(self, day: date) -> Day:
        """The hours of a local date, and the rule they come from."""
        if day in self.exceptions:
            return Day("exception", self.exceptions[day])
        if self.days_off:
            if day in self.days_off.working:
                return Day("moved_working", self._before_holiday(day, self.weekly[0]))
            if day in self.days_off.moved:
                return Day("moved_off", ())
            if self.days_off.is_holiday(day):
                return Day("holiday", ())
        return Day("weekly", self._before_holiday(day, self.weekly[day.weekday()]))

    def _before_holiday(self, day: date, hours: Hours) -> Hours:
        """The hours, shortened on the eve of a public holiday; a weekend day worked in place of an eve inherits it."""
        if not self.shorter or not hours or self.days_off is None:
            return hours
        eves = [day, *(off for off, stands_for in self.days_off.moved.items() if stands_for == day)]
        if not any(self.days_off.is_holiday(eve + timedelta(days=1)) for eve in eves):
            return hours
        closes = hours[-1][1] - self.shorter
        return tuple((a, min(b, closes)) for a, b in hours if a < closes)

    def provisional(self, at: date) -> bool:
        """Whether moved days of that date's year are not decided in the data, so a result there may yet change.

        A datetime is taken in the calendar's zone.
        """
        if isinstance(at, datetime):
            at = _utc(_seconds(at)).astimezone(self.zone).date()
        return self.days_off is not None and at.year not in self.days_off.official

    def seconds(self, duration: Duration) -> int:
        """The duration in seconds of its own kind of time; ValueError for civil days, which are no amount."""
        if duration.kind == "civil working days":
            raise ValueError("civil working days are counted by date and have no length in seconds")
        if duration.kind == "working days" and not self.day_length:
            raise ValueError("the calendar's day_length is not known, so working days cannot be counted")
        return int(duration.amount * (self.day_length if duration.kind == "working days" else 3600))

    def add(self, start: datetime, duration: Duration) -> datetime:
        """The earliest instant t with so much of such time in [start, t), in UTC; a zero duration gives `start`."""
        if duration.kind == "civil working days":
            return self._add_civil(start, int(duration.amount))
        due = self.after(start, self.seconds(duration), duration.kind)
        assert due is not None, "only an open pause stops a clock"
        return due

    def after(self, start: datetime, seconds: int, kind: TimeKind, pauses: Sequence[Span] = ()) -> datetime | None:
        """`add` for an amount in seconds; `pauses` sorted and apart. None: an open pause comes before the end."""
        begin = _seconds(start)
        if seconds <= 0:
            return _utc(begin)
        gaps = [(max(_seconds(p.start), begin), None if p.end is None else _seconds(p.end)) for p in pauses]
        gaps = [(a, b) for a, b in gaps if b is None or b > begin]
        if kind == "hours":
            end = _pass(begin + seconds, [(a, None if b is None else b - a) for a, b in gaps])
            return None if end is None else _utc(end)
        horizon = max([begin, *(a if b is None else b for a, b in gaps)])
        index = self._cover(begin, horizon)
        while True:
            until = index.open_until
            breaks = [(until(a), None if b is None else until(b) - until(a)) for a, b in gaps]
            goal = _pass(until(begin) + seconds, breaks)
            if goal is None:
                return None
            if goal <= index.total:
                return _utc(index.reach(goal))
            horizon = _year_start(index.last + 1 + max(1, (goal - index.total) // (250 * self._longest_day)))
            index = self._cover(begin, horizon)

    def between(self, a: datetime, b: datetime, kind: TimeKind = "working hours") -> int:
        """Seconds of that kind in [a, b); 0 if b is not later than a. ValueError for civil days."""
        return self._between(_seconds(a), _seconds(b), kind)

    def without(self, pauses: Iterable[Span]) -> PausedCalendar:
        """The calendar with these spans, in any order and overlapping or not, as breaks."""
        return PausedCalendar(self, _merged(pauses))

    def is_open(self, at: datetime) -> bool:
        """Whether the instant lies in working time; the closing instant itself does not."""
        second = _seconds(at)
        index = self._cover(second, second)
        i = bisect_right(index.starts, second) - 1
        return i >= 0 and second < index.ends[i]

    def next_opening(self, at: datetime) -> datetime:
        """The first instant from `at` on that is in working time: `at` itself when the desk is open."""
        if self.is_open(at):
            return _utc(_seconds(at))
        due = self.after(at, 1, "working hours")
        assert due is not None
        return due - _SECOND

    def closing(self, at: datetime) -> datetime | None:
        """When the working time that holds the instant ends; None where it is shut then, or open on and on."""
        second = _seconds(at)
        index = self._cover(second, second)
        i = bisect_right(index.starts, second) - 1
        if i < 0 or second >= index.ends[i] or index.ends[i] - second > 366 * DAY:
            return None
        return _utc(index.ends[i])

    def last_closing_before(self, at: datetime) -> datetime:
        """The last instant up to and including `at` at which working time ended; ValueError: none for nine years."""
        second = _seconds(at)
        for years in (1, 3, 9):
            index = self._cover(second - years * 366 * DAY, second)
            i = bisect_right(index.ends, second) - 1
            if i >= 0:
                return _utc(index.ends[i])
        raise ValueError(f"the desk was not open in the nine years before {at.isoformat()}")

    def is_working_day(self, day: date) -> bool:
        """Whether the desk is open at all on the local date."""
        return bool(self.day(day).hours)

    def _between(self, a: int, b: int, kind: TimeKind) -> int:
        if kind == "civil working days":
            raise ValueError("civil working days are counted by date and have no length in seconds")
        if b <= a:
            return 0
        if kind == "hours":
            return b - a
        index = self._cover(a, b)
        return index.open_until(b) - index.open_until(a)

    def _add_civil(self, start: datetime, days: int) -> datetime:
        """From the day after the event to 24:00 of the n-th working day (articles 191-194 of the RF Civil Code)."""
        if not days:
            return _utc(_seconds(start))
        day = _utc(_seconds(start)).astimezone(self.zone).date()
        while days:
            day += timedelta(days=1)
            days -= self.is_working_day(day)
        return datetime.combine(day + timedelta(days=1), datetime.min.time(), self.zone).astimezone(UTC)

    @cached_property
    def _longest_day(self) -> int:
        return max(sum(b - a for a, b in hours) for hours in self.weekly)

    def _cover(self, a: int, b: int) -> _Index:
        """An index that holds both instants with a year around them. A new one replaces the old in one assignment."""
        first, last = _utc(a).year, _utc(b).year
        index = self._shelf[0] if self._shelf else None
        if index and index.first <= first and last <= index.last:
            return index
        if index:
            first, last = min(first - 1, index.first), max(last + 1, index.last)
        else:
            first, last = first - 1, last + 2
        if last > _LAST_YEAR or first < 2:
            raise ValueError(f"the calendar cannot be counted from year {first} to {last}")
        index = self._build(first, last)
        self._shelf[:] = [index]
        return index

    def _build(self, first: int, last: int) -> _Index:
        index = _Index(first, last, [], [], [])
        total = 0
        for year in range(first, last + 1):
            for start, end in self._open_spans(year):
                if index.ends and index.ends[-1] == start:
                    index.ends[-1] = end
                else:
                    index.starts.append(start)
                    index.ends.append(end)
                    index.before.append(total)
                total += end - start
        return index

    def _open_spans(self, year: int) -> Iterator[tuple[int, int]]:
        """A local time that a clock change skips or repeats is open if what the wall clock shows is."""
        for begin, end, offset in _offsets(self.zone, _year_start(year), _year_start(year + 1)):
            for number in range((begin + offset) // DAY, (end + offset - 1) // DAY + 1):
                midnight = number * DAY - offset
                for opens, closes in self.day(date.fromordinal(number + _ORDINAL_OF_EPOCH)).hours:
                    a, b = max(midnight + opens, begin), min(midnight + closes, end)
                    if a < b:
                        yield a, b


@dataclass(frozen=True, eq=False)
class PausedCalendar:
    """A calendar whose pauses are breaks: no kind of time passes in them. `pauses` are sorted and lie apart."""

    calendar: Calendar
    pauses: tuple[Span, ...]

    def add(self, start: datetime, duration: Duration) -> datetime | None:
        """As `Calendar.add`, pauses left out; None when an open pause comes first. ValueError for civil days."""
        return self.after(start, self.calendar.seconds(duration), duration.kind)

    def after(self, start: datetime, seconds: int, kind: TimeKind) -> datetime | None:
        """`add` for an amount in seconds of that kind."""
        return self.calendar.after(start, seconds, kind, self.pauses)

    def between(self, a: datetime, b: datetime, kind: TimeKind = "working hours") -> int:
        """Seconds of that kind in [a, b) outside the pauses."""
        begin, end = _seconds(a), _seconds(b)
        elapsed = self.calendar._between(begin, end, kind)
        for pause in self.pauses:
            until = end if pause.end is None else min(_seconds(pause.end), end)
            elapsed -= self.calendar._between(max(_seconds(pause.start), begin), until, kind)
        return elapsed

    def is_open(self, at: datetime) -> bool:
        """Whether the instant lies in working time and in no pause."""
        paused = any(p.start <= at and (p.end is None or at < p.end) for p in self.pauses)
        return not paused and self.calendar.is_open(at)

    def next_opening(self, at: datetime) -> datetime | None:
        """The first instant from `at` on that is working time; None if an open pause comes before it."""
        opening = self.after(at, 1, "working hours")
        return opening and opening - _SECOND

    def without(self, pauses: Iterable[Span]) -> PausedCalendar:
        """The same with further pauses."""
        return PausedCalendar(self.calendar, _merged([*self.pauses, *pauses]))


def _merged(pauses: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for pause in sorted(pauses, key=lambda p: p.start):
        if pause.end is not None and _seconds(pause.end) == _seconds(pause.start):
            continue
        last = merged[-1] if merged else None
        if last is None or (last.end is not None and last.end < pause.start):
            merged.append(pause)
        elif last.end is not None and (pause.end is None or pause.end > last.end):
            merged[-1] = Span(last.start, pause.end)
    return tuple(merged)


def _pass(goal: int, gaps: Iterable[tuple[int, int | None]]) -> int | None:
    """Push the goal behind each gap (where it begins, its length if it ends) that begins before it."""
    for begins, length in gaps:
        if goal <= begins:
            break
        if length is None:
            return None
        goal += length
    return goal


def _offsets(zone: ZoneInfo, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    """[begin, end) in parts of one UTC offset each: (from, to, offset), all in seconds."""
    start, offset = begin, _offset(zone, begin)
    for noon in range(begin, end, DAY):
        upper = min(noon + DAY, end)
        if _offset(zone, upper) != offset:
            low, high = noon, upper
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _offset(zone, middle) == offset else (low, middle)
            if high < end:
                yield start, high, offset
                start, offset = high, _offset(zone, high)
    yield start, end, offset


def _offset(zone: ZoneInfo, second: int) -> int:
    offset = _utc(second).astimezone(zone).utcoffset()
    return 0 if offset is None else offset // _SECOND


def _year_start(year: int) -> int:
    return _seconds(datetime(min(year, 9_999), 1, 1, tzinfo=UTC))


def _seconds(at: datetime) -> int:
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no UTC offset")
    return (at - _EPOCH) // _SECOND


def _utc(second: int) -> datetime:
    return _EPOCH + timedelta(seconds=second)
