"""Preferences: facts the desk learnt and must keep, each for as long as the configuration it corrects stays the same."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from bot.storage.tables import settings
from bot.storage.transaction import PerDialect, Transaction

_PUT = PerDialect(
    lambda dialect: (insert := dialect.insert(settings)).on_conflict_do_update(
        index_elements=[settings.c.name],
        set_={"value": insert.excluded.value, "instead_of": insert.excluded.instead_of},
    )
)
_GET = sa.select(settings.c.value, settings.c.instead_of).where(settings.c.name == sa.bindparam("name"))


class SqlPreferences:
    """`domain.ports.Settings` over the register. `configured`: what the configuration says, by the same names."""

    def __init__(self, transaction: Transaction, configured: Mapping[str, str]) -> None:
        self._transaction = transaction
        self._configured = configured

    def get(self, name: str) -> str | None:
        """A fact the desk learnt; None if there is none, or the configuration has changed since."""
        row = self._transaction.run(_GET, {"name": name}).first()
        if row is None or row.instead_of != self._configured.get(name):
            return None
        value: str = row.value
        return value

    def put(self, name: str, value: str) -> None:
        """Keep a fact. A transaction that only reads keeps none: whoever writes next learns it."""
        if self._transaction.reads:
            return
        row = {"name": name, "value": value, "instead_of": self._configured.get(name)}
        self._transaction.run(_PUT[self._transaction.dialect], row)
        self._transaction.learnt[name] = value
        self._transaction.topics.add(name)
