"""Correct address: staff put right where letters go for a requester who has no chat to do it in, such as a caller (barier 7.10)."""

from __future__ import annotations

from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import WrongState
from domain.ticket import Ticket
from domain.usecases.dead_addresses import revive, why_dead
from domain.usecases.meeting import colleague
from domain.usecases.staff_place import must_be_here
from domain.usecases.telling import MAIL, refresh_card, tell_by_letter


def may_correct_address(desk: Desk, ticket: Ticket) -> bool:
    """Whether it is for staff to do: nobody who has a chat, and nobody who wrote letters themselves while these still arrive."""
    if not ticket.is_open or desk.people.get(ticket.requester_id).chat:
        return False
    return ticket.door != MAIL or bool(why_dead(desk, ticket.email))


def correct_address(desk: Desk, *, by: Speaker, number: str, text: str) -> Ticket:
    """From now on letters go there; the one with the number goes there at once. NotStaff, NotYours, WrongState, WrongAnswer."""
    agent = desk.people.agent(by)
    must_be_here(desk, by=by, number=number)
    ticket = desk.tickets.get(number)
    if not may_correct_address(desk, ticket):
        raise WrongState(status=ticket.status, move="address")
    address = ticket.regulation.field("email").accept(text)
    entry = ticket.change_email(desk.now(), colleague(agent, by), address)
    revive(desk, address)
    tell_by_letter(desk, ticket, Notice(Code.REGISTERED), entry, again=True)
    refresh_card(desk, ticket)
    return ticket
