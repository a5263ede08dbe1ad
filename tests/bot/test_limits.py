"""Telegram's limits: never broken, and little of them wasted."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import AnswerCallbackQuery, GetUpdates, SendMediaGroup, SendMessage
from aiogram.types import InputMediaPhoto

from bot.channels.limits import Limiter, Rates
from tests.bot.building import bot_at, sandbox_bot

# The limits at a twentieth of their spans, so that a test need not last minutes.
QUICK = Rates(bot_span=0.05, group_span=1.0, private_span=0.05)


class Server:
    """Notes when each call is carried out."""

    def __init__(self, latency: float = 0.0) -> None:
        self.calls: list[tuple[Any, float]] = []
        self.latency = latency
        self.twenty = asyncio.Event()

    async def __call__(self, bot: Any, method: Any) -> Any:
        self.calls.append((getattr(method, "chat_id", None), time.monotonic()))
        if len(self.calls) == 20:
            self.twenty.set()
        await asyncio.sleep(self.latency)
        return True

    def most_within(self, span: float, chat: int | None = None) -> int:
        times = [at for where, at in self.calls if chat is None or where == chat]
        return max(sum(begin <= at < begin + span for at in times) for begin in times)


def text(chat: int) -> SendMessage:
    return SendMessage(chat_id=chat, text="x")


async def test_the_sandbox_refuses_nothing_that_passed_the_limiter() -> None:
    """Real limits, real server: a dozen messages to two people, and not one 429."""
    async with sandbox_bot(limits=True) as (sandbox, _), bot_at(sandbox.url, sandbox.token, Limiter()) as bot:
        chats = [6100000001] * 5 + [6100000002] * 4

        await asyncio.gather(*(bot(text(chat)) for chat in chats))

        assert sum(m["message"]["from"]["is_bot"] for m in sandbox.world.messages[6100000001].values()) == 5


async def test_a_private_chat_gets_a_burst_and_then_one_per_span() -> None:
    """Three at once, the rest at the pace that Telegram allows."""
    limiter, server = Limiter(QUICK), Server()

    began = time.monotonic()
    await asyncio.gather(*(limiter(server, None, text(7)) for _ in range(8)))

    after = [at - began for _, at in server.calls]
    assert after[2] < 0.04
    assert after[7] >= 5 * 0.05 - 0.002  # a timer may ring by a tick of the loop earlier
    assert after[7] < 5 * 0.05 + 0.2


async def test_a_group_gets_twenty_in_any_span() -> None:
    """Albums count by their pictures."""
    limiter, server = Limiter(QUICK), Server(latency=0.002)
    album = SendMediaGroup(chat_id=-5, media=[InputMediaPhoto(media="x")] * 10)

    await asyncio.gather(limiter(server, None, album), *(limiter(server, None, text(-5)) for _ in range(15)))

    began = server.calls[0][1]
    late = [at for _, at in server.calls if at - began >= QUICK.group_span]
    assert len(late) == 5


async def test_a_waiting_group_holds_up_nobody() -> None:
    """A full group waits alone; a person who writes meanwhile is answered at once."""
    limiter, server = Limiter(Rates(group_span=30.0)), Server()
    stuck = [asyncio.create_task(limiter(server, None, text(-5))) for _ in range(25)]
    await server.twenty.wait()

    await asyncio.wait_for(limiter(server, None, text(7)), 1)

    assert server.calls[-1][0] == 7
    for task in stuck:
        task.cancel()
    await asyncio.gather(*stuck, return_exceptions=True)


async def test_the_bot_s_own_limit_holds_over_all_chats() -> None:
    """Thirty in any span, however many chats, and no order of asking is turned round."""
    limiter, server = Limiter(Rates(bot_span=0.3)), Server(latency=0.001)

    await asyncio.gather(*(limiter(server, None, text(chat)) for chat in range(1, 101)))

    assert server.most_within(0.3) <= 30
    assert [chat for chat, _ in server.calls] == list(range(1, 101))
    assert server.calls[-1][1] - server.calls[0][1] < 0.3 * 3 + 0.5


async def test_presses_and_polling_are_not_counted() -> None:
    """An hourglass is taken away at once, and listening costs nothing."""
    limiter, server = Limiter(Rates(per_bot=1, bot_span=60.0)), Server()
    await limiter(server, None, text(7))

    for method in (AnswerCallbackQuery(callback_query_id="1"), GetUpdates()):
        await asyncio.wait_for(limiter(server, None, method), 1)


async def test_what_telegram_asks_holds_for_the_whole_chat() -> None:
    """After a 429 nobody else runs into it."""
    limiter, server = Limiter(QUICK), Server()

    async def too_many(bot: Any, method: Any) -> Any:
        raise TelegramRetryAfter(method=method, message="Too Many Requests", retry_after=1)

    with pytest.raises(TelegramRetryAfter):
        await limiter(too_many, None, text(7))
    refused = time.monotonic()
    await limiter(server, None, text(7))

    assert server.calls[0][1] - refused >= 0.95


async def test_limits_can_be_switched_off() -> None:
    """Stories need not wait."""
    limiter, server = Limiter(Rates(per_bot=1, bot_span=60.0), on=False), Server()

    await asyncio.wait_for(asyncio.gather(*(limiter(server, None, text(7)) for _ in range(50))), 1)

    assert len(server.calls) == 50


async def test_a_chat_is_the_same_however_it_is_written() -> None:
    """The outbox writes a chat as text, Telegram as a number: one chat, one count, and a person is no group."""
    limiter, server = Limiter(QUICK), Server()
    await asyncio.gather(limiter(server, None, text(7)), limiter(server, None, SendMessage(chat_id="7", text="x")))

    assert [limiter.free(7) for _ in range(2)] == [True, False]


async def test_a_riding_answer_is_counted() -> None:
    """What rides on a webhook's answer goes past the session, and counts all the same."""
    limiter = Limiter(QUICK)

    assert [limiter.free(7) for _ in range(4)] == [True, True, True, False]


async def test_what_may_wait_leaves_room_for_what_may_not() -> None:
    """A redraw goes out only while others would still fit; it holds up nobody, and is told once there is room again."""
    limiter, server = Limiter(QUICK), Server()
    await asyncio.gather(*(limiter(server, None, text(-5)) for _ in range(15)))
    began = time.monotonic()
    patient = asyncio.create_task(limiter.room(-5, spare=8))

    await asyncio.gather(*(limiter(server, None, text(-5)) for _ in range(5)))

    assert time.monotonic() - began < 0.5 * QUICK.group_span
    assert not patient.done()
    await asyncio.wait_for(patient, 3 * QUICK.group_span)
    assert time.monotonic() - began >= 0.7 * QUICK.group_span
