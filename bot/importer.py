"""The importer: takes in the sheets of customers that leads have sent, one after the other, and tells them how far it is.

What waits is kept in the register until the report has been sent: it may die at any line and begin again, for a line that
was taken already changes nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramRetryAfter
from aiogram.methods import EditMessageText, SendDocument, SendMessage, TelegramMethod
from aiogram.types import BufferedInputFile, Message, ReplyParameters

from bot.customer_import import Sheet, read_sheet
from bot.fetcher import FetchError, TooLarge, download
from bot.logs import where
from bot.sheets import MAX_BYTES, SheetError
from domain.people import Place, Speaker
from domain.ports import Clerk, Desk
from domain.refusals import Refusal
from domain.usecases.customers_at_hand import Waiting, import_is_done, waiting_imports
from domain.usecases.import_customers import PIECE, Outcome, groups_of, import_lines
from handlers.view import customer_sheet as view
from handlers.view.refusals import refusal_words
from handlers.view.say import chat_number
from handlers.view.words import _, speaking

log = logging.getLogger(__name__)
EVERY = 3.0
"""Seconds between two words on how far it is."""
PATIENCE = 30.0
"""Seconds before the register is tried again."""
MOST_WAITS = 5


class Importer:
    """Takes sheets in until it is stopped."""

    def __init__(self, bot: Bot, clerk: Clerk) -> None:
        self._bot, self._clerk = bot, clerk
        self._wake, self._idle = asyncio.Event(), asyncio.Event()
        self._main: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._main = asyncio.create_task(self._run(), name="importer")

    async def stop(self) -> None:
        """Stop at once; what was not finished begins anew at the next start."""
        if self._main is not None:
            self._main.cancel()
            await asyncio.gather(self._main, return_exceptions=True)
            self._main = None

    def wake(self) -> None:
        """There may be something new to take in."""
        self._idle.clear()
        self._wake.set()

    async def idle(self) -> None:
        """Return when nothing waits."""
        await self._idle.wait()

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            pause: float | None = None
            try:
                for one in await self._clerk.read(waiting_imports):
                    await self._take(one)
                    await self._clerk.do(import_is_done, key=one.key)
            except Exception as error:  # what waits stays, and is tried again
                log.error("a sheet could not be taken in: %s", where(error))
                pause = PATIENCE
            if not self._wake.is_set():
                self._idle.set()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()

    async def _take(self, one: Waiting) -> None:
        language, groups = await self._clerk.read(_terms)
        said = await self._say(one, _in(language, "reading", one), None)
        try:
            sheet = await self._read(one, groups)
            outcomes = await self._enter(one, sheet, language, said)
        except SheetError as error:
            with speaking(language):
                words = view.unreadable_words(error.problem)
            await self._say(one, f"{one.name}\n{words}", said)
            return
        except FetchError:
            await self._say(one, _in(language, "unfetched", one), said)
            return
        except Refusal as refusal:  # they lead no more
            with speaking(language):
                words = refusal_words(refusal)
            await self._say(one, words, said)
            return
        with speaking(language):
            lines, table = view.outcome_lines(outcomes, sheet.columns), view.refused(sheet.columns, outcomes)
            if table.lines:
                lines.append(
                    _("The refused lines are in the file below, with reasons: put them right and send it again.")
                )
            name = _("refused lines") + (".csv" if one.name.lower().endswith(".csv") else ".xlsx")
        await self._say(one, "\n".join([one.name, *lines]), said)
        if table.lines:
            content = await asyncio.to_thread(_file, table, language, "csv" if name.endswith("csv") else "xlsx")
            file = BufferedInputFile(content, name)
            await self._send(SendDocument(chat_id=chat_number(one.chat), document=file, **_place(one)))

    async def _read(self, one: Waiting, groups: Any) -> Sheet:
        if one.size > MAX_BYTES:
            raise SheetError("too_large")
        with tempfile.TemporaryDirectory(prefix="frontdesk-") as folder:
            path = Path(folder) / "sheet"
            try:
                await download(self._bot, one.remote, path, MAX_BYTES)
            except TooLarge:
                raise SheetError("too_large") from None
            return await asyncio.to_thread(read_sheet, path, groups)

    async def _enter(self, one: Waiting, sheet: Sheet, language: str, said: Message | None) -> list[Outcome]:
        place = Place(one.channel, one.chat, one.thread)
        private = not one.chat.startswith("-")
        now = await self._clerk.read(_now)
        by = Speaker(place, one.address, "", now, private=private)
        outcomes: list[Outcome] = []
        told = time.monotonic()
        for at in range(0, len(sheet.lines), PIECE):
            outcomes += await self._clerk.do(import_lines, sheet.lines[at : at + PIECE], by=by)
            if time.monotonic() - told > EVERY:
                told = time.monotonic()
                with speaking(language):
                    words = _("{name}\nTaking it in: {done} of {all}").format(
                        name=one.name, done=len(outcomes), all=view.lines_words(len(sheet.lines))
                    )
                await self._say(one, f"{words}\n{view.bar(len(outcomes), len(sheet.lines))}", said)
        return outcomes

    async def _say(self, one: Waiting, text: str, instead: Message | None) -> Message | None:
        chat = chat_number(one.chat)
        if instead is not None:
            await self._send(EditMessageText(chat_id=chat, message_id=instead.message_id, text=text))
            return instead
        said = await self._send(SendMessage(chat_id=chat, text=text, **_place(one)))
        return said if isinstance(said, Message) else None

    async def _send(self, method: TelegramMethod[Any]) -> Any:
        """One call, with patience for 429. What Telegram does not take is lost, and the import goes on."""
        for _n in range(MOST_WAITS):
            try:
                return await self._bot(method, request_timeout=60)
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
            except AiogramError as error:
                log.warning("a word on an import was not taken: %s", type(error).__name__)
                return None
        return None


def _now(desk: Desk) -> datetime:
    return desk.now()


def _terms(desk: Desk) -> tuple[str, Any]:
    return desk.staff.language, groups_of(desk)


def _in(language: str, what: str, one: Waiting) -> str:
    with speaking(language):
        words = {
            "reading": _("{name}\nI am reading the sheet…"),
            "unfetched": _("{name}\nTelegram did not give the file out. Please send it again."),
        }[what]
    return words.format(name=one.name)


def _file(table: view.Table, language: str, form: view.Form) -> bytes:
    with speaking(language):
        return view.as_file(table, form)


def _place(one: Waiting) -> dict[str, Any]:
    to = int(one.message) if one.message.isdecimal() else 0
    reply = ReplyParameters(message_id=to, allow_sending_without_reply=True) if to else None
    return {"message_thread_id": one.thread or None, "reply_parameters": reply}
