"""Reroute: whose a ticket is was found out after it had its line; it goes to the customer's, unless somebody works on it already."""

from __future__ import annotations

from domain.customers import Organization
from domain.journal import Actor
from domain.notices import Code, Notice
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.auto import assign_by_itself
from domain.usecases.lines import hand
from domain.usecases.staff_place import chat_of, route
from domain.usecases.telling import tell_staff


def reroute(desk: Desk, ticket: Ticket, organization: Organization, actor: Actor) -> None:
    """Hand it to the customer's own line, on record, while nobody has taken it; who has is offered to do so themselves."""
    to = route(desk, ticket)
    theirs = any(line.chat == to and organization.id in line.organizations for line in desk.lines.all())
    if not theirs or to == chat_of(desk, ticket) or not ticket.is_open:
        return
    if ticket.assignee_id is None:
        hand(desk, ticket, to, actor, "")
        assign_by_itself(desk, ticket)
    else:
        tell_staff(desk, ticket, Notice(Code.OTHER_LINE, {"chat": to, "organization": organization.name}))
