"""Tickets: by number, by requester; and the counter that gives the numbers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from bot.storage import turns
from bot.storage.counters import NEXT
from bot.storage.found import OPEN_FIRST, holding
from bot.storage.tables import counters, tickets, timers
from bot.storage.transaction import Transaction
from bot.storage.turns import BRIEF, IS_OPEN
from domain.ports import TimerKind
from domain.refusals import NotYours
from domain.regulation import Regulation
from domain.sought import Sought
from domain.ticket import Status, Ticket
from domain.waiting import Waiting

_OPEN = (
    sa.select(Ticket)
    .where(tickets.c.requester_id == sa.bindparam("person_id"), tickets.c.status != Status.CLOSED)
    .order_by(tickets.c.registered_at, tickets.c.number)
)
_RECENT = (
    sa.select(Ticket)
    .where(
        tickets.c.requester_id == sa.bindparam("person_id"),
        sa.or_(tickets.c.status != Status.CLOSED, tickets.c.closed_at >= sa.bindparam("since")),
    )
    .order_by(tickets.c.registered_at.desc(), tickets.c.number.desc())
)
_OPEN_OF_ORGANIZATION = (
    sa.select(Ticket)
    .where(tickets.c.organization_id == sa.bindparam("organization_id"), tickets.c.status != Status.CLOSED)
    .order_by(tickets.c.registered_at, tickets.c.number)
)
AT_ONCE = 1000
"""Numbers in one query: SQLite takes 32 766."""
_UNTAKEN = sa.select(Ticket).where(tickets.c.assignee_id.is_(None), IS_OPEN)
_OPEN_ALL = sa.select(Ticket).where(IS_OPEN).order_by(tickets.c.registered_at, tickets.c.number)
_WAITING = sa.select(*BRIEF).where(IS_OPEN)

_OWN = tickets.c.requester_id == sa.bindparam("person_id")
_CUSTOMERS = tickets.c.organization_id == sa.bindparam("organization_id")
_OF, _OF_CUSTOMER = (
    sa.select(Ticket).where(whose).order_by(*OPEN_FIRST).limit(sa.bindparam("limit")).offset(sa.bindparam("offset"))
    for whose in (_OWN, _CUSTOMERS)
)
_COUNT, _COUNT_CUSTOMER = (sa.select(sa.func.count()).select_from(tickets).where(whose) for whose in (_OWN, _CUSTOMERS))
_COUNT_SINCE = _COUNT.where(tickets.c.registered_at > sa.bindparam("since"))
_WITHOUT_TERM = (
    sa.select(Ticket)
    .where(
        tickets.c.status == Status.CLOSED,
        tickets.c.erased_at.is_(None),
        ~sa.exists().where(timers.c.subject == tickets.c.number, timers.c.kind == TimerKind.RETENTION),
    )
    .order_by(tickets.c.number)
    .limit(100)
)
_WITHOUT_WORDS = (
    sa.select(Ticket)
    .where(tickets.c.words == "", tickets.c.erased_at.is_(None), tickets.c.number > sa.bindparam("after"))
    .order_by(tickets.c.number)
    .limit(sa.bindparam("limit"))
)
_ADVANCE = sa.update(counters).where(counters.c.name == sa.bindparam("counter")).values(value=sa.bindparam("new"))


class SqlTickets:
    """`domain.ports.Tickets` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session
        self._new: dict[str, Ticket] = {}
        self._counted: dict[str, int] = {}
        self._ahead: set[str] = set()
        transaction.writers.append(self._write_counters)

    def get(self, number: str) -> Ticket:
        """By number; raises NotYours when there is none."""
        ticket = self._new.get(number) or self._session.get(Ticket, number)
        if ticket is None:
            raise NotYours
        return ticket

    def add(self, ticket: Ticket) -> None:
        """Enter a new ticket."""
        self._new[ticket.number] = ticket
        self._transaction.new_tickets.add(ticket.number)
        self._session.add(ticket)

    def next_number(self, regulation: Regulation) -> str:
        """The next number, gapless: the counter moves in the transaction that registers.

        Its row is locked by the first number; what further ones of the same transaction add is written with the rest.
        """
        name = regulation.prefix
        if name in self._counted:
            self._counted[name] += 1
            self._ahead.add(name)
        else:
            statement = NEXT[self._transaction.dialect]
            self._counted[name] = self._transaction.run(statement, {"counter": name}).scalar_one()
        return regulation.number(self._counted[name])

    def open_all(self) -> list[Ticket]:
        """All tickets that are not closed, oldest first."""
        self._transaction.settle(Ticket)
        return self._transaction.all(_OPEN_ALL, {})

    def waiting(self, assignee: str | None = None) -> list[Waiting]:
        """All tickets that are not closed, in brief and in no order; only those that somebody holds, by id."""
        self._transaction.settle(Ticket)
        statement = _WAITING if assignee is None else _WAITING.where(tickets.c.assignee_id == assignee)
        return [Waiting(*row) for row in self._transaction.run(statement)]

    def first(self, *, now: datetime, lines: Collection[str] | None = None, limit: int) -> tuple[int, list[Waiting]]:
        """How many are open in these lines, and those that come first in the order of work."""
        self._transaction.settle(Ticket)
        return turns.first(self._transaction, now=now, lines=lines, limit=limit)

    def late(self, *, now: datetime, lines: Collection[str] | None, limit: int) -> tuple[int, list[Waiting]]:
        """How many open ones have missed a deadline, and those that missed one longest."""
        self._transaction.settle(Ticket)
        return turns.first(self._transaction, now=now, lines=lines, limit=limit, late=True)

    def soon_due(self, *, now: datetime, soon: datetime, lines: Collection[str] | None) -> list[Ticket]:
        """Open tickets in time, of which no timer that lies behind `soon` will warn."""
        self._transaction.flush()
        return turns.soon_due(self._transaction, now=now, soon=soon, lines=lines)

    def untaken(self) -> list[Ticket]:
        """Open tickets that nobody has taken yet, in no order."""
        self._transaction.settle(Ticket)
        return self._transaction.all(_UNTAKEN, {})

    def open_of(self, person_id: str) -> list[Ticket]:
        """A person's tickets that are not closed, oldest first."""
        self._transaction.settle(Ticket)
        return self._transaction.all(_OPEN, {"person_id": person_id})

    def open_of_organization(self, organization_id: str) -> list[Ticket]:
        """A customer's tickets that are not closed, oldest first."""
        self._transaction.settle(Ticket)
        return self._transaction.all(_OPEN_OF_ORGANIZATION, {"organization_id": organization_id})

    def of(self, person_id: str, *, limit: int, offset: int = 0) -> list[Ticket]:
        """A person's tickets, a page of them: open ones first, then the closed; the newest first."""
        self._transaction.settle(Ticket)
        return self._transaction.all(_OF, {"person_id": person_id, "limit": limit, "offset": offset})

    def count_of(self, person_id: str, since: datetime | None = None) -> int:
        """How many tickets a person has; only those registered since then."""
        self._transaction.settle(Ticket)
        statement, values = (_COUNT_SINCE, {"since": since}) if since else (_COUNT, {})
        counted: int = self._transaction.run(statement, {"person_id": person_id, **values}).scalar_one()
        return counted

    def of_customer(self, organization_id: str, *, limit: int, offset: int = 0) -> list[Ticket]:
        """A customer's tickets, a page of them: open ones first, then the closed; the newest first."""
        self._transaction.settle(Ticket)
        page = {"organization_id": organization_id, "limit": limit, "offset": offset}
        return self._transaction.all(_OF_CUSTOMER, page)

    def count_of_customer(self, organization_id: str) -> int:
        """How many tickets a customer has."""
        self._transaction.settle(Ticket)
        counted: int = self._transaction.run(_COUNT_CUSTOMER, {"organization_id": organization_id}).scalar_one()
        return counted

    def recent_of(self, person_id: str, since: datetime) -> list[Ticket]:
        """A person's tickets that are open, or were closed since then, newest first."""
        self._transaction.settle(Ticket)
        return self._transaction.all(_RECENT, {"person_id": person_id, "since": since})

    def with_answer(self, key: str, answer: str) -> list[Ticket]:
        """Those in whose form this was answered, by number; none whose data are erased."""
        self._transaction.settle(Ticket)
        same = tickets.c.answers[key].as_string() == answer
        return self._transaction.all(sa.select(Ticket).where(same).order_by(tickets.c.number))

    def without_term(self) -> list[Ticket]:
        """Closed tickets whose data are neither erased nor to be erased at a set time, a hundred at most."""
        self._transaction.flush()
        return self._transaction.all(_WITHOUT_TERM)

    def having(self, sought: Sought, *, limit: int) -> list[str]:
        """The numbers of tickets that hold what is sought, or where there are none, what is like it: open ones first, then
        the closed; the newest first."""
        self._transaction.settle(Ticket)
        for terms in dict.fromkeys((sought.terms, sought.loosely)):
            if found := holding(self._transaction, terms, limit):
                return found
        return []

    def some(self, numbers: Collection[str]) -> list[Ticket]:
        """Those of these numbers that there are."""
        self._transaction.settle(Ticket)
        ordered, found = sorted(numbers), list[Ticket]()
        for at in range(0, len(ordered), AT_ONCE):
            mine = tickets.c.number.in_(ordered[at : at + AT_ONCE])
            found += self._transaction.all(sa.select(Ticket).where(mine).order_by(tickets.c.number))
        return found

    def without_words(self, after: str, limit: int) -> list[Ticket]:
        """Tickets that are not erased and cannot be found by words yet, with numbers behind this one, in order."""
        self._transaction.settle(Ticket)
        return self._transaction.all(_WITHOUT_WORDS, {"after": after, "limit": limit})

    def _write_counters(self) -> None:
        for name in self._ahead:
            self._transaction.run(_ADVANCE, {"counter": name, "new": self._counted[name]})
        self._ahead.clear()
