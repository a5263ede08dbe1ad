"""Answer merged: whom staff reach by replying on a ticket that another one goes on for, or to words that came from such a ticket.

Whoever reads the reply is whoever it was meant for: the two tickets may be strangers'.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.effort import accounted, split
from domain.journal import Actor
from domain.notices import Code, Notice
from domain.people import Agent, Speaker
from domain.ports import Delivery, Desk
from domain.ticket import Ticket
from domain.usecases.hours import count_hours
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.repeats import end_of
from domain.usecases.telling import refresh_card, tell_requester

MOVES = frozenset(code for code in Code if code.name.startswith("PROMPT_")) | {Code.WARNING, Code.BREACH}
"""What a reply to them does is done on their own ticket, or refused; all other replies are answers."""


def meant(desk: Desk, delivery: Delivery) -> str:
    """The ticket whose requester an answer is for: words from a merged ticket are answered on that one; an answer to a merged
    ticket goes on with it, if what goes on is the same requester's."""
    number = delivery.ticket or ""
    if delivery.code in MOVES:
        return number
    told = desk.outbox.by_key(delivery.key)
    if told is not None and told.facts.get("merged"):
        number = str(told.facts["merged"])
    ticket = desk.tickets.get(number)
    main = end_of(desk, ticket)
    return main.number if main.is_open and main.requester_id == ticket.requester_id else number


def is_aside(desk: Desk, ticket: Ticket) -> bool:
    """Whether it is closed, and goes on with a ticket that is open and somebody else's."""
    main = end_of(desk, ticket)
    return main is not ticket and main.is_open and ticket.erased_at is None


def answer_aside(desk: Desk, *, by: Speaker, agent: Agent, number: str, text: str, files: Sequence[str] = ()) -> Ticket:
    """Tell the requester of a merged ticket something on its own record; whose the other is sees nothing of it.

    NotYours; TooLong; WrongState where nothing goes on for it.
    """
    ticket = desk.tickets.get(number)
    words, minutes = split(must_fit(text))
    say_aside(desk, ticket, colleague(agent, by), words, files, accounted(ticket.regulation, minutes))
    return ticket


def say_aside(desk: Desk, ticket: Ticket, who: Actor, text: str, files: Sequence[str], minutes: int = 0) -> None:
    """The telling itself, also of the further pictures of an album."""
    entry = ticket.answer_aside(desk.now(), who, text, files, minutes)
    tell_requester(desk, ticket, Notice(Code.ANSWER, {"text": text, "by": who.name, "files": list(files)}), entry)
    count_hours(desk, ticket)
    refresh_card(desk, ticket)
