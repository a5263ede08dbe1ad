"""Part with: somebody from outside takes part in a ticket no more; nothing goes to them, and their letters do not join it (e-doc 17)."""

from __future__ import annotations

from domain.customers import same_address
from domain.incoming import CC
from domain.journal import EntryKind
from domain.notices import Code, Notice
from domain.participants import Participant
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.ticket import Ticket
from domain.usecases.meeting import colleague
from domain.usecases.staff_place import must_be_here
from domain.usecases.telling import refresh_card, tell_requester

SIGNS = 16


def part_with(desk: Desk, *, by: Speaker, number: str, whom: str) -> Participant:
    """Remove the participant of this key. NotStaff, OtherLine, NotYours; NothingToAnswer if they are gone already."""
    agent = desk.people.agent(by)
    must_be_here(desk, by=by, number=number)
    ticket: Ticket = desk.tickets.get(number)
    gone = next((one for one in desk.participants.of(number) if key_of(desk, one) == whom), None)
    if gone is None:
        raise NothingToAnswer
    desk.participants.remove(gone)
    facts = {"address": gone.address, "name": gone.name, "removed": True}
    entry = ticket.record(desk.now(), EntryKind.PARTICIPANT, facts, colleague(agent, by))
    if ticket.is_open and was_copied(ticket, gone.address):
        tell_requester(desk, ticket, Notice(Code.INVOLVED, facts), entry)
    refresh_card(desk, ticket)
    return gone


def was_copied(ticket: Ticket, address: str) -> bool:
    """Whether the requester knows of them: they were put in copy."""
    lines = ticket.answers.get(CC, "").splitlines()
    return any(same_address(line.partition(" ")[0], address) for line in lines)


def was_removed(desk: Desk, ticket: Ticket, address: str) -> bool:
    """Whether they took part once."""
    entries = (e.facts for e in desk.journal.of(ticket.number) if e.kind is EntryKind.PARTICIPANT)
    return any(facts.get("removed") and same_address(facts.get("address", ""), address) for facts in entries)


def key_of(desk: Desk, one: Participant) -> str:
    """Short enough for a button, and no address: what lies in a chat may be read by a colleague who leaves."""
    return desk.tokens.mark("participant", f"{one.ticket}:{one.address}")[:SIGNS]
