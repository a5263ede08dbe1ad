"""Thank: a message that is only polite. It opens nothing, closes nothing, answers nothing and starts no clock."""

from __future__ import annotations

from dataclasses import dataclass

from domain.courtesy import Courtesy, courtesy
from domain.draft import Draft, DraftKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Delivery, Desk
from domain.ticket import Status, Ticket
from domain.usecases.meeting import own_ticket, requester
from domain.usecases.telling import MAIL, tell_by_letter, tell_in_chat, tell_staff
from domain.usecases.uttered import utter

NO_WORDS = (DraftKind.EMAIL, DraftKind.COMPLAINT)
"""What is awaited there is no place for a thank-you, and no ticket's words either."""


@dataclass(frozen=True)
class Polite:
    """What was said, and the ticket it was said about, if that is known."""

    courtesy: Courtesy
    ticket: Ticket | None = None


def polite(
    desk: Desk, *, by: Speaker, person: Person, draft: Draft | None, delivery: Delivery | None, text: str
) -> Polite | None:
    """Take a courtesy as one, or None where the words must be heard: «хорошо» may answer a question, an intake's too."""
    said = courtesy(text)
    if said is None:
        return None
    number = delivery.ticket if delivery else None
    if number is None and draft is not None:
        if draft.kind is DraftKind.INTAKE and said is Courtesy.THANKS:
            return Polite(said)
        if draft.kind in (DraftKind.INTAKE, DraftKind.COMMENT, DraftKind.SECRET):
            return None
        if draft.kind in NO_WORDS:
            return Polite(said)
        number = draft.ticket
    if number is None:
        return _bare(desk, person, said)
    ticket = own_ticket(desk, person, number)
    if not ticket.is_open:
        return Polite(said, ticket)
    if said is Courtesy.ASSENT and ticket.status is not Status.COMPLETED:
        return None
    overhear(desk, by, person, ticket, text, quiet=True)
    return Polite(said, ticket)


def overhear(
    desk: Desk, by: Speaker, person: Person, ticket: Ticket, text: str, *, quiet: bool = False, quoted: str = ""
) -> None:
    """Put it on record and show it to staff, `quiet` without a sound, with what its letter `quoted`; nothing moves by it."""
    entry = ticket.overhear(desk.now(), requester(person, by), text)
    utter(desk, by, person, ticket=ticket.number, entry=entry.n)
    by_letter = by.place.channel == MAIL
    facts = {"text": text, "aside": quiet, "by_letter": by_letter} | ({"quoted": quoted} if quoted else {})
    tell_staff(desk, ticket, Notice(Code.SAID, facts))
    mirrored = Notice(Code.YOU_WROTE, {"text": text, "by_letter": by_letter})
    if by_letter:
        tell_in_chat(desk, ticket, mirrored)
    else:
        tell_by_letter(desk, ticket, mirrored, entry)


def _bare(desk: Desk, person: Person, said: Courtesy) -> Polite | None:
    """Of no ticket in particular: the one that awaits a verdict, if there is one, is offered for that again."""
    theirs = desk.tickets.open_of(person.id)
    if said is Courtesy.ASSENT and any(ticket.status is Status.CLARIFICATION for ticket in theirs):
        return None
    done = [ticket for ticket in theirs if ticket.status is Status.COMPLETED]
    return Polite(said, done[-1] if done else None)
