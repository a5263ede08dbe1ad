"""Messages: what somebody wrote, by the channel's own id, and where its words went."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from bot.storage.tables import messages
from bot.storage.transaction import Transaction
from domain.people import Speaker
from domain.ports import Utterance

Chat = tuple[str, str]
Key = tuple[str, str, str]
"""Channel and chat; with the channel's id of a message."""

# Ids are text here, as any channel may have its own kind; Telegram's grow, so that the longer one is the later.
_IN_ORDER = (messages.c.at, sa.func.length(messages.c.remote), messages.c.remote)
_LATEST = (
    sa.select(Utterance)
    .where(messages.c.channel == sa.bindparam("channel"), messages.c.chat == sa.bindparam("chat"))
    .order_by(*(column.desc() for column in _IN_ORDER))
    .limit(1)
)
_place = messages.c.channel == sa.bindparam("channel"), messages.c.chat.in_(sa.bindparam("chats", expanding=True))
_turn = sa.func.row_number().over(
    partition_by=(messages.c.channel, messages.c.chat), order_by=[column.desc() for column in _IN_ORDER]
)
_turns = (
    sa.select(messages.c.channel, messages.c.chat, messages.c.remote, _turn.label("turn")).where(*_place).subquery()
)
_NEWS = (
    sa.select(Utterance, _turns.c.turn)
    .join(
        _turns,
        sa.and_(*(messages.c[name] == _turns.c[name] for name in ("channel", "chat", "remote"))),
    )
    .where((_turns.c.turn == 1) | _turns.c.remote.in_(sa.bindparam("remotes", expanding=True)))
)
_OF_DRAFTS = (
    sa.select(Utterance).where(messages.c.draft_id.in_(sa.bindparam("drafts", expanding=True))).order_by(*_IN_ORDER)
)
_OF_DRAFT = sa.select(Utterance).where(messages.c.draft_id == sa.bindparam("draft_id")).order_by(*_IN_ORDER)


class SqlMessages:
    """`domain.ports.Messages` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session
        self._found: dict[Key, Utterance | None] = {}
        """What is known of these messages: it is kept right."""
        self._last: dict[Chat, Utterance | None] = {}
        """What was said last, in chats where nothing was added or taken away since."""
        self._drafts: dict[str, tuple[Chat, list[Utterance]]] = {}
        """What drafts were put together from, in chats where nobody has had anything in hand since."""

    def expect(self, speakers: Iterable[Speaker]) -> None:
        """Messages came in: fetch what will be asked of each, for all of them at once."""
        came = [(speaker.place, speaker.message) for speaker in speakers if speaker.message]
        for channel in {place.channel for place, _ in came}:
            here = {place.chat: remote for place, remote in came if place.channel == channel}
            self._last |= {(channel, chat): None for chat in here}
            self._found |= {(channel, chat, remote): None for chat, remote in here.items()}
            values = {"channel": channel, "chats": sorted(here), "remotes": sorted(set(here.values()))}
            for utterance, turn in self._session.execute(_NEWS, values):
                key = (channel, utterance.chat, utterance.remote)
                if turn == 1:
                    self._last[channel, utterance.chat] = utterance
                if key in self._found:
                    self._found[key] = utterance
        chats = {(place.channel, place.chat) for place, _ in came}
        drafts = [draft for row in self._transaction.drafts.values() for draft in row]
        self._drafts = {d.id: ((d.channel, d.chat), []) for d in drafts if (d.channel, d.chat) in chats}
        if self._drafts:
            for utterance in self._session.scalars(_OF_DRAFTS, {"drafts": sorted(self._drafts)}):
                self._drafts[utterance.draft_id or ""][1].append(utterance)

    def add(self, utterance: Utterance) -> None:
        """Note where the words of a message went."""
        self._session.add(utterance)
        self._changed(utterance, utterance)

    def find(self, channel: str, chat: str, remote: str) -> Utterance | None:
        """By the channel's id."""
        key = (channel, chat, remote)
        if key not in self._found:
            self._transaction.settle(Utterance)
            return self._session.get(Utterance, key)
        found = self._found[key]
        if found is not None:
            self._in_hand((channel, chat))
        return found

    def latest(self, channel: str, chat: str) -> Utterance | None:
        """What was said last in a chat."""
        if (channel, chat) in self._last:
            return self._last[channel, chat]
        self._transaction.settle(Utterance)
        return self._session.scalars(_LATEST, {"channel": channel, "chat": chat}).first()

    def of_draft(self, draft_id: str) -> list[Utterance]:
        """In the order it was said."""
        if draft_id in self._drafts:
            chat, found = self._drafts[draft_id]
            self._in_hand(chat)
            return found
        self._transaction.settle(Utterance)
        return self._transaction.all(_OF_DRAFT, {"draft_id": draft_id})

    def discard(self, utterance: Utterance) -> None:
        """Forget where its words went."""
        if utterance in self._session.new:
            self._session.expunge(utterance)
        else:
            self._session.delete(utterance)
        self._changed(utterance, None)

    def _changed(self, utterance: Utterance, now: Utterance | None) -> None:
        chat = (utterance.channel, utterance.chat)
        if (*chat, utterance.remote) in self._found:
            self._found[*chat, utterance.remote] = now
        self._last.pop(chat, None)
        self._in_hand(chat)

    def _in_hand(self, chat: Chat) -> None:
        """Whoever has a message in hand may move it to another draft."""
        self._drafts = {draft: kept for draft, kept in self._drafts.items() if kept[0] != chat}
