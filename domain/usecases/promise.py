"""Promise: not in time, so the requester is told why and when to expect it (barier 6.3)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

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

DAY_AND_TIME = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?[ ,]+(?:в\s+)?(\d{1,2}):(\d{2})\s*$")


def promise(desk: Desk, *, by: Speaker, number: str, text: str) -> Ticket:
    """Send the cause and the promised time; the text ends with the time: «Ждём деталь. 25.11 15:00».

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
    """«Ждём деталь. 25.11 15:00» -> the cause, and the instant in UTC; without a year the next such day. Raises WrongDate."""
    local = now.astimezone(regulation.zone)
    refusal = WrongDate(example=local + timedelta(days=1))
    found = DAY_AND_TIME.search(text)
    if found is None:
        raise refusal
    day, month, year, hour, minute = found.groups()
    try:
        at = datetime(
            (int(year) + 2000 if len(year) == 2 else int(year)) if year else local.year,
            int(month),
            int(day),
            int(hour),
            int(minute),
            tzinfo=regulation.zone,
        )
        if not year and at < local - timedelta(days=180):
            at = at.replace(year=at.year + 1)
    except ValueError:
        raise refusal from None
    cause = text[: found.start()].rstrip(" \n,;-")
    if at <= local or not cause:
        raise refusal
    return cause, at.astimezone(UTC)
