"""Canned answers, one row for each name and language."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import canned
from bot.storage.transaction import Transaction
from domain.canned import Canned

_ALL = sa.select(Canned).order_by(canned.c.name, canned.c.language)


class SqlCannedAnswers:
    """`domain.ports.CannedAnswers` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def all(self) -> list[Canned]:
        """Every one, by name and language."""
        self._transaction.settle(Canned)
        return self._transaction.all(_ALL)

    def get(self, name: str, language: str) -> Canned | None:
        """By name and language; None if there is none."""
        self._transaction.settle(Canned)
        return self._session.get(Canned, (name, language))

    def put(self, canned: Canned) -> None:
        """Enter a new one."""
        self._session.add(canned)

    def drop(self, canned: Canned) -> None:
        """It is no answer any more."""
        self._session.delete(canned)
