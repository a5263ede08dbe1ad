"""Set the priority: staff confirm the proposed one or choose another; the requester is sent it with the deadline (barier 6.1, 6.3)."""

from __future__ import annotations

from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.ticket import Ticket
from domain.usecases.deadlines import forget_rung, set_deadline_timers
from domain.usecases.meeting import colleague
from domain.usecases.take import for_work
from domain.usecases.telling import refresh_card, tell_requester


def set_priority(desk: Desk, *, by: Speaker, number: str, priority: str) -> Ticket:
    """Confirm, set or change it. NotStaff, NotYours, WrongState.

    NothingToAnswer for a priority that is none, or already confirmed, or on a kind that has none (e-doc 13).
    """
    agent, ticket = for_work(desk, by, number)
    rules = ticket.regulation
    if priority not in {p.key for p in rules.priorities} or not rules.sets_priority(ticket.kind):
        raise NothingToAnswer
    if ticket.priority_confirmed and ticket.priority == priority:
        raise NothingToAnswer
    changed = ticket.priority_confirmed
    entry = ticket.set_priority(desk.now(), colleague(agent, by), priority)
    forget_rung(desk, ticket)
    set_deadline_timers(desk, ticket)
    facts = {"changed": changed, "before": entry.facts["before"], "priority": priority, "due": entry.facts["due"]}
    tell_requester(desk, ticket, Notice(Code.PRIORITY, facts), entry)
    refresh_card(desk, ticket)
    return ticket
