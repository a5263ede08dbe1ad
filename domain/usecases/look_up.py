"""Look up: a requester's own tickets, a page at a time, and one of them (insales: history); a contact person sees all of the customer's."""

from __future__ import annotations

from dataclasses import dataclass

from domain.customers import Organization
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NotYours
from domain.ticket import Ticket
from domain.usecases.identify import customer_of
from domain.usecases.meeting import meet, own_ticket
from domain.usecases.telling import MAIL

PAGE = 5
MOST_SEARCHED = 500
"""So many tickets, the newest, are searched for words."""
MOST_FOUND = 10


@dataclass(frozen=True)
class Mine:
    """A page of somebody's tickets; pages count from 0. `customer`: the page is of all its tickets; `of`: it could be."""

    person: Person
    tickets: list[Ticket]
    page: int
    pages: int
    customer: Organization | None = None
    of: Organization | None = None


@dataclass(frozen=True)
class Found:
    """The tickets with such a number or such words, the newest first."""

    person: Person
    sought: str
    tickets: list[Ticket]


def my_tickets(desk: Desk, *, by: Speaker, page: int = 0) -> Mine:
    """A page of the speaker's tickets, open ones first; the last page for a number beyond it."""
    person = meet(desk, by)
    pages = _pages(desk.tickets.count_of(person.id))
    page = min(max(page, 0), pages - 1)
    tickets = desk.tickets.of(person.id, limit=PAGE, offset=page * PAGE)
    return Mine(person, tickets, page, pages, of=customer_of_contact(desk, person))


def customers_tickets(desk: Desk, *, by: Speaker, page: int = 0) -> Mine:
    """A page of all tickets of the customer whose contact person the speaker is. NotYours for everybody else."""
    person = meet(desk, by)
    organization = customer_of_contact(desk, person)
    if organization is None:
        raise NotYours
    pages = _pages(desk.tickets.count_of_customer(organization.id))
    page = min(max(page, 0), pages - 1)
    tickets = desk.tickets.of_customer(organization.id, limit=PAGE, offset=page * PAGE)
    return Mine(person, tickets, page, pages, customer=organization)


def my_ticket(desk: Desk, *, by: Speaker, number: str) -> tuple[Person, Ticket]:
    """A ticket that the speaker may look at. NotYours for anybody else's, and for none."""
    person = meet(desk, by)
    return person, readable_ticket(desk, person, number)


def find_mine(desk: Desk, *, by: Speaker, words: str) -> Found:
    """By number («17», «BAR-000017»), else by words; only among what the speaker may look at."""
    person = meet(desk, by)
    organization = customer_of_contact(desk, person)
    seen = {t.number: t for t in desk.tickets.of(person.id, limit=MOST_SEARCHED)}
    if organization is not None:
        seen |= {t.number: t for t in desk.tickets.of_customer(organization.id, limit=MOST_SEARCHED)}
    sought = folded(words)
    found = [t for t in seen.values() if _is_number(sought, t.number)]
    if not found:
        found = [t for t in seen.values() if all(word in _text(t) for word in sought.split())]
    found.sort(key=lambda t: (t.registered_at, t.number), reverse=True)
    return Found(person, words, found[:MOST_FOUND])


def customer_of_contact(desk: Desk, person: Person) -> Organization | None:
    """The customer that has named this person, by a proved address, as one who sees all its tickets."""
    organization = customer_of(desk, person)
    if organization is None or not organization.contacts:
        return None
    proved = {address.casefold() for address in desk.people.proved_addresses(person.id, MAIL)}
    named = {address.casefold() for address in organization.contacts}
    return organization if proved & named else None


def readable_ticket(desk: Desk, person: Person, number: str) -> Ticket:
    """One's own ticket, or one of the customer whose contact person one is. NotYours."""
    try:
        return own_ticket(desk, person, number)
    except NotYours:
        ticket = desk.tickets.get(number)
        organization = customer_of_contact(desk, person)
        if organization is None or ticket.organization_id != organization.id:
            raise
        return ticket


def folded(words: str) -> str:
    """As it is compared: case and ё make no difference."""
    return words.casefold().replace("ё", "е").strip()


def _is_number(sought: str, number: str) -> bool:
    digits = sought.lstrip("#№ ")
    if digits.isdecimal():
        return int(number.rpartition("-")[2]) == int(digits)
    return folded(number) == sought


def _text(ticket: Ticket) -> str:
    return folded(" ".join(ticket.answers.get(key) or "" for key in ("subject", "description", "steps")))


def _pages(count: int) -> int:
    return max(1, -(-count // PAGE))
