"""Retention: when a closed ticket's personal data are to be erased, and what is old and belongs to no ticket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeVar

from domain.draft import DraftKind
from domain.ports import Desk, TimerKind
from domain.ticket import Ticket
from domain.usecases.forget import forget_letter, forget_stranger, forget_ticket
from domain.usecases.hand_over import throw_away

GRACE = timedelta(days=1)
"""So long after its closing a ticket stays whole for whoever takes their consent back, or wants to be forgotten: time to
read how it ended, and to object."""
DAILY = timedelta(days=1)
DESK = "desk"
ROUNDS = 50

T = TypeVar("T")


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


def keep_house(desk: Desk) -> None:
    """Once a day: drafts, messages, calls and notices on no ticket that are older than the regulation keeps them."""
    rules, now = desk.regulation, desk.now()
    kept = rules.retention
    for draft in _each(lambda: desk.drafts.older(kept.drafts.before(now, rules.zone))):
        if draft.kind is DraftKind.LETTER:
            forget_letter(desk, draft)
        throw_away(desk, draft)
        forget_stranger(desk, desk.people.get(draft.person_id))
    for ticket in _each(desk.tickets.without_term):
        set_retention(desk, ticket)
    wall = desk.wall() - (now - kept.messages.before(now, rules.zone)).total_seconds()
    desk.erasure.forget_old(before=kept.messages.before(now, rules.zone), wall=wall)
    desk.erasure.forget_calls(before=kept.personal_data.before(now, rules.zone))
    desk.timers.set(DESK, TimerKind.HOUSEKEEPING, now + DAILY)


def _each(found: Callable[[], list[T]]) -> Iterator[T]:
    """What a query finds a hundred at a time, until it finds nothing more; the rest of very many is for tomorrow."""
    for _round in range(ROUNDS):
        some = found()
        if not some:
            return
        yield from some


def begin_housekeeping(desk: Desk) -> None:
    """The desk opens: from now on it keeps house once a day."""
    if not desk.timers.is_set(DESK, TimerKind.HOUSEKEEPING):
        keep_house(desk)
