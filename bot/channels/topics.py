"""Topics of private chats: opened before what belongs there is sent, opened anew when somebody deleted one, and renamed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import CreateForumTopic, DeleteMessage, EditForumTopic, TelegramMethod
from aiogram.types import ForumTopic, Message

from bot.channels import Accepted, Dropped, Outcome
from domain.notices import Code, Parcel
from domain.ports import Clerk, Desk
from domain.usecases.topics import topic_lost, topic_opened, topic_renamed
from handlers.view.say import chat_number, message
from handlers.view.topics import topic_name, topic_summary
from handlers.view.words import speaking

log = logging.getLogger(__name__)

TIMEOUT = 25
# What Telegram says of a thread that is not there (any more), and of a name that is the same.
GONE = ("message thread not found", "topic_id_invalid", "topic_deleted", "topic not found")
SAME = "topic_not_modified"


@dataclass(frozen=True)
class Plan:
    """What a topic is to be called, and what comes first in it."""

    name: str
    summary: str
    thread: int = 0


class Topics:
    """Sees to one bot's topics. Errors of the session are raised: the channel knows what becomes of a parcel then."""

    def __init__(self, bot: Bot, clerk: Clerk) -> None:
        self._bot, self._clerk = bot, clerk

    async def open(self, parcel: Parcel) -> bool:
        """Open the topic of the parcel's ticket; False where the chat takes none, and it is told without."""
        plan = await self._clerk.read(_plan, parcel)
        chat = chat_number(parcel.address)
        try:
            made: ForumTopic = await self._bot(CreateForumTopic(chat_id=chat, name=plan.name), request_timeout=TIMEOUT)
        except TelegramBadRequest as error:
            log.warning("a chat takes no topics: %s", error.message.splitlines()[0])
            return False
        at = {"channel": parcel.channel, "chat": parcel.address, "ticket": parcel.ticket or ""}
        await self._clerk.do(topic_opened, **at, thread=made.message_thread_id, name=plan.name)
        if parcel.code is not Code.REGISTERED:
            # It was opened late, or anew: whoever looks into it should see what it is about.
            first = message(chat, plan.summary, thread=made.message_thread_id)
            first.disable_notification = True
            await self._bot(first, request_timeout=TIMEOUT)
        return True

    async def rename(self, parcel: Parcel) -> Outcome:
        """Call it by what its ticket is now."""
        plan = await self._clerk.read(_plan, parcel)
        if not plan.thread or not plan.name:
            return Dropped()
        call = EditForumTopic(chat_id=chat_number(parcel.address), message_thread_id=plan.thread, name=plan.name)
        try:
            await self._bot(call, request_timeout=TIMEOUT)
        except TelegramBadRequest as error:
            if is_gone(error):
                await self.lose(parcel.channel, parcel.address, plan.thread)
                return Dropped()
            if SAME not in error.message.lower():
                raise
        at = {"channel": parcel.channel, "chat": parcel.address, "ticket": parcel.ticket or ""}
        await self._clerk.do(topic_renamed, **at, name=plan.name)
        return Accepted()

    async def lose(self, channel: str, chat: str, thread: int) -> None:
        """Somebody deleted it."""
        await self._clerk.do(topic_lost, channel=channel, chat=chat, thread=thread)

    async def strayed(self, method: TelegramMethod[Any], sent: Any) -> bool:
        """Whether Telegram put a message beside its topic; then it is taken back, to be sent where it belongs."""
        wanted = getattr(method, "message_thread_id", None)
        messages = [one for one in (sent if isinstance(sent, list) else [sent]) if isinstance(one, Message)]
        astray = [one for one in messages if wanted and one.message_thread_id != wanted]
        for one in astray:
            try:
                await self._bot(DeleteMessage(chat_id=one.chat.id, message_id=one.message_id), request_timeout=TIMEOUT)
            except TelegramBadRequest as error:
                log.warning("a message beside its topic stays: %s", error.message.splitlines()[0])
        return bool(astray)


def is_gone(error: TelegramBadRequest) -> bool:
    """Whether there is no such topic."""
    return any(words in error.message.lower() for words in GONE)


def _plan(desk: Desk, parcel: Parcel) -> Plan:
    ticket = desk.tickets.get(parcel.ticket or "")
    topic = desk.topics.of(parcel.channel, parcel.address, ticket.number)
    with speaking(parcel.language):
        name = topic_name(ticket)
        same = topic is not None and topic.name == name
        return Plan("" if same else name, topic_summary(ticket), topic.thread if topic else 0)
