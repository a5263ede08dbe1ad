"""Statement: a lead asks for what a customer's answers took in a month; from the register and the journal alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from domain.customers import Organization
from domain.extract import Period, month_of, read_period
from domain.hours import term
from domain.people import Speaker
from domain.ports import Desk
from domain.staff_refusals import WrongPeriod
from domain.statement import Booked, Statement, booked, lines
from domain.ticket import Ticket
from domain.usecases.customers import find_customer
from domain.usecases.roles import agent_anywhere

_EVER = datetime(1990, 1, 1, tzinfo=UTC)


def ask_statement(desk: Desk, *, by: Speaker, text: str) -> tuple[Statement, str]:
    """`/statement Ромашка 2026-10`; without a month, of the one before. Returns it, and the lead's private chat, empty if there is none.

    NotStaff, OnlyLead; WrongCustomer, WrongPeriod.
    """
    lead = agent_anywhere(desk, by).must_lead()
    period, which = read_period(text)
    organization = find_customer(desk, which=which)
    return statement(desk, organization, month(desk, period)), desk.people.get(lead.person_id).chat


def chosen_month(desk: Desk, text: str) -> Period:
    """2026-10, 10.2026; the month before this one if nothing is named. WrongPeriod for anything but a month that has begun."""
    period, rest = read_period(text)
    if rest:
        raise WrongPeriod(text, "month")
    return month(desk, period)


def month(desk: Desk, period: Period | None) -> Period:
    """The month itself. WrongPeriod for anything but one that has begun."""
    today = desk.now().astimezone(desk.regulation.zone).date()
    if period is None:
        return _before(today)
    if period != month_of(period.first):
        raise WrongPeriod(f"{period.first:%d.%m.%Y}-{period.last:%d.%m.%Y}", "month")
    if period.first > today:
        raise WrongPeriod(f"{period.first:%m.%Y}", "ahead")
    return period


def worked_for(desk: Desk, period: Period) -> list[Organization]:
    """The customers for whom there was work in that month, or a correction, by name."""
    since, until = period.bounds(desk.regulation.zone)
    ids = {one.effort.organization_id for one in _entered(desk, until, None) if _came_up(one, since, until)}
    return sorted((desk.customers.get(one) for one in ids if one), key=lambda one: one.name.casefold())


def statement(desk: Desk, organization: Organization, period: Period) -> Statement:
    """One customer's month, as it was at its end; of the month that runs, as it is now."""
    zone, now = desk.regulation.zone, desk.now()
    since, end = period.bounds(zone)
    until = min(end, now)
    entered = _entered(desk, until, organization.id)
    begins, ends = term(organization, zone)
    used = sum(
        one.minutes_at(until) for one in entered if begins <= one.effort.at < min(ends, until) and one.at < until
    )
    numbers = {one.effort.ticket for one in entered if _came_up(one, since, until)}
    concerned = {ticket.number: ticket for ticket in desk.tickets.some(numbers)}
    subjects = {number: _subject(ticket) for number, ticket in concerned.items()}
    return Statement(
        period,
        organization.name,
        organization.contract,
        (organization.since, organization.until),
        tuple(replace(one, erased=concerned[one.ticket].erased_at) for one in lines(entered, since, until, subjects)),
        until,
        until < end,
        organization.prepaid_minutes or None,
        used,
    )


def _entered(desk: Desk, until: datetime, organization_id: str | None) -> list[Booked]:
    efforts = desk.efforts.between(_EVER, until, organization_id)
    return list(booked(efforts, desk.efforts.history(organization_id)))


def _came_up(one: Booked, since: datetime, until: datetime) -> bool:
    return since <= one.at < until or any(since <= entry.at < until for entry in one.corrections)


def _subject(ticket: Ticket) -> str:
    return " ".join((ticket.answers.get("subject") or ticket.answers.get("description", "")).split())


def _before(day: date) -> Period:
    first = day.replace(day=1)
    return month_of(date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1))
