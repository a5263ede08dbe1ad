"""The roster: who leads, fetched in the background, so that no press has to wait for Telegram to say who somebody is."""

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
from domain.ports import Clerk, Desk
from domain.usecases.staff import introduced, refresh

log = logging.getLogger(__name__)

# Seconds: between two looks, and before another attempt after a failed one.
EVERY, AGAIN = 600.0, 30.0
# A member who comes or goes brings updates of these kinds.
KINDS = frozenset({"chat_member", "my_chat_member"})


class Roster:
    """Introduces the bot to Telegram (`menu`: its commands, by where staff are), then keeps the list of leads fresh."""

    def __init__(self, bot: Bot, clerk: Clerk, menu: Callable[[str], list[TelegramMethod[bool]]]) -> None:
        self._bot, self._clerk, self._menu = bot, clerk, menu
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
        if kind in KINDS:
            self._wake.set()

    async def _run(self) -> None:
        introduced_to = ""
        while True:
            self._wake.clear()
            pause = EVERY
            try:
                if introduced_to != (staff := await self._clerk.read(_chat)):
                    await self._introduce(staff)
                    introduced_to = staff
                await self._refresh()
            except TelegramMigrateToChat as error:
                pause = 0.0
                await moved(self._clerk, old=await self._clerk.read(_chat), new=error.migrate_to_chat_id)
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

    async def _refresh(self) -> None:
        chat = await self._clerk.read(_chat)
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
        self.known.set()


def _chat(desk: Desk) -> str:
    return desk.staff.chat
