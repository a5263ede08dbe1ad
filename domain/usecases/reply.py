"""Reply: staff answer the requester, or note something for themselves (barier 4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.effort import accounted, split
from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.take import for_work
from domain.usecases.telling import refresh_card, tell_requester


def reply(desk: Desk, *, by: Speaker, number: str, text: str, files: Sequence[str] = (), article: str = "") -> Ticket:
    """Send the words to the requester, by chat and by letter. NotStaff, NotYours, WrongState once closed; TooLong.

    `article`: the link in them that makes it a standard answer.
    """
    text, minutes = split(must_fit(text))
    agent, ticket = for_work(desk, by, number)
    effort = accounted(ticket.regulation, minutes)
    entry = ticket.answer(desk.now(), colleague(agent, by), text, files, effort, article)
    facts: dict[str, Any] = {"text": text, "by": agent.name, "files": list(files)}
    if article:
        facts |= {"article": article, "clause": entry.facts.get("clause")}
    tell_requester(desk, ticket, Notice(Code.ANSWER, facts), entry)
    refresh_card(desk, ticket)
    return ticket


def note(desk: Desk, *, by: Speaker, number: str, text: str) -> Ticket:
    """Keep a remark for staff only. NotStaff, NotYours."""
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    ticket.note(desk.now(), colleague(agent, by), text)
    refresh_card(desk, ticket)
    return ticket
