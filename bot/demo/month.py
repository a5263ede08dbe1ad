"""The month: requests arrive by day and hour, each takes its course, and the clock runs from one deed to the next."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random

import sqlalchemy as sa
from sqlalchemy import Engine

from bot.demo.cast import Cast, Requester, make_cast, texts
from bot.demo.course import Case, Course, Scene, run
from bot.demo.intake import Problem, any_problem, comes_by_chat, comes_by_phone, fill, proves_address
from bot.demo.stage import Stage
from bot.storage.tables import entries as entries_table
from domain.customers import Organization
from domain.people import Speaker
from domain.ports import Staff
from domain.regulation import Regulation
from domain.ticket import Ticket
from domain.usecases.announce import announce
from domain.usecases.customers import add_customer
from domain.usecases.incidents import end, link, open_incident, write_to_all
from domain.usecases.keep_house import begin_housekeeping
from domain.usecases.phone import PHONE
from domain.usecases.staff import introduced, member_seen
from domain.usecases.suspend import suspend

MARK = "demo"
"""The setting that says that a register holds a demo, and which: "barier 2026-10 1 150", its preset, month, seed, requests;
with «unfinished» instead of their number until it is whole."""
UNFINISHED = "unfinished"
BOT = "frontdesk_demo_bot"
BY_PHONE = 0.06
TOGETHER = 5
"""So many requests tell of the one failure that hits many."""
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Made:
    """What a demo month holds. `until`: its last instant, UTC."""

    tickets: int
    entries: int
    customers: int
    people: int
    until: datetime


def month(
    engine: Engine,
    *,
    rules: Regulation,
    staff: Staff,
    first: date = date(2026, 10, 1),
    seed: int = 1,
    tickets: int = 150,
    quality_email: str = "quality@frontdesk.example",
    progress: Progress = lambda _registered: None,
) -> Made:
    """Play a month of so many requests on an empty register with the newest schema; the same seed gives the same journal.

    `first`: the month's first day. `progress` hears how many requests are registered so far.
    """
    first = first.replace(day=1)
    random = Random(f"{rules.id} {first} {seed} {tickets}")  # noqa: S311 - a play, not a secret
    begins, until = _instant(rules, first), _instant(rules, _next(first)) - timedelta(seconds=1)
    stage = Stage(engine, rules=rules, staff=staff, begins=begins - timedelta(hours=15), quality_email=quality_email)
    try:
        cast = make_cast(rules, first, random, tickets)
        stage.bad.update(who.email for who in cast.requesters if not who.mailbox)
        _settle_in(stage, cast)
        which = f"{rules.id} {first:%Y-%m} {seed}"
        stage.desk.settings.put(MARK, f"{which} {UNFINISHED}")
        played = _Month(Scene(stage, cast, random), first, tickets, until, progress)
        played.play()
        stage.move(until)
        stage.desk.settings.put(MARK, f"{which} {played.registered}")
        entries = stage.desk.transaction.run(sa.select(sa.func.count()).select_from(entries_table)).scalar_one()
        stage.keep()
    except BaseException:
        stage.drop()
        raise
    met = sum(who.met for who in cast.requesters)
    return Made(played.registered, entries, len(cast.customers), met, until)


class _Month:
    """What is to happen, by its instant."""

    def __init__(self, scene: Scene, first: date, tickets: int, until: datetime, progress: Progress) -> None:
        self.scene, self.until, self.progress = scene, until, progress
        self.left, self.registered = tickets, 0
        self._order = count()
        self._ahead: list[tuple[datetime, int, Course]] = []
        together = TOGETHER if tickets >= 8 * TOGETHER else 0
        for at in arrivals(scene.stage.rules, first, tickets - together, scene.random):
            self._at(at, self._arrives())
        if together:
            self._at(_workday(scene.stage.rules, first, 9, time(10, 20)), self._failure(together))
        self._at(_workday(scene.stage.rules, first, 12, time(16, 5)), self._suspension())

    def play(self) -> None:
        """Do everything in its order until the month is over."""
        stage = self.scene.stage
        while self._ahead and self._ahead[0][0] <= self.until:
            at, _, course = heapq.heappop(self._ahead)
            stage.move(at)
            following = next(course, None)
            stage.done()
            if following is not None:
                self._at(max(following, stage.now() + timedelta(seconds=1)), course)

    def _at(self, at: datetime, course: Course) -> None:
        heapq.heappush(self._ahead, (at.replace(microsecond=0), next(self._order), course))

    def _arrives(self, problem: Problem | None = None, incident: str = "") -> Course:
        """Somebody has a problem, and writes or calls."""
        scene = self.scene
        stage, random = scene.stage, scene.random
        who = self._somebody()
        agent = random.choices(scene.cast.staff, [worker.share for worker in scene.cast.staff])[0]
        calls = problem is None and scene.chance(BY_PHONE) and self._answers_calls()
        problem = problem or any_problem(random)
        if calls:
            # Staff take calls while they work.
            hours = stage.rules.hours_for()
            if not hours.is_open(stage.now()):
                yield hours.next_opening(stage.now()) + timedelta(minutes=random.randint(3, 90))
            ticket = comes_by_phone(stage, agent, who, problem, random)
        else:
            ticket = comes_by_chat(stage, who, problem, random, incident=incident)
            scene.open.setdefault(who.address, []).append(ticket.number)
        self.registered += 1
        self.progress(self.registered)
        if incident and ticket.incident_id is None:
            link(stage.desk, by=_lead(scene), number=ticket.number, incident_id=incident)
        case = Case(scene, ticket.number, who, agent, problem, hears=not calls)
        if not calls and who.belongs == "proved" and not self._is_proved(who, ticket):
            self._at(case.later(0.05, 0.5), self._proves(who))
        self._at(stage.now() + timedelta(seconds=30), run(case))

    def _somebody(self) -> Requester:
        cast, stage = self.scene.cast, self.scene.stage
        while True:
            who = self.scene.random.choices(cast.requesters, cast.weights)[0]
            customer = stage.desk.customers.get(who.customer.id) if who.customer else None
            if customer is None or customer.suspended_at is None:
                return who

    def _answers_calls(self) -> bool:
        door = self.scene.stage.rules.door(PHONE)
        return door is not None and door.registers

    def _is_proved(self, who: Requester, ticket: Ticket) -> bool:
        identity = self.scene.stage.desk.people.identity(ticket.requester_id, "email", who.email)
        return identity is not None and identity.proved_at is not None

    def _proves(self, who: Requester) -> Course:
        proves_address(self.scene.stage, who)
        yield from ()

    def _failure(self, many: int) -> Course:
        """A failure hits many: a lead opens it, tells all of the news, and ends it for all."""
        scene = self.scene
        words = texts()["incident"]
        told = [Problem("partly", fill(text, scene.random), "Открыть документ, нажать «Печать».", "", "", words["answer"])
                for text in words["problems"]]  # fmt: skip
        opened = open_incident(scene.stage.desk, by=_lead(scene), text=words["text"])
        incident = opened.shown.incident.id
        for n in range(many):
            self._at(scene.stage.now() + timedelta(minutes=7 + 11 * n), self._arrives(told[n % len(told)], incident))
        yield scene.stage.now() + timedelta(minutes=75)
        write_to_all(scene.stage.desk, by=_lead(scene), incident_id=incident, text=words["news"])
        yield scene.stage.now() + timedelta(minutes=85)
        end(scene.stage.desk, by=_lead(scene), incident_id=incident, text=words["answer"] + "\n// 60 мин")

    def _suspension(self) -> Course:
        """Who has not paid is suspended, where the regulation knows that; what they have open goes on."""
        scene = self.scene
        desk = scene.stage.desk
        owing = next((one for one in scene.cast.customers if one.suspends), None)
        if owing is not None and desk.regulation.demand("suspension"):
            for number in (n for numbers in scene.open.values() for n in numbers):
                if desk.tickets.get(number).organization_id == owing.id:
                    text = str(texts()["said"]["suspend"])
                    suspend(desk, by=_lead(scene), number=number, whom="organization", text=text)
                    break
        yield from ()


def arrivals(rules: Regulation, first: date, many: int, random: Random) -> Iterator[datetime]:
    """When they come: by daylight, mostly on working days and on Mondays a little more."""
    days = [first + timedelta(days=n) for n in range((_next(first) - first).days)]
    calendar = rules.calendar() if "working" in rules.calendars else rules.hours_for()
    weights = [
        (1.0 + 0.25 * (day.weekday() == 0) if _works(calendar.is_working_day(day), day) else 0.12)
        * random.uniform(0.7, 1.3)
        for day in days
    ]
    for day in random.choices(days, weights, k=many):
        hour = min(max(random.triangular(8, 20, 11.5), 8), 21)
        yield _instant(rules, day) + timedelta(seconds=int(hour * 3600))


def _works(open_then: bool, day: date) -> bool:
    return open_then and day.weekday() < 6


def _settle_in(stage: Stage, cast: Cast) -> None:
    """Before the month begins: who works here, and whose support it is."""
    desk = stage.desk
    announce(desk)
    begin_housekeeping(desk)
    introduced(desk, username=BOT)
    for worker in cast.staff:
        member_seen(
            desk,
            chat=stage.staff.chat,
            address=worker.address,
            name=worker.name,
            username=worker.username,
            lead=worker.lead,
        )
    for one in cast.customers:
        entered: Organization = add_customer(
            desk,
            name=one.name,
            contract=one.contract,
            since=one.since,
            until=one.until,
            products=one.products,
            domains=[one.domain],
            tier=one.tier,
            client=one.client,
        )
        entered.prepaid_minutes, one.id = one.prepaid_minutes, entered.id
    stage.done()


def _lead(scene: Scene) -> Speaker:
    one = scene.cast.lead
    return scene.stage.agent(one.address, one.name, one.username)


def _instant(rules: Regulation, day: date) -> datetime:
    return datetime.combine(day, time(), rules.zone).astimezone(UTC)


def _next(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def _workday(rules: Regulation, first: date, n: int, at: time) -> datetime:
    """The n-th weekday of the month, at that local time."""
    days = [first + timedelta(days=k) for k in range(28) if (first + timedelta(days=k)).weekday() < 5]
    return datetime.combine(days[n], at, rules.zone)
