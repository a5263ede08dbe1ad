"""The poller: every update is carried out once and in order, and confirmed only then."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import SendMessage
from aiohttp import web

from bot.poller import Poller
from bot.reception import Raw
from bot.sandbox.cast import SANDBOX_TOKEN
from bot.sandbox.server import Sandbox
from tests.bot.building import ANNA, JOHN, bot_at, shown


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests need not wait as long as people do."""
    monkeypatch.setattr("bot.poller.PATIENCE", (0.05,))


class Desk:
    """A reception that notes what it takes; `gate` holds one chat up, `failures` fail before the register is written."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.taken: list[tuple[int, str]] = []
        self.gates: dict[int, asyncio.Event] = {}
        self.failures = 0
        self.changed = asyncio.Event()
        self.mute: asyncio.Future[None] | None = None

    async def take(self, raw: Raw) -> list[Any]:
        chat = raw["message"]["chat"]["id"]
        if chat in self.gates:
            await self.gates[chat].wait()
        if self.failures:
            self.failures -= 1
            raise ConnectionError("no register")
        self.taken.append((chat, raw["message"].get("text", "")))
        self.changed.set()
        return [SendMessage(chat_id=chat, text="ответ")]

    def say(self, lane: str, methods: list[Any]) -> asyncio.Future[None]:
        if self.mute is not None:
            return self.mute
        return asyncio.ensure_future(self._answer(methods))

    async def _answer(self, methods: list[Any]) -> None:
        for method in methods:
            await self.bot(method)

    async def has_taken(self, count: int) -> None:
        while len(self.taken) < count:
            self.changed.clear()
            await asyncio.wait_for(self.changed.wait(), 10)


@asynccontextmanager
async def polling(sandbox: Sandbox) -> AsyncIterator[tuple[Desk, Poller]]:
    async with bot_at(sandbox.url, sandbox.token) as bot:
        desk = Desk(bot)
        poller = Poller(bot, desk)  # type: ignore[arg-type]
        await poller.start()
        try:
            yield desk, poller
        finally:
            await poller.stop()


async def confirmed(sandbox: Sandbox) -> None:
    """Return once nothing is left to confirm."""
    while sandbox.world.updates.pending:
        await asyncio.wait_for(sandbox.world.updates.came(), 10)


async def test_what_people_say_is_taken_answered_and_confirmed() -> None:
    """Said before the start or after it, in the order it was said."""
    async with Sandbox() as sandbox:
        await sandbox.do("say", person="Анна", text="раз")
        async with polling(sandbox) as (desk, _):
            await desk.has_taken(1)
            await sandbox.do("say", person="Анна", text="два")
            await desk.has_taken(2)
            await confirmed(sandbox)

        assert desk.taken == [(int(ANNA), "раз"), (int(ANNA), "два")]
        assert shown(sandbox, ANNA) == ["ответ", "ответ"]


async def test_chats_go_side_by_side_and_each_in_order() -> None:
    """While Anna's update is stuck, John's are carried out; then hers, in order."""
    async with Sandbox() as sandbox, polling(sandbox) as (desk, _):
        gate = desk.gates[int(ANNA)] = asyncio.Event()
        for text in ("раз", "два"):
            await sandbox.do("say", person="Анна", text=text)
            await sandbox.do("say", person="John", text=text)
        await desk.has_taken(2)
        assert desk.taken == [(int(JOHN), "раз"), (int(JOHN), "два")]
        assert sandbox.world.updates.pending, "what is stuck must not be confirmed"

        await sandbox.do("say", person="John", text="три")
        await desk.has_taken(3)
        gate.set()
        await desk.has_taken(5)
        await confirmed(sandbox)

        assert [text for chat, text in desk.taken if chat == int(ANNA)] == ["раз", "два"]
        assert len(desk.taken) == 5


async def test_while_the_register_is_away_nothing_is_confirmed(caplog: pytest.LogCaptureFixture) -> None:
    """The update is tried until it is written, and only once."""
    async with Sandbox() as sandbox, polling(sandbox) as (desk, _):
        desk.failures = 1
        await sandbox.do("say", person="Анна", text="раз")
        await desk.has_taken(1)
        await confirmed(sandbox)

        assert desk.taken == [(int(ANNA), "раз")]
        assert "the register cannot be written" in caplog.text


async def test_an_update_waits_for_its_answer_before_it_is_confirmed() -> None:
    """Killed before the answer, the desk gets the update again."""
    async with Sandbox() as sandbox:
        async with polling(sandbox) as (desk, poller):
            desk.mute = asyncio.get_running_loop().create_future()
            await sandbox.do("say", person="Анна", text="раз")
            await desk.has_taken(1)
            await sandbox.do("say", person="John", text="one")
            await desk.has_taken(2)

            assert len(sandbox.world.updates.pending) == 2
            desk.mute.set_result(None)
            await confirmed(sandbox)
            assert poller.working

        assert len(desk.taken) == 2


async def test_stopping_confirms_what_is_done() -> None:
    """A planned restart does not make people hear where things stand."""
    async with Sandbox() as sandbox:
        await sandbox.do("say", person="Анна", text="раз")
        async with polling(sandbox) as (desk, _):
            await desk.has_taken(1)

        assert not sandbox.world.updates.pending


async def test_another_poller_is_named(caplog: pytest.LogCaptureFixture) -> None:
    """Two programs with one token: the log says so in words."""
    async with Sandbox() as sandbox:
        await sandbox.do(
            "fail", method="getUpdates", status=409, description="Conflict: terminated by other getUpdates"
        )
        await sandbox.do("say", person="Анна", text="раз")
        async with polling(sandbox) as (desk, _):
            await desk.has_taken(1)

        assert "another program polls with this bot's token" in caplog.text


async def test_a_webhook_of_an_earlier_life_is_taken_down() -> None:
    """Whoever goes over from webhook to polling need not know."""
    async with Sandbox() as sandbox:
        await sandbox.do("say", person="Анна", text="раз")
        sandbox.world.updates.set_webhook({"url": "http://127.0.0.1:1/"}, drop=False)
        async with polling(sandbox) as (desk, _):
            await desk.has_taken(1)


async def test_no_update_blocks_the_others_and_no_error_shows_the_token(caplog: pytest.LogCaptureFixture) -> None:
    """Broken updates are handed on as they are; an outage is got over; the log holds no token."""
    batches: list[Any] = [
        web.Response(status=502, text="<html>"),
        web.json_response({"ok": True, "result": ["nonsense", {"no": "number"}, _update(9, "раз"), _update(3, "два")]}),
    ]
    asked: list[Any] = []
    done = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        if not request.path.endswith("/getUpdates"):
            return web.json_response({"ok": True, "result": True})
        asked.append((await request.post()).get("offset"))
        if batches:
            return batches.pop(0)
        if len(asked) > 4:
            done.set()
            await asyncio.Event().wait()
        return web.json_response({"ok": True, "result": []})

    with caplog.at_level(logging.DEBUG):
        async with _telegram(answer) as url, bot_at(url, SANDBOX_TOKEN) as bot:
            desk = Desk(bot)
            desk.mute = asyncio.get_running_loop().create_future()
            desk.mute.set_result(None)
            poller = Poller(bot, desk)  # type: ignore[arg-type]
            await poller.start()
            await desk.has_taken(2)
            await asyncio.wait_for(done.wait(), 10)
            await poller.stop(patience=1)

    assert sorted(text for _, text in desk.taken) == ["два", "раз"]
    # Confirmed past the highest one, then asked from the earliest on: after a quiet week numbers begin anywhere.
    assert "10" in asked
    assert asked[asked.index("10") + 1] is None
    assert SANDBOX_TOKEN not in caplog.text


def _update(number: int, text: str) -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": number}, "text": text}}


@asynccontextmanager
async def _telegram(answer: Callable[[web.Request], Any]) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{any:.*}", answer)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
