"""The child that reads: letters come over a pipe, what was read goes back; it ends with a letter that takes too much."""

from __future__ import annotations

import json
import os
import resource
import signal
import struct
import sys
import time
from dataclasses import asdict
from typing import Any, BinaryIO

from bot.mail.reading import read
from bot.mail.reading.model import Read

CPU = 2.0
"""Seconds of processor for a letter."""
MEMORY = 200 * 2**20
"""Bytes of address space beyond what the child has when it is ready: RLIMIT_AS (Linux; RLIMIT_DATA where that is not kept)."""


def main(source: BinaryIO, out: BinaryIO) -> None:
    """Read letter after letter until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    read(b"From: a@b.c\nContent-Type: text/html\n\n<p>\xd2\xc5\xd0\xcc\xcf</p>")  # what is made once is made now
    _limit()
    _say(out, {"ready": True})
    while (raw := _letter(source)) is not None:
        signal.setitimer(signal.ITIMER_PROF, CPU)
        began = time.process_time()
        try:
            found: Read | None = read(raw)
        except MemoryError:
            os._exit(3)
        signal.setitimer(signal.ITIMER_PROF, 0)
        assert found is not None
        _say(out, _plain(found) | {"cpu": time.process_time() - began, "peak": _peak()}, [one.content for one in found.attachments])
        del raw, found
        _forget_peak()


def _limit() -> None:
    """So much memory and no more; what a system does not keep is left."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - no pathlib in here, it costs memory
            most = int(file.read().split()[0]) * resource.getpagesize() + MEMORY
    except OSError:
        most = 2**30
    for kind in ("RLIMIT_AS", "RLIMIT_DATA"):
        try:
            resource.setrlimit(getattr(resource, kind), (most, most))
        except (AttributeError, OSError, ValueError):
            continue
        return


def _letter(source: BinaryIO) -> bytes | None:
    """The next letter: eight bytes that say how long it is, and it."""
    head = source.read(8)
    if len(head) < 8:
        return None
    (size,) = struct.unpack(">Q", head)
    raw = bytearray(size)
    view, at = memoryview(raw), 0
    while at < size:
        got = source.readinto(view[at:])  # type: ignore[attr-defined]
        if not got:
            return None
        at += got
    view.release()
    return bytes(raw) if size < 2**20 else _whole(raw)


def _whole(raw: bytearray) -> bytes:
    """A big letter without a second copy that stays."""
    made = bytes(raw)
    raw.clear()
    return made


def _plain(found: Read) -> dict[str, Any]:
    return asdict(found, dict_factory=lambda pairs: {key: value for key, value in pairs if key != "content"})


def _say(out: BinaryIO, said: dict[str, Any], contents: list[bytes] | None = None) -> None:
    """What was read, as JSON, and behind it the contents of the files, one after the other."""
    text = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
    sizes = sum(len(one) for one in contents or [])
    out.write(struct.pack(">QQ", len(text), sizes))
    out.write(text)
    for one in contents or []:
        out.write(one)
    out.flush()


def _peak() -> int:
    """The most memory (bytes, resident) that this letter took, or any before where that cannot be told apart."""
    try:
        with open("/proc/self/status", "rb") as file:  # noqa: PTH123 - as above
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith(b"VmHWM"))
    except (OSError, StopIteration):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def _forget_peak() -> None:
    try:
        with open("/proc/self/clear_refs", "wb") as file:  # noqa: PTH123 - as above
            file.write(b"5")
    except OSError:
        pass


if __name__ == "__main__":
    try:
        main(open(0, "rb", buffering=0), sys.stdout.buffer)  # noqa: SIM115, PTH123 - they end with the process
    except BrokenPipeError:
        os._exit(0)
