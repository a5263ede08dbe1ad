"""Due: what a ticket's course makes of its deadlines, as `frontdesk due` asks it; and why, day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.regulation import Regulation
from domain.silence import close_due
from domain.sla import Clock, Course, clocks
from domain.worktime import Calendar, Day

_TEXTS = ("regulation", "priority", "tier", "client", "category")
_TIMES = ("received", "completed", "clarification")
KEYS = (*_TEXTS, "received", "pauses", "priority_changes", "completed", "clarification")
"""What a case may say."""


class CaseError(ValueError):
    """A case that has no answer, and why."""


@dataclass(frozen=True)
class Case:
    """One question: a course, and the instant from which silence is counted, after completion or after a question."""

    course: Course
    completed: datetime | None = None
    clarification: datetime | None = None


@dataclass(frozen=True)
class Answer:
    """When what falls due, in the regulation's zone; None: never, or nobody can say while a pause is open.

    `provisional`: a year was counted whose days off are not decided yet.
    """

    response_due: datetime | None
    resolution_due: datetime | None
    close_due: datetime | None
    provisional: bool

    def as_json(self) -> dict[str, str | bool | None]:
        """As the batch prints it; `provisional` is there only when it is true."""
        names = ("response_due", "resolution_due", "close_due")
        times: dict[str, str | bool | None] = {name: _iso(getattr(self, name)) for name in names}
        return times | ({"provisional": True} if self.provisional else {})


@dataclass(frozen=True)
class CountedDay:
    """A local date between receipt and due: what it is, why it is off, and the seconds counted and paused on it."""

    date: date
    day: Day
    why: str
    counted: int
    paused: int


def read_case(values: Any) -> tuple[str, Case]:
    """The regulation's name and the case from a JSON object; an absent key and null are the same. CaseError: nonsense."""
    if not isinstance(values, Mapping):
        raise CaseError("a case must be a JSON object")
    for key in values:
        if key not in KEYS:
            raise CaseError(f"no such key: {key}; a case has {', '.join(KEYS)}")
    texts = {key: _text(values, key) for key in _TEXTS}
    times = {key: _time(values[key], key) for key in _TIMES if values.get(key) is not None}
    if not texts["regulation"]:
        raise CaseError("regulation is missing; write a preset's name, or a file")
    if "received" not in times:
        raise CaseError('received is missing; write a time such as "2026-05-08T17:30:00+03:00"')
    course = Course(
        received=times["received"],
        priority=texts["priority"],
        tier=texts["tier"],
        client=texts["client"],
        category=texts["category"],
        changes=[
            (_time(at, "priority_changes"), _priority(key))
            for at, key in _pairs(values, "priority_changes", '["2026-05-12T12:00:00+03:00", "2"]')
        ],
        pauses=[
            (_time(start, "pauses"), None if end is None else _time(end, "pauses"))
            for start, end in _pairs(values, "pauses", '["2026-05-12T10:00:00+03:00", null]')
        ],
    )
    return texts["regulation"], Case(course, times.get("completed"), times.get("clarification"))


def answer(regulation: Regulation, case: Case) -> Answer:
    """The case's deadlines, and when silence closes it. CaseError: something is missing, unknown, or out of order."""
    response, resolution = course_clocks(regulation, case.course)
    since, silence = case.completed, regulation.silence_after_completed
    if case.clarification is not None:
        if case.completed is not None:
            raise CaseError("completed and clarification are both given; a ticket waits for one of them")
        since, silence = case.clarification, regulation.silence_after_asking
    try:
        closes = None if since is None else close_due(regulation, silence, _after_receipt(case.course, since))
    except OverflowError:
        raise CaseError("the time lies too far away") from None
    counted = [
        (regulation.calendar_of(rule), begin, end)
        for rule, begin, end in (
            (response.target, case.course.received, response.due),
            (resolution.target, case.course.received, resolution.due),
            (silence, since, closes),
        )
        if rule and begin and end and rule.calendar_name
    ]
    return Answer(
        _local(regulation, response.due),
        _local(regulation, resolution.due),
        _local(regulation, closes),
        any(_undecided(*span) for span in counted),
    )


def course_clocks(regulation: Regulation, course: Course) -> tuple[Clock, Clock]:
    """The clocks of response and resolution. CaseError: something is missing, unknown, or out of order."""
    if regulation.promises_by_priority:
        for name in ("tier", "client", "category"):
            if getattr(course, name):
                raise CaseError(f"{regulation.id} promises nothing by {name}; leave it out")
        if not course.priority:
            known = ", ".join(priority.key for priority in regulation.priorities)
            raise CaseError(f"priority is missing; {regulation.id} has {known}")
    elif course.priority or course.changes:
        raise CaseError(f"{regulation.id} promises nothing by priority; leave it and its changes out")
    try:
        return clocks(regulation, course)
    except KeyError as error:
        raise CaseError(str(error.args[0])) from None
    except (ValueError, OverflowError) as error:
        raise CaseError(str(error)) from None


def days(regulation: Regulation, clock: Clock, most: int = 2_000) -> list[CountedDay]:
    """The local dates from receipt until the target falls due (or an open pause begins), at most so many."""
    if clock.target is None:
        return []
    calendar = regulation.calendar_of(clock.target)
    kind = clock.target.duration.kind
    end = clock.due or max((span.start for span in clock.pauses if span.end is None), default=clock.received)
    paused = calendar.without(clock.pauses)
    found: list[CountedDay] = []
    day = clock.received.astimezone(calendar.zone).date()
    while len(found) < most:
        begin = max(_midnight(calendar, day), clock.received)
        until = min(_midnight(calendar, day + timedelta(days=1)), end)
        if begin >= end and found:
            break
        counted = paused.between(begin, until, kind)
        lost = calendar.between(begin, until, kind) - counted
        found.append(CountedDay(day, calendar.day(day), _why(calendar, day), counted, lost))
        day += timedelta(days=1)
    return found


def _why(calendar: Calendar, day: date) -> str:
    because, off = calendar.day(day).because, calendar.days_off
    if because == "exception":
        return "exception in the regulation"
    if off and because == "moved_off":
        return f"day off in place of {off.moved[day]}"
    if off and because == "moved_working":
        return "worked by decree"
    if off and because == "holiday":
        return off.name(day)
    return "" if calendar.day(day).hours else "not in the weekly hours"


def _undecided(calendar: Calendar, begin: datetime, end: datetime) -> bool:
    years = range(begin.astimezone(calendar.zone).year, end.astimezone(calendar.zone).year + 1)
    return any(calendar.provisional(date(year, 1, 1)) for year in years)


def _midnight(calendar: Calendar, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=calendar.zone).astimezone(UTC)


def _after_receipt(course: Course, at: datetime) -> datetime:
    if at.replace(microsecond=0) < course.received.replace(microsecond=0):
        raise CaseError(f"{at.isoformat()} lies before the receipt at {course.received.isoformat()}")
    return at


def _local(regulation: Regulation, at: datetime | None) -> datetime | None:
    return at and at.astimezone(regulation.zone)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    if value is not None and (not isinstance(value, str) or not value):
        raise CaseError(f"{key} must be a text, not {value!r}")
    return value or ""


def _priority(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise CaseError(f"priority_changes: a priority must be a text, not {value!r}")
    return value


def _time(value: Any, key: str) -> datetime:
    try:
        at = datetime.fromisoformat(value)
    except (ValueError, TypeError):
        right = 'a time such as "2026-05-08T17:30:00+03:00"'
        raise CaseError(f"{key}: {value!r} must be {right}") from None
    if at.tzinfo is None:
        raise CaseError(f"{key}: {value} has no UTC offset; write it as {value}+03:00")
    return at


def _pairs(values: Mapping[str, Any], key: str, example: str) -> Sequence[Sequence[Any]]:
    pairs = values.get(key)
    if pairs is None:
        return []
    if not isinstance(pairs, list) or any(not isinstance(pair, list) or len(pair) != 2 for pair in pairs):
        raise CaseError(f"{key} must be a list of pairs such as {example}")
    return pairs
