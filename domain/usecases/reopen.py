"""Reopen: closed too early, the same ticket is opened again where the regulation allows it (gravity 6)."""

from __future__ import annotations

from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.deadlines import set_deadline_timers
from domain.usecases.meeting import meet, own_ticket, requester
from domain.usecases.retention import set_retention
from domain.usecases.telling import refresh_card, tell_requester, tell_staff


def reopen(desk: Desk, *, by: Speaker, number: str) -> Ticket:
    """«Открыть повторно»: back in work with what was left of the clock; staff are told. NotYours, WrongState."""
    person = meet(desk, by)
    ticket = own_ticket(desk, person, number)
    entry = ticket.reopen(desk.now(), requester(person, by))
    set_deadline_timers(desk, ticket)
    set_retention(desk, ticket)
    tell_staff(desk, ticket, Notice(Code.DISPUTED, {"text": ""}))
    tell_requester(desk, ticket, Notice(Code.RESUMED, {"clause": entry.facts.get("clause"), "reopened": True}), entry)
    refresh_card(desk, ticket)
    return ticket
