"""Promised time: which target runs, when it falls due, and whether it was kept.

Response runs from receipt until staff take the ticket, or confirm or change its priority; resolution runs from
receipt until it is completed. Pauses stop both; a target that is met, or whose due instant has come, is frozen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from domain.worktime import Duration, PausedCalendar, Span

if TYPE_CHECKING:
    from domain.terms import Regulation

State = Literal["pending", "met", "missed"]


@dataclass(frozen=True)
class Target:
    """Promised time, and the calendar that it is counted by (None: clock hours need none)."""

    duration: Duration
    calendar_name: str | None
    clause: str | None
    assumed: bool = False


@dataclass(frozen=True)
class Deadlines:
    """The instants, in UTC, at which the targets fall due, and at which to warn of it.

    None: the regulation sets no such target, or an open pause stops it.
    """

    response_due: datetime | None
    resolution_due: datetime | None
    response_warn: datetime | None
    resolution_warn: datetime | None


def deadlines(
    regulation: Regulation,
    *,
    priority: str,
    received: datetime,
    changes: Sequence[tuple[datetime, str]] = (),
    pauses: Iterable[tuple[datetime, datetime | None]] = (),
    responded: datetime | None = None,
    completed: datetime | None = None,
) -> Deadlines:
    """When response and resolution fall due, by the regulation's targets (barier 6.3).

    `priority` is the one at receipt, `changes` the later ones; `pauses` may overlap and come in any order. All
    instants are aware, the results UTC. A change ends the response, as taking does (`responded`).
    ValueError: a naive time, a pause that ends before it starts, a change, response or completion before receipt.
    KeyError: a priority that the regulation does not have.
    """
    received = _whole(received)
    responded, completed = responded and _whole(responded), completed and _whole(completed)
    changes = sorted(((_whole(at), key) for at, key in changes), key=lambda change: change[0])
    for what, at in (("response", responded), ("completion", completed), *(("change", at) for at, _ in changes)):
        if at is not None and at < received:
            raise ValueError(f"a {what} at {at.isoformat()} lies before the receipt at {received.isoformat()}")
    spans = [Span(_whole(start), end and _whole(end)) for start, end in pauses]

    first = regulation.priority(priority)
    met = [at for at in (responded, changes[0][0] if changes else None, completed) if at is not None]
    response = _Clock(regulation, received, _until(spans, min(met, default=None)))
    response.set(first.response, at=received)

    resolution = _Clock(regulation, received, _until(spans, completed))
    resolution.set(first.resolution, at=received)
    for i, (at, key) in enumerate(changes):
        target = regulation.priority(key).resolution
        overruled = i + 1 < len(changes) and changes[i + 1][0] == at
        if resolution.come_by(at) or (completed and completed <= at):
            break
        if not overruled:
            resolution.set(target, at=at)
    return Deadlines(response.due, resolution.due, response.warn, resolution.warn)


def state(due: datetime | None, met_at: datetime | None, now: datetime) -> State:
    """Whether a target still runs, was kept, or was missed; an event at the due instant is on time.

    Fractions of a second are cut off first. Without a due instant there is nothing to miss.
    """
    if due is not None and _whole(met_at or now) > _whole(due):
        return "missed"
    return "pending" if met_at is None else "met"


class _Clock:
    """One target's clock: what falls due after each setting of it."""

    def __init__(self, regulation: Regulation, received: datetime, pauses: Iterable[Span]) -> None:
        self.regulation, self.received, self.pauses = regulation, received, tuple(pauses)
        self.due: datetime | None = None
        self.warn: datetime | None = None

    def set(self, target: Target | None, *, at: datetime) -> None:
        """From `at` on, this target counts; the time used since receipt is recounted on its calendar."""
        self.due = self.warn = None
        if target is None:
            return
        calendar = self.regulation.calendar_of(target).without(self.pauses)
        used = calendar.between(self.received, at, target.duration.kind)
        self.due = self._after(calendar, target.duration, used, at)
        self.warn = self._after(calendar, target.duration * self.regulation.warn_share, used, at)

    def come_by(self, at: datetime) -> bool:
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
