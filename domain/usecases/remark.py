"""Remark: what staff should know of how a request ended; it stands on the card and in the journal, for them alone."""

from __future__ import annotations

from domain.journal import Entry, EntryKind
from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import DataErased, NothingToAnswer
from domain.ticket import Status, Ticket
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.telling import refresh_card, tell_holder, tell_staff

ENDED = (Status.COMPLETED, Status.CLOSED)


def ask_for_remark(desk: Desk, *, by: Speaker, number: str, key: str) -> None:
    """«Примечание»: it is asked for by a message to reply to. NotStaff, NotYours; NothingToAnswer while open; DataErased."""
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    if ticket.erased_at:
        raise DataErased(number=number)
    if ticket.status not in ENDED:
        raise NothingToAnswer
    facts = {"agent": agent.name, "username": agent.username, "address": by.address}
    tell_staff(desk, ticket, Notice(Code.PROMPT_REMARK, facts), mark=key)


def remark(desk: Desk, *, by: Speaker, number: str, text: str) -> Ticket:
    """Keep it. NotStaff, NotYours, TooLong, DataErased."""
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    tell_holder(desk, ticket, ticket.note(desk.now(), colleague(agent, by), must_fit(text), remark=True))
    refresh_card(desk, ticket)
    return ticket


def last_remark(desk: Desk, ticket: Ticket) -> str:
    """What was remarked last on how it ended; empty while it is open, or nothing was."""
    if ticket.status not in ENDED:
        return ""
    said = ""
    remarks: set[int] = set()
    for entry in desk.journal.of(ticket.number):
        if _is_remark(entry) or (entry.kind is EntryKind.EDITED and entry.facts.get("of") in remarks):
            remarks.add(entry.n)
            said = str(entry.facts.get("text", ""))
    return said


def _is_remark(entry: Entry) -> bool:
    return entry.kind is EntryKind.NOTE and bool(entry.facts.get("remark"))
