"""The journal, to be read; it is written by tickets, which add to their own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

import sqlalchemy as sa

from bot.storage.tables import entries, organizations, tickets
from bot.storage.transaction import Transaction
from domain.chain import Checked, check
from domain.customers import Organization
from domain.extract import Extract, Part, Told
from domain.journal import Audience, Entry, EntryKind
from domain.ticket import Ticket

_OF = sa.select(Entry).where(entries.c.ticket == sa.bindparam("number")).order_by(entries.c.n)
_NUMBERS = sa.select(tickets.c.number).order_by(tickets.c.number)
_CHAINS = (
    sa.select(tickets.c.number, tickets.c.entries, tickets.c.head, Entry)
    .outerjoin_from(tickets, entries, entries.c.ticket == tickets.c.number)
    .order_by(tickets.c.number, entries.c.n)
    .execution_options(yield_per=1000)
)
_TOTAL = sa.select(sa.func.count()).select_from(entries)
_TURNS = (EntryKind.CLOSED, EntryKind.DISPUTED)
"""What closes a ticket, and opens it again."""


class SqlJournal:
    """`domain.ports.Journal` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of(self, number: str) -> list[Entry]:
        """A ticket's entries in order."""
        self._transaction.settle(Entry)
        return self._transaction.all(_OF, {"number": number})

    def numbers(self) -> list[str]:
        """Every ticket there is, by number."""
        self._transaction.flush()
        return list(self._transaction.run(_NUMBERS).scalars())

    def chains(self, number: str = "") -> Iterator[tuple[str, Checked]]:
        """Each ticket's chain, checked while it is read; or one ticket's only. It is never held in memory as a whole."""
        self._transaction.flush()
        wanted = _CHAINS.where(tickets.c.number == number) if number else _CHAINS
        read = self._transaction.session.execute(wanted)
        for (of, count, head), rows in groupby(read, key=itemgetter(0, 1, 2)):
            yield of, check((entry for *_, entry in rows if entry is not None), count=count, head=head)

    def total(self) -> int:
        """How many entries there are."""
        self._transaction.flush()
        counted: int = self._transaction.run(_TOTAL).scalar_one()
        return counted

    def counts(self, wanted: Extract) -> list[tuple[str, int]]:
        """How many entries of an extract each ticket has that has any, in the order of registration."""
        self._transaction.flush()
        found = (
            sa.select(tickets.c.number, sa.func.count())
            .join_from(entries, tickets, entries.c.ticket == tickets.c.number)
            .where(*_within(wanted))
            .group_by(tickets.c.number, tickets.c.registered_at)
            .order_by(tickets.c.registered_at, tickets.c.number)
        )
        if wanted.organization_id:
            found = found.where(tickets.c.organization_id == wanted.organization_id)
        if wanted.number:
            found = found.where(tickets.c.number == wanted.number)
        return [(number, count) for number, count in self._transaction.run(found)]

    def part(self, wanted: Extract, part: Part) -> list[Told]:
        """One part of an extract, in the order of its tickets; by four queries, however many they are."""
        self._transaction.flush()
        named = entries.c.ticket.in_(part.numbers)
        query = sa.select(Entry).where(named, *_within(wanted)).order_by(entries.c.ticket, entries.c.n)
        if part.most is not None:
            query = query.limit(part.most).offset(part.skip)
        said = {number: list(rows) for number, rows in groupby(self._transaction.all(query), key=lambda e: e.ticket)}
        turns = self._turns(part) if wanted.since or part.skip else {}
        numbered = {t.number: t for t in self._transaction.all(sa.select(Ticket).where(tickets.c.number.in_(said)))}
        ids = {t.organization_id for t in numbered.values() if t.organization_id}
        customers = {
            o.id: o for o in self._transaction.all(sa.select(Organization).where(organizations.c.id.in_(sorted(ids))))
        }
        return [
            Told(
                ticket := numbered[number],
                customers.get(ticket.organization_id or ""),
                said[number],
                begins=part.skip == 0,
                was_open=_was_open(turns.get(number, []), said[number][0].n),
            )
            for number in part.numbers
            if number in numbered
        ]

    def _turns(self, part: Part) -> dict[str, list[tuple[int, str]]]:
        """Where each of these tickets was closed and opened again, by number."""
        columns = (entries.c.ticket, entries.c.n, entries.c.kind)
        turning = sa.select(*columns).where(entries.c.ticket.in_(part.numbers), entries.c.kind.in_(_TURNS))
        found: dict[str, list[tuple[int, str]]] = {}
        for number, n, kind in self._transaction.run(turning.order_by(entries.c.ticket, entries.c.n)):
            found.setdefault(number, []).append((n, kind))
        return found


def _within(wanted: Extract) -> list[sa.ColumnElement[bool]]:
    return [
        entries.c.audience == Audience.PUBLIC,
        entries.c.at < wanted.until,
        *([entries.c.at >= wanted.since] if wanted.since else []),
    ]


def _was_open(turns: list[tuple[int, str]], first: int) -> bool:
    """Whether a ticket was open before its entry `first`."""
    before = [kind for n, kind in turns if n < first]
    return not before or before[-1] != EntryKind.CLOSED
