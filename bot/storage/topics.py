"""Topics: which thread of a chat is a ticket's."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import topics
from bot.storage.transaction import Transaction
from domain.topics import Topic

_AT = sa.select(Topic).where(
    topics.c.channel == sa.bindparam("of_channel"),
    topics.c.chat == sa.bindparam("of_chat"),
    topics.c.thread == sa.bindparam("at_thread"),
)

_OF_TICKET = sa.select(Topic).where(topics.c.ticket == sa.bindparam("number")).order_by(topics.c.chat)


class SqlTopics:
    """`domain.ports.Topics` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def of(self, channel: str, chat: str, ticket: str) -> Topic | None:
        """A ticket's topic in a chat."""
        if ticket in self._transaction.new_tickets:
            return None
        self._transaction.settle(Topic)
        return self._session.get(Topic, (channel, chat, ticket))

    def at(self, channel: str, chat: str, thread: int) -> Topic | None:
        """Whose topic a thread is; None for the chat's main place, and for threads that are no ticket's."""
        if not thread:
            return None
        self._transaction.settle(Topic)
        values = {"of_channel": channel, "of_chat": chat, "at_thread": thread}
        return self._session.scalars(_AT, values).first()

    def of_ticket(self, ticket: str) -> list[Topic]:
        """A ticket's topics, in whichever chats."""
        self._transaction.settle(Topic)
        return self._transaction.all(_OF_TICKET, {"number": ticket})

    def add(self, topic: Topic) -> None:
        """Enter one; the one that the ticket had in this chat before is forgotten."""
        if (old := self.of(topic.channel, topic.chat, topic.ticket)) is not None:
            self._session.delete(old)
            self._transaction.flush()
        self._session.add(topic)

    def remove(self, topic: Topic) -> None:
        """It is there no more."""
        self._session.delete(topic)
