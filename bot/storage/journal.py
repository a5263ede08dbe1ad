"""The journal, to be read; it is written by tickets, which add to their own."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import entries, tickets
from bot.storage.transaction import Transaction
from domain.journal import Entry

_OF = sa.select(Entry).where(entries.c.ticket == sa.bindparam("number")).order_by(entries.c.n)
_NUMBERS = sa.select(tickets.c.number).order_by(tickets.c.number)


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
