"""Queue: whose turn it is among the tickets that nobody has taken, and who may go first (barier 4.5, gravity 2.1, megafon)."""

from __future__ import annotations

from domain.journal import Audience
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.ticket import Ticket, rank
from domain.usecases.meeting import colleague
from domain.usecases.telling import REST, refresh_card

SHOWN = 5
"""Cards say the place of the first so many; a card further back does not change with each one that is taken."""


def place(desk: Desk, ticket: Ticket) -> tuple[int, int] | None:
    """Its place among the untaken, from 1, and how many there are; None once it is taken or closed."""
    if ticket.assignee_id is not None or not ticket.is_open:
        return None
    queue = sorted((one for one in desk.tickets.waiting() if one.assignee_id is None), key=rank)
    numbers = [waiting.number for waiting in queue]
    return (numbers.index(ticket.number) + 1, len(queue)) if ticket.number in numbers else None


def go_first(desk: Desk, *, by: Speaker, number: str, first: bool) -> Ticket:
    """Staff put it at the head of the queue, or back to its own place; it need not be taken for that (gravity 2.1).

    NotStaff, NotYours, WrongState once completed; NothingToAnswer where it is so already, or the regulation allows no such thing.
    """
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    rules = ticket.regulation
    if not rules.queue.override or ticket.at_head == first:
        raise NothingToAnswer
    actor = colleague(agent, by)
    ticket.go_first(desk.now(), actor, first=first, clause=rules.queue.clause, audience=Audience.STAFF)
    refresh_card(desk, ticket)
    _show(desk, _first(desk), ticket)
    return ticket


def others_move(desk: Desk, ticket: Ticket) -> None:
    """It left the queue, or came in before others: the cards behind it show their new places."""
    _show(desk, [waiting for waiting in _first(desk) if rank(waiting) > rank(ticket)], ticket)


def _first(desk: Desk) -> list[Ticket]:
    # One more than is shown: it may have been among them until now.
    return sorted(desk.tickets.untaken(), key=rank)[: SHOWN + 1]


def _show(desk: Desk, tickets: list[Ticket], moved: Ticket) -> None:
    for ticket in tickets:
        if ticket is not moved:
            refresh_card(desk, ticket, rest=REST, mark=f"{moved.number}.{moved.entries}")
