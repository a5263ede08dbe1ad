"""The journal of requests in the form of Annex 1 (barier): six columns, a line for each thing that was done."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from domain.extract import Told
from domain.form import label
from domain.journal import Audience, Entry, EntryKind
from domain.ports import Desk
from domain.ticket import Ticket
from handlers.view.clauses import clause_words
from handlers.view.events import event
from handlers.view.form_names import names
from handlers.view.standing import erased, why_erased
from handlers.view.times import clock, moment
from handlers.view.words import _, language

NBSP = "\u00a0"
NONE = "—"
_ENDS = ("?", "!", "…", ":")


class Line(NamedTuple):
    """One line. What holds for the whole request stands in its first line and is empty in the others."""

    priority: str
    organization: str
    text: str
    status: str
    contacts: str
    progress: str


def columns() -> Line:
    """What the columns are called."""
    return Line(
        _("Priority"), _("Organization"), _("Text of the request"), _("Status"), _("Contacts"), _("Date\\Progress")
    )


def lines(desk: Desk, ticket: Ticket) -> list[Line]:
    """The request as the form holds it: who asked what, and then each public step of the work, in order."""
    said = [entry for entry in desk.journal.of(ticket.number) if entry.audience is Audience.PUBLIC]
    customer = desk.customers.get(ticket.organization_id) if ticket.organization_id else None
    return told_lines(Told(ticket, customer, said, begins=True, was_open=True))


def told_lines(told: Told) -> list[Line]:
    """The same of an extract: what holds for the whole request stands in the first line that is in it."""
    ticket, found, open_now = told.ticket, [], told.was_open
    for n, entry in enumerate(told.entries):
        open_now = entry.kind is not EntryKind.CLOSED and (open_now or entry.kind is EntryKind.DISPUTED)
        status = _("Open") if open_now else _("Closed")
        priority, organization, text, contacts = head(told) if n == 0 and told.begins else ("", "", "", "")
        progress = f"{clock(entry.at, ticket.regulation)} \\ {done(ticket, entry)}"
        found.append(Line(priority, organization, text, status, contacts, progress))
    return found


def done(ticket: Ticket, entry: Entry) -> str:
    """What an entry says was done, with the words that were said."""
    details = _DETAILS.get(entry.kind, _words)(ticket, entry.facts)
    return " ".join(_sentence(part) for part in (_event(language(), entry.kind), *details) if part and part.strip())


def _sentence(words: str) -> str:
    """With a full stop, unless it ends with a sign that needs none beside it."""
    words = words.strip()
    return words if words.endswith(_ENDS) else f"{words.rstrip('.')}."


@cache
def _event(spoken: str, kind: EntryKind) -> str:
    """What happened; of a hundred thousand entries, the words of each kind are looked up once."""
    return event(kind)


def head(told: Told) -> tuple[str, str, str, str]:
    """What holds for the whole request: priority, organization, text and contacts."""
    ticket, customer, spoken = told.ticket, told.customer, language()
    rules = ticket.regulation
    given, asked = ticket.answers, {field.key for field in rules.fields}
    lines = ("name", "position", "phone", "contact" if "contact" in asked else "email")
    contacts = {n: given.get(key) or NONE for n, key in enumerate(lines, start=1) if given.get(key) or key in asked}
    contacts[5] = (customer.contract if customer else "") or NONE
    gone = erased(ticket)
    return (
        rules.priority(ticket.priority).name.in_(spoken) if ticket.priority else "",
        customer.name if customer else given.get("organization", ""),
        f"{ticket.number}. {gone or given.get('description', '')}",
        "" if gone else "\n".join(f"{n}. {words}" for n, words in contacts.items()),
    )


def _registered(ticket: Ticket, facts: dict[str, Any]) -> list[str]:
    return [_("Handed to technical support")]


def _taken(ticket: Ticket, facts: dict[str, Any]) -> list[str]:
    return [_("Responsible: {name}").format(name=facts.get("assignee", ""))]


def _taken_back(ticket: Ticket, facts: dict[str, Any]) -> list[str]:
    return [str(facts.get("assignee", ""))]


def _priority(ticket: Ticket, facts: dict[str, Any]) -> list[str]:
    name = ticket.regulation.priority(facts["priority"]).name.in_(language()) if facts.get("priority") else ""
    due = moment(facts["due"], ticket.regulation).replace(" ", NBSP) if facts.get("due") else ""
    return [name, _("Due {at}").format(at=due) if due else ""]


def _because(ticket: Ticket, facts: dict[str, Any]) -> list[str]:
    """How it ended or why it waits, with the clause, and what was said of it."""
    reason = ticket.regulation.reason(facts["reason"]) if facts.get("reason") else None
    ending = ticket.regulation.resolutions.get(facts.get("resolution", ""))
    named = [text.in_(language()).rstrip(".") for text in (ending, reason.text if reason else None) if text]
    cited = clause_words(facts.get("clause"))
    if named:
        named[-1] += cited
    return [*(named or [cited.strip(" ()")]), facts.get("text", "")]


def _rated(ticket: Ticket, facts: dict[str, Any]) -> list[str]:
    return [str(facts.get("stars") or ""), facts.get("text", "")]


def _linked(ticket: Ticket, facts: dict[str, Any]) -> list[str]:
    return [", ".join(facts.get("others", []))]


def _asked(ticket: Ticket, facts: dict[str, Any]) -> list[str]:
    missing = ", ".join(label(ticket.regulation, names(), key, language()) for key in facts.get("lines", ()))
    return [str(facts.get("text", "")), _("Still missing: {lines}").format(lines=missing) if missing else ""]


def _promised(ticket: Ticket, facts: dict[str, Any]) -> list[str]:
    until = moment(facts["until"], ticket.regulation).replace(" ", NBSP) if facts.get("until") else ""
    return [str(facts.get("text", "")), _("We promised it by {at}.").format(at=until) if until else ""]


def _erased(ticket: Ticket, facts: dict[str, Any]) -> list[str]:
    return [why_erased(facts.get("why", ""))]


def _words(ticket: Ticket, facts: dict[str, Any]) -> list[str]:
    return [str(facts.get("text", ""))]


_DETAILS: dict[EntryKind, Callable[[Ticket, dict[str, Any]], list[str]]] = {
    EntryKind.REGISTERED: _registered,
    EntryKind.TAKEN: _taken,
    EntryKind.ASSIGNED: _taken,
    EntryKind.GIVEN_BACK: _taken_back,
    EntryKind.PRIORITY: _priority,
    EntryKind.HELD: _because,
    EntryKind.CLOSED: _because,
    EntryKind.RATED: _rated,
    EntryKind.LINKED: _linked,
    EntryKind.QUESTION: _asked,
    EntryKind.PROMISED: _promised,
    EntryKind.ERASED: _erased,
}
