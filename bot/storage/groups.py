"""Groups: chats of customers, by their address."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import groups, tickets
from bot.storage.transaction import Transaction
from domain.groups import Group
from domain.ticket import Ticket

_BEGUN = sa.select(Ticket).where(tickets.c.group_chat == sa.bindparam("chat"))


class SqlGroups:
    """`domain.ports.Groups` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def get(self, channel: str, chat: str) -> Group | None:
        """By address; None if no lead has ever named it."""
        self._transaction.settle(Group)
        return self._session.get(Group, (channel, chat))

    def add(self, group: Group) -> None:
        """Enter one."""
        self._session.add(group)

    def remove(self, group: Group) -> None:
        """Nothing is known of it any more."""
        self._session.delete(group)

    def move(self, channel: str, old: str, new: str) -> None:
        """The chat has a new address: the group and the tickets that began there go along."""
        group = self.get(channel, old)
        if group is None:
            return
        if self.get(channel, new) is None:
            self._transaction.flush()
            at = sa.and_(groups.c.channel == channel, groups.c.chat == old)
            self._session.expunge(group)
            self._transaction.run(sa.update(groups).where(at).values(chat=new))
        self._transaction.settle(Ticket)
        for ticket in self._transaction.all(_BEGUN, {"chat": old}):
            ticket.group_chat = new
