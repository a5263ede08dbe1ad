"""Extracts: a lead asks for the journal of a period, a customer or a ticket, and gets it as a file in their private chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.extract import Extract, Period, between, extract, month_of, read_day, read_period
from domain.notices import Code, Notice
from domain.numbers import number_at
from domain.people import Agent, Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, NotYours, WrongCustomer
from domain.staff_refusals import NoSuchTicket, WrongPeriod
from domain.ticket import Ticket
from domain.usecases.customers import find_customer
from domain.usecases.roles import agent_anywhere
from domain.usecases.staff import chat_link
from domain.usecases.telling import tell_person

EARLIEST = date(1990, 1, 1)
SHEETS = "sheets"
"""The queue of files that take long to make: nothing waits behind one."""
FORMS = ("xlsx", "csv", "pdf", "zip")


@dataclass(frozen=True)
class Asked:
    """What a lead asked for and how much it is. `chat`: their private chat; where there is none, `bot` is where to open one."""

    wanted: Extract
    whose: str
    tickets: int
    entries: int
    chat: str
    bot: str


def look_up(desk: Desk, *, by: Speaker, text: str = "") -> Asked:
    """`/journal`: this month, or what the text names: a period, a customer, a ticket; a customer and a period.

    NotStaff, OnlyLead; WrongPeriod, NoSuchTicket, WrongCustomer.
    """
    lead = desk.people.get(_lead(desk, by).person_id)
    wanted = _named(desk, text.strip())
    counts = desk.journal.counts(wanted)
    entries = sum(count for _, count in counts)
    whose = desk.customers.get(wanted.organization_id).name if wanted.organization_id else wanted.number
    return Asked(wanted, whose, len(counts), entries, lead.chat, chat_link(desk))


def order(desk: Desk, *, by: Speaker, form: str, which: str, since: str, until: str, key: str) -> Person:
    """A button under the answer: the file is made while it goes out. All of the button is checked anew.

    NotStaff, OnlyLead; NothingToAnswer for a button that the desk did not make.
    """
    lead = desk.people.get(_lead(desk, by).person_id)
    if form not in FORMS or not by.private:
        raise NothingToAnswer
    facts = {"form": form, "which": which, "since": since, "until": until}
    if wanted_by(desk, facts) is None or (form == "zip" and not _is_number(which)):
        raise NothingToAnswer
    tell_person(desk, lead, Notice(Code.JOURNAL, facts), key=f"journal:{lead.id}:{key}", queue=SHEETS)
    return lead


def wanted_by(desk: Desk, facts: dict[str, str]) -> Extract | None:
    """The extract that a button or a notice names; None if there is no such ticket or customer, or it is no period."""
    which = facts["which"]
    try:
        period = _days(facts["since"], facts["until"])
        if _is_number(which):
            return extract(desk.regulation.zone, desk.now(), period, number=desk.tickets.get(which).number)
        customer = desk.customers.get(which).id if which else ""
    except (ValueError, NotYours, KeyError):
        return None
    return extract(desk.regulation.zone, desk.now(), period, organization_id=customer)


def chosen(desk: Desk, *, since: str, until: str, organization: str, number: str) -> Extract:
    """What the options of a command name. WrongPeriod, WrongCustomer, NoSuchTicket."""
    ticket = _ticket(desk, number).number if number else ""
    customer = find_customer(desk, which=organization).id if organization else ""
    return extract(desk.regulation.zone, desk.now(), _span(desk, since, until), organization_id=customer, number=ticket)


def _lead(desk: Desk, by: Speaker) -> Agent:
    return agent_anywhere(desk, by).must_lead()


def _named(desk: Desk, text: str) -> Extract:
    zone, now = desk.regulation.zone, desk.now()
    if not text:
        return extract(zone, now, month_of(now.astimezone(zone).date()))
    whose = _whose(desk, text)
    if whose is not None:
        return extract(zone, now, None, **whose)
    period, rest = read_period(text)
    whose = _whose(desk, rest) if rest else {}
    if whose is None:
        number = _typed(desk, rest)
        raise NoSuchTicket(number) if number else WrongCustomer("name", "no_such", rest)
    return extract(zone, now, period, **whose)


def _whose(desk: Desk, text: str) -> dict[str, str] | None:
    """The ticket or the customer that is named by this; None where there is neither. WrongCustomer where there are several."""
    if number := _typed(desk, text):
        try:
            return {"number": desk.tickets.get(number).number}
        except NotYours:
            pass  # it may be a contract's number
    try:
        return {"organization_id": find_customer(desk, which=text).id}
    except WrongCustomer as error:
        if error.problem != "no_such":
            raise
        return None


def _typed(desk: Desk, text: str) -> str:
    """A number that was written out, BAR-000017 or №17; bare digits are a year, or a contract. Empty for anything else."""
    if not text[:1].isalpha() and text[:1] not in "№#":
        return ""
    number, rest = number_at(desk.regulation, text)
    return "" if rest else number


def _ticket(desk: Desk, text: str) -> Ticket:
    number, _rest = number_at(desk.regulation, text)
    try:
        return desk.tickets.get(number)
    except NotYours:
        raise NoSuchTicket(number or text[:32]) from None


def _span(desk: Desk, since: str, until: str) -> Period | None:
    if not since and not until:
        return None
    first = read_day(since) if since else EARLIEST
    last = read_day(until) if until else max(first, desk.now().astimezone(desk.regulation.zone).date())
    try:
        return between(Period(first, last))
    except ValueError:
        raise WrongPeriod(f"{since} - {until}") from None


def _days(since: str, until: str) -> Period | None:
    if not since and not until:
        return None
    return between(Period(date.fromisoformat(since), date.fromisoformat(until)))


def _is_number(which: str) -> bool:
    """Tickets' numbers have a hyphen, the ids of customers have none."""
    return "-" in which
