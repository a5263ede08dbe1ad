"""Parts of the building, real ones, opened for one test: a register, a bot that speaks to a sandbox, the whole desk."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.app import App
from bot.channels.limits import Limiter
from bot.clerk import RegisterClerk
from bot.clock import SystemClock
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.storage.engine import open_engine
from bot.storage.schema import upgrade
from bot.wiring import build
from domain.notices import Code, Parcel
from domain.ports import Staff
from domain.regulation import load

STAFF = Staff("telegram", "-100500")
ANNA, JOHN = "6100000001", "6100000002"


@asynccontextmanager
async def register(url: str = "sqlite://") -> AsyncIterator[RegisterClerk]:
    """An open register with its clerk."""
    engine = open_engine(url)
    upgrade(engine)
    clerk = RegisterClerk(engine, now=SystemClock().now, regulation=load("barier"), staff=STAFF)
    await clerk.start()
    try:
        yield clerk
    finally:
        await clerk.close()
        engine.dispose()


@asynccontextmanager
async def bot_at(url: str, token: str, limiter: Limiter | None = None) -> AsyncIterator[Bot]:
    """A bot whose Telegram is at `url`."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    if limiter is not None:
        session.middleware(limiter)
    bot = Bot(token, session=session)
    try:
        yield bot
    finally:
        await session.close()


@asynccontextmanager
async def sandbox_bot(*, limits: bool = False) -> AsyncIterator[tuple[Sandbox, Bot]]:
    """A sandbox, its first people known to the bot, and a bot in it."""
    async with Sandbox(None, limits=limits) as sandbox:
        for person in ("Анна", "John"):
            await sandbox.do("say", person=person, text="/start")
        async with bot_at(sandbox.url, sandbox.token) as bot:
            yield sandbox, bot


def settings_for(sandbox: Sandbox, folder: Path, **more: Any) -> Settings:
    """The settings of a desk in a sandbox."""
    usual: dict[str, Any] = {
        "bot_token": sandbox.token,
        "staff_chat_id": sandbox.staff_chat_id,
        "telegram_api_url": sandbox.url,
        "clock_url": f"{sandbox.url}/sandbox/clock",
        "smtp_url": sandbox.smtp_url,
        "mail_from": "Поддержка <desk@frontdesk.example>",
        "data_dir": folder,
        "listen": "127.0.0.1:0",
    }
    return Settings.load(None, **(usual | more))


@asynccontextmanager
async def desk_in(sandbox: Sandbox, folder: Path, **more: Any) -> AsyncIterator[App]:
    """The whole desk, open, in a sandbox."""
    async with build(settings_for(sandbox, folder, **more), limits=False) as app:
        await app.intake.opened.wait()
        yield app


def parcel(key: str, address: str, *, channel: str = "telegram", due: float | None = None, **more: Any) -> Parcel:
    """A parcel that belongs to no ticket."""
    now = time.time()
    return Parcel(
        key=key,
        channel=channel,
        address=address,
        code=Code.FILES,
        facts={},
        language="ru",
        created=now,
        due=now if due is None else due,
        **more,
    )


def shown(sandbox: Sandbox, chat: str | int) -> list[str]:
    """The texts in a chat, oldest first, without what people wrote themselves."""
    records = sandbox.world.messages[int(chat)].values()
    return [r["message"].get("text", "") for r in records if r["message"]["from"]["is_bot"]]
