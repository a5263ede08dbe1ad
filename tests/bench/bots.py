"""Bots: each a process of its own, watched for what it uses and for what it complains about."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import cpu
from tests.bench.load import Load
from tests.bench.talks import Talk
from tests.bench.telegram import Telegram, Wrong

ROOT = Path(__file__).parents[2]
START_SECONDS = 60


@dataclass(frozen=True)
class Bot:
    """A bot at work. `server`: the root of its database's process tree, if it has one."""

    name: str
    load: Load
    pid: int
    server: int | None

    def cpu(self) -> float:
        """CPU seconds so far, its own and its database's."""
        return cpu.of_tree(self.pid) + (cpu.of_tree(self.server) if self.server else 0.0)


@asynccontextmanager
async def running(
    telegram: Telegram,
    talk: Talk,
    name: str,
    number: int,
    module: str,
    *arguments: str,
    path: str,
    server: int | None = None,
) -> AsyncIterator[Bot]:
    """Start it, and end it in the end. Wrong if it does not start, or if it complained of anything."""
    token = f"{number}:{'bench' * 7}"
    line = telegram.line(token)
    with tempfile.TemporaryFile() as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, telegram.url, token, *arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            cwd=ROOT,
            env={key: value for key, value in os.environ.items() if not key.startswith("FRONTDESK_")},
        )
        assert process.stdin
        assert process.stdout
        try:
            async with asyncio.timeout(START_SECONDS):
                port = await process.stdout.readline()
            if not port.strip().isdigit():
                raise Wrong(f"{name} did not start")
            await line.open(int(port), path)
            yield Bot(name, Load(line, talk), process.pid, server)
        finally:
            line.close()
            process.stdin.close()
            try:
                await asyncio.wait_for(process.wait(), 20)
            except TimeoutError:
                process.kill()
                await process.wait()
            log.seek(0)
            complaints = log.read().decode(errors="replace").strip()
            if complaints:
                raise Wrong(f"{name} complained:\n{complaints[-4000:]}")
    if process.returncode:
        raise Wrong(f"{name} ended with status {process.returncode}")
