"""Acting: a person sees that something is being done for them while it takes long (Bot API: sendChatAction)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import SendChatAction

EVERY = 4.0
"""Seconds: Telegram shows an action for five at most."""
TIMEOUT = 5


@asynccontextmanager
async def uploading(bot: Bot, chat: int, thread: int | None) -> AsyncIterator[None]:
    """Show that a file is on its way, for as long as it takes. What becomes of that is nobody's trouble."""
    action = SendChatAction(chat_id=chat, message_thread_id=thread, action=ChatAction.UPLOAD_DOCUMENT)
    await _once(bot, action)
    showing = asyncio.create_task(_go_on(bot, action), name="acting")
    try:
        yield
    finally:
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)


async def _go_on(bot: Bot, action: SendChatAction) -> None:
    while True:
        await asyncio.sleep(EVERY)
        await _once(bot, action)


async def _once(bot: Bot, action: SendChatAction) -> None:
    with suppress(TelegramAPIError, ClientDecodeError):
        await bot(action, request_timeout=TIMEOUT)
