"""The town of the crash test: the sandbox and its people here, the desk in a process that may die; then another one opens.

After each deed the town waits until all is at rest: the update confirmed, everything told, nothing waiting. If the desk dies
on the way, what it left is looked at, the next desk opens on the same database, and the waiting goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
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
OPENING = 0
"""The number of the first deed, which is the desk's own: it opens."""
NEVER = 0


@dataclass(frozen=True)
class Stock:
    """The books at one moment of a story, and what deaths had left until then; `told`: what was sent is known still."""

    books: Books
    interrupted: set[str]
    deaths: int
    told: bool


class Town:
    """One story's town. `deaths` says at which step of which deed the desk dies; `clean` is what is there when none does."""

    def __init__(
        self,
        nurse: Nurse,
        sandbox: Sandbox,
        database: str,
        folder: Path,
        deaths: Mapping[int, int],
        clean: Books | None,
    ) -> None:
        self._nurse, self.sandbox, self._database, self._folder = nurse, sandbox, database, folder
        self._deaths, self._clean = deaths, clean
        self.anna, self.boris = Person.of(sandbox, "Анна"), Person.of(sandbox, "Борис")
        self.mailbox = MailReader.of(sandbox)
        self.engine = reading(open_engine(database))
        self.steps: list[int] = []
        """How many steps each deed took."""
        self.died: list[str] = []
        """Where desks died: `7: after sendMessage`, the number is the deed's."""
        self.interrupted: set[str] = set()
        """Keys of what was being sent when a desk died."""
        self.early: list[str] = []
        """What was said before it was written down."""
        self.unheard: list[str] = []
        """Deeds after which their doer saw nothing new at all."""
        self.stock: list[Stock] = []
        self._lives = self._count = 0
        self._link: asyncio.StreamWriter | None = None
        self._lost = asyncio.Event()
        self._told: asyncio.Queue[int] = asyncio.Queue()
        self._seq = 0
        self._updates: set[int] = set()

    # What people do

    async def says(self, who: Person, text: str, *, reply_to: Json | None = None) -> None:
        """Send a text and let everything come to rest."""
        async with self._deed(who, text):
            await who.says(text, reply_to=reply_to)

    async def attaches(self, who: Person, body: bytes, *, caption: str | None = None) -> None:
        """Send a photo and let everything come to rest."""
        async with self._deed(who, "photo"):
            await who.attaches(body, caption=caption)

    async def presses(self, who: Person, caption: str, *, of: str | None = None) -> None:
        """Press a button and let everything come to rest; once more, if there was no answer and it is still there.

        `of`: the number of the ticket whose newest card has the button.
        """
        if not await self._pressed(who, caption, of) and any(caption in there for there in who.captions()):
            assert await self._pressed(who, caption, of), f"lost: {caption!r} was pressed twice and never answered"

    async def _pressed(self, who: Person, caption: str, of: str | None) -> bool:
        """Whether the press was answered."""
        on = self.sees(who, f"{of} · ", books.FOOT) if of else None
        async with self._deed(who, caption):
            press = asyncio.create_task(who.presses(caption, on=on, wait=UNANSWERED))
            await asyncio.sleep(0)
        answered = list(self.sandbox.world.callbacks.values())[-1]["answer"] is not None
        if answered and self.unheard[-1:] == [f"{who.name}: {caption}"]:
            self.unheard.pop()  # where nothing is asked any more, the end of the waiting is the answer
        if not answered:
            press.cancel()
        await asyncio.wait({press})
        return answered

    async def forgets(self, seconds: float) -> None:
        """Move the clock to when all is erased and let everything come to rest; nobody need see anything of it.

        What was told is in the outbox no more then, so that nothing can be said of a message that was told too early.
        """
        self._clean = None
        async with self._deed(None, f"{seconds:g} s later"):
            await self._meanwhile(asyncio.create_task(self._moves_the_clock(seconds)))

    async def _moves_the_clock(self, seconds: float) -> None:
        """Return when the desk knows; on a busy machine that takes longer than the sandbox waits for it."""
        await self.anna.stage.do("clock", {"forward": seconds})
        for _ in range(10):
            await self.sandbox.world.clock.noticed()

    # What they see

    def sees_new(self, who: Person, *words: str) -> Json:
        """The newest message with these words that came or changed since the last deed of anybody."""
        if found := self.all_new(who, *words):
            return found[-1]
        raise AssertionError(f"lost: {who.name} sees nothing new with {words!r}:\n{who.transcript()}")

    def all_new(self, who: Person, *words: str) -> list[Json]:
        """All of them, oldest first."""
        return [message for message in self._all(who, *words) if message["seq"] > self._seq]

    def sees(self, who: Person, *words: str) -> Json:
        """The newest message with these words, whenever it came."""
        if found := self._all(who, *words):
            return found[-1]
        raise AssertionError(f"lost: {who.name} sees nothing with {words!r}:\n{who.transcript()}")

    def _all(self, who: Person, *words: str) -> list[Json]:
        theirs = [message for message in who.messages() if message["from"]["id"] != who.id]
        return [message for message in theirs if all(word in said(message) for word in words)]

    def got(self, *words: str) -> Json:
        """The newest letter with these words."""
        for letter in reversed(self.mailbox.letters()):
            whole = f"{letter['subject']}\n{letter['text']}"
            if all(word in whole for word in words):
                return letter
        there = "\n".join(str(letter["subject"]) for letter in self.mailbox.letters())
        raise AssertionError(f"lost: no letter with {words!r}, only\n{there}")

    # What is kept

    def takes_stock(self, *, told: bool = True) -> None:
        """Look at the books here, to compare them later. `told`: what was sent is to be compared too."""
        self.stock.append(Stock(self.books(), set(self.interrupted), len(self.died), told))

    def has_forgotten(self, words: str) -> None:
        """These words stand in no table, and no file is kept."""
        with self.engine.connect() as connection:
            tables = sa.MetaData()
            tables.reflect(connection)
            there = [
                f"{table.name}: {row}"
                for table in tables.sorted_tables
                for row in connection.execute(sa.select(table))
                if words.lower() in str(row).lower()
            ]
        assert not there, f"lost: {words!r} should be forgotten, and is in {there}"
        kept = [str(path) for path in (self._folder / "data" / "files").rglob("*") if path.is_file()]
        assert not kept, f"lost: files should be gone, and there are {kept}"

    # How it comes to rest

    async def opens(self) -> None:
        """The first deed: the desk opens on an empty database."""
        await self._rest(OPENING)

    @contextlib.asynccontextmanager
    async def _deed(self, who: Person | None, what: str) -> AsyncIterator[None]:
        number = len(self.steps)
        if self._deaths:
            await self._ask(f"die {self._deaths.get(number, NEVER)}")
        self._seq = self.sandbox.world.seq
        yield
        self._updates = set(self.sandbox.world.updates.pending)
        await self._rest(number)
        if who and not any(m["seq"] > self._seq and m["from"]["id"] != who.id for m in who.messages()):
            self.unheard.append(f"{who.name}: {what}")

    async def _rest(self, number: int) -> None:
        """Return when all that was done has been carried out and delivered, by one desk or by two."""
        before = self._count
        try:
            async with asyncio.timeout(PATIENCE):
                while (count := await self._rests()) is None:
                    await self._bury(number)
                    await self._open()
        except TimeoutError:
            raise AssertionError(f"stuck for {PATIENCE:g} s:\n{self.log()}") from None
        self.steps.append(count - before)
        self._count = count

    async def _rests(self) -> int | None:
        """The step that the desk has come to; None: it died meanwhile, or was never opened."""
        updates = self.sandbox.world.updates
        while self._link is not None:
            came = asyncio.create_task(updates.came())
            await asyncio.sleep(0)  # so that it listens before we look
            if updates.pending:
                if not await self._meanwhile(came):
                    return None
                continue
            came.cancel()
            count = await self._ask("settle")
            if count is None or not updates.pending:
                return count
        return None

    async def _ask(self, what: str) -> int | None:
        """Ask the desk; None if it dies instead of answering."""
        assert self._link is not None
        if not self._link.is_closing():
            self._link.write(f"{what}\n".encode())
        answer = asyncio.create_task(self._told.get())
        return answer.result() if await self._meanwhile(answer) else None

    async def _meanwhile(self, event: asyncio.Task[Any]) -> bool:
        """Wait for it; False if the desk died first."""
        lost = asyncio.create_task(self._lost.wait())
        await asyncio.wait({event, lost}, return_when=asyncio.FIRST_COMPLETED)
        happened = event.done()
        event.cancel()
        lost.cancel()
        return happened

    # The desk

    async def _open(self) -> None:
        """Have a desk opened and wait until it is open, or dead."""
        self._lives += 1
        self._lost, self._told = asyncio.Event(), asyncio.Queue()
        met: asyncio.Future[asyncio.StreamWriter] = asyncio.get_running_loop().create_future()
        opened = asyncio.Event()

        async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            met.set_result(writer)
            with contextlib.suppress(ConnectionError):
                while line := await reader.readline():
                    if line == b"open\n":
                        opened.set()
                    else:
                        self._told.put_nowait(int(line))
            self._lost.set()
            writer.close()

        link = str(self._folder / f"link{self._lives}")
        server = await asyncio.start_unix_server(meet, link)
        await self._nurse.bear(
            Life(
                settings=self._settings(),
                link=link,
                steps=str(self._folder / f"steps{self._lives}"),
                log=str(self._folder / "log"),
                last=self._deaths.get(OPENING) if self._lives == 1 else None,
            )
        )
        self._link = await met
        server.close()
        self._count = 0
        await self._meanwhile(asyncio.create_task(opened.wait()))

    async def _bury(self, number: int) -> None:
        """See what a dead desk left: what was under way, and whether anything was said too early."""
        if self._link is None:
            return
        self._link = None
        status = await self._nurse.bury()
        if status != KILLED:
            raise AssertionError(f"the desk ended by itself with {status}:\n{self.log()}")
        steps = (self._folder / f"steps{self._lives}").read_text().splitlines()
        self.died.append(f"{number}: {steps[-1]}")
        self.interrupted |= books.interrupted(self.engine)
        self.early += books.early(
            self.engine,
            updates=self._updates,
            messages=[*self.anna.messages(), *self.boris.messages()],
            since=self._seq,
            clean=self._clean,
        )

    async def close(self) -> None:
        """Let the desk go."""
        if self._link is not None:
            self._link = None
            await self._nurse.bury(end=True)
        self.engine.dispose()

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
            # Of every life alike: Message-IDs are marked by it, and the books are compared.
            "secret_key": "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=",
        }
