"""Topics: opened before what belongs there is sent, opened anew when somebody deleted one, renamed, closed and reopened.

In private chats and in forums of staff alike; there the first message of a topic is the ticket's card, and an icon tells the state.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest
from aiogram.methods import (
    CloseForumTopic,
    CreateForumTopic,
    DeleteForumTopic,
    DeleteMessage,
    DeleteMessages,
    EditForumTopic,
    GetForumTopicIconStickers,
    PinChatMessage,
    ReopenForumTopic,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import ForumTopic, Message, Sticker

from bot.channels import Accepted, Dropped, Later, Outcome
from domain.notices import TO_STAFF, Code, Parcel
from domain.ports import Clerk, Desk
from domain.usecases.no_topics import no_topics
from domain.usecases.staff_place import chat_of, forum_learnt, is_forum, name_of
from domain.usecases.topics import card_stands, topic_changed, topic_lost, topic_opened
from handlers.view.card_keys import card_keyboard
from handlers.view.cards import card
from handlers.view.say import chat_number, message
from handlers.view.staff_lines import card_moved
from handlers.view.topics import delete_it_yourself, icon_signs, topic_left, topic_name, topic_summary
from handlers.view.words import speaking

log = logging.getLogger(__name__)

TIMEOUT = 25
AT_ONCE = 100  # messages that one deleteMessages takes
NO_RIGHTS = 30.0
"""Seconds until it is tried again where the bot may open no topics: somebody has to allow it."""
# What Telegram says of a thread that is not there (any more), of a name that is the same, and of a topic nobody writes in.
GONE = ("message thread not found", "topic_id_invalid", "topic_deleted", "topic not found")
SAME = "topic_not_modified"
CLOSED = "topic_closed"
NO_FORUM = "not a forum"


@dataclass(frozen=True)
class Plan:
    """What a topic is to be called, which icon it should have (in order of preference) and whether it is to be closed; what
    comes first in it. `thread`, `icon`, `closed`, `same`: as it is now; `begun`: the card stands in it; `forum`: it is
    staff's."""

    name: str
    first: SendMessage
    signs: tuple[str, ...] = ()
    closes: bool = False
    thread: int = 0
    icon: str = ""
    closed: bool = False
    same: bool = False
    begun: bool = False
    forum: bool = False


class Topics:
    """Sees to one bot's topics. Errors of the session are raised: the channel knows what becomes of a parcel then."""

    def __init__(self, bot: Bot, clerk: Clerk) -> None:
        self._bot, self._clerk = bot, clerk
        self._icons: dict[str, str] | None = None
        # Two parcels of one ticket may lack its topic at the same time: the second finds the first one's.
        self._opening: WeakValueDictionary[tuple[str, str | None], asyncio.Lock] = WeakValueDictionary()

    async def open(self, parcel: Parcel) -> Outcome | None:
        """Open the topic of the parcel's ticket. None: it is there, or the chat takes none and it is told without."""
        lock = self._opening.setdefault((parcel.address, parcel.ticket), asyncio.Lock())
        async with lock:
            plan = await self._clerk.read(_plan, parcel)
            if plan.thread:
                if plan.forum and not plan.begun:
                    return await self._begin(parcel, plan, plan.thread)
                return None
            chat, icon = chat_number(parcel.address), await self._icon(plan)
            call = CreateForumTopic(chat_id=chat, name=plan.name, icon_custom_emoji_id=icon or None)
            try:
                made: ForumTopic = await self._with_icon(call)
            except TelegramBadRequest as error:
                return await self._refused(parcel, plan, error)
            icon = made.icon_custom_emoji_id or ""
            at = {"channel": parcel.channel, "chat": parcel.address, "ticket": parcel.ticket or ""}
            thread = made.message_thread_id
            before = await self._clerk.do(topic_opened, **at, thread=thread, name=plan.name, icon=icon)
            done = await self._begin(parcel, plan, thread)
            if before is not None:
                await self._leave(parcel, before, thread)
        return done

    async def _begin(self, parcel: Parcel, plan: Plan, thread: int) -> Outcome | None:
        """What comes first: the card where staff work; a summary where a requester's topic was opened late, or anew.

        Accepted if that was all the parcel had to say.
        """
        first = plan.first
        first.message_thread_id, first.disable_notification = thread, True
        if not plan.forum:
            if parcel.code is not Code.REGISTERED:
                await self._bot(first, request_timeout=TIMEOUT)
            return None
        rings = parcel.code is Code.CARD and not parcel.facts.get("quiet")
        first.disable_notification = None if rings else True
        sent = await self._bot(first, request_timeout=TIMEOUT)
        at = {"channel": parcel.channel, "chat": parcel.address, "ticket": parcel.ticket or ""}
        await self._clerk.do(card_stands, **at, remote=str(sent.message_id))
        await self._harmlessly(
            PinChatMessage(chat_id=sent.chat.id, message_id=sent.message_id, disable_notification=True)
        )
        return Accepted((str(sent.message_id),)) if parcel.code is Code.CARD else None

    async def _leave(self, parcel: Parcel, remote: str, thread: int) -> None:
        """The card that stood in the group before it was a forum says where the ticket is now."""
        await self._harmlessly(await self._clerk.read(_moved, parcel, remote, thread))

    async def _refused(self, parcel: Parcel, plan: Plan, error: TelegramBadRequest) -> Outcome | None:
        why = error.message.splitlines()[0]
        if not plan.forum:
            log.warning("a chat takes no topics: %s", why)
            return None
        if NO_FORUM in error.message.lower():
            await self._clerk.do(forum_learnt, chat=parcel.address, on=False)
            return None
        log.error("no topic can be opened in the staff group, what is for it waits: %s", why)
        await self._clerk.do(no_topics, chat=parcel.address)
        return Later(NO_RIGHTS, "the bot may open no topics")

    async def rename(self, parcel: Parcel) -> Outcome:
        """Call it by what its ticket is now, with the icon of its state; close it with the ticket, or open it again."""
        plan = await self._clerk.read(_plan, parcel)
        if not plan.thread:
            return Dropped()
        icon = await self._icon(plan)
        at: dict[str, Any] = {"chat_id": chat_number(parcel.address), "message_thread_id": plan.thread}
        calls: list[TelegramMethod[bool]] = []
        if plan.closed and not plan.closes:
            calls.append(ReopenForumTopic(**at))
        if not plan.same or (icon and icon != plan.icon):
            calls.append(EditForumTopic(**at, name=plan.name, icon_custom_emoji_id=icon or None))
        if plan.closes and not plan.closed:
            calls.append(CloseForumTopic(**at))
        for call in calls:
            if not await self._done(call):
                await self.lose(parcel.channel, parcel.address, plan.thread)
                return Dropped()
        known = {"channel": parcel.channel, "chat": parcel.address, "ticket": parcel.ticket or ""}
        await self._clerk.do(topic_changed, **known, name=plan.name, icon=icon, closed=plan.closes)
        return Accepted() if calls else Dropped()

    async def empty(self, parcel: Parcel) -> Outcome:
        """Take what was erased out of its name; the desk has no row of it any more."""
        name = await self._clerk.read(_emptied, parcel)
        chat, thread = chat_number(parcel.address), parcel.facts["thread"]
        done = await self._done(EditForumTopic(chat_id=chat, message_thread_id=thread, name=name))
        return Accepted() if done else Dropped()

    async def leave(self, parcel: Parcel) -> Outcome:
        """Delete an erased ticket's topic with all that was said in it. Where that may not be, what is left of it says nothing
        of anybody, and its reader is told what they must delete themselves."""
        chat, thread = chat_number(parcel.address), parcel.facts["thread"]
        if thread and await self._allowed(DeleteForumTopic(chat_id=chat, message_thread_id=thread)):
            return Accepted()
        messages = [int(one) for one in parcel.facts["messages"]]
        for n in range(0, len(messages), AT_ONCE):
            await self._allowed(DeleteMessages(chat_id=chat, message_ids=messages[n : n + AT_ONCE]))
        if thread:
            name, said = await self._clerk.read(_left_behind, parcel)
            await self._allowed(EditForumTopic(chat_id=chat, message_thread_id=thread, name=name))
            await self._allowed(said)
        return Accepted()

    async def _allowed(self, call: TelegramMethod[Any]) -> bool:
        """Make the call; False if Telegram does not let us. What is gone already needs no call."""
        try:
            await self._bot(call, request_timeout=TIMEOUT)
        except TelegramBadRequest as error:
            if not is_gone(error):
                log.info("%s is not allowed: %s", call.__api_method__, error.message.splitlines()[0])
                return False
        return True

    async def _done(self, call: TelegramMethod[bool]) -> bool:
        """Make the call on a topic; False if it is gone."""
        try:
            await (
                self._with_icon(call) if isinstance(call, EditForumTopic) else self._bot(call, request_timeout=TIMEOUT)
            )
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

    async def reopen(self, parcel: Parcel) -> bool:
        """Open a closed topic for what is still to be said there; False if there is none, or that is not allowed."""
        plan = await self._clerk.read(_plan, parcel)
        if not plan.thread:
            return False
        call = ReopenForumTopic(chat_id=chat_number(parcel.address), message_thread_id=plan.thread)
        try:
            await self._bot(call, request_timeout=TIMEOUT)
        except TelegramBadRequest as error:
            return SAME in error.message.lower()
        return True

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

    async def _icon(self, plan: Plan) -> str:
        """The custom emoji for the plan's state: the first that Telegram offers for topics; empty where it offers none."""
        if not plan.signs:
            return ""
        if self._icons is None:
            try:
                offered: list[Sticker] = await self._bot(GetForumTopicIconStickers(), request_timeout=TIMEOUT)
            except (TelegramAPIError, ClientDecodeError) as error:
                log.info("topics go without icons: %s", type(error).__name__)
                offered = []
            self._icons = {
                _plain(one.emoji): one.custom_emoji_id for one in offered if one.emoji and one.custom_emoji_id
            }
        return next((self._icons[_plain(sign)] for sign in plan.signs if _plain(sign) in self._icons), "")

    async def _harmlessly(self, call: TelegramMethod[Any]) -> None:
        try:
            await self._bot(call, request_timeout=TIMEOUT)
        except TelegramAPIError as error:
            log.info("%s was not done: %s", call.__api_method__, type(error).__name__)


def is_gone(error: TelegramBadRequest) -> bool:
    """Whether there is no such topic."""
    return any(words in error.message.lower() for words in GONE)


def is_closed(error: TelegramBadRequest) -> bool:
    """Whether the topic takes no messages."""
    return CLOSED in error.message.lower()


def _plain(emoji: str) -> str:
    """Without the sign that asks for colours."""
    return emoji.replace("\ufe0f", "")


def _plan(desk: Desk, parcel: Parcel) -> Plan:
    ticket = desk.tickets.get(parcel.ticket or "")
    topic = desk.topics.of(parcel.channel, parcel.address, ticket.number)
    staff = parcel.code in TO_STAFF
    with speaking(parcel.language or desk.staff.language):
        here = not staff or chat_of(desk, ticket) == parcel.address
        name = topic_name(ticket, staff=staff) if here else topic_left(ticket, name_of(desk, chat_of(desk, ticket)))
        if staff:
            first = message(parcel.address, card(desk, ticket), card_keyboard(desk, ticket))
        else:
            first = message(parcel.address, topic_summary(ticket))
        return Plan(
            name=name,
            first=first,
            signs=icon_signs(ticket),
            closes=staff and not (here and ticket.is_open),
            thread=topic.thread if topic else 0,
            icon=topic.icon if topic else "",
            closed=topic.closed if topic else False,
            same=topic is not None and topic.name == name,
            begun=staff
            and desk.deliveries.latest(parcel.channel, parcel.address, ticket.number, Code.CARD) is not None,
            forum=staff and is_forum(desk, parcel.address),
        )


def _emptied(desk: Desk, parcel: Parcel) -> str:
    with speaking(parcel.language or desk.staff.language):
        return topic_name(desk.tickets.get(parcel.facts["number"]))


def _left_behind(desk: Desk, parcel: Parcel) -> tuple[str, SendMessage]:
    """What a topic is called that could not be deleted, and what is said there."""
    number = parcel.facts["number"]
    with speaking(parcel.language or desk.staff.language):
        said = message(parcel.address, delete_it_yourself(number), thread=parcel.facts["thread"])
        return topic_name(desk.tickets.get(number)), said


def _moved(desk: Desk, parcel: Parcel, remote: str, thread: int) -> TelegramMethod[Any]:
    with speaking(desk.staff.language):
        return card_moved(parcel.address, int(remote), parcel.ticket or "", thread)
