"""Report: a lead asks what a period was like, for everybody or for one customer; and the reports that come by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from domain.cases import Work
from domain.customers import Organization
from domain.figures import Figures, figures
from domain.notices import Code, Notice, Parcel
from domain.people import Speaker
from domain.periods import LONGEST, MONTH, WEEK, Period, last_whole, read
from domain.ports import Desk, Timer, TimerKind
from domain.refusals import NothingToAnswer
from domain.statement import booked
from domain.usecases.customers import find_customer
from domain.usecases.roles import agent_anywhere
from domain.usecases.telling import tell_staff_room

MORNING = 9
"""O'clock: where the desk opens earlier than this, or never shuts, a report need not come in the night."""


@dataclass(frozen=True)
class Asked:
    """What a report is of."""

    period: Period
    organization: Organization | None = None


@dataclass(frozen=True)
class Report:
    """A period's figures, for everybody or for one customer."""

    figures: Figures
    organization: Organization | None


def asked(desk: Desk, *, words: str) -> Asked:
    """What was typed: a period, and behind it a customer's name or contract number. WrongDays, WrongCustomer."""
    period, rest = read(words, today(desk))
    return Asked(period, find_customer(desk, which=rest) if rest else None)


def today(desk: Desk) -> date:
    """By the regulation's zone."""
    return desk.now().astimezone(desk.regulation.zone).date()


def post_report(desk: Desk, *, by: Speaker, words: str, key: str) -> None:
    """Have a report sent to where a lead asks for it. NotStaff, OnlyLead, WrongDays, WrongCustomer.

    The same update again sends nothing more: `key` names it.
    """
    agent_anywhere(desk, by).must_lead()
    of, place, wall = asked(desk, words=words), by.place, desk.wall()
    facts = facts_of(of.period, of.organization.id if of.organization else "") | {"reply_to": by.message}
    name = f"{Code.REPORT}:{place.chat}:{key}"
    desk.outbox.post(Parcel(name, place.channel, place.chat, Code.REPORT, facts, "", wall, wall, thread=place.thread))


def look_at_report(desk: Desk, *, by: Speaker, first: str, last: str, organization_id: str) -> Report:
    """The same figures again, for a document of them. NotStaff, OnlyLead; NothingToAnswer for what no button says."""
    agent_anywhere(desk, by).must_lead()
    return report_of(desk, facts_of_button(first, last, organization_id))


def whose_reports(desk: Desk, *, by: Speaker, first: str, last: str) -> list[Organization]:
    """The customers that a period concerns, by name. NotStaff, OnlyLead, NothingToAnswer."""
    agent_anywhere(desk, by).must_lead()
    made = report_of(desk, facts_of_button(first, last, "")).figures
    concerned = {line.case.organization_id for line in made.lines}
    return [one for one in desk.customers.all() if one.id in concerned]


def report_of(desk: Desk, facts: dict[str, Any]) -> Report:
    """The figures that a parcel's facts name, as the register has them now."""
    whose = str(facts.get("organization") or "")
    try:
        organization = desk.customers.get(whose) if whose else None
    except KeyError:
        raise NothingToAnswer from None
    return make_report(desk, Asked(_period(facts), organization))


def make_report(desk: Desk, of: Asked) -> Report:
    """Count a period, by two queries; and what its answers took, as it was accounted when the period ended, by two more."""
    zone, whose = desk.regulation.zone, of.organization.id if of.organization else None
    begin, end = of.period.begins(zone), min(of.period.ends(zone), desk.now())
    cases = desk.cases.between(begin, end, whose)
    answered = booked(desk.efforts.between(begin, end, whose), desk.efforts.history(whose, since=end))
    works = (Work(e.ticket, e.agent_id, e.agent_name, one.minutes_at(end)) for one in answered for e in (one.effort,))
    return Report(figures(cases, works, of.period, zone, desk.now()), of.organization)


def facts_of(period: Period, organization_id: str = "") -> dict[str, Any]:
    """A period and a customer, as JSON holds them."""
    return {"first": period.first.isoformat(), "last": period.last.isoformat(), "organization": organization_id}


def facts_of_button(first: str, last: str, organization_id: str) -> dict[str, Any]:
    """What a button holds: 20261101, 20261130 and an id. NothingToAnswer for anything else."""
    try:
        period = Period(*(date(int(text[:4]), int(text[4:6]), int(text[6:8])) for text in (first, last)))
    except ValueError:
        raise NothingToAnswer from None
    if not timedelta() <= period.last - period.first < timedelta(days=LONGEST):
        raise NothingToAnswer
    return facts_of(period, organization_id)


def _period(facts: dict[str, Any]) -> Period:
    return Period(date.fromisoformat(facts["first"]), date.fromisoformat(facts["last"]))


# -- by themselves


def set_schedule(desk: Desk, *, by: Speaker, every: str, on: bool) -> datetime | None:
    """A report after each week, or month, on the first working morning, to the staff group; or no more. Returns when the
    next one comes. NotStaff, OnlyLead."""
    agent_anywhere(desk, by).must_lead()
    if not on:
        desk.timers.cancel(every, TimerKind.REPORT)
        desk.settings.put(_setting(every), "")
        return None
    return _set_next(desk, every)


def schedule(desk: Desk, *, by: Speaker) -> dict[str, datetime | None]:
    """When the next report of each kind comes by itself; None: it does not. NotStaff, OnlyLead."""
    agent_anywhere(desk, by).must_lead()
    return {every: _next(desk, every) for every in (WEEK, MONTH)}


def report_is_due(desk: Desk, timer: Timer) -> None:
    """The period that the timer was set for is over: it is reported on, once, however late the timer rings."""
    every = timer.subject
    facts = {key: timer.facts[key] for key in ("first", "last")} | {"organization": "", "every": every}
    tell_staff_room(desk, Notice(Code.REPORT, facts), key=f"{Code.REPORT}:{every}:{facts['first']}")
    _set_next(desk, every, after=date.fromisoformat(facts["last"]))


def _set_next(desk: Desk, every: str, after: date | None = None) -> datetime:
    """Ring when the period that is running is over, or the one after `after`."""
    day = after + timedelta(days=1) if after else today(desk)
    begins = last_whole(every, day).last + timedelta(days=1)
    period = Period(begins, _last_of(every, begins))
    at = first_morning(desk, period.last + timedelta(days=1))
    desk.timers.set(every, TimerKind.REPORT, at, facts_of(period))
    desk.settings.put(_setting(every), at.isoformat())
    return at


def _last_of(every: str, begins: date) -> date:
    if every == WEEK:
        return begins + timedelta(days=6)
    return (begins.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def first_morning(desk: Desk, day: date) -> datetime:
    """The first instant of working time from that day on, but not before nine."""
    rules = desk.regulation
    return rules.hours_for().next_opening(datetime.combine(day, time(MORNING), rules.zone))


def _next(desk: Desk, every: str) -> datetime | None:
    at = desk.settings.get(_setting(every))
    return datetime.fromisoformat(at) if at else None


def _setting(every: str) -> str:
    return f"report_{every}"
