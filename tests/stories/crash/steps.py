"""Steps: the moments at which the desk can be killed. Each is counted, noted in a file, and one of them may be the last.

A commit and a send have two moments each: right before they go out, and right after they were accepted, before the desk
could do anything with that.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import aiosmtplib
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from sqlalchemy import Engine

KILLED = 137
"""How the process ends: the status a shell shows after `kill -9`."""


class Steps:
    """Counts, and ends the process at step `last` without any cleanup."""

    def __init__(self, noted: Path, last: int | None) -> None:
        self._file = os.open(noted, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        self._last = last
        self.count = 0

    def die_in(self, more: int) -> None:
        """Let the process die so many steps from here; 0: not at all."""
        self._last = self.count + more

    def reach(self, name: str) -> None:
        """One more; called in the event loop and in the clerk's thread, never in both at once for one commit."""
        self.count += 1
        os.write(self._file, f"{name}\n".encode())
        if self.count == self._last:
            os._exit(KILLED)


class Sends(BaseRequestMiddleware):
    """Steps around each call of the Bot API that makes or changes something; those that only ask are none."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        name = method.__api_method__
        if name.startswith("get"):
            return await make_request(bot, method)
        self._steps.reach(f"before {name}")
        answer = await make_request(bot, method)
        self._steps.reach(f"after {name}")
        return answer


class Commits:
    """Steps around each commit of an engine. `happened` is set after every one."""

    def __init__(self, steps: Steps, engine: Engine) -> None:
        self._steps, self._loop = steps, asyncio.get_running_loop()
        self._commit = engine.dialect.do_commit
        self.happened = asyncio.Event()
        engine.dialect.do_commit = self._around  # type: ignore[method-assign, assignment]

    def _around(self, connection: Any) -> None:
        self._steps.reach("before commit")
        self._commit(connection)
        self._steps.reach("after commit")
        self._loop.call_soon_threadsafe(self.happened.set)


def watch_letters(steps: Steps) -> None:
    """Steps around DATA, the moment a mail server takes a letter over; for the rest of this process."""
    data = aiosmtplib.SMTP.data

    async def around(self: aiosmtplib.SMTP, *args: Any, **kwargs: Any) -> Any:
        steps.reach("before letter")
        answer = await data(self, *args, **kwargs)
        steps.reach("after letter")
        return answer

    aiosmtplib.SMTP.data = around  # type: ignore[method-assign]
