"""Reply: staff answer the requester, or note something for themselves (barier 4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.effort import accounted, split
from domain.form import Names, call_line, call_time
from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import WrongAnswer, WrongState
from domain.ticket import Ticket
from domain.usecases.hours import count_hours
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.staff_place import must_be_here
from domain.usecases.take import for_work
from domain.usecases.telling import refresh_card, tell_holder, tell_requester


def reply(desk: Desk, *, by: Speaker, number: str, text: str, files: Sequence[str] = (), article: str = "") -> Ticket:
    """Send the words to the requester, by chat and by letter. NotStaff, NotYours, WrongState once closed; TooLong.

    `article`: the link in them that makes it a standard answer.
    """
    text, minutes = split(must_fit(text))
    agent, ticket = for_work(desk, by, number)
    effort = accounted(ticket.regulation, minutes)
    entry = ticket.answer(desk.now(), colleague(agent, by), text, files, effort, article=article)
    facts: dict[str, Any] = {"text": text, "by": agent.name, "files": list(files)}
    if article:
        facts |= {"article": article, "clause": entry.facts.get("clause")}
    tell_requester(desk, ticket, Notice(Code.ANSWER, facts), entry)
    count_hours(desk, ticket)
    refresh_card(desk, ticket)
    return ticket


def answer_by_phone(desk: Desk, *, by: Speaker, number: str, text: str, means: str, names: Names) -> Ticket:
    """Record what was told by phone or remote access; chat and mailbox get it as well (barier 4.7).

    A line «Звонок: 21.11 14:05» says when. `means`: phone or remote. NotStaff, NotYours, WrongState, TooLong;
    WrongAnswer for a time that cannot be read or lies ahead, and where nothing was said besides.
    """
    called, words = call_line(names, must_fit(text))
    words, minutes = split(words)
    if not words.strip():
        raise WrongAnswer("answer", "empty")
    agent, ticket = for_work(desk, by, number)
    if not ticket.allows("call"):
        raise WrongState(status=ticket.status, move="call")
    at = call_time(called, desk.now(), ticket.regulation)
    effort = accounted(ticket.regulation, minutes)
    entry = ticket.answer(desk.now(), colleague(agent, by), words, (), effort, means=means, told_at=at)
    facts = {"text": words, "by": agent.name, "files": [], "means": means, "told_at": at.isoformat()}
    tell_requester(desk, ticket, Notice(Code.ANSWER, facts | {"clause": ticket.regulation.clause("answer")}), entry)
    count_hours(desk, ticket)
    refresh_card(desk, ticket)
    return ticket


def note(desk: Desk, *, by: Speaker, number: str, text: str) -> Ticket:
    """Keep a remark for staff only. NotStaff, NotYours."""
    agent = desk.people.agent(by)
    must_be_here(desk, by=by, number=number)
    ticket = desk.tickets.get(number)
    tell_holder(desk, ticket, ticket.note(desk.now(), colleague(agent, by), text))
    refresh_card(desk, ticket)
    return ticket
