"""Staff mail: an agent has what concerns them come by letter too, to an address that they proved, until they want it no more."""

from __future__ import annotations

from dataclasses import dataclass

from domain.answers import Field, Text
from domain.journal import Entry, EntryKind
from domain.notices import Code, Notice
from domain.people import Agent, Person
from domain.ports import Desk
from domain.staff_address import is_mailbox
from domain.ticket import Ticket
from domain.usecases.dead_addresses import why_dead
from domain.usecases.staff_place import chat_of

MAIL = "email"
_UNSAID = Text({})
ADDRESS = Field("email", "email", True, None, False, 3, 254, _UNSAID, _UNSAID, _UNSAID, _UNSAID, None)
"""What an address must be; its words are in the view."""
TAKEN, UNTAKEN, UNCLEAR, FILES_REFUSED, DEED = "taken", "untaken", "unclear", "files_refused", "deed"
"""What a letter to an agent may tell besides what the group is told."""
TO_HOLDER = frozenset(
    {
        Code.SAID,
        Code.EDITED,
        Code.STAFF_FILES,
        Code.DISPUTED,
        Code.OBJECTED,
        Code.PAID_DECIDED,
        Code.OUTSIDE_WROTE,
        Code.NOT_DELIVERED,
        Code.WARNING,
        Code.BREACH,
    }
)
"""What whoever holds a ticket is written to about."""
DEEDS = frozenset(
    {
        EntryKind.ANSWER,
        EntryKind.QUESTION,
        EntryKind.NOTE,
        EntryKind.EDITED,
        EntryKind.PRIORITY,
        EntryKind.OBJECTION_ANSWERED,
        EntryKind.PROMISED,
        EntryKind.HELD,
        EntryKind.WORK_RESUMED,
        EntryKind.SCOPE,
        EntryKind.PAID_OFFERED,
        EntryKind.PARTICIPANT,
        EntryKind.IDENTIFIED,
        EntryKind.INCIDENT,
        EntryKind.KNOWN,
        EntryKind.LINKED,
        EntryKind.COMPLETED,
        EntryKind.DISPUTED,
        EntryKind.CLOSED,
    }
)
"""What a colleague does on a ticket that is somebody else's, by the entry that they write. In the group their own words tell of
it, or the card does."""


@dataclass(frozen=True)
class Addressee:
    """Who gets a letter, and where."""

    person: Person
    address: str


def mailbox_of(desk: Desk, person_id: str) -> str:
    """Where an agent's letters go; empty: they want none, the address is not theirs alone, or staff do not act by mail here."""
    mark = desk.settings.get(setting(person_id)) if desk.staff.mail else None
    if not mark:
        return ""
    theirs = (one for one in desk.people.proved_addresses(person_id, MAIL))
    address = next((one for one in theirs if is_mailbox(desk.tokens, person_id, one, mark)), "")
    holder = desk.people.by_address(MAIL, address) if address else None
    return address if holder is not None and holder.id == person_id else ""


def setting(person_id: str) -> str:
    """Which setting says what address they want their letters at: by its mark, as it is kept with the person already."""
    return f"staff_mail:{person_id}"


def works_on(desk: Desk, ticket: Ticket, person_id: str | None) -> Agent | None:
    """Somebody who works in the group of this ticket now."""
    agent = desk.people.staff_member(chat_of(desk, ticket), person_id) if person_id else None
    return agent if agent is not None and agent.active else None


def addressee(desk: Desk, ticket: Ticket, person_id: str | None) -> Addressee | None:
    """To whom a letter on this ticket may go; nobody who works on it no more, and no address that a letter came back from."""
    if not desk.staff.mail or person_id is None or works_on(desk, ticket, person_id) is None:
        return None
    address = mailbox_of(desk, person_id)
    return Addressee(desk.people.get(person_id), address) if address and not why_dead(desk, address) else None


def concerned(desk: Desk, ticket: Ticket, notice: Notice) -> str | None:
    """Whom a notice to the staff group is written to as well, by id: whoever holds the ticket, or is given it."""
    if notice.code is Code.ASSIGNED:
        return str(notice.facts.get("before") or notice.facts["to"])
    if notice.code not in TO_HOLDER or notice.facts.get("aside") or not ticket.is_open:
        return None
    if notice.code is Code.STAFF_FILES and _went_along(desk, ticket, notice):
        return None
    return holder(ticket)


def holder(ticket: Ticket) -> str | None:
    """Whose it is, taken or not, by id."""
    return ticket.assignee_id or ticket.offered_to


def hears_of(ticket: Ticket, entry: Entry) -> str | None:
    """Who is written to about a deed, by id: whoever holds the ticket, if somebody else did it. What the requester says reaches
    them as a notice to the group does; that it is closed is told whoever closed it."""
    theirs, closed = entry.actor == ticket.requester_id, entry.kind is EntryKind.CLOSED
    # Of somebody from outside one entry of two says who it is; the other is for the requester.
    unnamed = entry.kind is EntryKind.PARTICIPANT and not entry.facts.get("address")
    if entry.kind not in DEEDS or entry.actor == holder(ticket) or (theirs and not closed) or unnamed:
        return None
    return holder(ticket)


def _went_along(desk: Desk, ticket: Ticket, notice: Notice) -> bool:
    """Whether these files came with words, and are in the letter about those."""
    with_words: set[str] = set()
    for entry in desk.journal.of(ticket.number):
        if entry.kind in (EntryKind.MESSAGE, EntryKind.DISPUTED):
            with_words |= set(entry.facts.get("files", []))
    named = set(notice.facts.get("files") or [])
    return bool(named) and named <= with_words
