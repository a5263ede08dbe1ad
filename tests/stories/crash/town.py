"""The town of the crash test: the sandbox and its people here, the desk in a process that may die; then another one opens.

After each deed the town waits until all is at rest: the update confirmed, everything told, nothing waiting. If the desk dies
on the way, what it left is looked at, the next desk opens on the same database, and the waiting goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.sandbox.person import MailReader, Person, said
from bot.sandbox.server import Sandbox
from bot.storage.engine import open_engine, reading
from tests.stories.crash import books
from tests.stories.crash.books import Books
from tests.stories.crash.cradle import Nurse
from tests.stories.crash.desk import Life
from tests.stories.crash.steps import KILLED

Json = dict[str, Any]
PATIENCE = 40.0
"""Seconds until a town that does not come to rest counts as stuck."""
UNANSWERED = 3600.0


class Town:
    """One story's town; `last` is the step at which its first desk dies."""

    def __init__(self, nurse: Nurse, sandbox: Sandbox, database: str, folder: Path, last: int | None) -> None:
        self._nurse, self.sandbox, self._database, self._folder, self._last = nurse, sandbox, database, folder, last
        self.anna, self.boris = Person.of(sandbox, "Анна"), Person.of(sandbox, "Борис")
        self.mailbox = MailReader.of(sandbox)
        self.engine = reading(open_engine(database))
        self.steps: list[str] = []
        """What the first desk went through, by name."""
        self.interrupted: set[str] = set()
        """Keys of what was being sent when a desk died."""
        self.early: list[str] = []
        """What was said before it was written down."""
        self.unheard: list[str] = []
        """Deeds after which their doer saw nothing new at all."""
        self.lives = 0
        self._link: asyncio.StreamWriter | None = None
        self._lost = asyncio.Event()
        self._told: asyncio.Queue[bytes] = asyncio.Queue()
        self._seq = 0
        self._updates: range = range(0)

    # What people do

    async def says(self, who: Person, text: str, *, reply_to: Json | None = None) -> None:
        """Send a text and let everything come to rest."""
        async with self._deed(who, text):
            await who.says(text, reply_to=reply_to)

    async def attaches(self, who: Person, body: bytes) -> None:
        """Send a photo and let everything come to rest."""
        async with self._deed(who, "photo"):
            await who.attaches(body)

    async def presses(self, who: Person, caption: str) -> None:
        """Press a button and let everything come to rest; once more, if there was no answer and it is still there."""
        for last in (False, True):
            async with self._deed(who, caption):
                press = asyncio.create_task(who.presses(caption, wait=UNANSWERED))
                await asyncio.sleep(0)
            answered = press.done() or await _in_a_moment(press)
            if answered or last or not any(caption in there for there in who.captions()):
                assert answered or not last, f"{caption!r} was pressed twice and never answered"
                press.result() if press.done() and not press.cancelled() else None
                return

    # What they see

    def sees_new(self, who: Person, *words: str) -> Json:
        """The newest message with these words that came or changed since the last deed of anybody."""
        for message in reversed(who.messages()):
            if message["from"]["id"] != who.id and message["seq"] > self._seq and all(w in said(message) for w in words):
                return message
        raise AssertionError(f"lost: {who.name} sees nothing new with {words!r}:\n{who.transcript()}")

    def got(self, *words: str) -> Json:
        """The newest letter with these words."""
        for letter in reversed(self.mailbox.letters()):
            whole = f"{letter['subject']}\n{letter['text']}"
            if all(word in whole for word in words):
                return letter
        there = "\n".join(str(letter["subject"]) for letter in self.mailbox.letters())
        raise AssertionError(f"lost: no letter with {words!r}, only\n{there}")

    # How it comes to rest

    @contextlib.asynccontextmanager
    async def _deed(self, who: Person, what: str) -> AsyncIterator[None]:
        updates = self.sandbox.world.updates
        self._seq, first = self.sandbox.world.seq, updates._next
        yield
        self._updates = range(first, updates._next)
        await self.rest()
        if not any(m["seq"] > self._seq and m["from"]["id"] != who.id for m in who.messages()):
            self.unheard.append(f"{who.name}: {what}")

    async def rest(self) -> None:
        """Return when all that was done has been carried out and delivered, by one desk or by two."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not await self._rests():
                    await self._bury()
                    await self._open()
        except TimeoutError:
            raise AssertionError(f"stuck for {PATIENCE:g} s:\n{self.log()}") from None

    async def _rests(self) -> bool:
        """False: the desk died meanwhile."""
        updates = self.sandbox.world.updates
        while True:
            came = asyncio.create_task(updates.came())
            await asyncio.sleep(0)  # so that it listens before we look
            while updates.pending:
                if not await self._meanwhile(came):
                    return False
                came = asyncio.create_task(updates.came())
                await asyncio.sleep(0)
            came.cancel()
            if self._link is None:
                return False
            self._link.write(b"settle\n")
            settled = asyncio.create_task(self._told.get())
            if not await self._meanwhile(settled):
                return False
            if not updates.pending:
                return True

    async def _meanwhile(self, event: asyncio.Task[Any]) -> bool:
        """Wait for it; False if the desk died first, or was never opened."""
        if self._link is None:
            event.cancel()
            return False
        lost = asyncio.create_task(self._lost.wait())
        await asyncio.wait({event, lost}, return_when=asyncio.FIRST_COMPLETED)
        alive = event.done()
        for task in (event, lost):
            task.cancel()
        return alive

    # The desk

    async def _open(self) -> None:
        """Have a desk opened and wait until it listens to us; it may die before it is ready."""
        self.lives += 1
        self._lost, self._told = asyncio.Event(), asyncio.Queue()
        met: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._link = writer
            met.set_result(None)
            with contextlib.suppress(ConnectionError):
                while line := await reader.readline():
                    self._told.put_nowait(line)
            self._lost.set()
            writer.close()

        link = str(self._folder / f"link{self.lives}")
        server = await asyncio.start_unix_server(meet, link)
        first = self.lives == 1
        await self._nurse.bear(
            Life(
                settings=self._settings(),
                link=link,
                steps=str(self._folder / f"steps{self.lives}"),
                log=str(self._folder / "log"),
                last=self._last if first else None,
            )
        )
        await met
        server.close()
        opened = asyncio.create_task(self._told.get())
        await self._meanwhile(opened)

    async def _bury(self) -> None:
        """See what a dead desk left: what was under way, and whether anything was said too early."""
        if self._link is None:
            return
        self._link = None
        status = await self._nurse.bury()
        self.read_steps()
        if status != KILLED:
            raise AssertionError(f"the desk ended by itself with {status}:\n{self.log()}")
        self.interrupted |= books.interrupted(self.engine)
        self.early += books.early(
            self.engine,
            updates=self._updates,
            fresh=[m for who in (self.anna, self.boris) for m in who.messages() if m["seq"] > self._seq],
            everything=[m for who in (self.anna, self.boris) for m in who.messages()],
        )

    async def close(self) -> None:
        """Let the desk go."""
        if self._link is not None:
            self._link.close()
            self._link = None
            status = await self._nurse.bury()
            assert status == 0, f"the desk ended with {status}:\n{self.log()}"
        self.read_steps()
        self.engine.dispose()

    def read_steps(self) -> None:
        """Learn what the first desk went through."""
        if not self.steps:
            self.steps = (self._folder / "steps1").read_text().splitlines()

    def log(self, last: int = 40) -> str:
        """The end of what the desks logged."""
        lines = (self._folder / "log").read_text(errors="replace").splitlines()
        return "\n".join(lines[-last:])

    def books(self) -> Books:
        """What is written down and what people have, now."""
        return books.read(self.engine, self.sandbox, [self.anna, self.boris])

    def _settings(self) -> Json:
        return {
            "bot_token": self.sandbox.token,
            "staff_chat_id": self.sandbox.staff_chat_id,
            "telegram_api_url": self.sandbox.url,
            "database_url": self._database,
            "data_dir": str(self._folder / "data"),
            "smtp_url": self.sandbox.smtp_url,
            "mail_from": "Поддержка Барьер <support@barier.example>",
            "clock_url": f"{self.sandbox.url}/sandbox/clock",
            "listen": "127.0.0.1:0",
        }


async def _in_a_moment(press: asyncio.Task[Json]) -> bool:
    """Whether the answer is here already and only its waiter has not been woken; else the person waits no longer."""
    for _ in range(3):
        await asyncio.sleep(0)
    if press.done():
        return True
    press.cancel()
    await asyncio.wait({press})
    return False


_ = sa
