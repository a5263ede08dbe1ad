"""Link: two tickets have to do with each other; both know it, and both journals say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain import apart
from domain.draft import Draft
from domain.journal import Actor, Entry
from domain.linked import Link, LinkKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.meeting import requester
from domain.usecases.telling import refresh_card, tell_staff


def link(desk: Desk, ticket: Ticket, other: Ticket, kind: LinkKind) -> None:
    """Enter both sides: `kind` says what `other` is to `ticket`. The journals are `note_links`'s."""
    desk.links.add(Link(ticket.number, other.number, str(kind), desk.now()))
    desk.links.add(Link(other.number, ticket.number, str(kind.back), desk.now()))


def note_links(desk: Desk, ticket: Ticket, others: Sequence[Ticket], kind: LinkKind, by: Actor, **facts: Any) -> Entry:
    """Write into the ticket's journal what these are to it."""
    clause = ticket.regulation.clause("one_issue")
    return ticket.linked(desk.now(), by, [other.number for other in others], str(kind), clause, **facts)


def note_parts(
    desk: Desk, by: Speaker, person: Person, draft: Draft, tickets: Sequence[Ticket]
) -> dict[str, dict[str, Any]]:
    """Link what one intake became, and where it came up; or note that it is one problem. Returns what to tell of it, by number."""
    actor, said = requester(person, by), {ticket.number: dict[str, Any]() for ticket in tickets}
    for at, ticket in enumerate(tickets):
        others = [other for other in tickets if other is not ticket]
        for other in tickets[at + 1 :]:
            link(desk, ticket, other, LinkKind.PART)
        if others:
            note_links(desk, ticket, others, LinkKind.PART, actor)
            said[ticket.number]["apart"] = [other.number for other in others]
    if draft.answers.get("parts") == apart.TOGETHER:
        tickets[0].one_issue(desk.now(), actor, draft.answers[apart.PARTS])
    for number, n in draft.answers.get(apart.FROM, []):
        came_up(desk, actor, desk.tickets.get(number), n, tickets)
        for ticket in tickets:
            said[ticket.number]["origin"] = number
    return said


def came_up(desk: Desk, actor: Actor, origin: Ticket, n: int, tickets: Sequence[Ticket]) -> None:
    """What its requester said in the n-th entry of a ticket is registered by itself: both sides note it, and staff hear of it."""
    for ticket in tickets:
        link(desk, ticket, origin, LinkKind.ORIGIN)
        note_links(desk, ticket, [origin], LinkKind.ORIGIN, actor)
    note_links(desk, origin, tickets, LinkKind.OFFSHOOT, actor, entry=n)
    tell_staff(desk, origin, Notice(Code.CAME_UP, {"others": [ticket.number for ticket in tickets]}))
    refresh_card(desk, origin)


def linked_with(desk: Desk, ticket: Ticket, *, own: bool = False) -> dict[LinkKind, list[str]]:
    """The numbers of the tickets that have to do with it, by what they are to it. `own`: only what its requester may see."""
    found: dict[LinkKind, list[str]] = {}
    for one in desk.links.of(ticket.number):
        if own and one.kind == LinkKind.RELATED:
            continue
        if not own or desk.tickets.get(one.other).requester_id == ticket.requester_id:
            found.setdefault(LinkKind(one.kind), []).append(one.other)
    return found
