"""Clocks: the only place that reads the time of day.

The regulation's time comes from `now()` and may be moved forward in the sandbox; `wall()` is for retries of what is kept in
rows, and whatever is waited for inside the process uses the monotonic clock.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

import aiohttp

log = logging.getLogger(__name__)

# How long one question to the movable clock waits for news, and between two failed ones; seconds.
WAIT, PAUSE = 25.0, 1.0
# How long a start waits for the clock's first answer, seconds; then it goes on with real time.
FIRST_ANSWER = 10.0


class Clock(Protocol):
    """The regulation's time."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""

    async def changed(self) -> None:
        """Return when the clock was moved; a clock that nobody can move never returns."""

    async def start(self) -> None: ...

    async def close(self) -> None: ...


def wall() -> float:
    """The wall clock, Unix time in seconds: for rows that say when to try again."""
    return time.time()


class SystemClock:
    """Real time."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        return datetime.fromtimestamp(time.time(), UTC)

    async def changed(self) -> None:
        """Never returns: real time is not moved."""
        await asyncio.Event().wait()

    async def start(self) -> None: ...

    async def close(self) -> None: ...


class SandboxClock:
    """Real time plus the sandbox's offset, learnt by a long poll that outlives an absent server."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._offset = 0.0
        self._known = False
        self._moved = asyncio.Event()
        self._first = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        """The regulation's present instant, aware, UTC."""
        return datetime.fromtimestamp(time.time(), UTC) + timedelta(seconds=self._offset)

    async def changed(self) -> None:
        """Return when the clock was moved."""
        await self._moved.wait()

    async def start(self) -> None:
        """Begin to follow the clock; waits for its first answer, ten seconds at most."""
        self._watching = asyncio.create_task(self._watch(), name="clock")
        try:
            async with asyncio.timeout(FIRST_ANSWER):
                await self._first.wait()
        except TimeoutError:
            log.warning("the clock does not answer; going on with real time until it does")

    async def close(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watching
            self._watching = None

    async def _watch(self) -> None:
        timeout = aiohttp.ClientTimeout(total=WAIT + 10)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                try:
                    await self._ask(session)
                except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
                    log.debug("the clock does not answer: %s", type(error).__name__)
                    self._known = False
                    await asyncio.sleep(PAUSE)

    async def _ask(self, session: aiohttp.ClientSession) -> None:
        question = {"offset": str(self._offset), "wait": str(WAIT)} if self._known else {"wait": "0"}
        async with session.get(self._url, params=question) as answer:
            answer.raise_for_status()
            offset = float((await answer.json())["offset"])
        self._known = True
        self._first.set()
        if offset != self._offset:
            self._offset = offset
            moved, self._moved = self._moved, asyncio.Event()
            moved.set()
