"""Objection: which change of a ticket's priority its requester may object to, and which objection waits for staff."""

from __future__ import annotations

from domain.journal import Entry, EntryKind
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.ticket import Ticket

_SETTLES = (EntryKind.PRIORITY, EntryKind.OBJECTION_ANSWERED)


def may_object(desk: Desk, ticket: Ticket, n: int) -> bool:
    """Whether entry `n` is the change of the priority that holds, not asked for by the requester, and not objected to yet."""
    if not ticket.allows("priority"):
        return False
    entries = desk.journal.of(ticket.number)
    change = next((e for e in reversed(entries) if e.kind is EntryKind.PRIORITY), None)
    if change is None or change.n != n or change.facts.get("agreed"):
        return False
    before = change.facts.get("before")
    objected = any(e.kind is EntryKind.OBJECTED and e.facts.get("of") == n for e in entries)
    return bool(before) and before != change.facts.get("priority") and not objected


def waiting_objection(desk: Desk, ticket: Ticket) -> tuple[Entry, str] | None:
    """The objection that nobody has settled, and the priority it wants back; None if none waits."""
    entries = desk.journal.of(ticket.number)
    last = next((e for e in reversed(entries) if e.kind is EntryKind.OBJECTED or e.kind in _SETTLES), None)
    if last is None or last.kind is not EntryKind.OBJECTED or not ticket.allows("priority"):
        return None
    change = next((e for e in entries if e.n == last.facts.get("of")), None)
    before = change.facts.get("before", "") if change else ""
    return (last, before) if before else None


def open_objection(desk: Desk, ticket: Ticket, n: str) -> tuple[Entry, str]:
    """The same, if it is entry `n`, as a button says. NothingToAnswer else."""
    found = waiting_objection(desk, ticket)
    if found is None or str(found[0].n) != n:
        raise NothingToAnswer
    return found
