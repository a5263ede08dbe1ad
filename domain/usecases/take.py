"""Take: an agent makes a ticket theirs; the requester hears that the work begins (barier 7.4)."""

from __future__ import annotations

from domain.notices import Code, Notice
from domain.people import Agent, Speaker
from domain.ports import Desk, TimerKind
from domain.ticket import Ticket
from domain.usecases.deadlines import set_deadline_timers
from domain.usecases.meeting import colleague
from domain.usecases.queue import others_move
from domain.usecases.staff_mail import TAKEN
from domain.usecases.staff_place import must_be_here
from domain.usecases.telling import refresh_card, tell_agent, tell_requester


def take(desk: Desk, *, by: Speaker, number: str) -> Ticket:
    """Make it the speaker's own. NotStaff; OtherLine; NotYours if there is no such ticket; AlreadyTaken by a
    colleague; WrongState."""
    agent = desk.people.agent(by)
    must_be_here(desk, by=by, number=number)
    ticket = desk.tickets.get(number)
    take_up(desk, by, agent, ticket)
    refresh_card(desk, ticket)
    return ticket


def take_up(desk: Desk, by: Speaker, agent: Agent, ticket: Ticket) -> None:
    """The taking itself, also as the first of the two entries that any other staff move on a new ticket writes."""
    entry = ticket.take(desk.now(), agent, colleague(agent, by))
    others_move(desk, ticket)
    set_deadline_timers(desk, ticket)
    desk.timers.cancel(ticket.number, TimerKind.ESCALATE)
    facts = {"assignee": agent.name, "clause": ticket.regulation.clause("started")}
    tell_requester(desk, ticket, Notice(Code.STARTED, facts), entry)
    tell_agent(desk, ticket, agent.person_id, TAKEN)


def for_work(desk: Desk, by: Speaker, number: str) -> tuple[Agent, Ticket]:
    """The speaker as staff and the ticket, taken first if nobody holds it. NotStaff, OtherLine, NotYours, WrongState."""
    agent = desk.people.agent(by)
    must_be_here(desk, by=by, number=number)
    ticket = desk.tickets.get(number)
    if ticket.assignee_id is None and ticket.is_open:
        take_up(desk, by, agent, ticket)
    return agent, ticket
