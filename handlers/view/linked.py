"""Linked: which other tickets have to do with one, in words; and the whole text that a part was taken from."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from domain import apart
from domain.journal import Entry
from domain.linked import LinkKind
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.link import linked_with
from handlers.view.clauses import clause
from handlers.view.say import shortened
from handlers.view.words import _


def linked_lines(desk: Desk, ticket: Ticket, *, own: bool = False) -> list[str]:
    """A line for each kind of link, with the numbers. `own`: for the requester, who sees no ticket but theirs."""
    return [linked_words(kind, numbers) + "." for kind, numbers in linked_with(desk, ticket, own=own).items()]


def linked_words(kind: str, numbers: Sequence[str], cited: str | None = None) -> str:
    """What these tickets are to the one that is spoken of; without a stop."""
    words = {
        LinkKind.PART: _("From the same words, registered separately{clause}: {numbers}"),
        LinkKind.ORIGIN: _("It came up in {numbers}{clause}"),
        LinkKind.OFFSHOOT: _("Another problem from here is registered separately{clause}: {numbers}"),
        LinkKind.RELATED: _("Has to do with {numbers}"),
        LinkKind.MAIN: _("Repeats {numbers}, which goes on for it"),
        LinkKind.DUPLICATE: _("Repeated by {numbers}"),
    }[LinkKind(kind)]
    return words.format(numbers=", ".join(numbers), clause=clause(cited))


def entry_words(entry: Entry) -> str:
    """What an entry says of links, or of what looked like several problems; empty for others, and once it is erased."""
    facts = entry.facts
    if facts.get("others"):
        return linked_words(facts["how"], facts["others"], facts.get("clause")) + "."
    if facts.get("parts"):
        return one_problem(facts.get("clause"))
    return ""


def one_problem(cited: str | None) -> str:
    """That the requester was asked, and says it is one."""
    return _("It is one problem, says the requester{clause}.").format(clause=clause(cited))


def whole_heading() -> str:
    return _("From a request about several problems:")


def whole(ticket: Ticket, room: int) -> list[str]:
    """The text that this one's part was taken from, to be unfolded (Bot API 7.4: expandable); nothing for other tickets."""
    text = ticket.answers.get(apart.WHOLE)
    if not text:
        return []
    return [whole_heading(), f"<blockquote expandable>{escape(shortened(text, room))}</blockquote>"]
