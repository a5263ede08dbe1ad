"""The table: what was measured, as people read it. Ratios to the echo of the same round; everything else is a median."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.table import Table

GOAL = 1.5


@dataclass(frozen=True)
class Round:
    """One turn of one bot. Seconds; `latencies` at half of the load under which the rest was measured."""

    cpu: float
    rate: float
    latencies: Sequence[float]

    def latency(self, share: float) -> float:
        """The latency that this share of the updates does not exceed."""
        return sorted(self.latencies)[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


def table(rounds: Mapping[str, Sequence[Round]]) -> Table:
    """One row per bot; the first is the echo."""
    found = Table(title="One update", title_justify="left")
    found.add_column("bot behind a webhook")
    for column in ("CPU ms\nwith database", "of the echo's\n(lowest - highest)", "updates/s\nfull load"):
        found.add_column(column, justify="right")
    for column in ("p50 ms\nhalf load", "p99 ms\nhalf load"):
        found.add_column(column, justify="right")
    echo = next(iter(rounds.values()))
    for name, turns in rounds.items():
        every = ratios(turns, echo)
        found.add_row(
            name,
            f"{median(turn.cpu for turn in turns) * 1e3:.2f}",
            "1" if turns is echo else f"{median(every):.2f} ({min(every):.2f} - {max(every):.2f})",
            f"{median(turn.rate for turn in turns):.0f}",
            f"{median(turn.latency(0.5) for turn in turns) * 1e3:.1f}",
            f"{median(turn.latency(0.99) for turn in turns) * 1e3:.1f}",
        )
    return found


def ratios(turns: Sequence[Round], echo: Sequence[Round]) -> list[float]:
    """CPU per update, round by round, in echoes."""
    return [turn.cpu / its_echo.cpu for turn, its_echo in zip(turns, echo, strict=True)]


def arithmetic_table(microseconds: Mapping[str, float]) -> Table:
    found = Table(title="One deadline (calendar.add)", title_justify="left")
    found.add_column("this far ahead")
    found.add_column("µs", justify="right")
    for name, value in microseconds.items():
        found.add_row(name, f"{value:.2f}")
    return found


def measured_on(folder: Path, postgres: str) -> str:
    """The machine, in so far as it explains the numbers."""
    return (
        f"Measured on Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} "
        f"{platform.machine()}, {_filesystem(folder)}; SQLite {sqlite3.sqlite_version} (synchronous=FULL), "
        f"PostgreSQL {postgres} (fsync on). Compare ratios; times are this machine's."
    )


def _filesystem(folder: Path) -> str:
    """Its kind: where it lies in memory, durability costs nothing, and the numbers flatter."""
    mounts = [line.split()[1:3] for line in Path("/proc/self/mounts").read_text().splitlines()]
    where = folder.resolve()
    kind = max((len(point), kind) for point, kind in mounts if where.is_relative_to(point))[1]
    return f"data on {kind}" + (" (in memory: durability costs nothing here!)" if kind in {"tmpfs", "ramfs"} else "")
