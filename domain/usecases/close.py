"""Close: what follows when a ticket is closed, whoever closed it."""

from __future__ import annotations

from typing import Any

from domain.journal import Entry
from domain.notices import Code, Notice
from domain.ports import Desk, TimerKind
from domain.ticket import Ticket
from domain.usecases.deadlines import set_deadline_timers
from domain.usecases.erase import erase_secrets
from domain.usecases.retention import set_retention
from domain.usecases.telling import refresh_card, tell_requester


def after_closing(desk: Desk, ticket: Ticket, entry: Entry, *, code: Code = Code.CLOSED, **said: Any) -> None:
    """Stop every timer, erase what was told in confidence, tell the requester how and by which clause; CLOSED asks for a rating."""
    desk.timers.cancel(ticket.number, TimerKind.CLOSE, TimerKind.CLOSE_REMINDER, TimerKind.ASK_REMINDER)
    set_deadline_timers(desk, ticket)
    erase_secrets(desk, ticket)
    set_retention(desk, ticket)
    tell_requester(desk, ticket, Notice(code, dict(entry.facts) | said), entry)
    refresh_card(desk, ticket)
