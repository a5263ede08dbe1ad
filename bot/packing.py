"""Packing: an archive of somebody's data, put together while it is sent, outside of any transaction."""

from __future__ import annotations

import asyncio
import tempfile
import zipfile
from collections.abc import AsyncGenerator, Callable
from typing import IO, Any, BinaryIO

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, SendDocument, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile

from domain.notices import Parcel
from domain.ports import Desk
from handlers.view.letter_unread import RawLetter
from handlers.view.my_data import Content, Package
from handlers.view.send_files import Stored

Compose = Callable[[Desk, Parcel], list[TelegramMethod[Any]]]
Opens = Callable[[str], BinaryIO]

CHUNK = 1 << 16
IN_MEMORY = 1 << 20
"""Bytes of an archive that need no file on the disk."""


class Packed(InputFile):
    """The archive; each reading makes it anew, so that it may be sent again. Content that is gone meanwhile is left out."""

    def __init__(self, package: Package, opens: Opens) -> None:
        super().__init__(filename=package.filename)
        self._package, self._opens = package, opens

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as out:
            await asyncio.to_thread(pack, self._package, self._opens, out)
            out.seek(0)
            while chunk := await asyncio.to_thread(out.read, CHUNK):
                yield chunk


class Opened(InputFile):
    """A letter as it came, or a file of one, read while it is sent."""

    def __init__(self, letter: RawLetter | Stored, opens: Opens) -> None:
        super().__init__(filename=letter.filename)
        self._sha, self._opens = letter.sha256, opens

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:
        with await asyncio.to_thread(self._opens, self._sha) as kept:
            while chunk := await asyncio.to_thread(kept.read, CHUNK):
                yield chunk


class OutOfStore(BaseRequestMiddleware):
    """Opens the files of letters as they go out, whoever sends them. FileNotFoundError if the content is gone."""

    def __init__(self, opens: Opens) -> None:
        self._opens = opens

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        if isinstance(method, SendDocument) and isinstance(method.document, Stored):
            method.document = Opened(method.document, self._opens)
        return await make_request(bot, method)


def pack(package: Package, opens: Opens, out: IO[bytes]) -> list[str]:
    """Write the archive; returns the names of what is not in the store."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in package.texts.items():
            archive.writestr(name, text)
        return [content.name for content in package.contents if not _added(archive, content, opens)]


def _added(archive: zipfile.ZipFile, content: Content, opens: Opens) -> bool:
    try:
        kept = opens(content.sha256)
    except FileNotFoundError:
        return False
    with kept, archive.open(content.name, "w") as entry:
        while chunk := kept.read(CHUNK):
            entry.write(chunk)
    return True


def packing(compose: Compose, opens: Opens, letters: Opens) -> Compose:
    """The same composing, with packages, and letters, that can be sent. `opens`, `letters`: content by its digest;
    FileNotFoundError if it is gone."""

    def composed(desk: Desk, parcel: Parcel) -> list[TelegramMethod[Any]]:
        methods = compose(desk, parcel)
        for method in methods:
            if isinstance(method, SendDocument) and isinstance(method.document, Package):
                method.document = Packed(method.document, opens)
            if isinstance(method, SendDocument) and isinstance(method.document, RawLetter):
                method.document = Opened(method.document, letters)
        return methods

    return composed
