"""The lifeline: a bot tells its port and lives until whoever started it closes its standard input, or is gone."""

from __future__ import annotations

import asyncio
import sys


async def until_input_ends(port: int) -> None:
    """Print the port; return at the end of standard input."""
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), ended.set)  # nothing is ever written there
    await ended.wait()
