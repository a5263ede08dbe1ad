"""The run: start three bots, let them take turns, check everything, print two tables."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psycopg
import uvloop
from rich.console import Console
from rich.markup import escape

from domain.regulation import load
from tests import postgres
from tests.bench import arithmetic, cpu, desk, echo, register
from tests.bench.bots import Bot, running
from tests.bench.table import GOAL, Round, arithmetic_table, measured_on, ratios, table
from tests.bench.talks import EchoTalk, IntakeTalk
from tests.bench.telegram import CONNECTIONS, Telegram, Wrong

ECHO, ON_SQLITE, ON_POSTGRES = "bare aiogram echo", "the desk on SQLite", "the desk on PostgreSQL"


FEWEST, PATIENCE = 3, 55.0
"""Rounds, and seconds: on a slow or busy machine it stops after fewer rounds, but not before these."""


@dataclass(frozen=True)
class Size:
    """How much is measured: updates per bot and round at full load and at half of it."""

    rounds: int
    warm_up: int
    full: int
    half: int


WHOLE, QUICK = Size(rounds=5, warm_up=800, full=1400, half=600), Size(rounds=2, warm_up=300, full=500, half=200)


def main() -> int:
    """The exit status: 0, or 1 if something was wrong, and then there are no numbers."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="What an update costs the desk.")
    parser.add_argument("--quick", action="store_true", help="a short run, for a look")
    console = Console() if sys.stdout.isatty() else Console(width=120)
    began = time.monotonic()
    try:
        cpu.must_have_clocks()
        uvloop.run(run(QUICK if parser.parse_args().quick else WHOLE, console))
    except (Wrong, cpu.NoClocks, postgres.NoPostgres) as error:
        console.print(f"[red]No result:[/red] {escape(str(error))}", highlight=False)
        return 1
    console.print(f"{time.monotonic() - began:.0f} s in all.", highlight=False)
    return 0


async def run(size: Size, console: Console) -> None:
    """All of it. Wrong if any bot did not do what it must."""
    # Of a server that is not ours nobody knows here what it uses.
    os.environ.pop(postgres.VARIABLE, None)
    fields = load("barier")
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="frontdesk-bench-")))
        server = await asyncio.to_thread(stack.enter_context, postgres.PrivatePostgres(fsync=True))
        telegram = await stack.enter_async_context(Telegram())
        root, version = about(server.url)
        databases = {ON_SQLITE: f"sqlite:///{folder / 'desk.sqlite'}", ON_POSTGRES: server.create_database()}
        bots = [
            await stack.enter_async_context(
                running(telegram, EchoTalk(), ECHO, 1, "tests.bench.echo", path=echo.PATH),
            )
        ]
        for number, (name, database) in enumerate(databases.items(), 2):
            arguments = ("tests.bench.desk", database, str(folder / str(number)))
            tree = root if name == ON_POSTGRES else None
            bots.append(
                await stack.enter_async_context(
                    running(telegram, IntakeTalk(fields), name, number, *arguments, path=desk.PATH, server=tree)
                )
            )
        rounds = await take_turns(bots, size, console)
        checked = sum(register.check(databases[bot.name], bot.load.line) for bot in bots if bot.name in databases)
        place = measured_on(folder, version)
    console.print(table(rounds))
    console.print(arithmetic_table(arithmetic.microseconds()))
    console.print(place, highlight=False)
    turns = len(rounds[ECHO])
    console.print(
        f"{turns} rounds; {checked} answers were acknowledged, each is in its register, once.", highlight=False
    )
    for name in databases:
        console.print(f"{name}: {median(ratios(rounds[name], rounds[ECHO])):.2f} echoes; goal {GOAL} or less.")


async def take_turns(bots: list[Bot], size: Size, console: Console) -> dict[str, list[Round]]:
    """A B C, A B C, ...; the first turn of each is for warming up."""
    rounds: dict[str, list[Round]] = {bot.name: [] for bot in bots}
    for bot in bots:
        await bot.load.prepare(size.warm_up)
        await bot.load.full(size.warm_up, CONNECTIONS)
    gc.collect()
    gc.freeze()
    began = time.monotonic()
    for number in range(size.rounds):
        if number >= FEWEST and time.monotonic() - began > PATIENCE:
            break
        with console.status(f"round {number + 1} of {size.rounds}"):
            for bot in bots:
                rounds[bot.name].append(await one_round(bot, size))
    return rounds


async def one_round(bot: Bot, size: Size) -> Round:
    """Full load for what an update costs, then half of what it could take for how long people wait."""
    await bot.load.prepare(size.full + size.half)
    gc.collect()
    gc.disable()  # our own pauses are not the bot's
    before = bot.cpu()
    full = await bot.load.full(size.full, CONNECTIONS)
    used = bot.cpu() - before
    rate = size.full / full.seconds
    half = await bot.load.at_rate(size.half, rate / 2)
    gc.enable()
    return Round(used / size.full, rate, half.latencies)


def about(url: str) -> tuple[int, str]:
    """The root of a server's process tree, and its version."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_backend_pid(), current_setting('server_version')").fetchone()
        assert row is not None
        return cpu.parent_of(row[0]), str(row[1])


if __name__ == "__main__":
    sys.exit(main())
