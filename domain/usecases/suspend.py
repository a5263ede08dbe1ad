"""Suspend: a lead stops support for a person or a customer, and restores it (intervale 2.6). What is registered goes on.

Where the regulation does not know suspension, there is no such move.
"""

from __future__ import annotations

from typing import Literal

from domain.customers import Organization
from domain.journal import Actor, EntryKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, Suspended, WrongAnswer
from domain.staff_refusals import NotSuspended
from domain.ticket import Ticket
from domain.usecases.block import must_not_be_blocked
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.telling import refresh_card, tell_everywhere, tell_staff

Whom = Literal["person", "organization"]
MOVES = {Code.PROMPT_SUSPEND: True, Code.PROMPT_RESTORE: False}


def must_be_served(desk: Desk, person: Person, organization: Organization | None) -> None:
    """Pass whoever may register something new; Suspended with the regulation's words and the lead's reason; Blocked."""
    must_not_be_blocked(desk, person)
    demand = desk.regulation.demand("suspension")
    for target in (person, organization):
        if demand and target and target.suspended_at:
            raise Suspended(demand.text, demand.clause, target.suspended_for)


def suspend(desk: Desk, *, by: Speaker, number: str, whom: str, text: str) -> Ticket:
    """Support for a ticket's requester or customer is suspended, for this reason.

    NotStaff, OnlyLead, NotYours, TooLong, WrongAnswer without a reason; NothingToAnswer if it is suspended already.
    """
    return _turn(desk, by, number, whom, text, suspends=True)


def restore(desk: Desk, *, by: Speaker, number: str, whom: str, text: str) -> Ticket:
    """Support goes on, for this reason. Refuses as `suspend`."""
    return _turn(desk, by, number, whom, text, suspends=False)


def ask_why(desk: Desk, *, by: Speaker, number: str, code: Code, whom: str, key: str) -> None:
    """A lead pressed the button: ask for the reason as a message they reply to. NotStaff, OnlyLead, NotYours, NothingToAnswer."""
    agent = desk.people.agent(by).must_lead()
    ticket = desk.tickets.get(number)
    target = _target(desk, ticket, whom, suspends=MOVES[code])
    facts = {"agent": agent.name, "username": agent.username, "address": by.address, "reason": whom}
    tell_staff(desk, ticket, Notice(code, facts | {"name": target.name}), mark=key)


def choices(desk: Desk, *, by: Speaker, number: str, suspends: bool) -> list[tuple[str, str]]:
    """For whom a lead may suspend support (or restore it) from a ticket: keys and names. NotStaff, OnlyLead, NotYours."""
    desk.people.agent(by).must_lead()
    return [(whom, target.name) for whom, target in targets(desk, desk.tickets.get(number), suspends=suspends)]


def targets(desk: Desk, ticket: Ticket, *, suspends: bool) -> list[tuple[Whom, Person | Organization]]:
    """The requester and their customer, as far as support for them can be suspended (or restored) now."""
    if desk.regulation.demand("suspension") is None:
        return []
    found: list[tuple[Whom, Person | Organization]] = [("person", desk.people.get(ticket.requester_id))]
    if ticket.organization_id:
        found.append(("organization", desk.customers.get(ticket.organization_id)))
    return [(whom, target) for whom, target in found if (target.suspended_at is None) is suspends]


def set_suspended(
    desk: Desk,
    target: Person | Organization,
    reason: str,
    *,
    suspends: bool,
    actor: Actor | None = None,
    at: Ticket | None = None,
) -> None:
    """Write it down, also in what they have open and in the ticket `at` hand, and tell everybody concerned, by chat and letter.

    WrongAnswer without a reason; NotSuspended if it is so already, or the regulation does not know suspension.
    """
    reason = must_fit(reason.strip())
    demand = desk.regulation.demand("suspension")
    if demand is None:
        raise NotSuspended("unknown")
    if (target.suspended_at is None) is not suspends:
        raise NotSuspended("already" if suspends else "goes_on")
    if not reason:
        raise WrongAnswer("reason", "empty")
    now = desk.now()
    target.suspended_at, target.suspended_for = (now, reason) if suspends else (None, "")
    code = Code.SUSPENDED if suspends else Code.RESTORED
    concerned = {at.number: at} if at else {}
    for person in [target] if isinstance(target, Person) else desk.people.of_organization(target.id):
        concerned |= {ticket.number: ticket for ticket in desk.tickets.open_of(person.id)}
        tell_everywhere(desk, person, Notice(code, {"text": reason}))
    kind = EntryKind.SUSPENDED if suspends else EntryKind.RESTORED
    for ticket in concerned.values():
        ticket.record(now, kind, {"name": target.name, "text": reason, "clause": demand.clause}, actor)
        if desk.staff.chat:
            refresh_card(desk, ticket)


def _turn(desk: Desk, by: Speaker, number: str, whom: str, text: str, *, suspends: bool) -> Ticket:
    agent = desk.people.agent(by).must_lead()
    ticket = desk.tickets.get(number)
    target = _target(desk, ticket, whom, suspends=suspends)
    set_suspended(desk, target, text, suspends=suspends, actor=colleague(agent, by), at=ticket)
    return ticket


def _target(desk: Desk, ticket: Ticket, whom: str, *, suspends: bool) -> Person | Organization:
    for key, target in targets(desk, ticket, suspends=suspends):
        if key == whom:
            return target
    raise NothingToAnswer
