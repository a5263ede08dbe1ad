"""First: two of staff make a move on one ticket at the same moment; one of them wins, and the other is told who."""

from __future__ import annotations

from datetime import timedelta

from domain.journal import Entry, EntryKind
from domain.people import Agent, Speaker
from domain.ports import Desk
from domain.refusals import AlreadyTaken, NothingToAnswer, NotYours, Refusal, WrongState
from domain.staff_refusals import WasFirst, WrongBond
from domain.ticket import Ticket
from domain.usecases.staff_place import anywhere, chat_of

DECIDES = frozenset(
    {
        EntryKind.TAKEN,
        EntryKind.ASSIGNED,
        EntryKind.GIVEN_BACK,
        EntryKind.PRIORITY,
        EntryKind.QUESTION,
        EntryKind.HELD,
        EntryKind.WORK_RESUMED,
        EntryKind.PAID_OFFERED,
        EntryKind.COMPLETED,
        EntryKind.DISPUTED,
        EntryKind.CONFIRMED,
        EntryKind.CLOSED,
        EntryKind.LINKED,
        EntryKind.UNLINKED,
        EntryKind.INCIDENT,
        EntryKind.IDENTIFIED,
        EntryKind.LEVEL,
        EntryKind.OBJECTION_ANSWERED,
        EntryKind.LINE_CHANGED,
    }
)
"""What makes another's move vain, or other than it was meant."""
TOGETHER = timedelta(seconds=3)
"""Two who give a ticket to somebody within this time did not see what the other did."""
LATELY = timedelta(minutes=1)
"""A move that was refused without a word of the state may be vain because of what a colleague did just now."""


def who_was_first(desk: Desk, *, by: Speaker, number: str, refusal: Refusal) -> WasFirst | None:
    """The refusal of a move on a ticket, if a colleague's move is why. None: it is not; NotStaff."""
    agent = anywhere(desk, by)
    try:
        ticket = desk.tickets.get(number)
    except NotYours:
        return None
    entry = _last(desk, ticket)
    if entry is None:
        return None
    lately = desk.now() - entry.at < LATELY
    match refusal:
        case WrongState():
            because = True
        case WrongBond(problem="tied"):
            because = entry.kind is EntryKind.LINKED and refusal.number in entry.facts.get("others", ())
        case AlreadyTaken():
            because = entry.kind is EntryKind.ASSIGNED and lately
        case NothingToAnswer():
            because = lately
        case _:
            because = False
    return _first(desk, ticket, agent, entry, refusal) if because else None


def must_not_cross(desk: Desk, ticket: Ticket, agent: Agent) -> None:
    """Pass unless a colleague has given the ticket to somebody this very moment: then the later one sees that first. WasFirst."""
    entry = _last(desk, ticket)
    if entry is None or entry.kind is not EntryKind.ASSIGNED or desk.now() - entry.at >= TOGETHER:
        return
    crossed = _first(desk, ticket, agent, entry, None)
    if crossed is not None:
        raise crossed


def _last(desk: Desk, ticket: Ticket) -> Entry | None:
    return next((e for e in reversed(desk.journal.of(ticket.number)) if e.kind in DECIDES), None)


def _first(desk: Desk, ticket: Ticket, agent: Agent, entry: Entry, refusal: Refusal | None) -> WasFirst | None:
    """None where it was themselves, the requester, or the desk."""
    colleague = desk.people.staff_member(chat_of(desk, ticket), entry.actor)
    if colleague is None or colleague.person_id == agent.person_id:
        return None
    return WasFirst(colleague.name, entry.kind, entry.at.astimezone(ticket.regulation.zone), refusal)
