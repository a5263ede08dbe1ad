"""Retention: when a closed ticket's personal data are to be erased."""

from __future__ import annotations

from datetime import timedelta

from domain.ports import Desk, TimerKind
from domain.ticket import Ticket
from domain.usecases.forget import forget_stranger, forget_ticket

GRACE = timedelta(days=1)
"""So long after its closing a ticket stays whole for whoever takes their consent back, or wants to be forgotten: time to
read how it ended, and to object."""


def set_retention(desk: Desk, ticket: Ticket) -> None:
    """A closed ticket gets the day on which its personal data go; one that is open again loses it."""
    if ticket.is_open or ticket.closed_at is None or ticket.erased_at is not None:
        desk.timers.cancel(ticket.number, TimerKind.RETENTION)
        return
    consents = desk.consents.of(ticket.requester_id)
    if consents and consents[-1].withdrawn_at is not None:
        desk.timers.set(ticket.number, TimerKind.RETENTION, ticket.closed_at + GRACE, {"why": "withdrawn"})
        return
    rules = ticket.regulation
    at = rules.retention.personal_data.after(ticket.closed_at, rules.zone)
    desk.timers.set(ticket.number, TimerKind.RETENTION, at, {"why": "kept"})


def kept_long_enough(desk: Desk, ticket: Ticket, why: str) -> None:
    """The day has come. Nobody is told: the term was, when they agreed; their list of requests shows it.

    Whoever has nothing else here is forgotten with it.
    """
    if ticket.is_open or ticket.erased_at is not None:
        return
    forget_ticket(desk, ticket, why)
    if why == "kept":
        forget_stranger(desk, desk.people.get(ticket.requester_id))
