"""Withdraw: the requester needs it no more; the ticket is closed at once."""

from __future__ import annotations

from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.close import after_closing
from domain.usecases.meeting import meet, own_ticket, requester
from domain.usecases.telling import tell_staff


def withdraw(desk: Desk, *, by: Speaker, number: str) -> Ticket:
    """«Отозвать» was pressed, and again to be sure: closed, staff are told. NotYours; WrongState once it is completed."""
    person = meet(desk, by)
    ticket = own_ticket(desk, person, number)
    entry = ticket.withdraw(desk.now(), requester(person, by))
    for draft in desk.drafts.for_ticket(person.id, number):
        desk.drafts.discard(draft)
    tell_staff(desk, ticket, Notice(Code.WITHDRAWN))
    after_closing(desk, ticket, entry)
    return ticket
