"""Telegram's limits on sending, in real time: moving the clock buys nobody a message."""

from __future__ import annotations

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter

from bot.sandbox.cast import ANNA
from bot.sandbox.errors import TooMany
from bot.sandbox.limits import Limits
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox


async def test_a_private_chat_takes_a_short_burst_and_then_one_message_a_second() -> None:
    """The fourth message at once is told to come back in a second, even when the clock was moved."""
    async with Sandbox() as sandbox:
        bot = Bot(sandbox.token, session=AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url)))
        await Person.of(sandbox, "Анна").says("/start")
        for number in range(3):
            await bot.send_message(ANNA, str(number))
        await sandbox.forward(hours=5)
        with pytest.raises(TelegramRetryAfter) as refused:
            await bot.send_message(ANNA, "too much")
        assert refused.value.retry_after == 1
        await sandbox.do("limits", on=False)
        await bot.send_message(ANNA, "now it passes")
        await bot.session.close()


def test_a_group_takes_twenty_a_minute() -> None:
    """The twenty-first waits until the first is a minute old."""
    limits = Limits(on=True)
    for _ in range(20):
        limits.spend(-1)
    with pytest.raises(TooMany) as refused:
        limits.spend(-1)
    assert 59 <= (refused.value.parameters or {})["retry_after"] <= 60


def test_a_bot_sends_thirty_a_second_over_all_chats() -> None:
    """Thirty chats get a message at once; the thirty-first waits, and what was refused does not count."""
    limits = Limits(on=True)
    for chat in range(30):
        limits.spend(chat)
    for _ in range(3):
        with pytest.raises(TooMany) as refused:
            limits.spend(99)
        assert (refused.value.parameters or {})["retry_after"] == 1


def test_an_album_counts_as_its_parts() -> None:
    """Two albums of ten are a group's whole minute."""
    limits = Limits(on=True)
    limits.spend(-1, 10)
    limits.spend(-1, 10)
    with pytest.raises(TooMany):
        limits.spend(-1)


def test_stories_switch_them_off() -> None:
    """With limits off nothing is refused."""
    limits = Limits(on=False)
    for _ in range(100):
        limits.spend(1)
