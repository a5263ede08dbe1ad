"""The session: how the desk calls the Bot API, and keeps how each kind of answer is read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.channels.latest import Latest
from bot.channels.limits import Limiter
from bot.settings import Settings


@cache
def _shape(returns: Any) -> Any:
    """How an answer that holds this is read; pydantic forgets what nobody holds, and would build it anew for a later call."""
    return Response[returns]


class _Session(AiohttpSession):
    """It keeps how each kind of answer is read."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        _shape(method.__returning__)
        return super().check_response(bot, method, status_code, content)


class _PlainSession(_Session):
    """Without TLS nothing has to be waited for at the end, as aiogram's does."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def session_of(settings: Settings, limiter: Limiter) -> AiohttpSession:
    """The session these settings describe; whatever is called passes the limiter."""
    options: Mapping[str, Any] = {
        "api": TelegramAPIServer.from_base(settings.telegram_api_url),
        "json_loads": orjson.loads,
        "json_dumps": lambda value: orjson.dumps(value).decode(),
    }
    proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None
    kind = _Session if settings.telegram_api_url.startswith("https://") else _PlainSession
    session = kind(proxy=proxy, **options)
    session.middleware(Latest())
    session.middleware(limiter)
    return session
