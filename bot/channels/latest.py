"""Latest: of a card about one thing only the latest stands in a chat; those before it are taken away, whoever said them."""

from __future__ import annotations

import logging
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import AiogramError
from aiogram.methods import DeleteMessage, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message

from handlers.view.say import Card

log = logging.getLogger(__name__)

MOST_CARDS = 10_000
"""Of so many things it is remembered which card stands; an older one stays where it is, and its buttons serve as well."""


class Latest(BaseRequestMiddleware):
    """A middleware of the session: it sees what answers and notices say alike."""

    def __init__(self) -> None:
        self._standing: dict[tuple[int, str], int] = {}

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """The new card first: there is none missing at any time."""
        sent: Any = await make_request(bot, method)  # what the call returns, whatever its type says
        if isinstance(method, Card) and isinstance(sent, Message):
            await self._take_away(bot, sent, method.about)
        return sent  # type: ignore[no-any-return]

    async def _take_away(self, bot: Bot, card: Message, about: str) -> None:
        key = (card.chat.id, about)
        before = self._standing.pop(key, None)
        # Two may be on their way at once: the one that Telegram put below stays.
        self._standing[key] = max(card.message_id, before or 0)
        if len(self._standing) > MOST_CARDS:
            self._standing.pop(next(iter(self._standing)))
        if before is None:
            return
        try:
            await bot(DeleteMessage(chat_id=card.chat.id, message_id=min(card.message_id, before)))
        except AiogramError as error:  # it is older than 48 hours, or gone
            log.info("an earlier card stays where it is: %s", type(error).__name__)
