"""The bare echo: the least that a bot of this library can be behind a webhook. As its documentation writes it, nothing tuned.

python -m tests.bench.echo URL TOKEN: prints its port; ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from tests.bench.lifeline import until_input_ends
from tests.bench.telegram import SECRET

PATH = "/webhook"
dispatcher = Dispatcher()


@dispatcher.message()
async def echo(message: Message) -> None:
    assert message.text is not None
    await message.answer(message.text)


async def main(url: str, token: str) -> None:
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(app, PATH)
    setup_application(app, dispatcher, bot=bot)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await until_input_ends(runner.addresses[0][1])
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
