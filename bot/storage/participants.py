"""Participants: people from outside who were brought in to a ticket."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import participants
from bot.storage.transaction import Transaction
from domain.participants import Participant

_OF = (
    sa.select(Participant)
    .where(participants.c.ticket == sa.bindparam("number"))
    .order_by(participants.c.added_at, participants.c.address)
)


class SqlParticipants:
    """`domain.ports.Participants` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def add(self, participant: Participant) -> None:
        """Bring somebody in."""
        self._session.add(participant)

    def remove(self, participant: Participant) -> None:
        """They take part no more."""
        self._transaction.settle(Participant)
        self._session.delete(participant)

    def find(self, number: str, address: str) -> Participant | None:
        """Somebody from outside who takes part in a ticket, by their address."""
        self._transaction.settle(Participant)
        return self._session.get(Participant, (number, address))

    def of(self, number: str) -> list[Participant]:
        """Everybody from outside who takes part in a ticket, in the order they were brought in."""
        self._transaction.settle(Participant)
        return self._transaction.all(_OF, {"number": number})
