"""Hear: somebody wrote something in private. It goes to what awaits it; nothing is ever delivered to «the last ticket»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.draft import Conversation, Draft, DraftKind
from domain.people import EmailProof, Person, Speaker
from domain.ports import Desk
from domain.ticket import Status, Ticket
from domain.usecases.change_email import change_email
from domain.usecases.dispute import dispute
from domain.usecases.limits import must_fit
from domain.usecases.meeting import conversation, meet, own_ticket
from domain.usecases.prove_email import prove_email
from domain.usecases.rate import comment
from domain.usecases.say import say

SIX_DIGITS = re.compile(r"\s*(\d{3})[\s-]?(\d{3})\s*")


@dataclass(frozen=True)
class Said:
    """The words joined a ticket."""

    person: Person
    ticket: Ticket


@dataclass(frozen=True)
class Disputed:
    """The objection is recorded and the work goes on."""

    person: Person
    ticket: Ticket


@dataclass(frozen=True)
class Commented:
    """The words went to the rating."""

    person: Person
    ticket: Ticket


@dataclass(frozen=True)
class Proved:
    """The address is proved."""

    person: Person
    address: str


@dataclass(frozen=True)
class WrongDigits:
    """The code was not that one; `left` tries remain."""

    person: Person
    left: int


@dataclass(frozen=True)
class Readdressed:
    """Letters go to the corrected address from now on."""

    person: Person
    ticket: Ticket


Heard = Conversation | Said | Disputed | Commented | Proved | WrongDigits | Readdressed


def hear(desk: Desk, *, by: Speaker, text: str, reply_to: str | None = None) -> Heard:
    """Take the words to where they belong: the ticket they reply to, the code that is out, the draft that is open.

    Words that belong nowhere are kept in a loose draft until their writer says what they are (barier 7.5).
    Raises WrongAnswer for an answer that a field of the intake does not take, and what the use cases raise.
    """
    person = meet(desk, by)
    if reply_to and (ticket := _replied_ticket(desk, by, person, reply_to)):
        return _to_ticket(desk, by, person, ticket, text)
    drafts = desk.drafts.of(by, person)
    draft = drafts[0] if drafts else None
    if digits := SIX_DIGITS.fullmatch(text):
        proof = desk.people.proof(person.id)
        code = "".join(digits.groups())
        # Six digits that are not the code may still be an answer to the question that is open.
        if proof and (draft is None or proof.code == code) and proof.tries < EmailProof.MAX_TRIES:
            return _try_code(desk, by, person, proof, code)
    if draft is None:
        return _loose(desk, by, person, text)
    return _to_draft(desk, by, person, draft, text)


def _to_draft(desk: Desk, by: Speaker, person: Person, draft: Draft, text: str) -> Heard:
    match draft.kind:
        case DraftKind.INTAKE:
            return _answer(desk, person, draft, text)
        case DraftKind.LOOSE:
            return _loose(desk, by, person, text)
        case DraftKind.ANSWER:
            ticket = own_ticket(desk, person, draft.ticket or "")
            files = [f.id for f in desk.files.of_draft(draft.id)]
            say(desk, by=by, person=person, ticket=ticket, text=text, files=files)
            desk.drafts.discard(draft)
            return Said(person, ticket)
        case DraftKind.ARGUMENT:
            return Disputed(person, dispute(desk, by=by, person=person, draft=draft, argument=text))
        case DraftKind.COMMENT:
            return Commented(person, comment(desk, by=by, person=person, draft=draft, text=text))
        case DraftKind.EMAIL:
            return Readdressed(person, change_email(desk, by=by, person=person, draft=draft, address=text))


def _answer(desk: Desk, person: Person, draft: Draft, text: str) -> Conversation:
    """An answer to the open field, or its «none» button. Words in place of a press change nothing: it is asked again."""
    step = draft.awaits(desk.regulation, person)
    field = next((f for f in desk.regulation.fields if f.key == step), None)
    if field is not None:
        skipped = field.skip is not None and text.strip() in field.skip.words.values()
        draft.put(step, "" if skipped else field.accept(text))
    return conversation(desk, person, draft)


def _replied_ticket(desk: Desk, by: Speaker, person: Person, reply_to: str) -> Ticket | None:
    delivery = desk.deliveries.find(by.place.channel, by.place.chat, reply_to)
    if delivery is None or delivery.ticket is None:
        return None
    return own_ticket(desk, person, delivery.ticket)


def _to_ticket(desk: Desk, by: Speaker, person: Person, ticket: Ticket, text: str) -> Heard:
    """A reply to one of the ticket's messages. After closing it is not the ticket's any more: a new one is offered."""
    if ticket.status is Status.CLOSED:
        return _loose(desk, by, person, text)
    for draft in desk.drafts.for_ticket(person.id, ticket.number):
        if draft.kind is DraftKind.ARGUMENT:
            return Disputed(person, dispute(desk, by=by, person=person, draft=draft, argument=text))
        if draft.kind is DraftKind.ANSWER:
            return _to_draft(desk, by, person, draft, text)
    say(desk, by=by, person=person, ticket=ticket, text=text)
    return Said(person, ticket)


def _try_code(desk: Desk, by: Speaker, person: Person, proof: EmailProof, code: str) -> Heard:
    if proof.code == code:
        return Proved(person, prove_email(desk, by=by, person=person, proof=proof))
    proof.tries += 1
    return WrongDigits(person, EmailProof.MAX_TRIES - proof.tries)


def _loose(desk: Desk, by: Speaker, person: Person, text: str) -> Conversation:
    draft = next((d for d in desk.drafts.of(by, person) if d.kind is DraftKind.LOOSE), None)
    if draft is None:
        place = by.place
        draft = Draft(DraftKind.LOOSE, place.channel, place.chat, place.thread, person.id, desk.now())
        desk.drafts.open(draft)
    draft.answers = {**draft.answers, "texts": [*draft.answers.get("texts", []), must_fit(text)]}
    return _offer(desk, person, draft)


def _offer(desk: Desk, person: Person, draft: Draft) -> Conversation:
    talk = conversation(desk, person, draft)
    talk.open_tickets = [t.number for t in desk.tickets.open_of(person.id)]
    return talk
