"""Look up: a requester's own tickets, a page at a time, and one of them (insales: history)."""

from __future__ import annotations

from dataclasses import dataclass

from domain.people import Person, Speaker
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.meeting import meet, own_ticket

PAGE = 5


@dataclass(frozen=True)
class Mine:
    """A page of somebody's tickets; pages count from 0."""

    person: Person
    tickets: list[Ticket]
    page: int
    pages: int


def my_tickets(desk: Desk, *, by: Speaker, page: int = 0) -> Mine:
    """A page of the speaker's tickets, open ones first; the last page for a number beyond it."""
    person = meet(desk, by)
    pages = max(1, -(-desk.tickets.count_of(person.id) // PAGE))
    page = min(max(page, 0), pages - 1)
    return Mine(person, desk.tickets.of(person.id, limit=PAGE, offset=page * PAGE), page, pages)


def my_ticket(desk: Desk, *, by: Speaker, number: str) -> tuple[Person, Ticket]:
    """One of the speaker's own tickets. NotYours for anybody else's, and for none."""
    person = meet(desk, by)
    return person, own_ticket(desk, person, number)
