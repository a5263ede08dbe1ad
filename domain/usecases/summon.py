"""Summon: staff are called to a ticket: at registration, again while nobody takes it, and not while the desk is shut."""

from __future__ import annotations

from typing import Any

from domain.notices import Code, Notice
from domain.people import Agent
from domain.ports import Desk, Timer, TimerKind
from domain.ticket import Ticket, rank
from domain.usecases.colleagues import in_charge, on_duty, present, still_there
from domain.usecases.deadlines import calls_all
from domain.usecases.departed import tell_group
from domain.usecases.hush import quiet
from domain.usecases.staff_place import chat_of


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
        _at_opening(desk, chat, timer.subject, "numbers", found)


def wrote_meanwhile(desk: Desk, timer: Timer) -> None:
    """The desk opens: whoever works on a ticket is called to what was said on it while it was shut, all tickets in one
    message; nobody is, once a colleague has done something on it since."""
    ticket = desk.tickets.get(timer.subject)
    if not ticket.is_open or waits_for_opening(desk, ticket, timer):
        return
    chat, said = chat_of(desk, ticket), int(timer.facts.get("n", 0))
    later = [entry.actor for entry in desk.journal.of(ticket.number) if entry.n > said]
    if not any(desk.people.staff_member(chat, actor) for actor in later):
        _at_opening(desk, chat, f"{chat} {ticket.number} {said}", "said", [ticket.number])


def _at_opening(desk: Desk, chat: str, subject: str, what: str, numbers: list[str]) -> None:
    """One message for the group: what waits to be sent already takes these up."""
    waits = desk.outbox.gathering(desk.staff.channel, chat, Code.OPENING)
    if waits is not None:
        waits.facts = {**waits.facts, what: [*waits.facts.get(what, []), *numbers]}
        return
    facts: dict[str, Any] = {"numbers": [], "said": [], what: numbers}
    tell_group(desk, chat, Notice(Code.OPENING, facts), key=f"{Code.OPENING}:{subject}")


def _came_meanwhile(desk: Desk, chat: str) -> list[Ticket]:
    """What was registered since the desk last closed, and nobody was called to, in the order of the queue."""
    found = []
    for ticket in desk.tickets.untaken():
        hours, at = ticket.regulation.hours_for(ticket.priority), ticket.registered_at
        uncalled = chat_of(desk, ticket) == chat and not hours.is_open(at) and not calls_all(ticket)
        if uncalled and at >= hours.last_closing_before(desk.now()):
            found.append(ticket)
    return sorted(found, key=rank)
