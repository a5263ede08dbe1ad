"""The fetcher: downloads what people attached, has it judged by its content, and keeps it.

What is still to fetch are rows, and content is kept under its own digest: it may die at any line and begin again. The
address of a download holds the bot's token, so no error of a download is ever shown, only its class.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import aiohttp
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramRetryAfter

from bot.files import Store, examine
from domain.attachments import Problem, judge
from domain.draft import Attachment
from domain.ports import Clerk, Desk
from domain.terms import AttachmentRules
from domain.usecases.files import content_gone, fetch_failed, judged, to_fetch

log = logging.getLogger(__name__)

# The Bot API hands out files of up to 20 MB (getFile).
TELEGRAM_MAX = 20 * 1024 * 1024
# Seconds before the next attempt, by how many were made; after the last one the sender is asked to send it again.
PATIENCE = (2.0, 10.0, 30.0, 120.0, 600.0)
# How many files are fetched at once, and how long one may take, seconds.
AT_ONCE, TIMEOUT = 4, 120
LOOK_AGAIN = 60.0
# So long content is kept that no file stands for: it may be just about to be entered. Seconds.
DAY = 86400.0


class FetchError(Exception):
    """It could not be fetched; `lasting`: and never will. The text is our own."""

    def __init__(self, text: str, *, lasting: bool = False, pause: float | None = None) -> None:
        super().__init__(text)
        self.lasting, self.pause = lasting, pause


class TooLarge(Exception):
    """It is larger than it may be."""


class Fetcher:
    """Fetches until it is stopped."""

    def __init__(self, bot: Bot, clerk: Clerk, store: Store) -> None:
        self._bot, self._clerk, self._store = bot, clerk, store
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._rests: dict[str, float] = {}  # by attachment: not before this monotonic instant
        self._tidy_at = 0.0  # when unclaimed content is looked for next, monotonic
        self._room = asyncio.Semaphore(AT_ONCE)
        self._wake = asyncio.Event()
        self._looked = asyncio.Event()
        self._main: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._main = asyncio.create_task(self._run(), name="fetcher")

    async def stop(self) -> None:
        """Stop at once; what was not finished begins anew at the next start."""
        tasks = [*([self._main] if self._main else []), *self._busy.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._main = None

    def wake(self) -> None:
        """There may be something new to fetch."""
        self._looked.clear()
        self._wake.set()

    async def idle(self) -> None:
        """Return when nothing is being fetched; what waits for another attempt does not count."""
        while not self._looked.is_set() or self._busy:
            if self._busy:
                await asyncio.wait(list(self._busy.values()))
            else:
                await self._looked.wait()

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            await self._forget_unclaimed()
            await self._delete_erased()
            pause = LOOK_AGAIN
            try:
                waiting = await self._clerk.read(to_fetch)
            except Exception as error:  # the register is away; the rows stay
                log.error("what is to be fetched cannot be read: %s", type(error).__name__)
                waiting, pause = [], 5.0
            now = time.monotonic()
            self._rests = {key: until for key, until in self._rests.items() if until > now}
            for attachment in waiting:
                if attachment.id not in self._busy and attachment.id not in self._rests:
                    self._begin(attachment)
            if not self._wake.is_set():
                self._looked.set()
            pause = min([pause, *(until - now for until in self._rests.values())])
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(pause, 0.05)):
                    await self._wake.wait()

    async def _forget_unclaimed(self) -> None:
        """Once a day: content that no file stands for any more, because its draft was thrown away, is deleted."""
        if time.monotonic() < self._tidy_at:
            return
        self._tidy_at = time.monotonic() + DAY
        try:
            if old := await asyncio.to_thread(self._store.older, DAY):
                wanted = await self._clerk.read(_digests)
                for sha in old - wanted:
                    await asyncio.to_thread(self._store.delete, sha, DAY)
        except Exception as error:  # nothing is lost by it; it is tried again tomorrow
            log.error("old content could not be deleted: %s", type(error).__name__)

    async def _delete_erased(self) -> None:
        """Content of which all files were erased goes at once; not while something is fetched, which may be the same."""
        if self._busy:
            return
        try:
            erased, wanted = await self._clerk.read(_erased)
            for sha in erased:
                if sha not in wanted:
                    await asyncio.to_thread(self._store.delete, sha, -1)
                await self._clerk.do(content_gone, digest=sha)
        except Exception as error:  # the rows stay, and it is tried again
            log.error("erased content could not be deleted: %s", type(error).__name__)

    def _begin(self, attachment: Attachment) -> None:
        task = asyncio.create_task(self._handle(attachment))
        self._busy[attachment.id] = task
        task.add_done_callback(lambda _: self._ended(attachment.id))

    def _ended(self, attachment_id: str) -> None:
        self._busy.pop(attachment_id, None)
        self.wake()

    async def _handle(self, attachment: Attachment) -> None:
        async with self._room:
            # Until it is written down otherwise it rests: an error below must not become a busy loop.
            pause = PATIENCE[min(attachment.attempts, len(PATIENCE) - 1)]
            self._rests[attachment.id] = time.monotonic() + pause
            try:
                await self._fetch_and_judge(attachment)
                self._rests.pop(attachment.id, None)
            except FetchError as error:
                final = error.lasting or attachment.attempts + 1 > len(PATIENCE)
                log.warning("a file could not be fetched%s: %s", " and is given up" if final else "", error)
                if error.pause is not None:
                    self._rests[attachment.id] = time.monotonic() + error.pause
                else:
                    await self._clerk.do(fetch_failed, attachment_id=attachment.id, error=str(error), final=final)
            except Exception as error:  # ours or the disk's: the row stays and is tried again
                log.error("a file could not be kept: %s", type(error).__name__)

    async def _fetch_and_judge(self, attachment: Attachment) -> None:
        rules = await self._clerk.read(_rules)
        limit = min(rules.max_size_bytes, TELEGRAM_MAX)
        with tempfile.TemporaryDirectory(prefix="frontdesk-") as folder:
            path = Path(folder) / "content"
            try:
                await self._download(attachment, path, limit)
            except TooLarge:
                too_large = Problem("too_large", attachment.name, "", limit=limit)
                await self._judged(attachment, "", "", too_large)
                return
            sha, kind, problem = await asyncio.to_thread(self._look, path, attachment.name, rules)
        await self._judged(attachment, sha, kind, problem)

    async def _judged(self, attachment: Attachment, sha: str, kind: str, problem: Problem | None) -> None:
        facts = {key: value for key, value in asdict(problem).items() if value is not None} if problem else None
        await self._clerk.do(judged, attachment_id=attachment.id, sha256=sha, type=kind, problem=facts)

    def _look(self, path: Path, name: str, rules: AttachmentRules) -> tuple[str, str, Problem | None]:
        """Judge the content; what may stay is kept before anybody is told so."""
        facts = examine(path, name)
        problem = judge(facts, rules)
        return ("" if problem else self._store.put(path)), facts.kind, problem

    async def _download(self, attachment: Attachment, path: Path, limit: int) -> None:
        if attachment.size > limit:
            raise TooLarge
        await download(self._bot, attachment.remote, path, limit)


async def download(bot: Bot, remote: str, path: Path, limit: int) -> None:
    """The content into a file. Raises TooLarge before or while reading, and FetchError."""
    try:
        file = await bot.get_file(remote, request_timeout=20)
        if file.file_path is None:
            raise FetchError("Telegram gives no path for it")
        if (file.file_size or 0) > limit:
            raise TooLarge
        await _read(bot, file.file_path, path, limit)
    except TelegramRetryAfter as error:
        raise FetchError("Telegram asked to wait", pause=float(error.retry_after)) from None
    except TelegramBadRequest as error:
        if "too big" in error.message.lower():
            raise TooLarge from None
        lasting = any(words in error.message.lower() for words in ("invalid file", "wrong file", "file_id"))
        raise FetchError("Telegram does not give it out", lasting=lasting) from None
    except (AiogramError, aiohttp.ClientError, TimeoutError) as error:
        raise FetchError(f"no answer from Telegram ({type(error).__name__})") from None


async def _read(bot: Bot, remote: str, path: Path, limit: int) -> None:
    url = bot.session.api.file_url(bot.token, remote)
    size = 0
    with path.open("wb") as content:
        async for chunk in bot.session.stream_content(url, timeout=TIMEOUT, raise_for_status=True):
            size += len(chunk)
            if size > limit:
                raise TooLarge
            content.write(chunk)


def _rules(desk: Desk) -> AttachmentRules:
    return desk.regulation.attachments


def _digests(desk: Desk) -> set[str]:
    return desk.files.digests()


def _erased(desk: Desk) -> tuple[set[str], set[str]]:
    erased = desk.files.erased()
    return erased, desk.files.digests() if erased else set()
