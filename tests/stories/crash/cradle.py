"""The cradle: a process that has everything at hand and forks a desk whenever one is wanted, with no thread or loop to inherit.

A start from nothing costs seconds, a fork milliseconds; that is what makes some hundred kills affordable. At hand is what a
process loads, compiles and builds once, whichever desk it is: the cradle has been a desk itself, for a day of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

import uvloop

from tests import kept
from tests.stories.crash.desk import Life, live


class Nurse:
    """The driving process's side: asks for a desk, and how one ended."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def bear(self, life: Life) -> None:
        """Have a desk started."""
        await self._ask({"life": asdict(life)})

    async def bury(self, *, end: bool = False) -> int:
        """Wait until the desk's process is gone, or `end` it; returns its exit status."""
        return int((await self._ask({"end": end}))["status"])

    async def _ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        self._writer.write(json.dumps(asked).encode() + b"\n")
        answer: dict[str, Any] = json.loads(await self._reader.readline())
        return answer


def rock(drive: Callable[[Nurse], Awaitable[int]]) -> int:
    """Run `drive` in a process of its own and fork desks for it; returns what it returned."""
    here, there = socket.socketpair()
    kept.leave_alone()
    driver = os.fork()
    if driver == 0:
        here.close()
        status = 1
        try:
            status = uvloop.run(_drive(drive, there))
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    there.close()
    desk = 0
    try:
        with here.makefile("rwb", buffering=0) as line:
            while asked := line.readline():
                wanted = json.loads(asked)
                if "life" in wanted:
                    desk = os.fork()
                    if desk == 0:
                        line.close()
                        here.close()
                        live(Life(**wanted["life"]))
                    line.write(b"{}\n")
                else:
                    if wanted["end"]:
                        os.kill(desk, signal.SIGKILL)
                    status = os.waitstatus_to_exitcode(os.waitpid(desk, 0)[1])
                    desk = 0
                    line.write(json.dumps({"status": status}).encode() + b"\n")
    finally:
        if desk:
            os.kill(desk, signal.SIGKILL)
            os.waitpid(desk, 0)
    return os.waitstatus_to_exitcode(os.waitpid(driver, 0)[1])


async def _drive(drive: Callable[[Nurse], Awaitable[int]], line: socket.socket) -> int:
    reader, writer = await asyncio.open_connection(sock=line)
    return await drive(Nurse(reader, writer))
