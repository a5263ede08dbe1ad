"""Consents: which words somebody agreed to, when, and when they took it back."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import consents
from bot.storage.transaction import Transaction
from domain.consents import Consented

_OF = sa.select(Consented).where(consents.c.person_id == sa.bindparam("person_id")).order_by(consents.c.id)


class SqlConsents:
    """`domain.ports.Consents` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, consented: Consented) -> None:
        """Enter a consent."""
        self._transaction.session.add(consented)

    def of(self, person_id: str) -> list[Consented]:
        """All that a person has given, oldest first, those that were withdrawn too."""
        self._transaction.settle(Consented)
        return self._transaction.all(_OF, {"person_id": person_id})
