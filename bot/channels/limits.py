"""Telegram's limits, kept from our side: 1 message a second per private chat, 20 a minute per group, 30 a second per bot.

One limiter stands in the session, so answers and the outbox share it. A message counts until its span has passed since the
server *answered*: the server accepted it earlier, so what we send never comes too soon for its count either. Within a chat
the order of asking is the order of sending; a chat that must wait holds up no other.
(https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this)
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

# Calls that make or change a message count; reading, answering a press and setting the bot up do not.
COUNTED = ("send", "edit", "forward", "copy", "createForumTopic", "closeForumTopic", "reopenForumTopic")
FREE = frozenset({"sendChatAction"})
# How many chats' gates are remembered before idle ones are forgotten.
REMEMBERED = 4096


@dataclass(frozen=True)
class Rates:
    """How many messages per span (seconds). A private chat may get `burst` at once and then one per `private_span`."""

    per_bot: int = 30
    bot_span: float = 1.0
    per_group: int = 20
    group_span: float = 60.0
    burst: int = 3
    private_span: float = 1.0


class Window:
    """At most so many messages in any span: those on their way, and those answered less than a span ago."""

    def __init__(self, allowed: int, span: float) -> None:
        self._allowed, self._span = allowed, span
        self._flying = 0
        self._answered: deque[float] = deque()
        self._landed = asyncio.Event()

    def _wait(self, cost: int) -> float | None:
        """Seconds until there is room; None: only once something on its way is answered."""
        now = time.monotonic()
        while self._answered and self._answered[0] <= now - self._span:
            self._answered.popleft()
        over = self._flying + len(self._answered) + min(cost, self._allowed) - self._allowed
        if over <= 0:
            return 0.0
        return self._answered[over - 1] + self._span - now if over <= len(self._answered) else None

    async def room(self, cost: int) -> None:
        """Wait until so many more would fit."""
        while (wait := self._wait(cost)) != 0.0:
            self._landed.clear()
            if wait is None:
                await self._landed.wait()
            else:
                await asyncio.sleep(max(wait, 0.001))

    def depart(self, cost: int) -> None:
        self._flying += cost

    def land(self, cost: int) -> None:
        """The server answered: from now on these count for a span."""
        self._flying -= cost
        self._answered.extend([time.monotonic()] * cost)
        self._landed.set()

    @property
    def free(self) -> bool:
        return self._wait(1) == 0.0

    @property
    def idle(self) -> bool:
        return not self._flying and (not self._answered or self._answered[-1] <= time.monotonic() - self._span)


class Burst:
    """One message per span on the long run, a few at once after silence."""

    def __init__(self, burst: int, span: float) -> None:
        self._ahead, self._span = (burst - 1) * span, span
        self._due = 0.0

    async def room(self, cost: int) -> None:
        """Wait until so many more would be tolerated."""
        await asyncio.sleep(max(self._due - self._ahead - time.monotonic(), 0))

    def depart(self, cost: int) -> None: ...

    def land(self, cost: int) -> None:
        """The server answered: each message moves the moment the chat is free again by a span."""
        self._due = max(self._due, time.monotonic()) + cost * self._span

    @property
    def free(self) -> bool:
        return self._due - self._ahead <= time.monotonic()

    @property
    def idle(self) -> bool:
        return self._due <= time.monotonic()


class Gate:
    """One chat: its count, its queue, and how long Telegram asked it to be left alone."""

    def __init__(self, count: Window | Burst) -> None:
        self.count = count
        self.turn = asyncio.Lock()
        self.not_before = 0.0
        self.waiting = 0

    async def room(self, cost: int) -> None:
        """Wait for the chat's own limit and for what a 429 asked."""
        await asyncio.sleep(max(self.not_before - time.monotonic(), 0))
        await self.count.room(cost)


class Limiter(BaseRequestMiddleware):
    """The session's middleware; `on` switches it."""

    def __init__(self, rates: Rates | None = None, *, on: bool = True) -> None:
        self.on = on
        self._rates = rates or Rates()
        self._bot = Window(self._rates.per_bot, self._rates.bot_span)
        self._bots_turn = asyncio.Lock()
        self._gates: dict[int | str, Gate] = {}

    async def room(self, chat: int | str, *, spare: int = 0) -> None:
        """Wait until a message to this chat would pass; the outbox asks before it marks a parcel as being sent.

        `spare`: and so many others besides, and nobody waits: what may wait goes out only then, and holds nobody up.
        """
        if not self.on:
            return
        if spare:
            await self._leisure(self._gate(chat), spare)
            return
        async with self._queueing(chat) as gate:
            await gate.room(1)

    @staticmethod
    async def _leisure(gate: Gate, spare: int) -> None:
        while True:
            await gate.room(1 + spare)
            if not gate.waiting:
                return
            async with gate.turn:  # whoever waits goes first
                pass

    def free(self, chat: int) -> bool:
        """Whether a message to this private chat may go out past the session right now; if so it is counted."""
        if not self.on:
            return True
        gate = self._gate(chat)
        if gate.waiting or gate.not_before > time.monotonic() or not gate.count.free or not self._bot.free:
            return False
        for count in (gate.count, self._bot):
            count.depart(1)
            count.land(1)
        return True

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        chat = getattr(method, "chat_id", None)
        if not self.on or chat is None or not counted(method):
            return await make_request(bot, method)
        cost = len(getattr(method, "media", ())) if method.__api_method__ == "sendMediaGroup" else 1
        async with self._queueing(chat) as gate:
            await gate.room(cost)
            async with self._bots_turn:
                await self._bot.room(cost)
                self._bot.depart(cost)
            gate.count.depart(cost)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                gate.not_before = time.monotonic() + error.retry_after
                raise
            finally:
                gate.count.land(cost)
                self._bot.land(cost)

    @asynccontextmanager
    async def _queueing(self, chat: int | str) -> AsyncIterator[Gate]:
        gate = self._gate(chat)
        gate.waiting += 1
        try:
            async with gate.turn:
                yield gate
        finally:
            gate.waiting -= 1

    def _gate(self, chat: int | str) -> Gate:
        if isinstance(chat, str) and chat.lstrip("-").isdecimal():
            chat = int(chat)  # the same chat, however its id was written
        gate = self._gates.get(chat)
        if gate is None:
            if len(self._gates) >= REMEMBERED:
                self._gates = {c: g for c, g in self._gates.items() if g.waiting or not g.count.idle}
            private = isinstance(chat, int) and chat > 0
            rates = self._rates
            count = Burst(rates.burst, rates.private_span) if private else Window(rates.per_group, rates.group_span)
            gate = self._gates[chat] = Gate(count)
        return gate


def counted(method: TelegramMethod[Any]) -> bool:
    """Whether Telegram counts a call as a message."""
    name = method.__api_method__
    return name.startswith(COUNTED) and name not in FREE
