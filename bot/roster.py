"""The roster: who leads in each staff group and whether it is a forum, fetched in the background.

So no press has to wait for Telegram to say who somebody is.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
)
from aiogram.methods import TelegramMethod
from aiogram.types import ChatMemberOwner

from bot.channels.telegram import chat_id, moved
from bot.logs import where
from domain.ports import Clerk, Staff
from domain.usecases.staff import introduced, refresh
from domain.usecases.staff_place import forum_learnt, staff_chats

log = logging.getLogger(__name__)

# Seconds: between two looks, and before another attempt after a failed one.
EVERY, AGAIN = 600.0, 30.0
# A member who comes or goes brings updates of these kinds.
KINDS = frozenset({"chat_member", "my_chat_member"})


class Roster:
    """Introduces the bot to Telegram (`menu`: its commands, by where staff are), then keeps the list of leads fresh."""

    def __init__(
        self,
        bot: Bot,
        clerk: Clerk,
        menu: Callable[[str], list[TelegramMethod[bool]]],
        staff: Callable[[], Staff],
    ) -> None:
        self._bot, self._clerk, self._menu, self._staff = bot, clerk, menu, staff
        self._introduced: list[str] = []
        self._wake = asyncio.Event()
        self._main: asyncio.Task[None] | None = None
        self.known = asyncio.Event()
        """The list was fetched at least once."""

    async def start(self) -> None:
        self._main = asyncio.create_task(self._run(), name="roster")

    async def stop(self) -> None:
        if self._main is not None:
            self._main.cancel()
            await asyncio.gather(self._main, return_exceptions=True)

    def heard(self, kind: str) -> None:
        """An update of this kind was carried out."""
        if kind in KINDS or list(self._staff().chats) != self._introduced:
            self._wake.set()

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            pause = EVERY
            chat = ""
            try:
                for chat in (chats := await self._clerk.read(staff_chats)):
                    if chat not in self._introduced:
                        await self._introduce(chat)
                self._introduced = chats
                for chat in chats:
                    await self._refresh(chat)
                    self.known.set()  # the first group's: a line that cannot be read holds nobody up
            except TelegramMigrateToChat as error:
                pause = 0.0
                await moved(self._clerk, old=chat, new=error.migrate_to_chat_id)
            except Exception as error:  # the desk works on with the list it has
                pause = AGAIN
                # What Telegram answers is plain; what the network says may hold the address with the token.
                plain = isinstance(error, TelegramAPIError) and not isinstance(error, TelegramNetworkError)
                why = getattr(error, "message", "") if plain else ""
                log.warning("the staff group's administrators could not be read: %s %s", where(error), why)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()

    async def _introduce(self, staff: str) -> None:
        me = await self._bot.get_me(request_timeout=20)
        log.info("the bot is @%s", me.username)
        await self._clerk.do(introduced, username=me.username or "", topics=bool(me.has_topics_enabled))
        for call in self._menu(staff):
            try:
                await self._bot(call, request_timeout=20)
            except (TelegramBadRequest, TelegramNotFound) as error:  # not in the staff group yet; an older server
                log.warning("a menu of commands was not taken: %s", error.message)

    async def _refresh(self, chat: str) -> None:
        """Who leads there, and whether it has topics (Bot API: getChatAdministrators, getChat)."""
        here = await self._bot.get_chat(chat_id(chat), request_timeout=20)
        await self._clerk.do(forum_learnt, chat=chat, on=bool(here.is_forum))
        members = await self._bot.get_chat_administrators(chat_id(chat), request_timeout=20)
        administrators = [
            {
                "id": member.user.id,
                "name": member.user.full_name,
                "username": member.user.username or "",
                "owner": isinstance(member, ChatMemberOwner),
            }
            for member in members
            if not member.user.is_bot
        ]
        await self._clerk.do(refresh, chat=chat, administrators=administrators)
