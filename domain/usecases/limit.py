"""Limit: say that such questions are answered in a limited way; the work goes on (insales: business, law, advertising, SEO)."""

from __future__ import annotations

from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.meeting import colleague
from domain.usecases.refuse import item_of
from domain.usecases.take import for_work
from domain.usecases.telling import refresh_card, tell_requester


def limit(desk: Desk, *, by: Speaker, number: str, item: str) -> Ticket:
    """Tell the requester, with the item's words and clause. NotStaff, NotYours, WrongState; NothingToAnswer: no such item."""
    agent, ticket = for_work(desk, by, number)
    entry = ticket.limit(desk.now(), colleague(agent, by), item_of(ticket, item, "limited"))
    tell_requester(desk, ticket, Notice(Code.LIMITED, dict(entry.facts)), entry)
    refresh_card(desk, ticket)
    return ticket
