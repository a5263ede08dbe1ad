"""Set the priority: staff confirm the proposed one or choose another; the requester is sent it with the deadline (barier 6.1, 6.3)."""

from __future__ import annotations

from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, WrongAnswer
from domain.ticket import Ticket
from domain.usecases.deadlines import forget_rung, set_deadline_timers
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.take import for_work
from domain.usecases.telling import refresh_card, tell_requester


def needs_reason(desk: Desk, *, by: Speaker, number: str, priority: str) -> bool:
    """Whether this would change a confirmed priority: then staff say why. NotStaff, NotYours."""
    desk.people.agent(by)
    ticket = desk.tickets.get(number)
    return ticket.priority_confirmed and ticket.priority != priority


def set_priority(
    desk: Desk, *, by: Speaker, number: str, priority: str, reason: str = "", agreed: bool = False
) -> Ticket:
    """Confirm, set or change it. `agreed`: the requester's objection to the last change is right.

    NotStaff, NotYours, WrongState, TooLong; WrongAnswer: a confirmed one changes for a `reason` only.

    NothingToAnswer for a priority that is none, or already confirmed, or on a kind that has none (e-doc 13).
    """
    reason = must_fit(reason).strip()
    agent, ticket = for_work(desk, by, number)
    rules = ticket.regulation
    if priority not in {p.key for p in rules.priorities} or not rules.sets_priority(ticket.kind):
        raise NothingToAnswer
    if ticket.priority_confirmed and ticket.priority == priority:
        raise NothingToAnswer
    changed = ticket.priority_confirmed
    if changed and not (reason or agreed):
        raise WrongAnswer("reason", "empty")
    entry = ticket.set_priority(desk.now(), colleague(agent, by), priority, reason, agreed=agreed)
    forget_rung(desk, ticket)
    set_deadline_timers(desk, ticket)
    facts = {"changed": changed, "before": entry.facts["before"], "priority": priority, "due": entry.facts["due"]}
    facts |= {"n": entry.n, "text": reason, "agreed": agreed}
    tell_requester(desk, ticket, Notice(Code.PRIORITY, facts), entry)
    refresh_card(desk, ticket)
    return ticket
