"""Repeats: which ticket goes on for another, who may know of it, and which open ones repeat the one that was just completed."""

from __future__ import annotations

from domain.linked import LinkKind
from domain.notices import Code, Notice
from domain.ports import Desk
from domain.ticket import WORKABLE, Ticket
from domain.usecases.telling import tell_staff


def end_of(desk: Desk, ticket: Ticket) -> Ticket:
    """The ticket that goes on for this one at the end of all mergers; itself if it was not merged."""
    seen = {ticket.number}
    while ticket.merged_into and ticket.merged_into not in seen:
        seen.add(ticket.merged_into)
        ticket = desk.tickets.get(ticket.merged_into)
    return ticket


def shares(desk: Desk, one: Ticket, other: Ticket) -> bool:
    """Whether the requester of one may see the other: it is theirs, or a colleague's where the regulation shares them."""
    if one.requester_id == other.requester_id:
        return True
    shared = one.regulation.demand("colleagues") is not None
    return shared and one.organization_id is not None and one.organization_id == other.organization_id


def repeating(desk: Desk, main: Ticket) -> list[Ticket]:
    """The tickets in work that repeat this one, or one that was merged into it."""
    found, seen, left = [], {main.number}, [main.number]
    while left:
        for bond in desk.links.of(left.pop()):
            if bond.kind == LinkKind.DUPLICATE and bond.other not in seen:
                seen.add(bond.other)
                left.append(bond.other)
                found.append(desk.tickets.get(bond.other))
    return [ticket for ticket in found if ticket.status in WORKABLE]


def offer_same_answer(desk: Desk, main: Ticket) -> None:
    """It is completed: staff may send the same answer to those who asked the same."""
    for ticket in repeating(desk, main):
        tell_staff(desk, ticket, Notice(Code.SAME_ANSWER, {"main": main.number}), mark=f"{main.number}.{main.entries}")
