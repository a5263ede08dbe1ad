"""Dialogue: what requester, staff and others say on a ticket."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.journal import Actor, Audience, Entry, EntryKind
from domain.refusals import WrongState
from domain.terms import Demand
from domain.tickets.core import Core, cite, iso
from domain.tickets.states import ABUSE, ONE_ISSUE, WORKABLE, Status


class Dialogue(Core):
    """The moves by which something is asked, answered or told."""

    def await_details(self, at: datetime, lines: Iterable[str]) -> Entry:
        """It was registered without these lines of the form: they are asked for, and the clock stands until an answer comes."""
        self._must_be("ask", Status.REGISTERED)
        self.status = Status.CLARIFICATION
        self._pause(at)
        facts = {"text": "", "lines": list(lines)} | cite(self.regulation.clause("fields"))
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
            facts |= {"in_confidence": True} | cite(demand.clause)
        else:
            facts |= cite(self.regulation.clause("ask"))
        return self._write(at, EntryKind.QUESTION, actor, facts)

    def confide(self, at: datetime, actor: Actor, clause: str | None) -> Entry:
        """The requester tells something in confidence: that they did is on record, what they said is not (gravity 4.3).

        An answer to our question starts the clock again. WrongState once completed.
        """
        self._must_be("confide", *WORKABLE)
        if self.status is Status.CLARIFICATION:
            self.status, self.close_due = Status.IN_PROGRESS, None
            self._resume(at)
        return self._write(at, EntryKind.SECRET_GIVEN, actor, cite(clause))

    def hear(self, at: datetime, actor: Actor, text: str, files: Iterable[str] = (), **known: Any) -> Entry:
        """The requester says something; an answer to our question starts the clock again (barier 4.6).

        `known`: what else is on record of it, such as when a letter was received.

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
        facts = {"text": text, "files": list(files)} | {name: fact for name, fact in known.items() if fact}
        entry = self._write(at, EntryKind.MESSAGE, actor, facts)
        if self.status is Status.COMPLETED and self.regulation.completion.returned_by == "anything":
            self._back_to_work(at)
            clause = cite(self.regulation.clause("dispute"))
            self._write(at, EntryKind.DISPUTED, Actor.the_desk(), {"text": ""} | clause)
        elif self.status is Status.COMPLETED and self.close_due:
            self.close_due = None
            self._write(at, EntryKind.PAUSED_SILENCE, Actor.the_desk(), {}, Audience.STAFF)
        return entry

    def answer_unheard(self, at: datetime) -> Entry | None:
        """The answer or question that silence counts from has reached nobody after all: it does not count (barier 4.9)."""
        if self.close_due is None or not self.is_open:
            return None
        self.close_due = None
        return self._write(at, EntryKind.PAUSED_SILENCE, Actor.the_desk(), {}, Audience.STAFF)

    def overhear(self, at: datetime, actor: Actor, text: str) -> Entry:
        """The requester says something that is no answer and no verdict, such as «спасибо»: no clock minds it.

        WrongState once closed.
        """
        if not self.is_open:
            raise WrongState(status=self.status, move="message")
        return self._write(at, EntryKind.MESSAGE, actor, {"text": text, "files": [], "aside": True})

    def revise(self, at: datetime, actor: Actor, text: str, of: int | None) -> Entry:
        """The requester edited what they said in entry `of`: that stays as it is, this stands beside it; no clock minds it.

        WrongState once closed: a closed record does not change.
        """
        if not self.is_open:
            raise WrongState(status=self.status, move="message")
        return self._write(at, EntryKind.EDITED, actor, {"text": text} | ({"of": of} if of else {}))

    def correct(self, at: datetime, actor: Actor, text: str, of: int, audience: Audience = Audience.PUBLIC) -> Entry:
        """Staff edited what they said in entry `of`: that stays as it is, this stands beside it. WrongState once closed."""
        if not self.is_open:
            raise WrongState(status=self.status, move="answer")
        return self._write(at, EntryKind.EDITED, actor, {"text": text, "of": of, "by_staff": True}, audience)

    def join(self, at: datetime, actor: Actor, text: str, files: Iterable[str] = ()) -> Entry:
        """A colleague of the requester has the same problem, and adds to it; no clock minds that. WrongState once completed."""
        self._must_be("message", *WORKABLE)
        return self._write(at, EntryKind.MESSAGE, actor, {"text": text, "files": list(files), "colleague": True})

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
            facts |= {"means": means, "told_at": iso(told_at or at)} | cite(self.regulation.clause("answer"))
        if article:
            facts |= {"article": article} | cite(self.regulation.clause("faq"))
        return self._write(at, EntryKind.ANSWER, actor, facts)

    def involve(self, at: datetime, actor: Actor) -> Entry:
        """Somebody from outside was brought in; who it is stands in an entry for staff (e-doc 17).

        WrongState unless it is in work, or where the regulation knows nobody from outside.
        """
        if not self.allows("involve"):
            raise WrongState(status=self.status, move="involve")
        demand = self.regulation.demand("third_parties")
        return self._write(at, EntryKind.PARTICIPANT, actor, cite(demand.clause if demand else None))

    def note(self, at: datetime, actor: Actor, text: str, *, remark: bool = False) -> Entry:
        """Words for staff only; `remark`: on how it ended."""
        facts = {"text": text} | ({"remark": True} if remark else {})
        return self._write(at, EntryKind.NOTE, actor, facts, Audience.STAFF)

    def promise(self, at: datetime, actor: Actor, cause: str, until: datetime) -> Entry:
        """Not in time: why, and when to expect it. Shown beside the deadline, never instead of it (barier 6.3)."""
        self._must_be("promise", *WORKABLE)
        self.promised_at = until
        facts = {"text": cause, "until": until.isoformat()} | cite(self.regulation.clause("late"))
        return self._write(at, EntryKind.PROMISED, actor, facts)

    def change_email(self, at: datetime, actor: Actor, address: str) -> Entry:
        """The address that letters go to is corrected, by its requester, or by staff for somebody without a chat (barier 7.10)."""
        before = self.email
        self.answers = {**self.answers, "email": address}
        return self._write(at, EntryKind.EMAIL_CHANGED, actor, {"email": address, "before": before})

    def linked(
        self, at: datetime, actor: Actor, others: Iterable[str], kind: str, clause: str | None, **facts: Any
    ) -> Entry:
        """It has to do with other tickets; `kind` is what they are to it (barier 4.3)."""
        return self._write(at, EntryKind.LINKED, actor, {"others": list(others), "how": kind, **facts} | cite(clause))

    def concern(self, at: datetime, actor: Actor, how: str, text: str) -> Entry:
        """A failure that hits many: that it tells of it (`how`: linked), or does not (unlinked), what is new, or that it is over.

        WrongState once closed.
        """
        if not self.is_open:
            raise WrongState(status=self.status, move="incident")
        return self._write(at, EntryKind.INCIDENT, actor, {"how": how, "text": text})

    def phone_proved(self, at: datetime, actor: Actor) -> Entry:
        """Taken down by phone; whoever showed by Telegram that the number is theirs goes on with it in the chat."""
        return self._write(at, EntryKind.PHONE_PROVED, actor, {})

    def mail_proved(self, at: datetime, actor: Actor) -> Entry:
        """It came by letter; whoever opened the link that was sent to that address goes on with it in the chat."""
        return self._write(at, EntryKind.MAIL_PROVED, actor, {})

    def one_issue(self, at: datetime, actor: Actor, parts: Iterable[str]) -> Entry:
        """What looked like several problems is one, says the requester; these are the parts that were shown."""
        clause = cite(self.regulation.clause("one_issue"))
        if ONE_ISSUE not in self.marks:
            self.marks = [*self.marks, ONE_ISSUE]
        return self._write(at, EntryKind.ONE_ISSUE, actor, {"parts": list(parts)} | clause)

    def withdraw_consent(self, at: datetime, actor: Actor, version: str) -> Entry:
        """The requester took their consent back; what was begun under the contract goes on to its end (152-ФЗ, article 6)."""
        return self._write(at, EntryKind.CONSENT_WITHDRAWN, actor, {"version": version})

    def complain(
        self, at: datetime, actor: Actor, letter: str, number: str, due: str | None, clause: str | None
    ) -> Entry:
        """The requester writes to quality control, past the assignee: the words go there and not into the journal.

        `number` is the letter's own, `due` (ISO 8601, UTC) when its answer falls due.
        """
        facts = {"letter": letter, "complaint": number} | ({"due": due} if due else {})
        return self._write(at, EntryKind.COMPLAINED, actor, facts | cite(clause))

    def answer_complaint(self, at: datetime, actor: Actor, number: str, text: str, clause: str | None) -> Entry:
        """A lead answers the requester's letter to quality control."""
        return self._write(at, EntryKind.COMPLAINT_ANSWERED, actor, {"complaint": number, "text": text} | cite(clause))

    def flag(self, at: datetime, words: Iterable[str], clause: str | None) -> Entry:
        """Words that look obscene or insulting; staff decide what follows (gravity 4.2, e-doc 16)."""
        if ABUSE not in self.marks:
            self.marks = [*self.marks, ABUSE]
        return self.record(at, EntryKind.FLAGGED, {"words": list(words)} | cite(clause))

    def rate(self, at: datetime, actor: Actor, stars: int) -> Entry:
        """A rating from 1 to 5, after closing; a later one replaces it, and the first tells how long that may be."""
        self._must_be("rate", Status.CLOSED)
        self.rating, self.rated_at = stars, self.rated_at or at
        return self._write(at, EntryKind.RATED, actor, {"stars": stars})

    def comment_rating(self, at: datetime, actor: Actor, text: str) -> Entry:
        """A few words to go with the rating."""
        self._must_be("rate", Status.CLOSED)
        return self._write(at, EntryKind.RATED, actor, {"stars": self.rating, "text": text})
