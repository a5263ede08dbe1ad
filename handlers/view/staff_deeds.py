"""Staff deeds: what a colleague has done on a ticket, as a letter tells whoever holds it."""

from __future__ import annotations

from typing import Any

from domain.draft import FileState
from domain.journal import Audience, Entry, EntryKind
from domain.ports import Desk
from domain.ticket import Status, Ticket
from handlers.view.decided import handed_on, item_words, planned
from handlers.view.entries import details
from handlers.view.events import happened
from handlers.view.letter_page import Paragraph
from handlers.view.words import _


def deed(desk: Desk, ticket: Ticket, of: dict[str, Any]) -> tuple[str, list[Paragraph]]:
    """Who did what; then their words, what was before a correction, and what the journal says besides."""
    entry, said = _entry(desk, ticket, of["n"]), _said(desk, ticket, of["n"])
    lines = []
    if entry.kind is EntryKind.EDITED and (before := _entry(desk, ticket, entry.facts["of"]).facts.get("text")):
        lines += [Paragraph(_("Before:")), Paragraph(before, quoted=True), Paragraph(_("Now:"))]
    if words := said.facts.get("text"):
        lines.append(Paragraph(words, quoted=True))
    names = {f.id: f.name for f in desk.files.of_ticket(ticket.number) if f.state is FileState.KEPT}
    told = [*details(ticket, entry, names), item_words(ticket, entry.facts), planned(ticket, entry.facts)]
    told += handed_on(ticket, entry.facts) if entry.kind in (EntryKind.HELD, EntryKind.CLOSED) else []
    if entry.kind is EntryKind.PARTICIPANT and not words:
        told.append(f"{entry.facts.get('name', '')} {entry.facts['address']}".strip())
    elif entry.audience is Audience.STAFF:
        told.append(_("The requester does not see it."))
    return _title(entry), [*lines, *(Paragraph(line) for line in told if line)]


def deed_files(desk: Desk, ticket: Ticket, of: dict[str, Any]) -> set[str]:
    """What went along with it, by id."""
    return set(_said(desk, ticket, of["n"]).facts.get("files", []))


def completes(desk: Desk, ticket: Ticket, of: dict[str, Any]) -> bool:
    """Whether it is the final answer of a request that awaits the verdict on it."""
    return ticket.status is Status.COMPLETED and _entry(desk, ticket, of["n"]).kind is EntryKind.COMPLETED


def _said(desk: Desk, ticket: Ticket, n: int) -> Entry:
    """The entry that holds the words: where a regulation closes a request with its answer, the one before."""
    entry = _entry(desk, ticket, n)
    ends = entry.kind is EntryKind.CLOSED and entry.facts.get("how") == "completed"
    return _entry(desk, ticket, n - 1) if ends else entry


def _entry(desk: Desk, ticket: Ticket, n: int) -> Entry:
    return desk.journal.of(ticket.number)[n - 1]


def _title(entry: Entry) -> str:
    """A deed in a sentence; a rare one as the journal names it, and who did it."""
    facts, note = entry.facts, entry.audience is Audience.STAFF
    closed = {
        "refused": _("{name} closes it without a solution"),
        "completed": _("{name} completes it"),
        "confirmed": _("The requester confirms the solution: it is closed"),
        "withdrawn": _("The requester has withdrawn it"),
        "silence": _("Nobody has objected in time: it is closed"),
        "no_reply": _("Our question was not answered in time: it is closed"),
    }
    words = {
        EntryKind.ANSWER: "" if facts.get("means") else _("{name} answers the requester"),
        EntryKind.QUESTION: _("{name} asks the requester"),
        EntryKind.NOTE: _("{name} writes, for us alone"),
        EntryKind.EDITED: _("{name} corrects a note") if note else _("{name} corrects what the requester was told"),
        EntryKind.PRIORITY: _("{name} sets the priority"),
        EntryKind.PROMISED: _("{name} tells the requester a new date"),
        EntryKind.HELD: _("{name} puts the work off"),
        EntryKind.COMPLETED: closed["completed"],
        EntryKind.CLOSED: closed.get(facts.get("how", ""), ""),
        EntryKind.PARTICIPANT: _("{name} writes to {address}, from outside") if facts.get("text") else "",
    }.get(entry.kind)
    words = words or (f"{happened(entry)} · {{name}}" if entry.actor_name else happened(entry))
    return words.format(name=entry.actor_name, address=facts.get("address", ""))
