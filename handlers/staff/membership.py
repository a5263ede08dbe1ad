"""Membership: who belongs to the staff group is asked of Telegram, remembered a while, and forgotten the moment they leave."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Bot, Router
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.filters import BaseFilter
from aiogram.types import (
    CallbackQuery,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberUnion,
    ChatMemberUpdated,
    InlineQuery,
    Message,
    TelegramObject,
    User,
)

from domain.answers import clean
from domain.ports import Clerk, Staff
from domain.usecases.staff import member_seen
from domain.usecases.staff_place import forum_learnt, is_agent, staff_chats
from domain.usecases.telling import CHAT
from handlers.filters import HasJoined, HasLeft
from handlers.view.rota import anonymous
from handlers.view.say import reply, toast
from handlers.view.words import speaking

router = Router(name="membership")

FRESH = 600.0
"""Seconds of the monotonic clock for which an answer of Telegram is believed."""
REMEMBERED = 4096
"""Of so many people it is remembered that they are not staff."""
INSIDE = {"creator", "administrator", "member", "restricted"}
LEADS = {"creator", "administrator"}


class Membership(BaseMiddleware):
    """Before anything in the staff group is done, make sure that whoever does it still belongs there."""

    def __init__(self) -> None:
        self.checked: dict[tuple[str, int], float] = {}
        self.strangers: dict[int, float] = {}
        self.forums: dict[str, bool] = {}

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        assert isinstance(event, Message | CallbackQuery | InlineQuery)
        user = event.from_user
        staff: Staff = data["staff"]
        place = event.message if isinstance(event, CallbackQuery) else event
        where = getattr(place, "chat", None)
        if where is None or where.type == "private":  # whoever speaks there is asked for by `belongs`
            return await handler(event, data)
        if not isinstance(event, InlineQuery) and hides(event):
            with speaking(staff.language):
                words = anonymous()
            return [toast(event, words, alert=True)] if isinstance(event, CallbackQuery) else [reply(event, words)]
        chat = str(where.id)
        if self.forums.get(chat) is not bool(where.is_forum):
            self.forums[chat] = bool(where.is_forum)
            await data["clerk"].aside(forum_learnt, chat=chat, on=self.forums[chat])
        if user is not None and not user.is_bot:
            key = (chat, user.id)
            if time.monotonic() - self.checked.get(key, -FRESH) >= FRESH and await self._ask(chat, user, data):
                self.checked[key] = time.monotonic()
        return await handler(event, data)

    async def _ask(self, chat: str, user: User, data: dict[str, Any]) -> bool:
        """Ask Telegram and record the answer; False if it did not answer (what is recorded then decides)."""
        clerk: Clerk = data["clerk"]
        try:
            member = await data["bot"].get_chat_member(chat, user.id)
        except TelegramAPIError:
            return False
        await clerk.aside(member_seen, **facts_of(chat, user, member))
        return True

    async def belongs(self, user: User, clerk: Clerk, bot: Bot) -> bool:
        """Whether somebody is staff, wherever they speak; of whom the register does not know Telegram is asked.

        Of those who are not, nothing is recorded.
        """
        if await clerk.read(is_agent, channel=CHAT, address=str(user.id)):
            return True
        if time.monotonic() - self.strangers.get(user.id, -FRESH) < FRESH:
            return False
        for chat in await clerk.read(staff_chats):
            try:
                facts = facts_of(chat, user, await bot.get_chat_member(chat, user.id))
            except TelegramBadRequest:  # not known there
                continue
            except TelegramAPIError:
                return False  # to be asked again
            if facts["active"]:
                await clerk.aside(member_seen, **facts)
                return True
        self.strangers[user.id] = time.monotonic()
        if len(self.strangers) > REMEMBERED:
            self.strangers.pop(next(iter(self.strangers)))
        return False

    def forget(self, chat: str, user_id: int) -> None:
        """Ask anew at the next occasion."""
        self.checked.pop((chat, user_id), None)
        self.strangers.pop(user_id, None)


class OfStaff(BaseFilter):
    """Comes from a member of a staff group."""

    async def __call__(
        self, event: Message | CallbackQuery | InlineQuery, clerk: Clerk, membership: Membership, bot: Bot
    ) -> bool:
        user = event.from_user
        return user is not None and not user.is_bot and await membership.belongs(user, clerk, bot)


def hides(event: Message | CallbackQuery) -> bool:
    """Whether somebody gives a command or presses a button in the group's name, or a channel's: nobody knows who it is.

    A reply to one of the desk's messages is answered where replies are; all other talk is none of the desk's business.
    """
    if isinstance(event, CallbackQuery):
        return event.from_user.is_bot
    return event.sender_chat is not None and (event.text or event.caption or "").startswith("/")


def facts_of(chat: str, user: User, member: ChatMemberUnion) -> dict[str, Any]:
    """What Telegram says of somebody's place in the group, for `member_seen`."""
    return {
        "chat": chat,
        "address": str(user.id),
        "name": clean(user.full_name, lines=False) or user.username or str(user.id),
        "username": user.username or "",
        "lead": member.status in LEADS,
        "active": member.status in INSIDE and bool(getattr(member, "is_member", True)),
    }


@router.message(HasLeft())
async def on_left(event: Message, clerk: Clerk, staff: Staff, membership: Membership) -> None:
    """Somebody left or was removed; told as a message even to a bot that does not administer the group."""
    user = event.left_chat_member
    chat = str(event.chat.id)
    if user is None or chat not in staff.chats or user.is_bot:
        return
    membership.forget(chat, user.id)
    await clerk.do(member_seen, **facts_of(chat, user, ChatMemberLeft(user=user)))


@router.message(HasJoined())
async def on_joined(event: Message, clerk: Clerk, staff: Staff, membership: Membership) -> None:
    """Somebody came in: from now on they can be called and given work, before they have said a word."""
    chat = str(event.chat.id)
    for user in event.new_chat_members or ():
        if chat in staff.chats and not user.is_bot:
            membership.forget(chat, user.id)
            await clerk.do(member_seen, **facts_of(chat, user, ChatMemberMember(user=user)))


@router.chat_member()
async def on_member_changed(event: ChatMemberUpdated, clerk: Clerk, staff: Staff, membership: Membership) -> None:
    """Somebody joined, left, or became an administrator."""
    member = event.new_chat_member
    user = member.user
    chat = str(event.chat.id)
    if chat not in staff.chats or user.is_bot:
        return
    membership.forget(chat, user.id)
    await clerk.do(member_seen, **facts_of(chat, user, member))
