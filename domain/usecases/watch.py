"""Watch: a member of staff wants to hear of a ticket, whoever is responsible for it."""

from __future__ import annotations

from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, WrongState
from domain.ticket import Ticket
from domain.usecases.meeting import colleague
from domain.usecases.telling import refresh_card


def watch(desk: Desk, *, by: Speaker, number: str, on: bool) -> bool:
    """From now on they hear of it, or no more. Returns whether in private; else they are called by name in the group.

    NotStaff, NotYours, WrongState once closed; NothingToAnswer if it is so already.
    """
    agent = desk.people.agent(by)
    ticket: Ticket = desk.tickets.get(number)
    if on and not ticket.allows("watch"):
        raise WrongState(status=ticket.status, move="watch")
    if (agent.person_id in ticket.watchers) is on:
        raise NothingToAnswer
    ticket.watch(desk.now(), colleague(agent, by), on=on)
    refresh_card(desk, ticket)
    return bool(desk.people.get(agent.person_id).chat)
