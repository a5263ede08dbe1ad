"""Hold: the work is put off for one of the regulation's reasons, and taken up again (barier 7.9)."""

from __future__ import annotations

from domain.given import DAY_AND_TIME, read
from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk, TimerKind
from domain.ticket import Ticket
from domain.usecases.deadlines import set_deadline_timers
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.promise import read_promise
from domain.usecases.take import for_work
from domain.usecases.telling import refresh_card, tell_requester


def hold(desk: Desk, *, by: Speaker, number: str, reason: str, text: str) -> Ticket:
    """Put it off and tell the requester why; a date at the end of the text is promised: «Ждём поставщика. 25.11 15:00».

    WrongDate where the reason demands a date and there is none, NotGiven where it demands something else; NotStaff,
    NotYours, WrongState, TooLong; KeyError: no such reason.
    """
    must_fit(text)
    agent, ticket = for_work(desk, by, number)
    why = ticket.regulation.reason(reason)
    needs_date = ticket.priority in why.date_on
    given = read(text, why.demands, desk.now(), ticket.regulation)
    text, until = given.text, given.until
    if until is None and (needs_date or DAY_AND_TIME.search(text)):
        text, until = read_promise(text, desk.now(), ticket.regulation)
    entry = ticket.hold(
        desk.now(), colleague(agent, by), why, text, until, clock_stands=not needs_date, given=given.facts()
    )
    desk.timers.cancel(number, TimerKind.ASK_REMINDER)
    set_deadline_timers(desk, ticket)
    tell_requester(desk, ticket, Notice(Code.HELD, dict(entry.facts)), entry)
    refresh_card(desk, ticket)
    return ticket


def resume(desk: Desk, *, by: Speaker, number: str) -> Ticket:
    """Take the work up again. NotStaff, NotYours, WrongState."""
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    entry = ticket.resume(desk.now(), colleague(agent, by))
    set_deadline_timers(desk, ticket)
    tell_requester(desk, ticket, Notice(Code.WORK_RESUMED), entry)
    refresh_card(desk, ticket)
    return ticket
