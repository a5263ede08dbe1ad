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
_there = deliveries.alias("there")
# What the new chat holds under the same id came later than the move: it is the one that a reply means.
_MOVE = (
    sa.update(deliveries)
    .where(
        deliveries.c.channel == sa.bindparam("of_channel"),
        deliveries.c.chat == sa.bindparam("old"),
        ~sa.exists().where(
            _there.c.channel == deliveries.c.channel,
            _there.c.chat == sa.bindparam("new"),
            _there.c.remote == deliveries.c.remote,
        ),
    )
    .values(chat=sa.bindparam("new"))
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

    def latest(self, channel: str, chat: str, ticket: str, code: Code) -> Delivery | None:
        """The last delivery of this kind about a ticket to a chat."""
        self._transaction.settle(Delivery)
        values = {"channel": channel, "chat": chat, "ticket": ticket, "code": code}
        return self._session.scalars(_LATEST, values).first()

    def readdress(self, channel: str, old: str, new: str) -> None:
        """A chat moved: what arrived in it is found in the new one."""
        self._transaction.settle(Delivery)
        self._transaction.run(_MOVE, {"of_channel": channel, "old": old, "new": new})
        for thing in list(self._session.identity_map.values()):
            if isinstance(thing, Delivery):
                self._session.expunge(thing)
