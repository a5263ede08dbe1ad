"""The course of one request, as a generator: it yields the instant of the next deed, and does it when it is resumed.

Between two deeds anything may have happened to the request (silence closed it, a failure was ended for all), so each deed
looks first whether it can still be done.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.demo.after import after_completion
from bot.demo.cast import Cast, Requester, Worker, texts
from bot.demo.intake import Problem, answers_by_letter
from bot.demo.stage import Stage
from domain.effort import least
from domain.people import Speaker
from domain.ticket import NO_LEVEL, WORKABLE, Status, Ticket
from domain.usecases.ask import ask
from domain.usecases.complete import complete
from domain.usecases.confirm_level import confirm_level
from domain.usecases.efforts import correct_effort
from domain.usecases.hold import hold, resume
from domain.usecases.identify import identify
from domain.usecases.merge import merge
from domain.usecases.object import answer_objection, ask_for_argument, give_in, object_to_priority
from domain.usecases.objection import may_object, waiting_objection
from domain.usecases.phone import PHONE
from domain.usecases.promise import promise
from domain.usecases.refuse import refuse
from domain.usecases.reply import answer_by_phone, note, reply
from domain.usecases.say import say
from domain.usecases.set_priority import set_priority
from domain.usecases.take import take
from domain.usecases.withdraw import withdraw
from handlers.view.form_names import names

Course = Iterator[datetime]
HOUR = timedelta(hours=1)
EFFORTS = (10, 15, 20, 30, 30, 40, 45, 60, 90, 120)


@dataclass
class Scene:
    """What all courses share: the stage, who is there, chance, and which requests are open, by requester."""

    stage: Stage
    cast: Cast
    random: Random
    open: dict[str, list[str]] = field(default_factory=dict)

    def chance(self, of: float) -> bool:
        """Whether it happens, `of` times in one."""
        return self.random.random() < of

    def said(self, what: str) -> str:
        """One of the phrases."""
        return str(self.random.choice(texts()["said"][what]))


@dataclass
class Case:
    """One request and its people. `hears`: its requester reads along in the chat; who wrote a letter or called does not."""

    scene: Scene
    number: str
    who: Requester
    agent: Worker
    problem: Problem
    hears: bool = True

    @property
    def ticket(self) -> Ticket:
        """As it is now."""
        return self.scene.stage.desk.tickets.get(self.number)

    @property
    def works(self) -> bool:
        """Whether it is still being worked on."""
        return self.ticket.status in WORKABLE

    def staff(self, worker: Worker | None = None) -> Speaker:
        """Its agent, or another one, speaking now."""
        one = worker or self.agent
        return self.scene.stage.agent(one.address, one.name, one.username)

    def requester(self) -> Speaker:
        """Its requester, speaking now."""
        return self.scene.stage.requester(self.who.address, self.who.name, self.who.username)

    @property
    def due(self) -> datetime | None:
        """Until when staff owe an answer: the solution, or where the answer itself is promised (megafon), that."""
        ticket, ends = self.ticket, self.scene.stage.rules.response_ends
        return ticket.resolution_due or (ticket.response_due if ends == "answer" and not ticket.responded_at else None)

    def office(self, at: datetime) -> datetime:
        """The first instant from then on at which staff work on such a request."""
        hours = self.scene.stage.rules.hours_for(self.ticket.priority)
        if hours.is_open(at):
            return at
        return hours.next_opening(at) + timedelta(minutes=self.scene.random.randint(2, 50))

    def waking(self, at: datetime) -> datetime:
        """The first instant from then on at which its requester is awake."""
        local = at.astimezone(self.scene.stage.rules.zone)
        if 8 <= local.hour < 21:
            return at
        morning = local.replace(hour=8, minute=self.scene.random.randint(5, 59), second=0)
        return at + (morning + timedelta(days=local.hour >= 21) - local)

    def in_time(self, due: datetime | None, share: float, otherwise: timedelta) -> datetime:
        """When staff have used up this share of the working time that is left; without a deadline after `otherwise`.

        Who is slow takes longer, but is late only if the share says so.
        """
        now = self.scene.stage.now()
        hours = self.scene.stage.rules.hours_for(self.ticket.priority)
        if due is None:
            return self.office(now + otherwise * share * self.agent.pace)
        share = share if share >= 1 else min(share * self.agent.pace, max(share, 0.7))
        left = max(hours.between(now, due), 1800)
        return hours.after(now, int(left * share), "working hours") or due

    def shortly(self, low: float, high: float) -> datetime:
        """When staff take a step on the way: after such a share of the time that is left, within a few days."""
        share, day = self.scene.random.uniform(low, high), timedelta(days=1)
        return min(self.in_time(self.due, share, 40 * HOUR), self.office(self.scene.stage.now() + day))

    def later(self, low: float, high: float) -> datetime:
        """When its requester answers: after so many hours, by daylight."""
        return self.waking(self.scene.stage.now() + HOUR * self.scene.random.uniform(low, high))

    def after_work(self, low: float, high: float) -> datetime:
        """When staff come to it, after so many hours."""
        return self.office(self.scene.stage.now() + HOUR * self.scene.random.uniform(low, high))

    def day(self, ahead: timedelta) -> str:
        """A date and time to promise, as staff type it."""
        at = self.office(self.scene.stage.now() + ahead).astimezone(self.scene.stage.rules.zone)
        return f"{at:%d.%m.%Y %H}:{at.minute // 15 * 15:02}" if at.hour < 23 else f"{at:%d.%m.%Y} 23:30"

    def effort(self, text: str) -> str:
        """An answer with the line that says how long it took, as most answers have."""
        return f"{text}\n// {self.scene.random.choice(EFFORTS)} мин" if self.scene.chance(0.75) else text


def run(case: Case) -> Course:
    """From the registration to the end."""
    scene, rules = case.scene, case.scene.stage.rules
    fate = scene.random.choices(
        ("solved", "questioned", "held", "refused", "withdrawn", "repeated"), (50, 22, 9, 7, 4, 5)
    )[0]
    if fate == "withdrawn" and case.hears:
        yield case.later(0.2, 6)
        if case.works:
            withdraw(scene.stage.desk, by=case.requester(), number=case.number)
        return
    yield from _taken(case)
    if not case.works:
        return
    if rules.sets_priority(case.ticket.kind) and scene.chance(0.7):
        yield from _prioritized(case)
    if fate == "repeated" and case.works and _merged(case):
        return
    if fate == "refused" and case.works and (yield from _refused(case)):
        return
    if fate == "questioned":
        yield from _questioned(case)
    if fate == "held":
        yield from _held(case)
    yield from _told(case)
    yield from _completed(case)
    if scene.chance(0.15):
        yield from _counted_anew(case)
    yield from after_completion(case, lambda: _complete_now(case, scene.said("fixed_after_dispute")))


def _taken(case: Case) -> Course:
    """Sooner or later somebody takes it; the customer nobody knew is named on the way."""
    scene = case.scene
    share = scene.random.choices((scene.random.uniform(0.03, 0.55), scene.random.uniform(0.78, 0.98), 1.3), (86, 8, 6))[
        0
    ]
    yield case.in_time(case.ticket.response_due, share, HOUR * scene.random.uniform(0.3, 5))
    desk = scene.stage.desk
    if not case.works:
        return
    if case.ticket.organization_id is None and case.who.customer and (case.who.belongs == "told" or not case.hears):
        identify(desk, by=case.staff(), number=case.number, organization_id=case.who.customer.id)
    if NO_LEVEL in case.ticket.marks:
        confirm_level(desk, by=case.staff(), number=case.number)
    if case.ticket.assignee_id is None:
        take(desk, by=case.staff(), number=case.number)
        if scene.chance(0.12):
            note(desk, by=case.staff(), number=case.number, text=scene.said("note"))


def _prioritized(case: Case) -> Course:
    """The proposed priority is confirmed, or changed; then the requester may object."""
    scene, rules = case.scene, case.scene.stage.rules
    yield case.shortly(0.01, 0.08)
    if not case.works:
        return
    desk, ticket = scene.stage.desk, case.ticket
    keys = [priority.key for priority in rules.priorities]
    changes = not ticket.priority or scene.chance(0.15)
    others = [key for key in keys if key != ticket.priority]
    priority = scene.random.choice(others) if changes and others else ticket.priority
    if ticket.priority_confirmed and priority == ticket.priority:
        return
    entry = set_priority(desk, by=case.staff(), number=case.number, priority=priority, reason=scene.said("priority"))
    n = entry.entries
    if not case.hears or not may_object(desk, entry, n) or not scene.chance(0.35):
        return
    yield case.later(0.2, 3)
    if not case.works or not may_object(scene.stage.desk, case.ticket, n):
        return
    by = case.requester()
    talk = ask_for_argument(scene.stage.desk, by=by, number=case.number, n=n)
    assert talk.draft is not None
    argument = scene.said("objection")
    object_to_priority(scene.stage.desk, by=by, person=talk.person, draft=talk.draft, argument=argument)
    yield case.after_work(0.3, 3)
    waiting = waiting_objection(scene.stage.desk, case.ticket)
    if waiting is None or not case.works:
        return
    lead, objection = case.staff(scene.cast.lead), str(waiting[0].n)
    if scene.chance(0.5):
        give_in(scene.stage.desk, by=lead, number=case.number, n=objection)
    else:
        text = scene.said("objection_answer")
        answer_objection(scene.stage.desk, by=lead, number=case.number, n=objection, text=text)


def _merged(case: Case) -> bool:
    """It repeats an open request of the same person, which goes on for both."""
    desk = case.scene.stage.desk
    theirs = [n for n in case.scene.open.get(case.who.address, []) if n != case.number]
    mains = [n for n in theirs if desk.tickets.get(n).status in WORKABLE and not desk.tickets.get(n).merged_into]
    if not mains or not case.ticket.allows("merge"):
        return False
    merge(desk, by=case.staff(), number=case.number, text=f"{mains[-1]} о том же")
    return True


def _refused(case: Case) -> Generator[datetime, None, bool]:
    """Closed unsolved for one of the regulation's reasons. False if there is none that fits."""
    scene = case.scene
    words = texts()["refusals"]
    reasons = [r.key for r in scene.stage.rules.reasons if r.key in words]
    yield case.shortly(0.05, 0.5)
    if not reasons or not case.works:
        return False
    reason = scene.random.choice(reasons)
    refuse(scene.stage.desk, by=case.staff(), number=case.number, reason=reason, text=words[reason])
    return True


def _questioned(case: Case) -> Course:
    """Something is asked; most answer soon, some later, and some never do."""
    scene = case.scene
    if case.ticket.door == PHONE:
        return
    for question, answer in ((case.problem.ask, case.problem.reply), (scene.said("ask"), scene.said("reply"))):
        yield case.shortly(0.02, 0.15)
        if case.ticket.status not in (Status.IN_PROGRESS, Status.CLARIFICATION):
            return
        ask(scene.stage.desk, by=case.staff(), number=case.number, question=question)
        if scene.chance(0.07):
            yield case.after_work(60, 100)
            reasons = {r.key for r in scene.stage.rules.reasons} & {"not_constructive", "too_little_information"}
            if case.ticket.status is Status.CLARIFICATION and reasons:
                reason, text = min(reasons), texts()["refusals"]["not_constructive"]
                refuse(scene.stage.desk, by=case.staff(), number=case.number, reason=reason, text=text)
            return
        yield case.later(0.2, 20 if scene.chance(0.3) else 4)
        _says(case, answer)
        if scene.chance(0.7):
            return


def _held(case: Case) -> Course:
    """Put off for a reason, with a date, and taken up again."""
    scene = case.scene
    yield case.shortly(0.05, 0.4)
    words = texts()["holds"]
    reasons = [r.key for r in scene.stage.rules.reasons if r.key in words]
    if not reasons or not _is(case, Status.IN_PROGRESS):
        return
    reason = scene.random.choice(reasons)
    ahead = timedelta(days=scene.random.randint(1, 6))
    dated = reason == "needs_development" or (scene.chance(0.4) and reason != "needs_release")
    text = f"{words[reason]} {case.day(ahead)}" if dated else words[reason]
    hold(scene.stage.desk, by=case.staff(), number=case.number, reason=reason, text=text)
    yield case.office(scene.stage.now() + ahead * scene.random.uniform(0.5, 1.1))
    if _is(case, Status.ON_HOLD):
        resume(scene.stage.desk, by=case.staff(), number=case.number)


def _told(case: Case) -> Course:
    """Words on the way: staff say how it goes, the requester adds something."""
    scene = case.scene
    if scene.chance(0.4):
        yield case.shortly(0.03, 0.25)
        if case.works:
            _replies(case, case.effort(scene.said("update")))
    if case.hears and scene.chance(0.2):
        yield case.later(0.3, 3)
        if case.works:
            _says(case, scene.said("more"))


def _completed(case: Case) -> Course:
    """The exhaustive answer, mostly in time; who will not be in time says so before, as a rule."""
    scene = case.scene
    slow = scene.random.choices(("in time", "near", "late"), (82, 8, 10))[0]
    share = {"in time": scene.random.uniform(0.05, 0.65), "near": 0.9, "late": scene.random.uniform(1.1, 1.7)}[slow]
    if case.due is None and slow == "late":
        share = 1.0
    usual = HOUR * scene.random.uniform(1, 40)
    if slow == "late" and scene.chance(0.7) and case.ticket.resolution_due:
        yield case.in_time(case.ticket.resolution_due, scene.random.uniform(0.8, 0.95), usual)
        if case.works:
            text = f"{scene.said('promise')} {case.day(HOUR * scene.random.uniform(8, 50))}"
            promise(scene.stage.desk, by=case.staff(), number=case.number, text=text)
            share = scene.random.uniform(3, 8) if case.ticket.resolution_due else 1.0
    yield case.in_time(case.due, share, usual)
    _complete_now(case, case.problem.fix)


def _complete_now(case: Case, text: str) -> None:
    """Complete it, if it can be completed still; where the regulation asks how it ended, that is said."""
    scene = case.scene
    if not case.works:
        return
    resolution = ""
    if scene.stage.rules.asks_how_it_ended and scene.chance(0.25):
        known = [r for r in scene.stage.rules.completion.resolutions if r != "complaint"]
        resolution = scene.random.choice(known)
    complete(scene.stage.desk, by=case.staff(), number=case.number, text=case.effort(text), resolution=resolution)


def _counted_anew(case: Case) -> Course:
    """Its agent corrects how long the answer took, where it took any time."""
    scene = case.scene
    yield case.after_work(0.1, 2)
    mine = [one for one in scene.stage.desk.efforts.of_ticket(case.number) if one.agent_name == case.agent.name]
    if mine:
        minutes = max(least(scene.stage.rules), scene.random.choice(EFFORTS))
        correct_effort(scene.stage.desk, by=case.staff(), number=case.number, n=mine[-1].n, minutes=minutes)


def _is(case: Case, status: Status) -> bool:
    return case.ticket.status is status


def _replies(case: Case, text: str) -> None:
    """Staff answer; who called is called back, where that is a way to answer."""
    desk, by = case.scene.stage.desk, case.staff()
    if case.ticket.door == PHONE and case.ticket.allows("call"):
        answer_by_phone(desk, by=by, number=case.number, text=text, means="phone", names=names())
    else:
        reply(desk, by=by, number=case.number, text=text)


def _says(case: Case, text: str) -> None:
    """The requester says something on it, by their own way, unless it is closed."""
    ticket, by = case.ticket, case.requester()
    if ticket.is_open and not case.hears:
        answers_by_letter(case.scene.stage, case.who, case.number, text)
    elif ticket.is_open:
        person = case.scene.stage.desk.people.speaking(by)
        say(case.scene.stage.desk, by=by, person=person, ticket=ticket, text=text)
