"""Complaints: their own register, beside that of the tickets."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import complaints
from bot.storage.transaction import Transaction
from domain.complaint import Complaint
from domain.refusals import NothingToAnswer

_OF_TICKET = (
    sa.select(Complaint)
    .where(complaints.c.ticket == sa.bindparam("number"))
    .order_by(complaints.c.at, complaints.c.number)
)


class SqlComplaints:
    """`domain.ports.Complaints` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def add(self, complaint: Complaint) -> None:
        """Enter a new one."""
        self._session.add(complaint)

    def get(self, number: str) -> Complaint:
        """By number; NothingToAnswer when there is none."""
        self._transaction.settle(Complaint)
        found = self._session.get(Complaint, number)
        if found is None:
            raise NothingToAnswer
        return found

    def of_ticket(self, number: str) -> list[Complaint]:
        """Those on a ticket, oldest first."""
        self._transaction.settle(Complaint)
        return self._transaction.all(_OF_TICKET, {"number": number})
