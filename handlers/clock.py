"""Clock: a tick came; ring what is due."""

from __future__ import annotations

from datetime import datetime

from domain.ports import Clerk
from domain.usecases import ring_timers as timers


async def tick(clerk: Clerk) -> None:
    """Ring all timers that are due, list by list, until none is."""
    while await clerk.do(timers.ring_timers):
        pass


async def next_ring(clerk: Clerk) -> datetime | None:
    """When the next timer rings (UTC); None if none is set."""
    return await clerk.read(timers.next_ring)
