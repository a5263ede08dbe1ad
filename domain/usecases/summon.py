"""Summon: staff are called to a ticket: at registration, again while nobody takes it, and not while the desk is shut."""

from __future__ import annotations

from datetime import timedelta

from domain.notices import Code, Notice
from domain.people import Agent
from domain.ports import Desk, Timer, TimerKind
from domain.ticket import Ticket, rank
from domain.usecases.colleagues import in_charge, on_duty, present, still_there
from domain.usecases.deadlines import calls_all
from domain.usecases.departed import tell_group
from domain.usecases.staff_place import chat_of

MOMENT = timedelta(seconds=1)
"""The instant of closing belongs to the working day: what falls due then is told then."""


def quiet(desk: Desk, ticket: Ticket) -> bool:
    """Whether nobody is called to it now: it is worked on in working hours, and those are over (barier 5.1, intervale 4.1)."""
    now, hours = desk.now(), ticket.regulation.hours_for(ticket.priority)
    return not calls_all(ticket) and not hours.is_open(now) and not hours.is_open(now - MOMENT)


def waits_for_opening(desk: Desk, ticket: Ticket, timer: Timer) -> bool:
    """Whether this timer of the ticket rings only when the desk opens; it is set anew for then."""
    if not quiet(desk, ticket):
        return False
    opens = ticket.regulation.hours_for(ticket.priority).next_opening(desk.now())
    desk.timers.set(ticket.number, timer.kind, opens, timer.facts)
    return True


def call_at_opening(desk: Desk, ticket: Ticket) -> None:
    """It came while the desk is shut: whoever is to take it is called when it opens."""
    opens = ticket.regulation.hours_for(ticket.priority).next_opening(desk.now())
    desk.timers.set(f"{chat_of(desk, ticket)} {opens.isoformat()}", TimerKind.OPENING, opens)


def called(desk: Desk, ticket: Ticket) -> list[Agent]:
    """Who is called by name to a ticket that nobody has taken: all for a priority that calls all; while the desk is shut
    those on duty, or else who is in charge; nobody for what can wait."""
    chat = chat_of(desk, ticket)
    shut = not ticket.regulation.hours_for().is_open(desk.now())
    if calls_all(ticket):
        return (on_duty(desk, chat) if shut else []) or present(desk, chat)
    if shut and not quiet(desk, ticket):
        return on_duty(desk, chat) or in_charge(desk, chat)
    return []


def opening(desk: Desk, timer: Timer) -> None:
    """The desk opens: what was registered while it was shut is called out in one message, if nobody has taken it."""
    chat = still_there(desk, timer.subject.partition(" ")[0])
    hours = desk.regulation.hours_for()
    if not hours.is_open(desk.now()):
        opens = hours.next_opening(desk.now())
        desk.timers.set(f"{chat} {opens.isoformat()}", TimerKind.OPENING, opens)
    elif found := [ticket.number for ticket in _came_meanwhile(desk, chat)]:
        tell_group(desk, chat, Notice(Code.OPENING, {"numbers": found}), key=f"{Code.OPENING}:{timer.subject}")


def _came_meanwhile(desk: Desk, chat: str) -> list[Ticket]:
    """What was registered since the desk last closed, and nobody was called to, in the order of the queue."""
    found = []
    for ticket in desk.tickets.untaken():
        hours, at = ticket.regulation.hours_for(ticket.priority), ticket.registered_at
        uncalled = chat_of(desk, ticket) == chat and not hours.is_open(at) and not calls_all(ticket)
        if uncalled and at >= hours.last_closing_before(desk.now()):
            found.append(ticket)
    return sorted(found, key=rank)
