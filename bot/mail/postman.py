"""The postman: takes the letters that were kept, in the order they came, has each read and hands it to its door.

What waits are rows, and a letter is marked as done together with what it became: it may die at any line and begins again. A
letter that takes long, or fails, lets the others by.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial

from bot.logs import where
from bot.mail.raw import RawLetters
from bot.mail.reader import Reader, Unreadable
from bot.mail.reading.model import Read
from domain.letters import Letter
from domain.ports import Clerk
from domain.usecases.read_letters import MISTAKE, UNREADABLE, give_up, take_up, waiting_letters

log = logging.getLogger(__name__)

# Seconds before a letter is tried again, by how often it was; and before the one try more of what could not be read.
PATIENCE = (1.0, 5.0, 30.0, 300.0)
ONCE_MORE = 1.0
# Seconds after which the next letter need not wait any longer, and how many are read side by side at most.
OVERTAKEN, AT_ONCE = 1.0, 8
LOOK_AGAIN, HOUR = 60.0, 3600.0


class Postman:
    """Works until it is stopped. `door` has a letter that was read become what it is."""

    def __init__(
        self, clerk: Clerk, raws: RawLetters, reader: Reader, door: Callable[[Letter, Read], Awaitable[None]]
    ) -> None:
        self._clerk, self._raws, self._door = clerk, raws, door
        self.reader = reader
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._rests: dict[str, float] = {}  # by letter: not before this monotonic instant
        self._tidy_at = 0.0  # when what was erased is looked for, monotonic
        self._wake, self._looked = asyncio.Event(), asyncio.Event()
        self._main: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._main = asyncio.create_task(self._run(), name="postman")

    async def stop(self) -> None:
        """Stop at once; what was not finished begins anew at the next start."""
        tasks = [*([self._main] if self._main else []), *self._busy.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._main = None
        await self.reader.close()

    def wake(self) -> None:
        """There may be something new to read."""
        self._looked.clear()
        self._wake.set()

    def tidy(self) -> None:
        """Something was erased: its bytes are to go."""
        self._tidy_at = 0.0
        self.wake()

    async def idle(self) -> None:
        """Return when no letter is being read; what waits for another attempt does not count."""
        while not self._looked.is_set() or self._busy:
            if self._busy:
                await asyncio.wait(list(self._busy.values()))
            else:
                await self._looked.wait()

    async def _run(self) -> None:
        await self._raws.sweep()
        while True:
            self._wake.clear()
            pause = LOOK_AGAIN
            try:
                if time.monotonic() > self._tidy_at and await self._raws.delete_erased():
                    self._tidy_at = time.monotonic() + HOUR
                await self._go_round()
            except Exception as error:  # the register is away; the rows stay
                log.error("letters cannot be read: %s", where(error))
                pause = PATIENCE[1]
            if not self._wake.is_set():
                self._looked.set()
            now = time.monotonic()
            pause = min([pause, *(until - now for until in self._rests.values())])
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(pause, 0.05)):
                    await self._wake.wait()

    async def _go_round(self) -> None:
        """One after the other; who takes long is overtaken."""
        now = time.monotonic()
        self._rests = {key: until for key, until in self._rests.items() if until > now}
        for letter_id in await self._clerk.read(waiting_letters, [*self._rests, *self._busy]):
            while len(self._busy) >= AT_ONCE:
                await asyncio.wait(self._busy.values(), return_when=asyncio.FIRST_COMPLETED)
            task = asyncio.create_task(self._handle(letter_id))
            self._busy[letter_id] = task
            task.add_done_callback(partial(self._ended, letter_id))
            await asyncio.wait({task}, timeout=OVERTAKEN)

    def _ended(self, letter_id: str, _: asyncio.Task[None]) -> None:
        self._busy.pop(letter_id, None)
        self.wake()

    async def _handle(self, letter_id: str) -> None:
        self._rests[letter_id] = time.monotonic() + PATIENCE[0]
        try:
            letter = await self._clerk.do(take_up, letter_id=letter_id)
            if letter is None or await self._taken_in(letter):
                self._rests.pop(letter_id, None)
        except Exception as error:  # ours, the disk's or the register's: the row stays, and it is tried again
            log.error("a letter could not be taken in: %s", where(error))

    async def _taken_in(self, letter: Letter) -> bool:
        """Whether it is done with; if not, it rests."""
        self._rests[letter.id] = time.monotonic() + PATIENCE[min(letter.attempts, len(PATIENCE)) - 1]
        try:
            raw = await self._raws.read(letter.sha256)
        except FileNotFoundError:
            log.error("the bytes of a letter are gone")
            await self._clerk.do(give_up, letter_id=letter.id, why=MISTAKE, problems=["its bytes are gone"])
            return True
        read = await self.reader.read(raw)
        if not isinstance(read, Unreadable):
            await self._door(letter, read)
            return True
        if letter.attempts > 1:
            log.warning("a letter could not be read: %s", read.reason)
            await self._clerk.do(give_up, letter_id=letter.id, why=UNREADABLE, problems=[read.reason])
            return True
        self._rests[letter.id] = time.monotonic() + ONCE_MORE  # the machine may have been too busy
        return False
