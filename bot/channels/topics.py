"""Topics of private chats: opened before what belongs there is sent, opened anew when somebody deleted one, and renamed."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest
from aiogram.methods import (
    CreateForumTopic,
    DeleteMessage,
    EditForumTopic,
    GetForumTopicIconStickers,
    TelegramMethod,
)
from aiogram.types import ForumTopic, Message

from bot.channels import Accepted, Dropped, Outcome
from domain.notices import Code, Parcel
from domain.ports import Clerk, Desk
from domain.usecases.topics import topic_lost, topic_opened, topic_renamed
from handlers.view.say import chat_number, message
from handlers.view.topics import topic_icon, topic_name, topic_summary
from handlers.view.words import speaking

log = logging.getLogger(__name__)

TIMEOUT = 25
# What Telegram says of a thread that is not there (any more), and of a name that is the same.
GONE = ("message thread not found", "topic_id_invalid", "topic_deleted", "topic not found")
SAME = "topic_not_modified"


@dataclass(frozen=True)
class Plan:
    """What a topic is to be called, which icon it shows, and what comes first in it. `same`: it does so already."""

    name: str
    icon: str
    summary: str
    thread: int = 0
    same: bool = False


class Topics:
    """Sees to one bot's topics. Errors of the session are raised: the channel knows what becomes of a parcel then."""

    def __init__(self, bot: Bot, clerk: Clerk) -> None:
        self._bot, self._clerk = bot, clerk
        self._icons: dict[str, str] | None = None

    async def open(self, parcel: Parcel) -> bool:
        """Open the topic of the parcel's ticket; False where the chat takes none, and it is told without."""
        plan = await self._clerk.read(_plan, parcel, await self._offered())
        chat, icon = chat_number(parcel.address), plan.icon
        call = CreateForumTopic(chat_id=chat, name=plan.name, icon_custom_emoji_id=icon or None)
        try:
            made: ForumTopic = await self._with_icon(call)
        except TelegramBadRequest as error:
            log.warning("a chat takes no topics: %s", error.message.splitlines()[0])
            return False
        at = {"channel": parcel.channel, "chat": parcel.address, "ticket": parcel.ticket or ""}
        shown = made.icon_custom_emoji_id or ""
        await self._clerk.do(topic_opened, **at, thread=made.message_thread_id, name=plan.name, icon=shown)
        if parcel.code is not Code.REGISTERED:
            # It was opened late, or anew: whoever looks into it should see what it is about.
            first = message(chat, plan.summary, thread=made.message_thread_id)
            first.disable_notification = True
            await self._bot(first, request_timeout=TIMEOUT)
        return True

    async def rename(self, parcel: Parcel) -> Outcome:
        """Call it by what its ticket is now."""
        plan = await self._clerk.read(_plan, parcel, await self._offered())
        if not plan.thread or plan.same:
            return Dropped()
        if not await self._edit(parcel, plan):
            await self.lose(parcel.channel, parcel.address, plan.thread)
            return Dropped()
        at = {"channel": parcel.channel, "chat": parcel.address, "ticket": parcel.ticket or ""}
        await self._clerk.do(topic_renamed, **at, name=plan.name, icon=plan.icon)
        return Accepted()

    async def empty(self, parcel: Parcel) -> Outcome:
        """Take what was erased out of its name; the desk has no row of it any more."""
        plan = await self._clerk.read(_emptied, parcel)
        return Accepted() if await self._edit(parcel, plan) else Dropped()

    async def _edit(self, parcel: Parcel, plan: Plan) -> bool:
        """False if it is gone."""
        call = EditForumTopic(
            chat_id=chat_number(parcel.address),
            message_thread_id=plan.thread,
            name=plan.name,
            icon_custom_emoji_id=plan.icon or None,
        )
        try:
            await self._with_icon(call)
        except TelegramBadRequest as error:
            if is_gone(error):
                return False
            if SAME not in error.message.lower():
                raise
        return True

    async def _with_icon(self, call: CreateForumTopic | EditForumTopic) -> Any:
        """Make the call; should the icon be what is refused, without one, and without any from then on."""
        method: TelegramMethod[Any] = call
        try:
            return await self._bot(method, request_timeout=TIMEOUT)
        except TelegramBadRequest as error:
            if not call.icon_custom_emoji_id or is_gone(error) or SAME in error.message.lower():
                raise
        done = await self._bot(method.model_copy(update={"icon_custom_emoji_id": None}), request_timeout=TIMEOUT)
        log.info("topics go without icons: Telegram does not take them")
        self._icons = {}
        return done

    async def _offered(self) -> Mapping[str, str]:
        """The icons that any topic may show, by emoji: asked for once. Without them topics go by their names alone."""
        if self._icons is None:
            try:
                stickers = await self._bot(GetForumTopicIconStickers(), request_timeout=TIMEOUT)
                self._icons = {s.emoji: s.custom_emoji_id for s in stickers if s.emoji and s.custom_emoji_id}
            except (TelegramAPIError, ClientDecodeError) as error:
                log.info("topics go without icons: %s", type(error).__name__)
                self._icons = {}
        return self._icons

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


def _plan(desk: Desk, parcel: Parcel, icons: Mapping[str, str]) -> Plan:
    ticket = desk.tickets.get(parcel.ticket or "")
    topic = desk.topics.of(parcel.channel, parcel.address, ticket.number)
    with speaking(parcel.language):
        name, icon = topic_name(ticket), topic_icon(ticket, icons)
        same = topic is not None and topic.name == name and icon in ("", topic.icon)
        return Plan(name, icon, topic_summary(ticket), topic.thread if topic else 0, same)


def _emptied(desk: Desk, parcel: Parcel) -> Plan:
    with speaking(parcel.language):
        return Plan(topic_name(desk.tickets.get(parcel.facts["number"])), "", "", parcel.facts["thread"])
