"""A ticket: one registered problem with a number, a state and a journal. Each legal move is a method and writes the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from domain.journal import Actor, Audience, Entry, EntryKind
from domain.people import Agent, Person
from domain.refusals import AlreadyTaken, WrongState
from domain.silence import close_due
from domain.tickets.bonds import Bonds
from domain.tickets.core import cite
from domain.tickets.decisions import Decisions
from domain.tickets.dialogue import Dialogue
from domain.tickets.handing import Handing
from domain.tickets.states import ABUSE, NO_LEVEL, ONE_ISSUE, STAFF_MOVES, WORKABLE, Resolution, Status
from domain.waiting import Waiting

__all__ = [
    "ABUSE",
    "NO_LEVEL",
    "ONE_ISSUE",
    "STAFF_MOVES",
    "WORKABLE",
    "Resolution",
    "Status",
    "Ticket",
    "rank",
    "truncated",
]


class Ticket(Dialogue, Decisions, Bonds, Handing):
    """One registered problem: how it begins, is taken, answered, disputed and closed."""

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
            | cite(clause),
        )

    def take(self, at: datetime, by: Agent, actor: Actor) -> Entry:
        """An agent makes it theirs; the response clock stops (barier 6.3, 7.4).

        Raises AlreadyTaken if a colleague holds it, WrongState if it is completed or closed.
        """
        self._must_be("take", *WORKABLE)
        if self.assignee_id and self.assignee_id != by.person_id:
            raise AlreadyTaken(by=self.assignee_name)
        if self.assignee_id == by.person_id:
            raise WrongState(status=self.status, move="take")
        self.assignee_id, self.assignee_name, self.offered_to = by.person_id, by.name, None
        self._respond(at, "taking")
        if self.status is Status.REGISTERED:
            self.status = Status.IN_PROGRESS
        return self._write(at, EntryKind.TAKEN, actor, {"assignee": by.name} | cite(self.regulation.clause("started")))

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
        facts = {"text": text, "files": list(files), "minutes": minutes} | cite(self.regulation.clause("completed"))
        if self.regulation.asks_how_it_ended and not self.regulation.completion.closes:
            facts["resolution"] = str(resolution)  # else the closing says it
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
        facts = {"text": argument, "files": list(files)} | cite(self.regulation.clause("dispute"))
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

    def withdraw(self, at: datetime, actor: Actor) -> Entry:
        """The requester needs it no more; it is closed at once. WrongState once it is completed."""
        self._must_be("withdraw", *WORKABLE)
        self.resolution, self.close_due = Resolution.WITHDRAWN, None
        return self._close(at, actor, how="withdrawn", clause=None)

    def pass_on(self, at: datetime, actor: Actor, to: Person, contact: Mapping[str, str]) -> Entry:
        """A colleague becomes its requester, with their own answers about a person. WrongState once it is closed."""
        if not self.is_open:
            raise WrongState(status=self.status, move="pass_on")
        theirs = {field.key: contact.get(field.key, "") for field in self.regulation.fields if field.about_person}
        self.requester_id, self.answers = to.id, self.answers | theirs
        return self._write(at, EntryKind.PASSED_ON, actor, {"to": to.name, "contact": theirs})

    def reopen(self, at: datetime, actor: Actor) -> Entry:
        """Closed too early: open the same ticket again; the clock goes on with what was left (gravity 6).

        WrongState where the regulation has no reopening, or the ticket is open.
        """
        if not self.regulation.reopen:
            raise WrongState(status=self.status, move="reopen")
        self._must_be("reopen", Status.CLOSED)
        self._back_to_work(at)
        return self._write(
            at, EntryKind.DISPUTED, actor, {"text": "", "reopened": True} | cite(self.regulation.clause("reopen"))
        )


def rank(ticket: Ticket | Waiting) -> tuple[int, int, datetime]:
    """Whose turn it is: by priority, then by receipt (barier 4.5, 6.3)."""
    return ticket.regulation.turn(priority=ticket.priority, received=ticket.received_at, head=ticket.at_head)


def truncated(at: datetime) -> datetime:
    """The instant without its fraction of a second: the regulation counts whole seconds."""
    return at - timedelta(microseconds=at.microsecond)
