"""A ticket: one registered problem with a number, a state and a journal. Each legal move is a method and writes the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol

from domain import journal, sla, versions
from domain.customers import CONTRACT_OVER, NO_CUSTOMER, Level, Organization, level, same_address
from domain.journal import Actor, Audience, Entry, EntryKind
from domain.people import Agent
from domain.refusals import AlreadyTaken, WrongState
from domain.regulation import Reason, Regulation
from domain.silence import close_due
from domain.terms import Demand, ScopeItem


class Status(StrEnum):
    REGISTERED = "registered"
    IN_PROGRESS = "in_progress"
    CLARIFICATION = "clarification"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CLOSED = "closed"


class Resolution(StrEnum):
    SOLVED = "solved"
    REFUSED = "refused"
    DUPLICATE = "duplicate"
    NO_REPLY = "no_reply"
    WITHDRAWN = "withdrawn"


NO_LEVEL = "no_level"
"""The mark of a request that came as a plain letter, until staff confirm its level (barier 7.7)."""

WORKABLE = (Status.REGISTERED, Status.IN_PROGRESS, Status.CLARIFICATION, Status.ON_HOLD)

ABUSE = "abuse"
"""The mark of a ticket in which obscene words or insults were found."""

STAFF_MOVES = {
    "take": WORKABLE,
    "priority": WORKABLE,
    "ask": (Status.REGISTERED, Status.IN_PROGRESS, Status.CLARIFICATION),
    "complete": WORKABLE,
    "hold": (Status.REGISTERED, Status.IN_PROGRESS, Status.CLARIFICATION),
    "resume": (Status.ON_HOLD,),
    "refuse": (*WORKABLE, Status.COMPLETED),
    "promise": WORKABLE,
    "article": WORKABLE,
    "involve": WORKABLE,
    "call": WORKABLE,
    "back_to_work": (Status.COMPLETED,),
    "keep_waiting": (Status.COMPLETED,),
    "limit": WORKABLE,
    "offer": (Status.REGISTERED, Status.IN_PROGRESS, Status.CLARIFICATION),
    "hand_on": WORKABLE,
    "first": WORKABLE,
}


class Entries(Protocol):
    """The journal as a ticket sees it: it can only be added to."""

    def add(self, entry: Entry, /) -> Any: ...


@dataclass(eq=False)
class Ticket:
    """One registered problem. All instants are aware and UTC; `pauses` and `changes` hold them as ISO 8601 strings.

    `rung`: the kinds of its deadline timers that have rung already, so that none rings twice. `marks`: what staff should
    know of it at a glance, by key ("no_customer", "contract_over"). `at_head`: it goes to the head of the queue.
    `article`: the link that did not help its requester (e-doc 10).
    """

    number: str
    regulation_digest: str
    requester_id: str
    door: str
    answers: dict[str, str]
    kind: str
    impact: str
    priority: str
    received_at: datetime
    registered_at: datetime
    status: Status = Status.REGISTERED
    resolution: str | None = None
    tier: str = ""
    client: str = ""
    priority_at_receipt: str = ""
    priority_confirmed: bool = False
    assignee_id: str | None = None
    assignee_name: str = ""
    responded_at: datetime | None = None
    completed_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by_silence: bool = False
    close_due: datetime | None = None
    response_due: datetime | None = None
    resolution_due: datetime | None = None
    promised_at: datetime | None = None
    pauses: list[list[str | None]] = field(default_factory=list)
    changes: list[list[str]] = field(default_factory=list)
    rating: int | None = None
    rung: list[str] = field(default_factory=list)
    organization_id: str | None = None
    product: str = ""
    level_known: bool = False
    at_head: bool = False
    marks: list[str] = field(default_factory=list)
    article: str = ""
    entries: int = 0
    head: str = ""
    version: int = 1
    journal: Entries = field(default_factory=set[Entry])

    # -- what is known

    @property
    def regulation(self) -> Regulation:
        """The version of the regulation it was registered under; it governs the ticket to its end."""
        return versions.version(self.regulation_digest)

    @property
    def email(self) -> str:
        """Where letters about it go."""
        return self.answers.get("email", "")

    @property
    def second_email(self) -> str:
        """Where letters about it go besides: the site administrator's address (insales), unless it is the same; else empty."""
        fields = (f for f in self.regulation.fields if f.kind == "email" and f.same_as == "email")
        second = next((self.answers.get(f.key, "") for f in fields), "")
        return "" if same_address(second, self.email) else second

    @property
    def is_open(self) -> bool:
        """Not closed yet."""
        return self.status is not Status.CLOSED

    def level_of(self, organization: Organization | None) -> Level:
        """The level that this customer gives it, as of its receipt."""
        return level(self.regulation, organization, self.received_at)

    def may_be_disputed(self, said_at: datetime) -> bool:
        """Whether an objection received at that instant counts: in time, even when it is read after silence closed the ticket."""
        in_time = self.closed_by_silence and self.close_due is not None and said_at <= self.close_due
        return in_time or self.status is Status.COMPLETED

    @property
    def refusable(self) -> str | None:
        """The clause by which its confirmed priority alone lets staff refuse it (gravity 5.2), or None."""
        confirmed = self.priority if self.priority_confirmed else ""
        return self.regulation.priority(confirmed).refusable if confirmed else None

    def deadlines(self) -> sla.Deadlines:
        """Its targets, with every pause and change of priority counted; none where they depend on a kind that is not known yet."""
        if self.regulation.target_rows and self.regulation.kinds and not self.kind:
            return sla.Deadlines(None, None, None, None)
        return sla.deadlines(
            self.regulation,
            priority=self.priority_at_receipt,
            received=self.received_at,
            changes=[(datetime.fromisoformat(at), key) for at, key in self.changes],
            pauses=[
                (datetime.fromisoformat(a or ""), datetime.fromisoformat(b) if b else None) for a, b in self.pauses
            ],
            responded=self.responded_at,
            completed=self.completed_at,
            tier=self.tier,
            client=self.client,
            category=self.kind,
        )

    def allows(self, move: str) -> bool:
        """Whether staff may make the move now; a move on a ticket that nobody holds takes it first."""
        if move == "priority" and not self.regulation.sets_priority(self.kind):
            return False
        if move == "involve" and self.regulation.demand("third_parties") is None:
            return False
        if move == "call" and self.regulation.door("phone") is None:
            return False
        if move == "first" and not self.regulation.queue.override:
            return False
        return self.status in STAFF_MOVES[move] and (move != "take" or self.assignee_id is None)

    # -- the moves

    def register(self, at: datetime, by: Actor, *, clause: str | None, consent: str = "", **known: Any) -> Entry:
        """It enters the register: from here on it has a number and a clock (barier 4.4, 7.3).

        `consent` is the version of the text on personal data that the requester agreed to; the text is in the regulation.
        `known`: what else is on record of it, such as the door, or which version of the regulation was accepted and when.
        """
        self.priority_at_receipt = self.priority
        self._recount()
        return self._write(
            at,
            EntryKind.REGISTERED,
            by,
            {
                "answers": dict(self.answers),
                "kind": self.kind,
                "impact": self.impact,
                "priority": self.priority,
                "consent": consent,
            }
            | {name: fact for name, fact in known.items() if fact}
            | _cite(clause),
        )

    def identify(self, at: datetime, actor: Actor, organization: Organization, found: Level) -> Entry:
        """Whose it is has become known: level and targets follow, counted from receipt (barier 7.7). WrongState once closed."""
        if not self.is_open:
            raise WrongState(status=self.status, move="identify")
        self.organization_id, self.level_known = organization.id, found.known
        self.tier, self.client = found.tier, found.client
        self.product = self.product or organization.sole_product
        self.marks = [mark for mark in self.marks if mark not in (NO_CUSTOMER, CONTRACT_OVER)] + list(found.marks)
        self._recount()
        facts = {
            "organization": organization.name,
            "contract": organization.contract,
            "tier": self.tier,
            "client": self.client,
            "marks": list(found.marks),
            "due": _iso(self.resolution_due),
        }
        clause = self.regulation.clause("identity") or self.regulation.clause("contract")
        return self._write(at, EntryKind.IDENTIFIED, actor, facts | _cite(clause))

    def await_details(self, at: datetime, lines: Iterable[str]) -> Entry:
        """It was registered without these lines of the form: they are asked for, and the clock stands until an answer comes."""
        self._must_be("ask", Status.REGISTERED)
        self.status = Status.CLARIFICATION
        self._pause(at)
        facts = {"text": "", "lines": list(lines)} | _cite(self.regulation.clause("fields"))
        return self._write(at, EntryKind.QUESTION, Actor.the_desk(), facts)

    def fill_in(
        self, at: datetime, actor: Actor, answers: dict[str, str], kind: str, impact: str, priority: str
    ) -> Entry:
        """The requester gave what the request lacked; the priority proposed by it counts, unless staff have set one."""
        self.answers, self.kind, self.impact = {**self.answers, **answers}, kind, impact
        if priority and not self.priority_confirmed:
            self.priority = self.priority_at_receipt = priority
        self._recount()
        facts = {"answers": dict(answers), "kind": kind, "impact": impact, "priority": self.priority}
        return self._write(at, EntryKind.FILLED_IN, actor, facts)

    def confirm_level(self, at: datetime, actor: Actor) -> Entry:
        """Staff say that the request has the level of its requester; until then a plain letter has none (barier 7.7)."""
        self.level_known, self.marks = True, [mark for mark in self.marks if mark != NO_LEVEL]
        return self.record(at, EntryKind.LEVEL, _cite(self.regulation.clause("identity")), actor)

    def take(self, at: datetime, by: Agent, actor: Actor) -> Entry:
        """An agent makes it theirs; the response clock stops (barier 6.3, 7.4).

        Raises AlreadyTaken if a colleague holds it, WrongState if it is completed or closed.
        """
        self._must_be("take", *WORKABLE)
        if self.assignee_id and self.assignee_id != by.person_id:
            raise AlreadyTaken(by=self.assignee_name)
        if self.assignee_id == by.person_id:
            raise WrongState(status=self.status, move="take")
        self.assignee_id, self.assignee_name = by.person_id, by.name
        self._respond(at, "taking")
        if self.status is Status.REGISTERED:
            self.status = Status.IN_PROGRESS
        return self._write(at, EntryKind.TAKEN, actor, {"assignee": by.name} | _cite(self.regulation.clause("started")))

    def set_priority(self, at: datetime, actor: Actor, priority: str) -> Entry:
        """Confirm the proposed priority or set another one; the deadline follows (barier 6.1, 6.3). WrongState once completed."""
        self._must_be("priority", *WORKABLE)
        if not self.regulation.sets_priority(self.kind):
            raise WrongState(status=self.status, move="priority")
        before = self.priority
        self.regulation.priority(priority)
        if priority != before:
            self.changes = [*self.changes, [at.isoformat(), priority]]
            self.priority = priority
        self.priority_confirmed = True
        self._respond(at, "taking")
        self._recount()
        facts = {"priority": priority, "before": before, "due": _iso(self.resolution_due)}
        return self._write(at, EntryKind.PRIORITY, actor, facts | _cite(self.regulation.clause("priority")))

    def ask(
        self, at: datetime, actor: Actor, question: str, files: Iterable[str] = (), demand: Demand | None = None
    ) -> Entry:
        """Ask the requester for more; the clock stands until they answer (barier 4.6). WrongState unless in work.

        `demand`: the one by which they answer in confidence (gravity 4.3).
        """
        self._must_be("ask", Status.IN_PROGRESS, Status.CLARIFICATION)
        if self.status is Status.IN_PROGRESS:
            self.status = Status.CLARIFICATION
            self._pause(at)
        facts: dict[str, Any] = {"text": question, "files": list(files)}
        if demand:
            facts |= {"in_confidence": True} | _cite(demand.clause)
        else:
            facts |= _cite(self.regulation.clause("ask"))
        return self._write(at, EntryKind.QUESTION, actor, facts)

    def confide(self, at: datetime, actor: Actor, clause: str | None) -> Entry:
        """The requester tells something in confidence: that they did is on record, what they said is not (gravity 4.3).

        An answer to our question starts the clock again. WrongState once completed.
        """
        self._must_be("confide", *WORKABLE)
        if self.status is Status.CLARIFICATION:
            self.status, self.close_due = Status.IN_PROGRESS, None
            self._resume(at)
        return self._write(at, EntryKind.SECRET_GIVEN, actor, _cite(clause))

    def hear(self, at: datetime, actor: Actor, text: str, files: Iterable[str] = ()) -> Entry:
        """The requester says something; an answer to our question starts the clock again (barier 4.6).

        While completed it is neither a confirmation nor a dispute: the silence timer stands still until staff decide;
        where the regulation wants no argument, any word takes the work up again (intervale 5.10).
        """
        if not self.is_open:
            raise WrongState(status=self.status, move="message")
        if self.status is Status.CLARIFICATION:
            # Details asked for at registration come before anybody has taken it.
            self.status = Status.IN_PROGRESS if self.assignee_id else Status.REGISTERED
            self.close_due = None
            self._resume(at)
        entry = self._write(at, EntryKind.MESSAGE, actor, {"text": text, "files": list(files)})
        if self.status is Status.COMPLETED and self.regulation.completion.returned_by == "anything":
            self._back_to_work(at)
            clause = _cite(self.regulation.clause("dispute"))
            self._write(at, EntryKind.DISPUTED, Actor.the_desk(), {"text": ""} | clause)
        elif self.status is Status.COMPLETED and self.close_due:
            self.close_due = None
            self._write(at, EntryKind.PAUSED_SILENCE, Actor.the_desk(), {}, Audience.STAFF)
        return entry

    def answer(
        self,
        at: datetime,
        actor: Actor,
        text: str,
        files: Iterable[str] = (),
        minutes: int = 0,
        *,
        article: str = "",
        means: str = "",
        told_at: datetime | None = None,
    ) -> Entry:
        """Staff tell the requester something; the state stays (barier 4.7). WrongState once closed.

        `minutes` of effort are accounted for it (barier 5.2). `article`: the link that makes it a standard answer (7.8).
        `means`: phone or remote, where it was told so, at `told_at`.
        """
        if not self.is_open:
            raise WrongState(status=self.status, move="answer")
        self._respond(at, "answer")
        facts: dict[str, Any] = {"text": text, "files": list(files), "minutes": minutes}
        if means:
            facts |= {"means": means, "told_at": _iso(told_at or at)} | _cite(self.regulation.clause("answer"))
        if article:
            facts |= {"article": article} | _cite(self.regulation.clause("faq"))
        return self._write(at, EntryKind.ANSWER, actor, facts)

    def involve(self, at: datetime, actor: Actor) -> Entry:
        """Somebody from outside was brought in; who it is stands in an entry for staff (e-doc 17).

        WrongState unless it is in work, or where the regulation knows nobody from outside.
        """
        if not self.allows("involve"):
            raise WrongState(status=self.status, move="involve")
        demand = self.regulation.demand("third_parties")
        return self._write(at, EntryKind.PARTICIPANT, actor, _cite(demand.clause if demand else None))

    def note(self, at: datetime, actor: Actor, text: str) -> Entry:
        """A remark for staff only."""
        return self._write(at, EntryKind.NOTE, actor, {"text": text}, Audience.STAFF)

    def hold(
        self,
        at: datetime,
        actor: Actor,
        reason: Reason,
        text: str,
        until: datetime | None,
        *,
        clock_stands: bool,
        given: Mapping[str, Any] = MappingProxyType({}),
    ) -> Entry:
        """Put the work off for one of the regulation's reasons (barier 7.9); WrongState unless it is in work.

        The clock stands, unless the regulation says that this reason does not stop it (`clock_stands`). `given`: what
        the reason demanded, such as the release it is planned for.
        """
        self._must_be("hold", Status.IN_PROGRESS, Status.CLARIFICATION)
        if self.status is Status.CLARIFICATION and not clock_stands:
            self._resume(at)
        elif self.status is Status.IN_PROGRESS and clock_stands:
            self._pause(at)
        self.status, self.close_due = Status.ON_HOLD, None
        self.promised_at = until or self.promised_at
        facts = {"reason": reason.key, "text": text, "until": _iso(until), "clock_stands": clock_stands}
        return self._write(at, EntryKind.HELD, actor, facts | dict(given) | _cite(reason.clause))

    def resume(self, at: datetime, actor: Actor) -> Entry:
        """Take the work up again; the clock goes on with what was left. WrongState unless it was put off."""
        self._must_be("resume", Status.ON_HOLD)
        self.status = Status.IN_PROGRESS
        self._resume(at)
        return self._write(at, EntryKind.WORK_RESUMED, actor, {})

    def refuse(
        self,
        at: datetime,
        actor: Actor,
        reason: Reason | None,
        text: str = "",
        given: Mapping[str, Any] = MappingProxyType({}),
    ) -> Entry:
        """Close it unsolved for one of the regulation's reasons (barier 7.9); for none: by its priority alone (gravity 5.2).

        `given`: what the reason demanded, and the item of the scope. WrongState once it is closed, or without a reason
        if the priority does not allow it.
        """
        self._must_be("refuse", *STAFF_MOVES["refuse"])
        clause = reason.clause if reason else self.refusable
        if reason is None and clause is None:
            raise WrongState(status=self.status, move="refuse")
        self.resolution = Resolution.REFUSED
        self.close_due = None
        why = {"reason": reason.key} if reason else {"priority": self.priority}
        return self._close(at, actor, how="refused", clause=clause, **why, text=text, **given)

    def limit(self, at: datetime, actor: Actor, item: ScopeItem) -> Entry:
        """Say that such questions are answered in a limited way; the work goes on (insales). WrongState once completed."""
        self._must_be("limit", *WORKABLE)
        return self._write(at, EntryKind.SCOPE, actor, {"item": item.key} | _cite(item.cited))

    def offer(self, at: datetime, actor: Actor, item: ScopeItem, text: str) -> Entry:
        """Offer to do it for money; the clock stands as for a question (insales). WrongState unless in work."""
        self._must_be("offer", Status.IN_PROGRESS, Status.CLARIFICATION)
        if self.status is Status.IN_PROGRESS:
            self.status = Status.CLARIFICATION
            self._pause(at)
        self.close_due = None
        return self._write(at, EntryKind.PAID_OFFERED, actor, {"item": item.key, "text": text} | _cite(item.cited))

    def answer_offer(self, at: datetime, actor: Actor, offer: Entry, *, agreed: bool) -> Entry:
        """The requester accepts or declines; where the clock stood for it, it goes on. WrongState once completed."""
        self._must_be("offer", *WORKABLE)
        if self.status is Status.CLARIFICATION:
            self.status, self.close_due = Status.IN_PROGRESS, None
            self._resume(at)
        facts = {"agreed": agreed, "offer": offer.n, "item": offer.facts.get("item", "")}
        return self._write(at, EntryKind.PAID_ANSWERED, actor, facts | _cite(offer.facts.get("clause")))

    def go_first(self, at: datetime, actor: Actor, *, first: bool, clause: str | None, audience: Audience) -> Entry:
        """To the head of the queue, or back to its own place (gravity 2.1, megafon). WrongState once completed."""
        self._must_be("first", *WORKABLE)
        self.at_head = first
        return self._write(at, EntryKind.QUEUED_FIRST, actor, {"first": first} | _cite(clause), audience)

    def complete(
        self,
        at: datetime,
        actor: Actor,
        text: str,
        files: Iterable[str] = (),
        minutes: int = 0,
        resolution: str = Resolution.SOLVED,
    ) -> Entry:
        """The exhaustive answer is given; now the requester confirms or disputes (barier 4.8).

        The silence timer starts when a channel has accepted the answer: see `answer_accepted`. Where the regulation has
        no such wait, the ticket is closed at once, with one of its resolutions (gravity 5.1).
        """
        self._must_be("complete", Status.IN_PROGRESS, Status.CLARIFICATION, Status.ON_HOLD)
        self._respond(at, "answer")
        if self.status is not Status.IN_PROGRESS:
            self._resume(at)
        self.status, self.resolution = Status.COMPLETED, str(resolution)
        self.completed_at, self.close_due = at, None
        self._recount()
        self._pause(at)
        facts = {"text": text, "files": list(files), "minutes": minutes} | _cite(self.regulation.clause("completed"))
        entry = self._write(at, EntryKind.COMPLETED, actor, facts)
        if self.regulation.completion.closes:
            return self._close(at, actor, how="completed", clause=self.regulation.clause("completed"))
        return entry

    def question_accepted(self, at: datetime) -> datetime | None:
        """A channel accepted our question: where silence after it closes the ticket, it counts from here (e-doc 15)."""
        silence = self.regulation.silence_after_asking
        if self.status is not Status.CLARIFICATION or self.close_due or silence is None:
            return None
        self.close_due = close_due(self.regulation, silence, at)
        return self.close_due

    def answer_accepted(self, at: datetime) -> datetime | None:
        """A channel accepted the final answer: silence counts from here, once (barier 4.9). Returns when it closes, or None."""
        silence = self.regulation.silence_after_completed
        if self.status is not Status.COMPLETED or self.close_due or silence is None:
            return None
        self.close_due = close_due(self.regulation, silence, at)
        return self.close_due

    def keep_waiting(self, at: datetime, actor: Actor) -> Entry:
        """Staff let the silence timer run again, anew and in full, after a message that was no verdict."""
        self._must_be("keep_waiting", Status.COMPLETED)
        entry = self._write(at, EntryKind.PAUSED_SILENCE, actor, {"again": True}, Audience.STAFF)
        self.close_due = None
        self.answer_accepted(at)
        return entry

    def dispute(self, said_at: datetime, at: datetime, actor: Actor, argument: str, files: Iterable[str] = ()) -> Entry:
        """The requester objects, with an argument; the work goes on with what was left of the clock (barier 4.8).

        An objection received in time counts even when it is read after silence closed the ticket.
        """
        if not self.may_be_disputed(said_at):
            self._must_be("dispute", Status.COMPLETED)
        self._back_to_work(at)
        facts = {"text": argument, "files": list(files)} | _cite(self.regulation.clause("dispute"))
        return self._write(at, EntryKind.DISPUTED, actor, facts)

    def back_to_work(self, at: datetime, actor: Actor) -> Entry:
        """Staff take a completed ticket up again of their own accord, for a message that was no verdict."""
        self._must_be("back_to_work", Status.COMPLETED)
        self._back_to_work(at)
        return self._write(at, EntryKind.DISPUTED, actor, {"text": "", "by_staff": True})

    def confirm(self, at: datetime, actor: Actor) -> Entry:
        """The requester says it is solved; that closes it (barier 4.9)."""
        self._must_be("confirm", Status.COMPLETED)
        self._write(at, EntryKind.CONFIRMED, actor, {})
        self.close_due = None
        return self._close(at, actor, how="confirmed", clause=self.regulation.clause("confirmation"))

    def close_by_silence(self) -> Entry:
        """Nobody objected in time, or answered our question: closed, stamped with the instant the regulation names.

        barier 4.9; e-doc 15 for a question, and the closing then lists what was done.
        """
        self._must_be("close", Status.COMPLETED, Status.CLARIFICATION)
        assert self.close_due is not None
        asked = self.status is Status.CLARIFICATION
        rules = self.regulation
        silence = rules.silence_after_asking if asked else rules.silence_after_completed
        self.closed_by_silence = not asked
        if asked:
            self.resolution = Resolution.NO_REPLY
        how = "no_reply" if asked else "silence"
        return self._close(self.close_due, Actor.the_desk(), how=how, clause=silence.clause if silence else None)

    def reopen(self, at: datetime, actor: Actor) -> Entry:
        """Closed too early: open the same ticket again; the clock goes on with what was left (gravity 6).

        WrongState where the regulation has no reopening, or the ticket is open.
        """
        if not self.regulation.reopen:
            raise WrongState(status=self.status, move="reopen")
        self._must_be("reopen", Status.CLOSED)
        self._back_to_work(at)
        return self._write(
            at, EntryKind.DISPUTED, actor, {"text": "", "reopened": True} | _cite(self.regulation.clause("reopen"))
        )

    def rate(self, at: datetime, actor: Actor, stars: int) -> Entry:
        """A rating from 1 to 5, after closing; a later one replaces it."""
        self._must_be("rate", Status.CLOSED)
        self.rating = stars
        return self._write(at, EntryKind.RATED, actor, {"stars": stars})

    def comment_rating(self, at: datetime, actor: Actor, text: str) -> Entry:
        """A few words to go with the rating."""
        self._must_be("rate", Status.CLOSED)
        return self._write(at, EntryKind.RATED, actor, {"stars": self.rating, "text": text})

    def promise(self, at: datetime, actor: Actor, cause: str, until: datetime) -> Entry:
        """Not in time: why, and when to expect it. Shown beside the deadline, never instead of it (barier 6.3)."""
        self._must_be("promise", *WORKABLE)
        self.promised_at = until
        facts = {"text": cause, "until": until.isoformat()} | _cite(self.regulation.clause("late"))
        return self._write(at, EntryKind.PROMISED, actor, facts)

    def change_email(self, at: datetime, actor: Actor, address: str) -> Entry:
        """The requester corrects the address that letters go to (barier 7.10)."""
        before = self.email
        self.answers = {**self.answers, "email": address}
        return self._write(at, EntryKind.EMAIL_CHANGED, actor, {"email": address, "before": before})

    def complain(self, at: datetime, actor: Actor, letter: str, clause: str | None) -> Entry:
        """The requester writes to quality control, past the assignee: the words go there and not into the journal."""
        return self._write(at, EntryKind.COMPLAINED, actor, {"letter": letter} | _cite(clause))

    def flag(self, at: datetime, words: Iterable[str], clause: str | None) -> Entry:
        """Words that look obscene or insulting; staff decide what follows (gravity 4.2, e-doc 16)."""
        if ABUSE not in self.marks:
            self.marks = [*self.marks, ABUSE]
        return self.record(at, EntryKind.FLAGGED, {"words": list(words)} | _cite(clause))

    def record(self, at: datetime, kind: EntryKind, facts: dict[str, Any], actor: Actor | None = None) -> Entry:
        """Something that befell the ticket without moving it, for staff to read: a delivery, a reminder, a file."""
        return self._write(at, kind, actor or Actor.the_desk(), facts, Audience.STAFF)

    # -- how the moves are made

    def _must_be(self, move: str, *allowed: Status) -> None:
        if self.status not in allowed:
            raise WrongState(status=self.status, move=move)

    def _respond(self, at: datetime, how: str) -> None:
        """The response is given, if this is what ends it: taking, or only an answer (megafon)."""
        if self.responded_at is None and how == self.regulation.response_ends:
            self.responded_at = at
            self._recount()

    def _pause(self, at: datetime) -> None:
        self.pauses = [*self.pauses, [at.isoformat(), None]]
        self._recount()

    def _resume(self, at: datetime) -> None:
        if self.pauses and self.pauses[-1][1] is None:
            self.pauses = [*self.pauses[:-1], [self.pauses[-1][0], at.isoformat()]]
        self._recount()

    def _recount(self) -> None:
        deadlines = self.deadlines()
        self.response_due, self.resolution_due = deadlines.response_due, deadlines.resolution_due

    def _back_to_work(self, at: datetime) -> None:
        self.status, self.resolution = Status.IN_PROGRESS, None
        self.completed_at = self.closed_at = self.close_due = None
        self.closed_by_silence = False
        self._resume(at)

    def _close(self, at: datetime, actor: Actor, *, how: str, clause: str | None, **facts: Any) -> Entry:
        self.status, self.closed_at = Status.CLOSED, at
        said = {"how": how, "resolution": self.resolution or "", **facts}
        return self._write(at, EntryKind.CLOSED, actor, said | _cite(clause))

    def _write(
        self, at: datetime, kind: EntryKind, by: Actor, facts: dict[str, Any], audience: Audience = Audience.PUBLIC
    ) -> Entry:
        self.entries += 1
        entry = journal.write(self.number, self.entries, at, kind, by, facts, previous=self.head, audience=audience)
        self.head = entry.digest
        self.journal.add(entry)
        return entry


def rank(ticket: Ticket) -> tuple[int, int, datetime]:
    """Whose turn it is: by priority, then by receipt (barier 4.5, 6.3)."""
    return ticket.regulation.turn(priority=ticket.priority, received=ticket.received_at, head=ticket.at_head)


def _cite(clause: str | None) -> dict[str, str]:
    return {"clause": clause} if clause else {}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def truncated(at: datetime) -> datetime:
    """The instant without its fraction of a second: the regulation counts whole seconds."""
    return at - timedelta(microseconds=at.microsecond)
