"""Cases: the plain facts of a request that figures are made of, and what became of what was promised for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from domain import sla
from domain.durations import TimeKind
from domain.journal import EntryKind
from domain.regulation import Regulation
from domain.sla import Target
from domain.worktime import Span

Which = Literal["response", "resolution"]
WHICH: tuple[Which, Which] = ("response", "resolution")
COUNTED = (
    EntryKind.REGISTERED,
    EntryKind.ANSWER,
    EntryKind.COMPLETED,
    EntryKind.DISPUTED,
    EntryKind.CLOSED,
    EntryKind.RATED,
)
"""The entries that figures are made of."""
_UNANSWERED = frozenset({"withdrawn", "duplicate", "no_reply"})
"""How a request may be closed without anybody having owed it a solution to the end."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a journal, as far as figures ask. `how`: a request was closed; `stars`: it was rated."""

    at: datetime
    kind: EntryKind
    actor: str
    name: str = ""
    how: str = ""
    stars: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """What the register holds of one request; `events` in the journal's order. All instants are UTC."""

    number: str
    rules: Regulation
    received: datetime
    kind: str
    priority_at_receipt: str
    tier: str = ""
    client: str = ""
    changes: Sequence[tuple[datetime, str]] = ()
    pauses: Sequence[tuple[datetime, datetime | None]] = ()
    responded: datetime | None = None
    organization_id: str | None = None
    organization: str = ""
    assignee: str = ""
    subject: str = ""
    erased: datetime | None = None
    promised: datetime | None = None
    cause: str = ""
    events: Sequence[Event] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """The minutes that an answer counts with."""

    number: str
    agent_id: str
    agent: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was promised and what became of it at the period's end.

    state: met, missed, pending, or none (nothing was promised, or it ended before anybody owed an answer).
    `spent`: seconds of the target's own kind of time until it was met. `under`: the priority whose target it is, where the
    one at the period's end has another: what has fallen due, or was answered, is not recounted.
    """

    target: Target | None = None
    due: datetime | None = None
    met_at: datetime | None = None
    state: Literal["met", "missed", "pending", "none"] = "none"
    spent: int | None = None
    under: str = ""

    @property
    def decided(self) -> datetime | None:
        """When it was known: kept when it was met, broken when it fell due."""
        return self.met_at if self.state == "met" else self.due if self.state == "missed" else None


def group_of(case: Case, at: datetime) -> str:
    """By what it is told apart: its priority at that instant, or its kind where it has none."""
    return priority_at(case, at) or case.kind


def priority_at(case: Case, at: datetime) -> str:
    """The priority that held at that instant."""
    before = [key for when, key in case.changes if when < at]
    return before[-1] if before else case.priority_at_receipt


def promises(
    case: Case, completed: datetime | None, closed: datetime | None, how: str, end: datetime
) -> tuple[Outcome, Outcome]:
    """What became of response and resolution by the period's end, counted as the regulation counts (`domain/sla.py`)."""
    rules = case.rules
    if rules.target_rows and rules.kinds and not case.kind:
        return Outcome(), Outcome()
    responded = case.responded if case.responded and case.responded < end else None
    course = sla.Course(
        case.received,
        case.priority_at_receipt,
        case.tier,
        case.client,
        case.kind,
        [(at, key) for at, key in case.changes if at < end],
        [(a, b if b is not None and b < end else None) for a, b in case.pauses if a < end],
        responded,
        completed,
    )
    clocks = sla.clocks(rules, course)
    answered = min(filter(None, (responded, completed)), default=None)
    solved = completed or (closed if how not in _UNANSWERED else None)
    first = _promise(clocks[0], answered or (closed if how not in _UNANSWERED else None), closed, end, course)
    second = _promise(clocks[1], solved, closed, end, course)
    own = rules.targets(priority=priority_at(case, end), tier=case.tier, client=case.client, category=case.kind)
    return _marked(first, clocks[0], own.response), _marked(second, clocks[1], own.resolution)


def _marked(outcome: Outcome, clock: sla.Clock, own: Target | None) -> Outcome:
    return replace(outcome, under=clock.priority) if outcome.target not in (None, own) else outcome


def _promise(
    clock: sla.Clock, met_at: datetime | None, closed: datetime | None, end: datetime, course: sla.Course
) -> Outcome:
    if clock.target is None:
        return Outcome()
    state = sla.state(clock.due, met_at, closed or end)
    if state == "pending" and closed:
        return Outcome(clock.target, clock.due, None, "none")
    if met_at is None:
        return Outcome(clock.target, clock.due, None, state)
    calendar = clock.regulation.calendar_of(clock.target)
    kind: TimeKind = "hours" if clock.target.duration.kind == "hours" else "working hours"
    spans = [Span(start, max(start, end) if end else None) for start, end in course.pauses if start < met_at]
    spent = calendar.without(spans).between(course.received, met_at, kind)
    return Outcome(clock.target, clock.due, met_at, state, spent)
