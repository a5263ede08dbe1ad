"""Membership: who belongs to the staff group is asked of Telegram, remembered a while, and forgotten the moment they leave."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.types import (
    CallbackQuery,
    ChatMemberLeft,
    ChatMemberUnion,
    ChatMemberUpdated,
    Message,
    TelegramObject,
    User,
)

from domain.answers import clean
from domain.ports import Clerk, Staff
from domain.usecases.staff import member_seen
from handlers.filters import HasLeft

router = Router(name="membership")

FRESH = 600.0
"""Seconds of the monotonic clock for which an answer of Telegram is believed."""
INSIDE = {"creator", "administrator", "member", "restricted"}
LEADS = {"creator", "administrator"}


class Membership(BaseMiddleware):
    """Before anything in the staff group is done, make sure that whoever does it still belongs there."""

    def __init__(self) -> None:
        self.checked: dict[tuple[str, int], float] = {}

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        assert isinstance(event, Message | CallbackQuery)
        user = event.from_user
        staff: Staff = data["staff"]
        if user is not None and not user.is_bot:
            key = (staff.chat, user.id)
            if time.monotonic() - self.checked.get(key, -FRESH) >= FRESH and await self._ask(event, user, data):
                self.checked[key] = time.monotonic()
        return await handler(event, data)

    async def _ask(self, event: Message | CallbackQuery, user: User, data: dict[str, Any]) -> bool:
        """Ask Telegram and record the answer; False if it did not answer (what is recorded then decides)."""
        clerk: Clerk = data["clerk"]
        staff: Staff = data["staff"]
        try:
            member = await data["bot"].get_chat_member(staff.chat, user.id)
        except TelegramAPIError:
            return False
        await clerk.aside(member_seen, **facts_of(staff.chat, user, member))
        return True

    async def learn(self, user: User, data: dict[str, Any]) -> None:
        """Somebody speaks in private: if they are in the staff group, though nobody has seen them there yet, that is recorded."""
        clerk: Clerk = data["clerk"]
        staff: Staff = data["staff"]
        key = (staff.chat, user.id)
        if time.monotonic() - self.checked.get(key, -FRESH) < FRESH:
            return
        try:
            facts = facts_of(staff.chat, user, await data["bot"].get_chat_member(staff.chat, user.id))
        except TelegramAPIError:
            return
        self.checked[key] = time.monotonic()
        if facts["active"]:
            await clerk.aside(member_seen, **facts)

    def forget(self, chat: str, user_id: int) -> None:
        """Ask anew at the next occasion."""
        self.checked.pop((chat, user_id), None)


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
    if user is None or str(event.chat.id) != staff.chat or user.is_bot:
        return
    membership.forget(staff.chat, user.id)
    await clerk.do(member_seen, **facts_of(staff.chat, user, ChatMemberLeft(user=user)))


@router.chat_member()
async def on_member_changed(event: ChatMemberUpdated, clerk: Clerk, staff: Staff, membership: Membership) -> None:
    """Somebody joined, left, or became an administrator."""
    member = event.new_chat_member
    user = member.user
    if str(event.chat.id) != staff.chat or user.is_bot:
        return
    membership.forget(staff.chat, user.id)
    await clerk.do(member_seen, **facts_of(staff.chat, user, member))
