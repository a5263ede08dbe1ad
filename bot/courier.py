"""The courier: carries the outbox to the channels, in order per recipient, with patience, and reports what became of it.

A parcel is marked as being sent before it leaves and as accepted after; a crash in between is seen at the next start, and
the parcel goes out once more, marked. One lane that fails or waits never holds up another.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from typing import Any

from bot.channels import Accepted, Channel, Dropped, Later, Outcome, Refused
from bot.clock import wall
from bot.logs import where
from domain.notices import Parcel
from domain.ports import Clerk, Desk
from domain.usecases.deliver import begin_sending, delivered, dropped, put_off, redo_interrupted, undelivered

log = logging.getLogger(__name__)

# How many parcels of one channel may be on their way at once.
AT_ONCE = 16
# Seconds before the register, or a lane whose parcel could not be written, is tried again.
PATIENCE = (1.0, 2.0, 5.0, 15.0, 60.0)
# How often a notice that we cannot even write down is tried before staff hear of it.
MOST_MISTAKES = 5
# At the latest after so many seconds the outbox is looked at, whatever was heard; seconds.
LOOK_AGAIN = 60.0

Lane = tuple[str, str, str]


class Courier:
    """Delivers until it is stopped. `absent` names why a channel there is none for cannot be used."""

    def __init__(
        self, clerk: Clerk, channels: Mapping[str, Channel], *, absent: Mapping[str, str] | None = None
    ) -> None:
        self._clerk, self._channels, self._absent = clerk, channels, absent or {}
        self._lanes: dict[Lane, asyncio.Task[None]] = {}
        self._rooms = {name: asyncio.Semaphore(AT_ONCE) for name in channels}
        # Parcels that may have arrived although no answer came: the outbox learns it with their acceptance.
        self._main: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._looked = asyncio.Event()

    async def start(self) -> None:
        """Take up what a crash interrupted, then deliver."""
        again = await self._clerk.do(redo_interrupted)
        if again:
            log.warning("%s parcels were on their way when the desk stopped; they go out again", again)
        self._main = asyncio.create_task(self._run(), name="courier")

    async def stop(self, patience: float = 10.0) -> None:
        """Begin nothing new; let what is on its way arrive, so many seconds long."""
        if self._main is not None:
            self._main.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._main
            self._main = None
        if self._lanes:
            _, late = await asyncio.wait(self._lanes.values(), timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        for channel in self._channels.values():
            await channel.close()

    def wake(self) -> None:
        """There may be something new in the outbox."""
        self._looked.clear()
        self._wake.set()

    async def idle(self) -> None:
        """Return when nothing is due and nothing is on its way. What waits for a later try does not count."""
        while not self._looked.is_set() or self._lanes:
            if self._lanes:
                await asyncio.wait(list(self._lanes.values()))
            else:
                await self._looked.wait()

    async def _run(self) -> None:
        failures = 0
        while True:
            self._wake.clear()
            try:
                parcels, next_due = await self._clerk.read(_waiting)
                failures = 0
            except Exception as error:  # the register is away; it is looked at again
                parcels, next_due = [], wall() + PATIENCE[min(failures, len(PATIENCE) - 1)]
                failures += 1
                log.error("the outbox cannot be read: %s", type(error).__name__)
            for parcel in parcels:
                if parcel.lane not in self._lanes:
                    self._begin(parcel)
            if not self._wake.is_set() and not failures:
                self._looked.set()
            pause = LOOK_AGAIN if next_due is None else min(max(next_due - wall(), 0.05), LOOK_AGAIN)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()

    def _begin(self, parcel: Parcel) -> None:
        task = asyncio.create_task(self._carry(parcel))
        self._lanes[parcel.lane] = task
        task.add_done_callback(lambda _: self._ended(parcel))

    def _ended(self, parcel: Parcel) -> None:
        self._lanes.pop(parcel.lane, None)
        self.wake()  # the lane may have a next one

    async def _carry(self, parcel: Parcel) -> None:
        """Bring one parcel out and write down what came of it."""
        channel = self._channels.get(parcel.channel)
        if channel is None:
            await self._refuse_absent(parcel)
            return
        async with self._rooms[parcel.channel]:
            # While it waits for room a newer notice may supersede it: it is marked as being sent only then.
            await channel.room(parcel)
            begun = await self._noted(begin_sending, parcel_id=parcel.id)
            if begun is None:
                return
            outcome = await self._sent(channel, begun)
            await self._report(begun, outcome)

    async def _refuse_absent(self, parcel: Parcel) -> None:
        why = self._absent.get(parcel.channel, f"there is no channel {parcel.channel}")
        if await self._noted(begin_sending, parcel_id=parcel.id) is not None:
            await self._noted(undelivered, parcel_id=parcel.id, error=why)

    async def _sent(self, channel: Channel, parcel: Parcel) -> Outcome:
        try:
            return await channel.send(parcel)
        except Exception as error:  # a mistake of ours in one notice must not stop the others
            log.error("the notice %s of parcel %s could not be sent: %s", parcel.code, parcel.id, where(error))
            if parcel.attempts >= MOST_MISTAKES:
                return Refused(f"the desk could not write this notice ({type(error).__name__})")
            return Later(PATIENCE[min(parcel.attempts - 1, len(PATIENCE) - 1)], type(error).__name__)

    async def _report(self, parcel: Parcel, outcome: Outcome) -> None:
        assert parcel.id is not None
        match outcome:
            case Accepted(remotes):
                await self._noted(delivered, parcel_id=parcel.id, remotes=list(remotes))
            case Later(seconds, error, uncertain, tried):
                log.info("parcel %s (%s, %s) waits %.0f s", parcel.id, parcel.channel, parcel.code, seconds)
                facts = {"seconds": seconds, "error": error, "uncertain": uncertain, "tried": tried}
                await self._noted(put_off, parcel_id=parcel.id, **facts)
                return
            case Refused(error):
                log.warning("parcel %s (%s, %s) was refused", parcel.id, parcel.channel, parcel.code)
                await self._noted(undelivered, parcel_id=parcel.id, error=error)
            case Dropped():
                await self._noted(dropped, parcel_id=parcel.id)

    async def _noted(self, usecase: Callable[..., Any], **facts: Any) -> Any:
        """Write it down, however long the register is away: what was sent must not be sent again for want of a mark."""
        failures = 0
        while True:
            try:
                return await self._clerk.do(usecase, **facts)
            except Exception as error:  # nothing else may be done with this lane before it is written
                pause = PATIENCE[min(failures, len(PATIENCE) - 1)]
                failures += 1
                log.error(
                    "%s could not be written, next attempt in %.0f s: %s", usecase.__name__, pause, type(error).__name__
                )
                await asyncio.sleep(pause)


def _waiting(desk: Desk) -> tuple[list[Parcel], float | None]:
    return desk.outbox.waiting(desk.wall())
