"""Raw letters: each as it came, under its own digest; on the disk for good before anybody is told that we have it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO

from bot.files import Store
from bot.logs import where
from domain.ports import Clerk, Desk

log = logging.getLogger(__name__)

LARGEST = 60 * 10**6
"""Bytes of a letter that is taken in; providers let 25 to 50 MB through."""
DAY = 86400.0
"""So long bytes are kept that no row stands for, seconds."""


class RawLetters:
    """The store of letters, in a folder of its own."""

    def __init__(self, store: Store, clerk: Clerk) -> None:
        self._store, self._clerk = store, clerk
        self._tidying = asyncio.Lock()
        self._keepers = 0

    @asynccontextmanager
    async def keeping(self) -> AsyncIterator[None]:
        """Within this block bytes are kept and entered: nothing is deleted meanwhile, which might be the same."""
        async with self._tidying:
            self._keepers += 1
        try:
            yield
        finally:
            self._keepers -= 1

    async def keep(self, raw: bytes) -> str:
        """Keep a letter and return its SHA-256 (hex); when this returns, it outlives a power cut. OSError."""
        return await asyncio.to_thread(self._store.keep, BytesIO(raw))

    async def read(self, sha: str) -> bytes:
        """A letter as it came. FileNotFoundError if it is gone, OSError."""
        return await asyncio.to_thread(self._store.path(sha).read_bytes)

    async def sweep(self) -> None:
        """Delete what was kept and never entered, because the desk died in between: its server has it still and brings it again."""
        try:
            await asyncio.to_thread(self._store.sweep, DAY)
            for sha in await asyncio.to_thread(self._store.older, DAY):
                if not await self._clerk.read(_is_wanted, sha):
                    await asyncio.to_thread(self._store.delete, sha, DAY)
        except Exception as error:  # nothing is lost by it
            log.error("what is left of old letters could not be deleted: %s", where(error))

    async def delete_erased(self) -> bool:
        """Delete the bytes of letters that were erased. False: one is being kept just now, so they wait for the next time."""
        async with self._tidying:
            if self._keepers:
                return False
            for sha in await self._clerk.read(_erased):
                await asyncio.to_thread(self._store.delete, sha, -1)
                await self._clerk.do(_content_gone, sha)
        return True


def _is_wanted(desk: Desk, sha: str) -> bool:
    return bool(desk.letters.same(sha))


def _erased(desk: Desk) -> list[str]:
    return desk.letters.erased()


def _content_gone(desk: Desk, sha: str) -> None:
    desk.letters.content_gone(sha)
