"""Efforts: how many minutes each answer counts with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from bot.storage.tables import efforts, entries
from bot.storage.transaction import Transaction
from domain.effort import Effort
from domain.journal import Entry, EntryKind

_OF = sa.select(Effort).where(efforts.c.ticket == sa.bindparam("number")).order_by(efforts.c.n)
_IN_TIME = (efforts.c.at >= sa.bindparam("since"), efforts.c.at < sa.bindparam("until"))
_BETWEEN = sa.select(Effort).where(*_IN_TIME).order_by(efforts.c.at, efforts.c.ticket, efforts.c.n)
_THEIRS = efforts.c.organization_id == sa.bindparam("organization")
_HISTORY = (
    sa.select(Entry)
    .where(entries.c.kind.in_([EntryKind.EFFORT, EntryKind.IDENTIFIED]))
    .order_by(entries.c.at, entries.c.ticket, entries.c.n)
)
_MINUTES = sa.select(sa.func.coalesce(sa.func.sum(efforts.c.minutes), 0)).where(_THEIRS, *_IN_TIME)


class SqlEfforts:
    """`domain.ports.Efforts` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def add(self, effort: Effort) -> None:
        """Enter one; there is one for an entry at most."""
        self._session.add(effort)

    def get(self, number: str, n: int) -> Effort | None:
        """Of an entry of a ticket's journal."""
        self._transaction.settle(Effort)
        return self._session.get(Effort, (number, n))

    def of_ticket(self, number: str) -> list[Effort]:
        """In the order of its journal."""
        self._transaction.settle(Effort)
        return self._transaction.all(_OF, {"number": number})

    def between(self, since: datetime, until: datetime, organization_id: str | None = None) -> Iterator[Effort]:
        """Those of answers given from `since` on and before `until` (UTC), in that order; of one customer, or of everybody.

        Read piece by piece, as they are asked for: the session keeps none that nobody else does.
        """
        self._transaction.settle(Effort)
        time: dict[str, object] = {"since": since, "until": until}
        found = _BETWEEN.execution_options(yield_per=500)
        if organization_id is None:
            return iter(self._session.scalars(found, time))
        return iter(self._session.scalars(found.where(_THEIRS), time | {"organization": organization_id}))

    def history(self, organization_id: str | None = None, since: datetime | None = None) -> list[Entry]:
        """What befell the efforts of a customer, or of everybody: entries of corrections and of customers found out, in order;
        from the first one on, or only from `since` on."""
        self._transaction.settle(Effort, Entry)
        whole = _HISTORY if since is None else _HISTORY.where(entries.c.at >= since)
        if organization_id is None:
            return self._transaction.all(whole.where(entries.c.ticket.in_(sa.select(efforts.c.ticket))))
        mine = entries.c.ticket.in_(sa.select(efforts.c.ticket).where(_THEIRS))
        return self._transaction.all(whole.where(mine), {"organization": organization_id})

    def minutes_of(self, organization_id: str, since: datetime, until: datetime) -> int:
        """How many minutes a customer's answers took in that time, altogether."""
        self._transaction.settle(Effort)
        found = self._transaction.run(_MINUTES, {"organization": organization_id, "since": since, "until": until})
        return int(found.scalar_one())
