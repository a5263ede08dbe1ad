"""Reader: letters are read by a child process with limits; a letter that takes too much ends its child and delays no other."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import struct
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from bot.mail.reading.model import Found, Kind, Mailbox, Read, Verdict

CHILDREN = 2
LARGEST = 64 * 2**20
"""Bytes of a letter that is read at all; providers take 25 to 50 MB."""
PATIENCE = 30.0
"""Seconds by the clock that a child may take for a letter: its own limit is 2 s of processor, but the machine may be busy."""
MOST_SAID = 100 * 2**20


@dataclass(frozen=True)
class Unreadable:
    """The letter could not be read within the limits; it is kept as it came. `reason` is plain English."""

    reason: str


@dataclass(frozen=True)
class Cost:
    """Seconds of processor and bytes of resident memory at most, the interpreter's own among them."""

    cpu: float = 0.0
    peak: int = 0


class Ended(Exception):
    """The child is gone, or says what nobody asked for."""


class _Child:
    """A process that reads letters, one at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.cost = Cost()

    @classmethod
    async def start(cls) -> _Child:
        process = await asyncio.create_subprocess_exec(
            *_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, limit=2**20
        )
        child = cls(process)
        try:
            async with asyncio.timeout(PATIENCE):
                await child._answer()
        except BaseException as error:
            await child.end()
            if isinstance(error, TimeoutError):
                raise Ended("the reader does not start") from None
            raise
        return child

    async def read(self, raw: bytes) -> Read:
        """Have a letter read. Raises Ended, with the reason; the child is then of no more use."""
        try:
            async with asyncio.timeout(PATIENCE):
                sending = asyncio.ensure_future(self._send(raw))
                try:
                    said, contents = await self._answer()
                finally:
                    sending.cancel()
                    await asyncio.gather(sending, return_exceptions=True)
        except TimeoutError:
            raise Ended(f"reading it took more than {PATIENCE:.0f} s by the clock") from None
        self.cost = Cost(float(said.pop("cpu", 0)), int(said.pop("peak", 0)))
        return _read(said, contents)

    async def _send(self, raw: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(struct.pack(">Q", len(raw)))
        view = memoryview(raw)
        for at in range(0, len(raw), 2**20):
            self._process.stdin.write(view[at : at + 2**20])
            await self._process.stdin.drain()

    async def _answer(self) -> tuple[dict[str, Any], bytes]:
        assert self._process.stdout is not None
        try:
            size, following = struct.unpack(">QQ", await self._process.stdout.readexactly(16))
            if size + following > MOST_SAID:
                raise Ended("the reader said too much")
            text = await self._process.stdout.readexactly(size)
            return json.loads(text), await self._process.stdout.readexactly(following)
        except asyncio.IncompleteReadError:
            raise Ended(_why(await self._process.wait())) from None
        except (ValueError, ConnectionError):
            raise Ended("the reader said what cannot be understood") from None

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def end(self) -> None:
        """End the process and wait until it is gone, also when the caller is cancelled."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        gone = asyncio.ensure_future(self._gone())
        try:
            await asyncio.shield(gone)
        except asyncio.CancelledError:
            await gone
            raise

    async def _gone(self) -> None:
        """Until it is reaped and its pipes are closed: the rest of what it said is thrown away."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        while await self._process.stdout.read(2**20):
            pass
        await self._process.wait()
        with contextlib.suppress(ConnectionError, OSError):
            await self._process.stdin.wait_closed()


class Reader:
    """Reads letters for the desk, two at a time at most. `close()` it, or use it as `async with`."""

    def __init__(self, children: int = CHILDREN) -> None:
        self._room = asyncio.Semaphore(children)
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()
        self._closed = False
        self.cost = Cost()
        """What the last letter took that was read."""

    async def __aenter__(self) -> Reader:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def read(self, raw: bytes) -> Read | Unreadable:
        """What a letter says, or why it cannot be read. Raises OSError if no process can be started."""
        if len(raw) > LARGEST:
            return Unreadable(f"it is larger than {LARGEST // 2**20} MB")
        async with self._room:
            try:
                child = await self._child()
            except Ended as ended:
                return Unreadable(str(ended))
            self._busy.add(child)
            whole = False
            try:
                found = await child.read(raw)
                whole = True
                return found
            except Ended as ended:
                return Unreadable(str(ended))
            finally:
                self._busy.discard(child)
                self.cost = child.cost
                if whole and not self._closed:
                    self._idle.append(child)
                else:
                    await child.end()

    async def _child(self) -> _Child:
        while self._idle:
            child = self._idle.pop()
            if child.alive:
                return child
            await child.end()
        return await _Child.start()

    async def close(self) -> None:
        """End the children, also those that are reading."""
        self._closed = True
        children, self._idle = [*self._idle, *self._busy], []
        await asyncio.gather(*(child.end() for child in children))


def _command() -> list[str]:
    return [sys.executable, "-m", "bot.mail.reading"]


def _why(status: int) -> str:
    if status == -signal.SIGPROF or status == -signal.SIGXCPU:
        return "reading it took more than 2 s"
    if status == 3:
        return "reading it took more than 200 MB"
    return f"its reader ended ({signal.Signals(-status).name if status < 0 else status})"


def _read(said: dict[str, Any], contents: bytes) -> Read:
    """What the child wrote, as it was. Raises Ended if it does not fit together."""
    try:
        files, at = [], 0
        view = memoryview(contents)
        for one in said.pop("attachments"):
            files.append(Found(**one, content=bytes(view[at : at + one["size"]])))
            at += one["size"]
        verdict = said.pop("verdict")
        people = {name: tuple(Mailbox(**one) for one in said.pop(name)) for name in ("reply_to", "to", "cc")}
        return Read(
            verdict=Verdict(**verdict | {"kind": Kind(verdict["kind"])}),
            sender=Mailbox(**said.pop("sender")),
            attachments=tuple(files),
            **people,
            **{name: tuple(value) if isinstance(value, list) else value for name, value in said.items()},
        )
    except (KeyError, TypeError, ValueError):
        raise Ended("the reader said what cannot be understood") from None
