"""Serving: the process in which a desk is open, until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable

from bot.settings import Settings
from bot.wiring import build

log = logging.getLogger(__name__)

# How long a busy thread may keep another from the interpreter, seconds. The clerk lets go of it at every statement, and at
# Python's own 5 ms would wait that long, each time, for an event loop that has something to do.
TURN = 0.0003


async def serve(settings: Settings, ready: Callable[[], None] | None = None) -> None:
    """Open the desk and keep it open until SIGTERM or SIGINT; `ready` is called once updates come in."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    # Only a sandbox, which has its own clock, can do without limits.
    app = build(settings, limits=settings.sandbox_limits or settings.clock_url is None)
    async with app:
        settle_in()
        opened, ending = asyncio.create_task(app.intake.opened.wait()), asyncio.create_task(stopped.wait())
        await asyncio.wait({opened, ending}, return_when=asyncio.FIRST_COMPLETED)
        if opened.done():
            log.info("the desk is open")
            if ready is not None:
                ready()
        opened.cancel()
        await ending
        log.info("the desk closes")


def settle_in() -> None:
    """Make the process fit for a long day, once everything is loaded."""
    # What is there now stays: a full collection would walk over it again and again for nothing.
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(TURN)
