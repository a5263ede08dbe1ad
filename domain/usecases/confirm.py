"""Confirm: the requester says it is solved; that closes the ticket (barier 4.9)."""

from __future__ import annotations

from domain.draft import DraftKind
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.close import after_closing
from domain.usecases.hand_over import hand_over
from domain.usecases.meeting import meet, own_ticket, requester


def confirm(desk: Desk, *, by: Speaker, number: str) -> Ticket:
    """Close it as solved; a rating is asked for. NotYours; WrongState unless it is completed."""
    person = meet(desk, by)
    return confirm_as(desk, by, person, own_ticket(desk, person, number))


def confirm_as(desk: Desk, by: Speaker, person: Person, ticket: Ticket) -> Ticket:
    """The same, of whom it is known that the ticket is theirs. WrongState unless it is completed."""
    number = ticket.number
    entry = ticket.confirm(desk.now(), requester(person, by))
    for draft in desk.drafts.for_ticket(person.id, number):
        if draft.kind is DraftKind.ARGUMENT:
            hand_over(desk, draft, ticket)
            desk.drafts.discard(draft)
    after_closing(desk, ticket, entry)
    return ticket
