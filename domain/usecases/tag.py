"""Tag: staff call a ticket by words of their own, and take them off again; the card shows them."""

from __future__ import annotations

from domain.numbers import number_at
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NotYours
from domain.staff_refusals import NoSuchTicket, WrongTag
from domain.tags import MOST, tags_in
from domain.ticket import Ticket
from domain.usecases.meeting import colleague
from domain.usecases.telling import refresh_card


def tag(desk: Desk, *, by: Speaker, number: str, text: str, off: bool = False) -> Ticket:
    """Give it these tags, or take them off. A closed one too: tags are how it is found again.

    NotStaff, NotYours, DataErased; WrongTag: none, too long, too many, or so already.
    """
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    tags = tags_in(text)
    changed = [one for one in tags if (one in ticket.tags) is off]
    if not changed:
        raise WrongTag("same", ", ".join(tags))
    if not off and len(ticket.tags) + len(changed) > MOST:
        raise WrongTag("many", str(MOST))
    ticket.tag(desk.now(), colleague(agent, by), [] if off else changed, changed if off else [])
    refresh_card(desk, ticket)
    return ticket


def tag_by_command(desk: Desk, *, by: Speaker, text: str, reply_to: str = "", off: bool = False) -> Ticket:
    """`/tag BAR-17 касса, срочно`; in reply to a message about a ticket the number is left out.

    NotStaff; NoSuchTicket; what `tag` raises; WrongTag("empty") where nothing says which ticket, or how to call it.
    """
    desk.people.agent(by)
    delivery = desk.deliveries.find(by.place.channel, by.place.chat, reply_to) if reply_to else None
    if delivery is not None and delivery.ticket:
        return tag(desk, by=by, number=delivery.ticket, text=text, off=off)
    number, words = number_at(desk.regulation, text)
    if not number or not words:
        raise WrongTag("empty")
    try:
        return tag(desk, by=by, number=number, text=words, off=off)
    except NotYours:
        raise NoSuchTicket(number) from None
