"""Related: staff tie two tickets that have to do with each other, and untie them; both cards show it, requesters do not."""

from __future__ import annotations

from domain.linked import LinkKind
from domain.numbers import number_at
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, NotYours, WrongState
from domain.staff_refusals import NoSuchTicket, WrongBond
from domain.ticket import Ticket
from domain.usecases.link import link
from domain.usecases.meeting import colleague
from domain.usecases.telling import refresh_card


def named(desk: Desk, ticket: Ticket, text: str) -> tuple[Ticket, str]:
    """The ticket whose number a text begins with, typed as 17 or BAR-000017, and the words after it. NoSuchTicket."""
    number, words = number_at(ticket.regulation, text)
    try:
        return desk.tickets.get(number), words
    except NotYours:
        raise NoSuchTicket(number or text.strip()[:32]) from None


def relate(desk: Desk, *, by: Speaker, number: str, text: str) -> Ticket:
    """Tie it to the ticket that the text names; words after the number are kept with it.

    NotStaff, NotYours, WrongState once closed; NoSuchTicket; WrongBond: to itself, or tied already.
    """
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    if not ticket.allows("relate"):
        raise WrongState(status=ticket.status, move="relate")
    other, words = named(desk, ticket, text)
    if other is ticket:
        raise WrongBond("self", other.number)
    if any(one.other == other.number for one in desk.links.of(number)):
        raise WrongBond("tied", other.number)
    link(desk, ticket, other, LinkKind.RELATED)
    actor, at = colleague(agent, by), desk.now()
    ticket.relate(at, actor, other.number, LinkKind.RELATED, words)
    if other.erased_at is None:
        other.relate(at, actor, number, LinkKind.RELATED, words)
    refresh_card(desk, ticket)
    refresh_card(desk, other)
    return ticket


def related_to(desk: Desk, ticket: Ticket) -> list[str]:
    """The numbers of the tickets that staff have tied it to."""
    return [one.other for one in desk.links.of(ticket.number) if one.kind == LinkKind.RELATED]


def unrelate(desk: Desk, *, by: Speaker, number: str, other: str) -> Ticket:
    """Untie the two. NotStaff, NotYours, WrongState once closed; NothingToAnswer if they are not tied by staff."""
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    if not ticket.allows("relate"):
        raise WrongState(status=ticket.status, move="relate")
    if other not in related_to(desk, ticket):
        raise NothingToAnswer
    actor, at = colleague(agent, by), desk.now()
    for one, two in ((ticket, desk.tickets.get(other)), (desk.tickets.get(other), ticket)):
        for bond in desk.links.of(one.number):
            if bond.other == two.number and bond.kind == LinkKind.RELATED:
                desk.links.remove(bond)
        if one.erased_at is None:
            one.unrelate(at, actor, two.number)
        refresh_card(desk, one)
    return ticket
