"""Resume: a message came on a completed ticket that was no verdict; staff work on, or let the silence count again."""

from __future__ import annotations

from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import NothingToAnswer
from domain.silence import reminder_at
from domain.ticket import Status, Ticket
from domain.usecases.deadlines import set_deadline_timers
from domain.usecases.meeting import colleague
from domain.usecases.telling import refresh_card, tell_requester


def back_to_work(desk: Desk, *, by: Speaker, number: str) -> Ticket:
    """«В работу»: the ticket is in work again. NotStaff, NotYours, WrongState."""
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    entry = ticket.back_to_work(desk.now(), colleague(agent, by))
    desk.timers.cancel(number, TimerKind.CLOSE, TimerKind.CLOSE_REMINDER)
    set_deadline_timers(desk, ticket)
    tell_requester(desk, ticket, Notice(Code.RESUMED, {"by": agent.name}), entry)
    refresh_card(desk, ticket)
    return ticket


def count_silence(desk: Desk, *, by: Speaker, number: str) -> Ticket:
    """«Продолжить отсчёт»: silence counts anew, in full. NotStaff, NotYours, WrongState; NothingToAnswer if it counts already."""
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    if ticket.close_due:
        raise NothingToAnswer
    ticket.keep_waiting(desk.now(), colleague(agent, by))
    set_silence_timers(desk, ticket)
    refresh_card(desk, ticket)
    return ticket


def set_silence_timers(desk: Desk, ticket: Ticket) -> None:
    """From now on silence counts: ring when it closes the ticket, and before that to remind."""
    if ticket.close_due is None:
        return
    desk.timers.set(ticket.number, TimerKind.CLOSE, ticket.close_due)
    rules = ticket.regulation
    asked = ticket.status is Status.CLARIFICATION
    silence = rules.silence_after_asking if asked else rules.silence_after_completed
    remind_at = reminder_at(rules, completed=desk.now(), due=ticket.close_due, silence=silence)
    if remind_at:
        desk.timers.set(ticket.number, TimerKind.CLOSE_REMINDER, remind_at)
