"""Promise: not in time, so the requester is told why and when to expect it (barier 6.3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.given import read_date
from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import WrongDate
from domain.regulation import Regulation
from domain.ticket import Ticket
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.take import for_work
from domain.usecases.telling import refresh_card, tell_requester


def promise(desk: Desk, *, by: Speaker, number: str, text: str) -> Ticket:
    """Send the cause and the promised time; the text ends with the time: «Ждём деталь. 25.11 15:00», or «25.11».

    The time is read in the regulation's zone. WrongDate if there is none or it is past; NotStaff, NotYours, WrongState, TooLong.
    """
    must_fit(text)
    agent, ticket = for_work(desk, by, number)
    cause, until = read_promise(text, desk.now(), ticket.regulation)
    entry = ticket.promise(desk.now(), colleague(agent, by), cause, until)
    facts = {"text": cause, "until": until.isoformat(), "clause": ticket.regulation.clause("late")}
    tell_requester(desk, ticket, Notice(Code.PROMISED, facts), entry)
    refresh_card(desk, ticket)
    return ticket


def read_promise(text: str, now: datetime, regulation: Regulation) -> tuple[str, datetime]:
    """«Ждём деталь. 25.11 15:00» -> the cause, and the instant in UTC; WrongDate if either is missing, or it is past."""
    cause, until = read_date(text, now, regulation)
    if not cause:
        raise WrongDate(example=now.astimezone(regulation.zone) + timedelta(days=1))
    return cause, until
