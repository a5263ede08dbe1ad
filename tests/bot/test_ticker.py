"""The ticker: timers ring when they are due, also when the clock is moved, and none is asked twice."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.ticker import Ticker


class MovedClock(SystemClock):
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.offset = timedelta()
        self.moved = asyncio.Event()

    def now(self) -> datetime:
        return super().now() + self.offset

    async def changed(self) -> None:
        await self.moved.wait()

    def forward(self, **span: float) -> None:
        self.offset += timedelta(**span)
        moved, self.moved = self.moved, asyncio.Event()
        moved.set()


class Timers:
    """What is to ring, and what rang."""

    def __init__(self, clock: MovedClock, *after: timedelta) -> None:
        self.clock = clock
        self.waiting = sorted(clock.now() + span for span in after)
        self.rang: list[datetime] = []
        self.failures = 0
        self.changed = asyncio.Event()

    async def tick(self, _: Any) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("no register")
        now = self.clock.now()
        self.rang += [at for at in self.waiting if at <= now]
        self.waiting = [at for at in self.waiting if at > now]
        self.changed.set()

    async def next_ring(self, _: Any) -> datetime | None:
        return self.waiting[0] if self.waiting else None

    async def have_rung(self, count: int) -> None:
        while len(self.rang) < count:
            self.changed.clear()
            await asyncio.wait_for(self.changed.wait(), 10)


def ticker(clock: MovedClock, timers: Timers) -> Ticker:
    return Ticker(None, clock, tick=timers.tick, next_ring=timers.next_ring)  # type: ignore[arg-type]


async def test_timers_ring_when_they_are_due() -> None:
    """After an outage several at once, then each at its instant."""
    clock = MovedClock()
    timers = Timers(clock, timedelta(hours=-2), timedelta(hours=-1), timedelta(seconds=0.2), timedelta(hours=1))
    at_work = ticker(clock, timers)
    await at_work.start()
    await timers.have_rung(3)
    await at_work.stop()

    assert len(timers.waiting) == 1


async def test_moving_the_clock_rings_at_once() -> None:
    """Whoever moves the sandbox's clock a day on sees the ticket closed now."""
    clock = MovedClock()
    timers = Timers(clock, timedelta(hours=24))
    at_work = ticker(clock, timers)
    await at_work.start()
    await at_work.idle()
    assert timers.rang == []

    clock.forward(hours=24, seconds=1)
    await timers.have_rung(1)
    await at_work.idle()
    await at_work.stop()


async def test_a_new_timer_may_be_the_next_one() -> None:
    """The ticker sleeps until tomorrow; a timer for today wakes it."""
    clock = MovedClock()
    timers = Timers(clock, timedelta(hours=24))
    at_work = ticker(clock, timers)
    await at_work.start()
    await at_work.idle()

    timers.waiting.insert(0, clock.now())
    at_work.wake()
    await timers.have_rung(1)
    await at_work.stop()


async def test_a_failing_register_loses_no_timer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Timers are rows: what could not be rung is rung at the next attempt."""
    monkeypatch.setattr("bot.ticker.PAUSE", 0.05)
    clock = MovedClock()
    timers = Timers(clock, timedelta())
    timers.failures = 2
    at_work = ticker(clock, timers)
    with caplog.at_level(logging.ERROR):
        await at_work.start()
        await timers.have_rung(1)
        await at_work.stop()

    assert "timers could not be rung" in caplog.text
