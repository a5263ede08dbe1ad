"""Counters: how often something happened that leaves no other trace. Numbers of tickets are counted by `SqlTickets`."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import counters
from bot.storage.transaction import PerDialect, Transaction

_ADD = PerDialect(
    lambda dialect: (
        dialect.insert(counters)
        .values(name=sa.bindparam("counter"), value=1)
        .on_conflict_do_update(index_elements=[counters.c.name], set_={"value": counters.c.value + 1})
    )
)
NEXT = PerDialect(
    lambda dialect: (
        dialect.insert(counters)
        .values(name=sa.bindparam("counter"), value=1)
        .on_conflict_do_update(index_elements=[counters.c.name], set_={"value": counters.c.value + 1})
        .returning(counters.c.value)
    )
)
_GET = sa.select(counters.c.value).where(counters.c.name == sa.bindparam("counter"))


class SqlCounters:
    """`domain.ports.Counters` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, name: str) -> None:
        """One more."""
        self._transaction.run(_ADD[self._transaction.dialect], {"counter": name})

    def next(self, name: str) -> int:
        """One more, and how many that makes: no two transactions get the same."""
        counted: int = self._transaction.run(NEXT[self._transaction.dialect], {"counter": name}).scalar_one()
        return counted

    def get(self, name: str) -> int:
        """How many so far."""
        found: int | None = self._transaction.run(_GET, {"counter": name}).scalar()
        return found or 0
