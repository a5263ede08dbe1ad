"""The poller: updates by long polling, confirmed only once they are committed and their answers were attempted.

Chats go side by side and in order within each. Telegram hands out again whatever is not confirmed, so what is under way is
remembered here and passed over, and an update is known by its own number, never by "at most the last one": after a quiet
week Telegram begins at a random number.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from functools import partial
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetUpdates

from bot.channels.telegram import cause
from bot.logs import where
from bot.reception import Raw, Reception, lane_of

log = logging.getLogger(__name__)

# What the desk listens to; chat_member comes only to an administrator of the group that asks for it by name.
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member", "inline_query"]
# Seconds: a long poll; how long answers may hold up the confirmation; pause while something is still under way.
LONG_POLL, ANSWERS, PAUSE = 25, 10.0, 0.5
# Seconds between attempts when Telegram or the register cannot be reached.
PATIENCE = (1.0, 2.0, 5.0, 10.0, 30.0)


class RawUpdates(GetUpdates):
    """getUpdates whose result stays as it came: one update that does not validate must not block the others."""

    __returning__ = list[Any]


class Poller:
    """Fetches updates and hands them to reception until it is stopped."""

    def __init__(self, bot: Bot, reception: Reception) -> None:
        self._bot, self._reception = bot, reception
        self._main: asyncio.Task[None] | None = None
        # What was handed over and is not confirmed yet, and whether it is finished.
        self._open: dict[int, asyncio.Future[None]] = {}
        self._lanes: dict[str, deque[Raw]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._offset: int | None = None
        self._changed = asyncio.Event()
        self.working = False
        self.opened = asyncio.Event()
        """Updates came in, or could have, for the first time."""

    async def start(self) -> None:
        self._main = asyncio.create_task(self._poll(), name="poller")

    async def stop(self, patience: float = 10.0) -> None:
        """Fetch nothing more; let what was taken be committed and answered; confirm it."""
        if self._main is None:
            return
        await _cancelled(self._main)
        self._main, self.working = None, False
        unfinished = [done for done in self._open.values() if not done.done()]
        if unfinished:
            await asyncio.wait(unfinished, timeout=patience)
        for worker in list(self._workers):
            await _cancelled(worker)
        self._advance()
        if self._offset is not None:
            # The last word to Telegram; without it the same updates would come again and only be recognized.
            with contextlib.suppress(AiogramError):
                await self._bot(RawUpdates(offset=self._offset, timeout=0, limit=1), request_timeout=3)

    async def idle(self) -> None:
        """Return when everything that was fetched is committed."""
        while self._lanes:
            self._changed.clear()
            await self._changed.wait()

    async def _poll(self) -> None:
        failures = 0
        webhook_gone = False
        while True:
            try:
                if not webhook_gone:
                    # A webhook from an earlier life would make every getUpdates a conflict.
                    await self._bot.delete_webhook(request_timeout=10)
                    webhook_gone = True
                await self._round()
                if not self.working:
                    log.info("polling for updates")
                self.working, failures = True, 0
                self.opened.set()
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
            except Exception as error:  # whatever it was, the next attempt may do
                self.working = False
                webhook_gone = webhook_gone and not isinstance(error, TelegramConflictError)
                pause = PATIENCE[min(failures, len(PATIENCE) - 1)]
                failures += 1
                log.error("no updates, next attempt in %.0f s: %s", pause, _plain(error))
                await asyncio.sleep(pause)

    async def _round(self) -> None:
        """One getUpdates, and handing over what it brought."""
        self._advance()
        # The first one returns at once, so that whoever waits for the desk to open need not wait for a message.
        long = LONG_POLL if self.working and all(done.done() for done in self._open.values()) else 0
        asked = RawUpdates(offset=self._offset, timeout=long, allowed_updates=ALLOWED)
        batch: list[Any] = await self._bot(asked, request_timeout=long + 15)
        if self._offset is not None:
            # Now it is confirmed; while nothing is open, ask from the earliest one on, whatever its number.
            self._open = {number: done for number, done in self._open.items() if number >= self._offset}
            if not self._open:
                self._offset = None
        fresh = [raw for raw in batch if isinstance(raw, dict) and raw.get("update_id") not in self._open]
        for raw in fresh:
            self._hand_over(raw)
        if self._open:
            await self._something_finishes()

    def _advance(self) -> None:
        """Confirm up to the first update that is not finished."""
        for number in sorted(self._open):
            if not self._open[number].done():
                self._offset = number
                return
            self._offset = number + 1

    async def _something_finishes(self) -> None:
        """Wait for what is open, but not long: somebody else may have written meanwhile."""
        waiting = [done for done in self._open.values() if not done.done()]
        if waiting:
            await asyncio.wait(waiting, timeout=PAUSE)

    def _hand_over(self, raw: Raw) -> None:
        number = raw.get("update_id")
        if not isinstance(number, int):
            log.error("an update without a number cannot be confirmed and is passed over")
            return
        self._open[number] = asyncio.get_running_loop().create_future()
        lane = lane_of(raw)
        queue = self._lanes.get(lane)
        if queue is None:
            queue = self._lanes[lane] = deque()
            worker = asyncio.create_task(self._work(lane, queue))
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        queue.append(raw)

    async def _work(self, lane: str, queue: deque[Raw]) -> None:
        """Carry out a chat's updates in order."""
        try:
            while queue:
                raw = queue[0]
                done = self._open[raw["update_id"]]
                said = self._reception.say(lane, await self._taken(raw))
                if said.done():
                    _finish(done)
                else:
                    late = asyncio.get_running_loop().call_later(ANSWERS, _finish, done)
                    said.add_done_callback(partial(_said, done, late))
                queue.popleft()
        finally:
            self._lanes.pop(lane, None)
            self._changed.set()

    async def _taken(self, raw: Raw) -> list[Any]:
        """Take an update, with patience while the register cannot be written."""
        failures = 0
        while True:
            try:
                return await self._reception.take(raw)
            except Exception as error:  # not taken: it stays unconfirmed until it is
                pause = PATIENCE[min(failures, len(PATIENCE) - 1)]
                failures += 1
                log.error("the register cannot be written, next attempt in %.0f s: %s", pause, where(error))
                await asyncio.sleep(pause)


def _finish(done: asyncio.Future[None]) -> None:
    if not done.done():
        done.set_result(None)


def _said(done: asyncio.Future[None], late: asyncio.TimerHandle, _: asyncio.Future[None]) -> None:
    late.cancel()
    _finish(done)


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def _plain(error: Exception) -> str:
    """Why there are no updates, in words for whoever runs the desk."""
    match error:
        case TelegramConflictError():
            return "another program polls with this bot's token, or a webhook was set; stop the other one"
        case TelegramUnauthorizedError() | TelegramNotFound():
            return "Telegram does not know this token; check FRONTDESK_BOT_TOKEN"
        case AiogramError():
            return f"{type(error).__name__} ({cause(error)})"
    return where(error)
