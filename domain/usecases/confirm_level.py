"""Confirm the level: staff say that a request which came as a plain letter has its requester's level of service (barier 7.7)."""

from __future__ import annotations

from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.ticket import NO_LEVEL, Ticket
from domain.usecases.meeting import colleague
from domain.usecases.telling import refresh_card


def confirm_level(desk: Desk, *, by: Speaker, number: str) -> Ticket:
    """The mark goes. NotStaff, NotYours; NothingToAnswer if it is confirmed already."""
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    if NO_LEVEL not in ticket.marks:
        raise NothingToAnswer
    ticket.confirm_level(desk.now(), colleague(agent, by))
    refresh_card(desk, ticket)
    return ticket
