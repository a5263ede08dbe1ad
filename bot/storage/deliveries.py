"""Deliveries: where each notice ended up, so that a reply finds its ticket."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import deliveries
from bot.storage.transaction import Transaction
from domain.notices import Code
from domain.ports import Delivery

_LATEST = (
    sa.select(Delivery)
    .where(
        deliveries.c.channel == sa.bindparam("channel"),
        deliveries.c.chat == sa.bindparam("chat"),
        deliveries.c.ticket == sa.bindparam("ticket"),
        deliveries.c.code == sa.bindparam("code"),
    )
    .order_by(deliveries.c.sequence.desc())
    .limit(1)
)


_BY_REMOTE = (
    sa.select(Delivery)
    .where(deliveries.c.remote == sa.bindparam("remote"), deliveries.c.channel == sa.bindparam("channel"))
    .order_by(deliveries.c.sequence)
)


class SqlDeliveries:
    """`domain.ports.Deliveries` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def add(self, delivery: Delivery) -> None:
        """Note where something arrived."""
        self._session.add(delivery)

    def find(self, channel: str, chat: str, remote: str) -> Delivery | None:
        """What arrived there under this id."""
        self._transaction.settle(Delivery)
        return self._session.get(Delivery, (channel, chat, remote))

    def by_remote(self, channel: str, remote: str) -> list[Delivery]:
        """What has this id there, whomever it went to."""
        self._transaction.settle(Delivery)
        return self._transaction.all(_BY_REMOTE, {"channel": channel, "remote": remote})

    def latest(self, channel: str, chat: str, ticket: str, code: Code) -> Delivery | None:
        """The last delivery of this kind about a ticket to a chat."""
        self._transaction.settle(Delivery)
        values = {"channel": channel, "chat": chat, "ticket": ticket, "code": code}
        return self._session.scalars(_LATEST, values).first()

    def lose(self, channel: str, chat: str, ticket: str, code: Code) -> None:
        """What of this kind arrived there about a ticket is there no more."""
        self._transaction.flush()
        here = (deliveries.c.channel == channel, deliveries.c.chat == chat)
        about = (deliveries.c.ticket == ticket, deliveries.c.code == code)
        for one in self._session.scalars(sa.select(Delivery).where(*here, *about)):
            self._session.delete(one)
