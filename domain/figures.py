"""Figures: what a period was like, from plain facts of its requests: how many, how fast, what is left, who did it.

Everything is told as it stood at the period's end, so that a report made again later says the same. Closings and reopenings
are counted each, so that what was open before, and came, less what was closed, is what is open after. A promise is
counted once, in the period in which it was kept (the answer, the solution) or broken (it fell due).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.cases import WHICH, Case, Event, Outcome, Which, Work, group_of, priority_at, promises
from domain.durations import TimeKind
from domain.journal import DESK, EntryKind
from domain.periods import Period
from domain.regulation import Regulation

AGES = (1, 3, 7, 30)
"""Days: up to how many a request that is open counts as so old; the last class is older than all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One request as the period leaves it; what befell it is counted, and not kept in `case`."""

    case: Case
    priority: str
    response: Outcome
    resolution: Outcome
    registered: datetime
    completed: datetime | None
    closed: datetime | None
    rating: int | None
    minutes: int
    is_open: bool

    def promise(self, which: Which) -> Outcome:
        return self.response if which == "response" else self.resolution


@dataclass
class Kept:
    """How many promises were kept, broken, and are still to be kept."""

    met: int = 0
    missed: int = 0
    pending: int = 0

    @property
    def decided(self) -> int:
        return self.met + self.missed

    @property
    def share(self) -> float | None:
        """Of those decided; None: there were none."""
        return self.met / self.decided if self.decided else None


@dataclass(frozen=True)
class Timing:
    """How long it took, by nearest rank: half of them no longer than `median`, nine of ten no longer than `ninety`.

    Seconds of one kind of time; `promised` and `day` (a working day's length) likewise, None and 0 if there is none.
    `under`: the priorities that this was promised for, where they were changed too late to change the target.
    """

    which: Which
    group: str
    kind: TimeKind
    n: int
    median: int
    ninety: int
    promised: int | None
    day: int
    under: tuple[str, ...] = ()


@dataclass
class Load:
    """What one agent did: requests that ended by their answer or decision, answers sent, minutes accounted."""

    agent_id: str
    name: str
    closed: int = 0
    answers: int = 0
    minutes: int = 0


@dataclass
class Figures:
    """All figures of a period. Groups are priorities, or where there is none, kinds; empty: neither."""

    period: Period
    at: datetime
    """As of when: the period's end, or now while it is not over."""
    days: dict[date, list[int]]
    """Registered and closed on each."""
    open_before: int = 0
    registered: int = 0
    closed: int = 0
    reopened: int = 0
    returned: int = 0
    """Completed, and taken up again because the requester was not content."""
    awaiting: int = 0
    """Open still, and completed: the requester's word is awaited."""
    kept: dict[Which, Kept] = field(default_factory=lambda: {which: Kept() for which in WHICH})
    kept_by: dict[tuple[Which, str], Kept] = field(default_factory=lambda: defaultdict(Kept))
    norms: set[Which] = field(default_factory=set)
    """What is promised nowhere: only a usual time is published for it (gravity 5.2)."""
    timings: list[Timing] = field(default_factory=list)
    backlog: Counter[tuple[int, str]] = field(default_factory=Counter)
    """What is still to be done, by the class of its age (an index of AGES) and its group."""
    ratings: Counter[int] = field(default_factory=Counter)
    load: list[Load] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def open_after(self) -> int:
        return self.open_before + self.registered + self.reopened - self.closed

    @property
    def rated(self) -> int:
        return sum(self.ratings.values())

    @property
    def mean_rating(self) -> float | None:
        return sum(stars * n for stars, n in self.ratings.items()) / self.rated if self.rated else None

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.load)

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened and nothing was open."""
        happened = (self.registered, self.closed, self.reopened, self.rated, self.open_before, self.open_after)
        return not any(happened) and not any(one.answers or one.minutes for one in self.load)


def figures(cases: Iterable[Case], works: Iterable[Work], period: Period, zone: ZoneInfo, now: datetime) -> Figures:
    """Count them. `cases`: at least all that were open at any time in the period, or rated in it."""
    begin, end = period.begins(zone), min(period.ends(zone), now)
    made = Figures(period, end, {day: [0, 0] for day in period.days})
    minutes: Counter[str] = Counter()
    load: dict[str, Load] = {}
    for work in works:
        minutes[work.number] += work.minutes
        load.setdefault(work.agent_id, Load(work.agent_id, work.agent)).minutes += work.minutes
    for case in cases:
        told = _Course(case, begin, end)
        if told.registered is None:
            continue
        _count(made, case, told, load, zone)
        line = _line(case, told, end, minutes[case.number])
        if told.concerned or minutes[case.number] or line.is_open:
            made.lines.append(line)
        _promises(made, line, begin, end)
    made.timings = list(_timings(made, begin, end))
    made.load = sorted(load.values(), key=lambda one: (-one.closed, -one.answers, -one.minutes, one.name))
    made.lines.sort(key=lambda line: (line.registered, line.case.number))
    return made


def age_class(received: datetime, at: datetime) -> int:
    """Which class of age: the index in AGES of the first that is not exceeded, or one more than the last."""
    age = at - received
    return next((n for n, days in enumerate(AGES) if age <= timedelta(days=days)), len(AGES))


def nearest_rank(values: Sequence[int], percent: int) -> int:
    """The smallest of the sorted values that so many per cent do not exceed."""
    return values[max(0, -(-len(values) * percent // 100) - 1)]


class _Course:
    """The events of one request up to the period's end, and what of them fell into the period."""

    def __init__(self, case: Case, begin: datetime, end: datetime) -> None:
        self.registered: datetime | None = None
        self.completed: datetime | None = None
        self.completed_by: tuple[str, str] | None = None
        self.closed: datetime | None = None
        self.how = ""
        self.rating: int | None = None
        self.open_before = False
        self.within: list[tuple[Event, bool]] = []
        """Events of the period; whether the request was closed before each."""
        self.ended_by: list[tuple[str, str]] = []
        self.answered_by: list[tuple[str, str]] = []
        was_open = False
        for event in case.events:
            if event.at >= end:
                continue
            if event.at < begin:
                self._step(event)
                was_open = self.is_open
                continue
            self.within.append((event, self.closed is not None))
            if event.kind is EntryKind.RATED and event.stars:
                self.rating = event.stars
            if event.kind in (EntryKind.ANSWER, EntryKind.COMPLETED) and event.actor != DESK:
                self.answered_by.append((event.actor, event.name))
            self._step(event)
            if event.kind is EntryKind.CLOSED and (by := self._ended_by(event)):
                self.ended_by.append(by)
        self.open_before = was_open

    @property
    def is_open(self) -> bool:
        return self.registered is not None and self.closed is None

    @property
    def concerned(self) -> bool:
        """Whether anything happened to it in the period."""
        return bool(self.within)

    def _step(self, event: Event) -> None:
        match event.kind:
            case EntryKind.REGISTERED:
                self.registered = event.at
            case EntryKind.COMPLETED:
                self.completed, self.completed_by = event.at, (event.actor, event.name)
            case EntryKind.CLOSED:
                self.closed, self.how = event.at, event.how
            case EntryKind.DISPUTED:
                self.completed = self.completed_by = self.closed = None
                self.how = ""

    def _ended_by(self, event: Event) -> tuple[str, str] | None:
        """Whose work ended it: who completed it, or who closed it without that. None: its requester withdrew it, or silence."""
        if self.completed_by:
            return self.completed_by
        return (event.actor, event.name) if event.actor != DESK and event.how != "withdrawn" else None


def _count(made: Figures, case: Case, told: _Course, load: dict[str, Load], zone: ZoneInfo) -> None:
    made.open_before += told.open_before
    for event, was_closed in told.within:
        day = event.at.astimezone(zone).date()
        match event.kind:
            case EntryKind.REGISTERED:
                made.registered += 1
                made.days[day][0] += 1
            case EntryKind.CLOSED:
                made.closed += 1
                made.days[day][1] += 1
            case EntryKind.DISPUTED if was_closed:
                made.reopened += 1
            case EntryKind.DISPUTED:
                made.returned += 1
    if told.rating:
        made.ratings[told.rating] += 1
    for agent_id, name in told.ended_by:
        _loaded(load, agent_id, name).closed += 1
    for agent_id, name in told.answered_by:
        _loaded(load, agent_id, name).answers += 1
    if told.is_open and told.completed:
        made.awaiting += 1
    elif told.is_open:
        made.backlog[age_class(case.received, made.at), group_of(case, made.at)] += 1


def _loaded(load: dict[str, Load], agent_id: str, name: str) -> Load:
    one = load.setdefault(agent_id, Load(agent_id, name))
    one.name = name or one.name
    return one


def _line(case: Case, told: _Course, end: datetime, minutes: int) -> Line:
    assert told.registered is not None
    response, resolution = promises(case, told.completed, told.closed, told.how, end)
    return Line(
        replace(case, events=()),
        priority_at(case, end),
        response,
        resolution,
        told.registered,
        told.completed,
        told.closed,
        told.rating,
        minutes,
        told.is_open,
    )


def _promises(made: Figures, line: Line, begin: datetime, end: datetime) -> None:
    group = group_of(line.case, made.at)
    for which in WHICH:
        promise = line.promise(which)
        if promise.target is not None and promise.target.norm:
            made.norms.add(which)
        counts = (made.kept[which], made.kept_by[which, group])
        if promise.state == "pending" and line.is_open:
            for kept in counts:
                kept.pending += 1
        elif promise.decided is not None and begin <= promise.decided < end:
            for kept in counts:
                kept.met += promise.state == "met"
                kept.missed += promise.state == "missed"


def _timings(made: Figures, begin: datetime, end: datetime) -> Iterable[Timing]:
    """Of what was answered or solved in the period, in time or not; each kind of time apart, and each promise (of a tier)."""
    unders: dict[tuple[Which, str, TimeKind, int], set[str]] = defaultdict(set)
    spent: dict[tuple[Which, str, TimeKind, int], list[tuple[int, int]]] = defaultdict(list)
    for line in made.lines:
        for which in WHICH:
            promise = line.promise(which)
            if promise.target and promise.met_at and promise.spent is not None and begin <= promise.met_at < end:
                kind, calendar = promise.target.duration.kind, line.case.rules.calendar_of(promise.target)
                promised = 0 if kind == "civil working days" else calendar.seconds(promise.target.duration)
                key = (which, group_of(line.case, end), kind, promised)
                unders[key].add(promise.under)
                spent[key].append((promise.spent, calendar.day_length or 0))
    for key, found in sorted(spent.items(), key=lambda one: (WHICH.index(one[0][0]), *one[0][1:])):
        which, group, kind, promised = key
        under = () if "" in unders[key] else tuple(sorted(unders[key]))
        values, day = sorted(seconds for seconds, _day in found), found[-1][1]
        median, ninety = nearest_rank(values, 50), nearest_rank(values, 90)
        yield Timing(which, group, kind, len(values), median, ninety, promised or None, day, under)


def order_of(groups: Iterable[str], rules: Regulation) -> list[str]:
    """Groups in the regulation's order: priorities by rank, then kinds, then what it does not know any more."""
    ranks: Mapping[str, int] = {one.key: one.rank for one in rules.priorities}
    kinds = {one.key: n for n, one in enumerate(rules.kinds)}
    return sorted(set(groups), key=lambda key: (key not in ranks, ranks.get(key, kinds.get(key, 10**6)), key))
