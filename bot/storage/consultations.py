"""Consultations: calls that became no request."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.storage.tables import consultations
from bot.storage.transaction import Transaction
from domain.consultation import Consultation

_SINCE = (
    sa.select(Consultation)
    .where(consultations.c.at >= sa.bindparam("since", type_=consultations.c.at.type))
    .order_by(consultations.c.at, consultations.c.id)
)


class SqlConsultations:
    """`domain.ports.Consultations` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def add(self, consultation: Consultation) -> None:
        """Enter one."""
        self._session.add(consultation)

    def since(self, at: datetime) -> list[Consultation]:
        """Those from that instant on, oldest first."""
        self._transaction.settle(Consultation)
        return self._transaction.all(_SINCE, {"since": at})
