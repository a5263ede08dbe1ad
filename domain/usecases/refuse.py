"""Refuse: a request is closed unsolved, for one of the regulation's reasons and with its clause (barier 7.9)."""

from __future__ import annotations

from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.ticket import ABUSE, Ticket
from domain.usecases.close import after_closing
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague


def refuse(desk: Desk, *, by: Speaker, number: str, reason: str, text: str) -> Ticket:
    """Close it and tell the requester why, by which clause. It need not be taken first.

    NotStaff, NotYours, WrongState once closed, TooLong; KeyError: the regulation has no such reason.
    """
    must_fit(text)
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    entry = ticket.refuse(desk.now(), colleague(agent, by), ticket.regulation.reason(reason), text)
    after_closing(desk, ticket, entry)
    return ticket


def refuse_for_conduct(desk: Desk, *, by: Speaker, number: str) -> Ticket:
    """Refuse a flagged ticket by the regulation's reason; its text says enough (gravity 4.8-10, e-doc 16).

    NotStaff, NotYours, WrongState once closed; NothingToAnswer where nothing was flagged.
    """
    desk.people.agent(by)
    ticket = desk.tickets.get(number)
    conduct = ticket.regulation.conduct
    if conduct is None or ABUSE not in ticket.marks:
        raise NothingToAnswer
    return refuse(desk, by=by, number=number, reason=conduct.reason, text="")
