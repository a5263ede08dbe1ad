"""The sandbox in a process of its own: `run(folder, port, limits)` serves until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from bot.sandbox.server import PortBusy, Sandbox


async def serve(
    folder: Path | None,
    port: int,
    *,
    limits: bool = True,
    topics: bool | None = None,
    forum: bool | None = None,
    smtp_port: int = 0,
    slot: str = "",
    desk: str = "",
    address: str = "",
    ready: Callable[[Sandbox], None] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; `ready` is called once everything listens. Raises PortBusy."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    sandbox = Sandbox(folder, limits=limits, topics=topics, forum=forum, slot=slot, desk=desk, address=address)
    await sandbox.start(port=port, smtp_port=smtp_port)
    try:
        if ready is not None:
            ready(sandbox)
        await stopped.wait()
    finally:
        await sandbox.stop()


def run(
    folder: Path | None,
    port: int = 8080,
    limits: bool = True,
    *,
    topics: bool | None = None,
    forum: bool | None = None,
    smtp_port: int = 0,
    slot: str = "",
    desk: str = "",
    address: str = "",
    ready: Callable[[Sandbox], None] | None = None,
) -> None:
    """Run the sandbox; a busy port ends the process with one line that says which setting to change."""
    try:
        asyncio.run(
            serve(
                folder,
                port,
                limits=limits,
                topics=topics,
                forum=forum,
                smtp_port=smtp_port,
                slot=slot,
                desk=desk,
                address=address,
                ready=ready,
            )
        )
    except PortBusy as busy:
        sys.exit(str(busy))


def _say(sandbox: Sandbox) -> None:
    sys.stdout.write(f"Frontdesk sandbox: {sandbox.url} (letters: {sandbox.smtp_url}, token: {sandbox.token})\n")
    sys.stdout.flush()


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if word not in ("--topics", "--forum")]
    topics, forum = (True if flag in sys.argv else None for flag in ("--topics", "--forum"))
    folder, port = Path(given[0]) if given else None, int(given[1]) if len(given) > 1 else 8080
    run(folder, port, topics=topics, forum=forum, ready=_say)
