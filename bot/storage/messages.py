"""Messages: what somebody wrote, by the channel's own id, and where its words went."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import messages
from bot.storage.transaction import Transaction
from domain.ports import Utterance

# Ids are text here, as any channel may have its own kind; Telegram's grow, so that the longer one is the later.
_IN_ORDER = (messages.c.at, sa.func.length(messages.c.remote), messages.c.remote)
_LATEST = (
    sa.select(Utterance)
    .where(messages.c.channel == sa.bindparam("channel"), messages.c.chat == sa.bindparam("chat"))
    .order_by(*(column.desc() for column in _IN_ORDER))
    .limit(1)
)
_OF_DRAFT = sa.select(Utterance).where(messages.c.draft_id == sa.bindparam("draft_id")).order_by(*_IN_ORDER)


class SqlMessages:
    """`domain.ports.Messages` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def add(self, utterance: Utterance) -> None:
        """Note where the words of a message went."""
        self._session.add(utterance)

    def find(self, channel: str, chat: str, remote: str) -> Utterance | None:
        """By the channel's id."""
        self._transaction.settle(Utterance)
        return self._session.get(Utterance, (channel, chat, remote))

    def latest(self, channel: str, chat: str) -> Utterance | None:
        """What was said last in a chat."""
        self._transaction.settle(Utterance)
        return self._session.scalars(_LATEST, {"channel": channel, "chat": chat}).first()

    def of_draft(self, draft_id: str) -> list[Utterance]:
        """In the order it was said."""
        self._transaction.settle(Utterance)
        return self._transaction.all(_OF_DRAFT, {"draft_id": draft_id})

    def discard(self, utterance: Utterance) -> None:
        """Forget where its words went."""
        if utterance in self._session.new:
            self._session.expunge(utterance)
        else:
            self._session.delete(utterance)
