"""The movable clock: the desk's time follows it, and goes on without it."""

from __future__ import annotations

import asyncio
from datetime import UTC, timedelta

from bot.clock import SandboxClock, SystemClock
from bot.sandbox.server import Sandbox


async def test_the_desk_s_time_follows_the_sandbox_s() -> None:
    """Whoever moves the sandbox's clock moves the desk's, and those who wait are woken."""
    async with Sandbox() as sandbox:
        await sandbox.forward(hours=5)
        clock = SandboxClock(f"{sandbox.url}/sandbox/clock")
        await clock.start()
        try:
            assert abs(clock.now() - sandbox.world.clock.now()) < timedelta(seconds=1)

            moved = asyncio.create_task(clock.changed())
            await asyncio.sleep(0)  # let it begin to wait
            await sandbox.forward(days=1)
            await asyncio.wait_for(moved, 5)

            assert abs(clock.now() - sandbox.world.clock.now()) < timedelta(seconds=1)
            assert clock.now() - SystemClock().now() > timedelta(hours=28)
            assert clock.now().tzinfo is UTC
        finally:
            await clock.close()


async def test_an_absent_clock_is_waited_for() -> None:
    """The sandbox may be started again: the clock it has then is the one that counts."""
    sandbox = Sandbox()
    await sandbox.start()
    port = int(sandbox.url.rpartition(":")[2])
    clock = SandboxClock(f"{sandbox.url}/sandbox/clock")
    await clock.start()
    await sandbox.stop()
    another = Sandbox()
    try:
        before = clock.now()
        another.world.clock.forward(timedelta(days=2))
        moved = asyncio.create_task(clock.changed())
        await another.start(port=port)

        await asyncio.wait_for(moved, 10)

        assert clock.now() - before > timedelta(days=1)
    finally:
        await clock.close()
        await another.stop()
