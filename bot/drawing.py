"""Drawing: has an album's pictures drawn by a process of its own, for so long and no longer; it ends with the desk."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import struct
import subprocess
import sys
from typing import Any

from aiogram.exceptions import TelegramAPIError
from aiogram.methods import SendMediaGroup, SendPhoto, TelegramMethod
from aiogram.types import InputMediaPhoto

from handlers.view.report_charts import Album, Picture

log = logging.getLogger(__name__)

TIME = 60.0
"""Seconds for an album: it takes two or three."""


class NotDrawn(TelegramAPIError):
    """The pictures could not be drawn; what they show is in the words and the sheet."""


async def drawn(method: TelegramMethod[Any]) -> TelegramMethod[Any]:
    """The call to make: with its pictures, if it carries any; or what is said and sent instead, where they come to nothing.

    NotDrawn if nothing is."""
    album = _album(method)
    if album is None or album.pngs:
        return method
    try:
        await _draw(method, album)
    except NotDrawn as error:
        log.error("%s", error.message)
        if album.instead is None:
            raise
        return album.instead
    return method


async def _draw(method: TelegramMethod[Any], album: Album) -> None:
    process = await asyncio.create_subprocess_exec(
        *_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(TIME):
            out, _err = await process.communicate(_asked(album))
    except TimeoutError:
        raise NotDrawn(method, "the charts took too long") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    album.pngs = _pictures(out, len(album.panels)) if process.returncode == 0 else []
    if not album.pngs:
        raise NotDrawn(method, f"the charts could not be drawn (exit {process.returncode})")


def draw_now(album: Album) -> list[bytes]:
    """The same for a command line, which may wait. subprocess.SubprocessError."""
    done = subprocess.run(  # noqa: S603 - our own program, by our own interpreter
        _command(), input=_asked(album), capture_output=True, timeout=TIME, check=True
    )
    album.pngs = _pictures(done.stdout, len(album.panels))
    if not album.pngs:
        raise subprocess.SubprocessError("what was drawn is not whole")
    return album.pngs


def _album(method: TelegramMethod[Any]) -> Album | None:
    held = method.media if isinstance(method, SendMediaGroup) else []
    files = [one.media for one in held if isinstance(one, InputMediaPhoto)]
    files += [method.photo] if isinstance(method, SendPhoto) else []
    return next((one.album for one in files if isinstance(one, Picture)), None)


def _command() -> list[str]:
    return [sys.executable, "-m", "bot.charts", str(os.getpid())]


def _asked(album: Album) -> bytes:
    return json.dumps(album.panels, ensure_ascii=False).encode()


def _pictures(out: bytes, many: int) -> list[bytes]:
    """Empty if it is not what was asked for."""
    pngs, at = [], 0
    while at + 4 <= len(out):
        (size,) = struct.unpack_from(">I", out, at)
        pngs.append(out[at + 4 : at + 4 + size])
        at += 4 + size
    return pngs if len(pngs) == many and at == len(out) else []
