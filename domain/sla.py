"""Promised time: which target runs, when it falls due, and whether it was kept.

Response runs from receipt until staff take the ticket, or confirm or change its priority (megafon: until the first
answer); resolution runs from receipt until it is completed. Pauses stop both; a target that is met, or whose due
instant has come, is frozen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from domain.durations import Duration
from domain.worktime import PausedCalendar, Span

if TYPE_CHECKING:
    from domain.rulebook import Regulation
    from domain.terms import Targets

State = Literal["pending", "met", "missed"]


@dataclass(frozen=True)
class Target:
    """Promised time, and the calendar that it is counted by (None: clock hours need none).

    `norm`: published as the usual time, expressly not as a promise (gravity 2.3, 5.2).
    """

    duration: Duration
    calendar_name: str | None
    clause: str | None
    assumed: bool = False
    norm: bool = False


@dataclass(frozen=True)
class Deadlines:
    """The instants, in UTC, at which the targets fall due, and at which to warn of it.

    None: the regulation sets no such target, or an open pause stops it.
    """

    response_due: datetime | None
    resolution_due: datetime | None
    response_warn: datetime | None
    resolution_warn: datetime | None


@dataclass(frozen=True)
class Course:
    """What becomes of a ticket in time, as far as its deadlines ask. All instants are aware.

    `priority` is the one at receipt, `changes` the later ones; where the regulation promises by tier, client and
    category instead (insales, e-doc), those decide. `pauses` may overlap and come in any order; an end of None is
    still open.
    """

    received: datetime
    priority: str = ""
    tier: str = ""
    client: str = ""
    category: str = ""
    changes: Sequence[tuple[datetime, str]] = ()
    pauses: Sequence[tuple[datetime, datetime | None]] = ()
    responded: datetime | None = None
    completed: datetime | None = None


def deadlines(
    regulation: Regulation,
    *,
    priority: str = "",
    received: datetime,
    changes: Sequence[tuple[datetime, str]] = (),
    pauses: Iterable[tuple[datetime, datetime | None]] = (),
    responded: datetime | None = None,
    completed: datetime | None = None,
    tier: str = "",
    client: str = "",
    category: str = "",
) -> Deadlines:
    """When response and resolution fall due, by the regulation's targets (barier 6.3): `clocks` for a `Course`.

    The results are UTC. ValueError and KeyError as for `clocks`.
    """
    course = Course(received, priority, tier, client, category, changes, tuple(pauses), responded, completed)
    response, resolution = clocks(regulation, course)
    return Deadlines(response.due, resolution.due, response.warn, resolution.warn)


def clocks(regulation: Regulation, course: Course) -> tuple[Clock, Clock]:
    """The clocks of response and resolution at the course's end.

    A change ends the response, as taking does (`responded`), unless an answer alone does (megafon).
    ValueError: a naive time, a pause that ends before it starts, a change, response or completion before receipt.
    KeyError: a priority, tier, client or category that the regulation does not have, or needs and was not given.
    """
    received = _whole(course.received)
    responded = course.responded and _whole(course.responded)
    completed = course.completed and _whole(course.completed)
    changes = sorted(((_whole(at), key) for at, key in course.changes), key=lambda change: change[0])
    for what, at in (("response", responded), ("completion", completed), *(("change", at) for at, _ in changes)):
        if at is not None and at < received:
            raise ValueError(f"a {what} at {at.isoformat()} lies before the receipt at {received.isoformat()}")
    spans = [Span(_whole(start), end and _whole(end)) for start, end in course.pauses]

    def promised(key: str) -> Targets:
        return regulation.targets(priority=key, tier=course.tier, client=course.client, category=course.category)

    first = promised(course.priority)
    touched = changes[0][0] if changes and regulation.response_ends == "taking" else None
    met = [at for at in (responded, touched, completed) if at is not None]
    response = Clock(regulation, received, _until(spans, min(met, default=None)))
    response.set(first.response, at=received)

    resolution = Clock(regulation, received, _until(spans, completed))
    resolution.set(first.resolution, at=received)
    response.priority = resolution.priority = course.priority
    for i, (at, key) in enumerate(changes):
        target = promised(key).resolution
        overruled = i + 1 < len(changes) and changes[i + 1][0] == at
        if resolution.come_by(at) or (completed and completed <= at):
            break
        if not overruled:
            resolution.set(target, at=at)
            resolution.priority = key
    return response, resolution


def state(due: datetime | None, met_at: datetime | None, now: datetime) -> State:
    """Whether a target still runs, was kept, or was missed; an event at the due instant is on time.

    Fractions of a second are cut off first. Without a due instant there is nothing to miss.
    """
    if due is not None and _whole(met_at or now) > _whole(due):
        return "missed"
    return "pending" if met_at is None else "met"


class Clock:
    """One target's clock: what falls due after each setting of it. `priority`: whose target it is."""

    def __init__(self, regulation: Regulation, received: datetime, pauses: Iterable[Span]) -> None:
        self.regulation, self.received, self.pauses = regulation, received, tuple(pauses)
        self.target: Target | None = None
        self.priority = ""
        self.due: datetime | None = None
        self.warn: datetime | None = None

    def set(self, target: Target | None, *, at: datetime) -> None:
        """From `at` on, this target counts; the time used since receipt is recounted on its calendar."""
        self.target, self.due, self.warn = target, None, None
        if target is None:
            return
        calendar = self.regulation.calendar_of(target).without(self.pauses)
        used = calendar.between(self.received, at, target.duration.kind)
        self.due = self._after(calendar, target.duration, used, at)
        self.warn = self._after(calendar, target.duration * self.regulation.warn_share, used, at)

    def come_by(self, at: datetime) -> bool:
        """Whether the target has fallen due at that instant."""
        return self.due is not None and self.due <= at

    def _after(self, calendar: PausedCalendar, duration: Duration, used: int, at: datetime) -> datetime | None:
        return calendar.after(at, calendar.calendar.seconds(duration) - used, duration.kind)


def _until(spans: Iterable[Span], met: datetime | None) -> Iterable[Span]:
    """What of the pauses lies before the target was met; later ones do not move it."""
    if met is None:
        return spans
    return [Span(s.start, met if s.end is None else min(s.end, met)) for s in spans if s.start < met]


def _whole(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no UTC offset")
    return at.astimezone(UTC).replace(microsecond=0)
