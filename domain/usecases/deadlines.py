"""Deadlines: keep the timers that warn of them in step with the ticket's clocks."""

from __future__ import annotations

from domain.ports import Desk, TimerKind
from domain.ticket import Ticket

ALL = (TimerKind.WARN_RESPONSE, TimerKind.BREACH_RESPONSE, TimerKind.WARN_RESOLUTION, TimerKind.BREACH_RESOLUTION)


def set_deadline_timers(desk: Desk, ticket: Ticket) -> None:
    """Set the warnings and breaches that still lie ahead; drop those of targets that are met or stand still.

    A kind that has rung stays silent, unless the deadline has moved into the future since (a change of priority).
    """
    deadlines = ticket.deadlines()
    working = ticket.completed_at is None and ticket.is_open
    wanted = {
        TimerKind.WARN_RESPONSE: None if ticket.responded_at else deadlines.response_warn,
        TimerKind.BREACH_RESPONSE: None if ticket.responded_at else deadlines.response_due,
        TimerKind.WARN_RESOLUTION: deadlines.resolution_warn if working else None,
        TimerKind.BREACH_RESOLUTION: deadlines.resolution_due if working else None,
    }
    for kind, at in wanted.items():
        if at is None or kind in ticket.rung:
            desk.timers.cancel(ticket.number, kind)
        else:
            desk.timers.set(ticket.number, kind, at)


def forget_rung(desk: Desk, ticket: Ticket, *, response: bool = False) -> None:
    """After a change of priority, the resolution's timers may ring again if its new deadline lies ahead, or stands still.

    `response`: those of the response too, as after a change of the level.
    """
    deadlines = ticket.deadlines()
    moved = [
        (TimerKind.WARN_RESOLUTION, deadlines.resolution_warn),
        (TimerKind.BREACH_RESOLUTION, deadlines.resolution_due),
    ]
    if response:
        moved += [
            (TimerKind.WARN_RESPONSE, deadlines.response_warn),
            (TimerKind.BREACH_RESPONSE, deadlines.response_due),
        ]
    for kind, at in moved:
        if at is None or at > desk.now():
            ticket.rung = [k for k in ticket.rung if k != kind]


def call_again(desk: Desk, ticket: Ticket, *, step: int = 1) -> None:
    """Have staff called again while nobody takes a ticket whose priority calls all of them (barier 6.3, priority 1).

    The leads, where somebody must be responsible and nobody is in time (intervale 5.6). `step`: the how manieth call it is.
    """
    rules = ticket.regulation
    if rules.escalate_every and ticket.assignee_id is None and (calls_all(ticket) or unassigned(ticket)):
        at = rules.hours_for(ticket.priority).add(desk.now(), rules.escalate_every)
        desk.timers.set(ticket.number, TimerKind.ESCALATE, at, {"step": step})


def calls_all(ticket: Ticket) -> bool:
    """Whether its priority calls all staff by name."""
    return bool(ticket.priority) and ticket.regulation.priority(ticket.priority).ping_all


def unassigned(ticket: Ticket) -> bool:
    """Whether the response is late, nobody holds it, and the regulation wants somebody to be responsible (intervale 5.6)."""
    late = TimerKind.BREACH_RESPONSE in ticket.rung
    nobodys = ticket.assignee_id is None and ticket.offered_to is None
    return late and nobodys and ticket.regulation.clause("assignee") is not None
