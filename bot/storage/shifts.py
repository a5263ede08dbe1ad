"""Shifts: who of the staff is on duty, or away."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.storage.tables import shifts
from bot.storage.transaction import Transaction
from domain.shifts import Shift

_LATER = sa.select(Shift).where(shifts.c.ends_at > sa.bindparam("at")).order_by(shifts.c.starts_at, shifts.c.id)
_NOW = _LATER.where(shifts.c.starts_at <= sa.bindparam("at"))


class SqlShifts:
    """`domain.ports.Shifts` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def at(self, at: datetime) -> list[Shift]:
        """Those that hold at this instant (UTC)."""
        self._transaction.settle(Shift)
        return self._transaction.all(_NOW, {"at": at})

    def from_then_on(self, at: datetime) -> list[Shift]:
        """Those that hold then or begin later, by their beginning."""
        self._transaction.settle(Shift)
        return self._transaction.all(_LATER, {"at": at})

    def add(self, shift: Shift) -> None:
        """Enter one."""
        self._session.add(shift)

    def remove(self, shift: Shift) -> None:
        """It does not hold."""
        self._session.delete(shift)
