"""Recomputed: the figures of a period once more, by other code: from the entries of the journal alone, the slow and plain way.

Nothing of `domain/figures.py` or of what a ticket knows of itself is used: states, priorities, pauses and promises are read off
the entries, and time is counted minute by minute where it can be.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from domain.journal import Entry, EntryKind
from domain.regulation import Regulation

K = EntryKind
ASKS = (K.QUESTION, K.PAID_OFFERED)


@dataclass
class Told:
    """What a period's journal tells."""

    registered: Counter[date] = field(default_factory=Counter)
    closed: Counter[date] = field(default_factory=Counter)
    reopened: int = 0
    returned: int = 0
    open_before: int = 0
    open_after: int = 0
    awaiting: int = 0
    backlog: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By age ("<1", "<3", "<7", "<30", "more") and priority."""
    ratings: Counter[int] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    minutes: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By request and agent: what the answers of the period took, as the entries said at its end."""
    promises: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By which, priority, and what became of it."""
    spent: dict[tuple[str, str, int], list[int]] = field(default_factory=dict)
    """By which, priority, and the seconds that were promised."""


def recompute(
    journals: list[list[Entry]],
    rules: Regulation,
    first: date,
    last: date,
    levels: dict[str, tuple[str, str]] | None = None,
) -> Told:
    """All of it; each journal is one ticket's, in order. `levels`: tier and category of client by number, where a promise
    depends on them: a journal names the customer, and not its level."""
    begin = datetime(first.year, first.month, first.day, tzinfo=rules.zone)
    end = datetime(last.year, last.month, last.day, tzinfo=rules.zone) + timedelta(days=1)
    told = Told()
    for journal in journals:
        before = [entry for entry in journal if entry.at < end]
        if before:
            promised = Promised(rules, _kind(before), *(levels or {}).get(before[0].ticket, ("", "")))
            _one(told, before, promised, begin, end)
    return told


@dataclass(frozen=True)
class Promised:
    """What the regulation promises for one ticket."""

    rules: Regulation
    kind: str
    tier: str
    client: str

    def target(self, which: str, priority: str) -> Any:
        """None: nothing."""
        if self.rules.target_rows and self.rules.kinds and not self.kind:
            return None
        known = {"tier": self.tier, "client": self.client, "category": self.kind}
        return getattr(self.rules.targets(priority=priority, **known), which)


def _one(told: Told, journal: list[Entry], promised: Promised, begin: datetime, end: datetime) -> None:
    rules = promised.rules
    start = journal[0]
    assert start.kind is K.REGISTERED
    received = start.at.replace(microsecond=0)
    now_in = [entry for entry in journal if entry.at >= begin]
    told.registered[start.at.astimezone(rules.zone).date()] += start.at >= begin
    for entry in now_in:
        told.closed[entry.at.astimezone(rules.zone).date()] += entry.kind is K.CLOSED
        told.answers[entry.actor] += entry.kind in (K.ANSWER, K.COMPLETED) and entry.actor != "desk"
        if entry.kind in (K.ANSWER, K.COMPLETED):
            corrected = [e.facts["minutes"] for e in journal if e.kind is K.EFFORT and e.facts.get("n") == entry.n]
            told.minutes[entry.ticket, entry.actor] += [entry.facts.get("minutes") or 0, *corrected][-1]
    told.open_before += start.at < begin and _closing([e for e in journal if e.at < begin]) is None
    for n, entry in enumerate(journal):
        if entry.kind is K.DISPUTED and entry.at >= begin:
            closed_then = _closing(journal[:n]) is not None
            told.reopened += closed_then
            told.returned += not closed_then
        if entry.kind is K.CLOSED and entry.at >= begin and (who := _who_ended(journal[:n], entry)):
            told.ended[who] += 1
    stars = [entry.facts["stars"] for entry in now_in if entry.kind is K.RATED]
    if stars:
        told.ratings[stars[-1]] += 1
    closing, solved = _closing(journal), _solved(journal)
    priority = _group(journal)
    if closing is None:
        told.open_after += 1
        if solved:
            told.awaiting += 1
        else:
            days = (end - received) / timedelta(days=1)
            age = next((f"<{most}" for most in (1, 3, 7, 30) if days <= most), "more")
            told.backlog[age, priority] += 1
    _promised(told, journal, promised, begin, end)


def _closing(journal: list[Entry]) -> Entry | None:
    """The entry that closed it, unless it was taken up again since."""
    last = [entry for entry in journal if entry.kind in (K.CLOSED, K.DISPUTED)][-1:]
    return last[0] if last and last[0].kind is K.CLOSED else None


def _solved(journal: list[Entry]) -> Entry | None:
    last = [entry for entry in journal if entry.kind in (K.COMPLETED, K.DISPUTED)][-1:]
    return last[0] if last and last[0].kind is K.COMPLETED else None


def _who_ended(before: list[Entry], closing: Entry) -> str:
    solved = _solved(before)
    if solved is not None:
        return solved.actor
    return "" if closing.actor == "desk" or closing.facts["how"] == "withdrawn" else closing.actor


def _priority(journal: list[Entry]) -> str:
    said = [e for e in journal if e.kind in (K.REGISTERED, K.PRIORITY, K.FILLED_IN)]
    return str(said[-1].facts["priority"])


def _kind(journal: list[Entry]) -> str:
    return str([e for e in journal if e.kind in (K.REGISTERED, K.FILLED_IN)][-1].facts["kind"])


def _group(journal: list[Entry]) -> str:
    return _priority(journal) or _kind(journal)


def _at_receipt(journal: list[Entry]) -> str:
    """What was proposed, also by what was filled in before staff decided."""
    decided = next((e.n for e in journal if e.kind is K.PRIORITY), len(journal) + 1)
    said = [e for e in journal if e.kind in (K.REGISTERED, K.FILLED_IN) and e.n < decided]
    return str(said[-1].facts["priority"])


def _pauses(journal: list[Entry]) -> list[tuple[datetime, datetime | None]]:
    """When the clock stood: while we asked, put it off, or waited for a verdict."""
    spans: list[tuple[datetime, datetime | None]] = []
    since: datetime | None = None
    for entry in journal:
        stops = entry.kind in (*ASKS, K.COMPLETED) or (entry.kind is K.HELD and entry.facts.get("clock_stands"))
        goes_on = entry.kind in (K.WORK_RESUMED, K.DISPUTED, K.PAID_ANSWERED, K.SECRET_GIVEN)
        # A message ends a question's pause, and no other one; a completion does first what it interrupts.
        goes_on = goes_on or (entry.kind is K.MESSAGE and not entry.facts.get("aside") and _asked(journal, entry))
        if entry.kind is K.COMPLETED and since is not None:
            spans.append((since, entry.at))
            since = None
        if stops and since is None:
            since = entry.at
        elif (goes_on and since is not None) or (
            entry.kind is K.HELD and not entry.facts.get("clock_stands") and since is not None
        ):
            spans.append((since, entry.at))
            since = None
    return [*spans, *([(since, None)] if since else [])]


def _asked(journal: list[Entry], at: Entry) -> bool:
    """Whether what stops the clock is a question still."""
    kinds = (*ASKS, K.HELD, K.WORK_RESUMED, K.COMPLETED, K.DISPUTED, K.PAID_ANSWERED, K.SECRET_GIVEN)
    before = [e.kind for e in journal if e.n < at.n and (e.kind in kinds)]
    return bool(before) and before[-1] in ASKS


def _promised(told: Told, journal: list[Entry], promised: Promised, begin: datetime, end: datetime) -> None:
    received = journal[0].at.replace(microsecond=0)
    closing, solved = _closing(journal), _solved(journal)
    answered = not closing or closing.facts["how"] not in ("withdrawn", "duplicate", "no_reply")
    rules = promised.rules
    answers = (K.TAKEN, K.PRIORITY) if rules.response_ends == "taking" else (K.ANSWER, K.COMPLETED)
    taken = next((e.at for e in journal if e.kind in answers), None)
    ended = closing.at if closing else None
    done = {
        "response": min(filter(None, (taken, solved.at if solved else None)), default=ended if answered else None),
        "resolution": solved.at if solved else ended if answered else None,
    }
    first = _at_receipt(journal)
    changes = [(e.at, str(e.facts["priority"])) for e in journal if e.kind is K.PRIORITY]
    for which, met in done.items():
        due, target = _due(promised, which, received, first, changes, _pauses(journal), met)
        if target is None:
            continue
        state = _state(due, met, ended, end)
        if state in ("met", "missed"):
            decided = met if state == "met" else due
            assert decided is not None
            if not begin <= decided < end:
                state = ""
        elif closing:
            state = ""
        if state:
            told.promises[which, _group(journal), state] += 1
        if met and begin <= met < end:
            hours = "hours" if target.duration.kind == "hours" else "working hours"
            spent = _passed(rules, target, received, met.replace(microsecond=0), _pauses(journal), hours)
            wanted = rules.calendar_of(target).seconds(target.duration)
            told.spent.setdefault((which, _group(journal), wanted), []).append(spent)


def _state(due: datetime | None, met: datetime | None, ended: datetime | None, end: datetime) -> str:
    at = (met or ended or end).replace(microsecond=0)
    if due is not None and at > due:
        return "missed"
    return "met" if met else "pending"


def _due(
    promised: Promised,
    which: str,
    received: datetime,
    first: str,
    changes: list[tuple[datetime, str]],
    pauses: list[tuple[datetime, datetime | None]],
    met: datetime | None,
) -> tuple[datetime | None, Any]:
    """By bisection: the first whole second at which as much time has passed as was promised, and what was promised then."""
    priority, met = first, met.replace(microsecond=0) if met else None
    steps = [] if which == "response" else [(at.replace(microsecond=0), key) for at, key in changes]
    for at, key in [*steps, (None, "")]:
        target = promised.target(which, priority)
        due = target and _falls_due(promised.rules, target, received, [(a, b) for a, b in pauses if not met or a < met])
        if at is None or (due is not None and due <= at) or (met and met <= at):
            break
        priority = key
    return due, target


def _falls_due(
    rules: Regulation, target: Any, received: datetime, pauses: list[tuple[datetime, datetime | None]]
) -> datetime | None:
    kind = "hours" if target.duration.kind == "hours" else "working hours"
    wanted = rules.calendar_of(target).seconds(target.duration)
    low, high = 0, 400 * 86_400
    if _passed(rules, target, received, received + timedelta(seconds=high), pauses, kind) < wanted:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        enough = _passed(rules, target, received, received + timedelta(seconds=middle), pauses, kind) >= wanted
        low, high = (low, middle) if enough else (middle, high)
    return received + timedelta(seconds=high)


def _passed(
    rules: Regulation,
    target: Any,
    start: datetime,
    until: datetime,
    pauses: list[tuple[datetime, datetime | None]],
    kind: Any,
) -> int:
    """Seconds of that kind, less those of the pauses (which never overlap here)."""
    calendar = rules.calendar_of(target)
    total = calendar.between(start, until, kind)
    for a, b in pauses:
        a, b = a.replace(microsecond=0), (b.replace(microsecond=0) if b else until)
        total -= calendar.between(max(a, start), min(b, until), kind)
    return total


def rank(values: list[int], share: float) -> int:
    """The value that this share of them does not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * share) - 1)]
