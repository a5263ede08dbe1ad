"""Secrets: what was told in confidence, sealed. A row stays when its words are gone, so that the record is whole."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import secrets
from bot.storage.transaction import Transaction
from domain.ports import Secret

_OF = sa.select(Secret).where(secrets.c.ticket == sa.bindparam("number")).order_by(secrets.c.n)


class SqlSecrets:
    """`domain.ports.Secrets` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def keep(self, secret: Secret) -> None:
        """Enter a sealed one."""
        self._session.add(secret)

    def of_ticket(self, number: str) -> list[Secret]:
        """In the order they were told, shown and erased ones too."""
        self._transaction.settle(Secret)
        return self._transaction.all(_OF, {"number": number})
