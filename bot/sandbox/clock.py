"""The movable clock: the regulation's time is real time plus an offset that only grows."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.sandbox.errors import Mistake
from bot.sandbox.store import Store

# How long a person who moves the clock waits for the desk to notice, in seconds.
PATIENCE = 2.0


class Clock:
    """Time in UTC, movable forward. The offset is in seconds and survives a restart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.offset: float = store.load("clock").get("offset", 0.0)
        self._moved = asyncio.Event()
        self._noticed = asyncio.Event()
        self._watchers = 0

    def now(self) -> datetime:
        """The regulation's time, aware, UTC."""
        return datetime.fromtimestamp(time.time(), UTC) + timedelta(seconds=self.offset)

    def stamp(self) -> int:
        """The same as Telegram writes dates: whole seconds since 1970."""
        return int(time.time() + self.offset)

    def face(self) -> dict[str, Any]:
        """What `GET /sandbox/clock` answers."""
        return {"now": self.now().isoformat(timespec="microseconds"), "offset": self.offset}

    def forward(self, span: timedelta) -> None:
        """Move the clock on. Raises Mistake when asked to go back."""
        if span < timedelta(0):
            raise Mistake("the clock goes forward only: give a positive number of seconds, or a later moment")
        self.offset = round(self.offset + span.total_seconds(), 6)
        self._store.save("clock", "offset", self.offset)
        self._noticed.clear()
        self._moved.set()
        self._moved = asyncio.Event()

    def to(self, moment: datetime) -> None:
        """Move the clock on to an aware moment. Raises Mistake when it has passed already."""
        if moment.tzinfo is None:
            raise Mistake('"to" needs a zone: 2026-11-23T09:00:00+03:00')
        self.forward(moment - self.now())

    async def differs(self, known: float, wait: float) -> None:
        """Return as soon as the offset is not the known one, or after `wait` seconds."""
        if abs(known - self.offset) < 1e-6:
            self._noticed.set()  # this watcher has the newest offset already
            self._watchers += 1
            try:
                async with asyncio.timeout(wait):
                    await self._moved.wait()
            except TimeoutError:
                pass
            finally:
                self._watchers -= 1

    @property
    def watched(self) -> bool:
        """Whether somebody is waiting for the clock to move."""
        return self._watchers > 0

    async def noticed(self) -> None:
        """Wait until a watcher came back with the newest offset, for two seconds at most."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._noticed.wait()
        except TimeoutError:
            pass

    def release(self) -> None:
        """Let everybody who waits go: the server stops."""
        self._moved.set()
        self._noticed.set()
