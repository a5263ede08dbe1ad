"""Fill words: tickets from before they could be found by their words are made so, some at a time, while the desk works."""

from __future__ import annotations

from domain import sought
from domain.journal import Audience
from domain.ports import Desk, TimerKind
from domain.ticket import Ticket

AT_ONCE = 25
"""Tickets of one transaction: whoever writes meanwhile waits a moment only."""
DONE, SUBJECT = "words", "desk"
"""The setting that says it is done, and whose timer it is."""


def begin_filling(desk: Desk) -> None:
    """The desk opens: go on where it stopped, if there is something to do still."""
    if not desk.settings.get(DONE) and not desk.timers.is_set(SUBJECT, TimerKind.WORDS):
        fill_words(desk)


def fill_words(desk: Desk, after: str = "") -> None:
    """The next of them, by number; then those behind."""
    some = desk.tickets.without_words(after, AT_ONCE)
    for ticket in some:
        ticket.words = _words(desk, ticket)
    if len(some) < AT_ONCE:
        desk.settings.put(DONE, "filled")
    else:
        desk.timers.set(SUBJECT, TimerKind.WORDS, desk.now(), {"after": some[-1].number})


def _words(desk: Desk, ticket: Ticket) -> str:
    known = sought.added("", ticket.answers.values())
    for entry in desk.journal.of(ticket.number):
        if entry.audience is Audience.PUBLIC:
            known = sought.with_entry(known, entry.kind, entry.facts)
    return known
