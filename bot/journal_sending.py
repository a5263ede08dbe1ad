"""A journal on its way to a chat: it is written first, in a thread of its own, while the event loop and the register go on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiogram.methods import SendDocument, TelegramMethod
from aiogram.types import FSInputFile

from bot.journal_files import Opens, write_journal
from domain.ports import Clerk
from handlers.view.journal import JournalFile, too_large
from handlers.view.words import speaking

MOST_BYTES = 50_000_000
"""Bot API, sendDocument: a bot may send files of up to 50 MB."""
ROUND = 200_000
"""Bytes of the request that are not the file's."""

Method = TelegramMethod[Any]


class _Stopped(Exception):
    """Nobody waits for the file any more."""


class Writing:
    """Writes what is to be written, one file at a time: each takes a processor."""

    def __init__(self, clerk: Clerk, opens: Opens, most: int = MOST_BYTES) -> None:
        self._clerk, self._opens, self._most = clerk, opens, most
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def __call__(self, method: Method) -> AsyncIterator[Method]:
        """The call to make instead: with the file, or words where it came out too large. Other calls stay as they are."""
        document = method.document if isinstance(method, SendDocument) else None
        if not isinstance(method, SendDocument) or not isinstance(document, JournalFile):
            yield method
            return
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            path = Path(folder) / f"journal.{document.form}"
            async with self._turn:
                await self._written(document, path)
            size = path.stat().st_size
            if size > self._most - ROUND:
                with speaking(document.language):
                    yield too_large(method.chat_id, size, self._most)
                return
            yield method.model_copy(update={"document": FSInputFile(path, document.filename)})

    async def _written(self, document: JournalFile, path: Path) -> None:
        loop, stopped = asyncio.get_running_loop(), threading.Event()

        def read(query: Callable[[Any], Any]) -> Any:
            if stopped.is_set():
                raise _Stopped
            return asyncio.run_coroutine_threadsafe(self._clerk.read(query), loop).result()

        def write() -> None:
            write_journal(read, document.wanted, document.form, path, document.language, opens=self._opens)

        try:
            await asyncio.to_thread(write)
        finally:
            stopped.set()
