"""The ticker: sleeps until the next timer is due and has it rung; an outage only means that several ring at once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.clock import Clock
from domain.ports import Clerk

log = logging.getLogger(__name__)

# Seconds: the longest sleep (the wall clock may be set meanwhile), and the pause after a tick that failed.
LONGEST, PAUSE = 900.0, 5.0


class Ticker:
    """Calls `tick` while something is due."""

    def __init__(
        self,
        clerk: Clerk,
        clock: Clock,
        *,
        tick: Callable[[Clerk], Awaitable[None]],
        next_ring: Callable[[Clerk], Awaitable[datetime | None]],
    ) -> None:
        self._clerk, self._clock, self._tick, self._next_ring = clerk, clock, tick, next_ring
        self._wake = asyncio.Event()
        self._slept = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        self._tasks = [
            asyncio.create_task(self._run(), name="ticker"),
            asyncio.create_task(self._follow_clock(), name="ticker-clock"),
        ]

    async def stop(self) -> None:
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def wake(self) -> None:
        """The timers, or the time, have changed."""
        self._slept.clear()
        self._wake.set()

    async def idle(self) -> None:
        """Return when no timer is due."""
        at = await self._next_ring(self._clerk)
        if at is not None and at <= self._clock.now():
            self.wake()
        await self._slept.wait()

    async def _follow_clock(self) -> None:
        while True:
            await self._clock.changed()
            self.wake()

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                pause = await self._ring()
            except Exception as error:  # timers are rows: they ring at the next attempt
                log.error("timers could not be rung, next attempt in %.0f s: %s", PAUSE, type(error).__name__)
                pause = PAUSE
            if pause > 0 and not self._wake.is_set():
                self._slept.set()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(pause, 0.001)):
                    await self._wake.wait()

    async def _ring(self) -> float:
        """Ring what is due; returns the seconds until the next one."""
        at = await self._next_ring(self._clerk)
        if at is not None and at <= self._clock.now():
            await self._tick(self._clerk)
            again = await self._next_ring(self._clerk)
            if again is not None and again <= at:
                raise RuntimeError("a timer that rang is still due")
            at = again
        if at is None:
            return LONGEST
        return min(max((at - self._clock.now()).total_seconds(), 0.0), LONGEST)
