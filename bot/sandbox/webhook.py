"""The webhook: updates go out by themselves, in order per chat, each repeated until it is answered with 2xx.

A method that rides on the answer is executed; nobody hears of its result, as at Telegram.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiohttp
import orjson

from bot.sandbox.botapi import perform
from bot.sandbox.errors import Failure
from bot.sandbox.world import World

Json = dict[str, Any]

ANSWER_WAIT = 60.0  # seconds, as Telegram waits
PATIENCE = (0.1, 0.3, 1.0, 3.0, 10.0)  # seconds between attempts; Telegram's are longer


class Deliverer:
    """Watches the queue while a webhook is set; one delivery at a time for each chat."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._main: asyncio.Task[None] | None = None
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        self._main = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        tasks = [task for task in (self._main, *self._lanes.values()) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _watch(self) -> None:
        while True:
            updates = self._world.updates
            if updates.webhook.get("url"):
                room = int(updates.webhook.get("max_connections", 40)) - len(self._lanes)
                for held in list(updates.pending.values()):
                    if room <= 0:
                        break
                    if held["lane"] not in self._lanes:
                        self._lanes[held["lane"]] = asyncio.create_task(self._run(held["lane"]))
                        room -= 1
            await updates.came()

    async def _run(self, lane: int) -> None:
        """Deliver a chat's updates, oldest first, until none is left or the webhook is gone."""
        try:
            failures = 0
            while (url := self._world.updates.webhook.get("url")) and (update := self._next(lane)):
                if await self._deliver(url, update):
                    self._world.updates.confirm(update["update_id"])
                    failures = 0
                else:
                    await asyncio.sleep(PATIENCE[min(failures, len(PATIENCE) - 1)])
                    failures += 1
        finally:
            self._lanes.pop(lane, None)
            if not self._world.closing:
                self._world.updates.wake()  # something may have come for this chat meanwhile

    def _next(self, lane: int) -> Json | None:
        return next((h["update"] for h in self._world.updates.pending.values() if h["lane"] == lane), None)

    async def _deliver(self, url: str, update: Json) -> bool:
        """One attempt; whether the bot took the update."""
        secret = self._world.updates.webhook.get("secret_token")
        headers = {"Content-Type": "application/json"}
        if secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WAIT))
        try:
            async with self._session.post(url, data=orjson.dumps(update), headers=headers) as response:
                body = await response.read()
                if not 200 <= response.status < 300:
                    self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
                    return False
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._failed(f"Connection failed: {type(error).__name__}")
            return False
        await self._execute(body)
        return True

    def _failed(self, why: str) -> None:
        self._world.updates.last_error = (int(time.time()), why)

    async def _execute(self, body: bytes) -> None:
        """Do the method that rides on the answer, if there is one."""
        try:
            call = orjson.loads(body) if body.strip() else {}
            if isinstance(call, dict) and isinstance(call.get("method"), str):
                given = {key: value for key, value in call.items() if key != "method"}
                await perform(self._world, call["method"], given, {})
        except (Failure, orjson.JSONDecodeError):
            return
