"""CPU time of other processes, to the nanosecond: Linux keeps a clock for each process, and anybody may read it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

PROC = Path("/proc")


class NoClocks(Exception):
    """This system does not tell what other processes use."""


def must_have_clocks() -> None:
    """NoClocks where the measurement is not possible."""
    if not sys.platform.startswith("linux") or not (PROC / "self" / "stat").exists():
        raise NoClocks("the bench reads other processes' CPU clocks, and only Linux has them")


def of_process(pid: int) -> float:
    """CPU seconds of a process, all its threads, those that have ended too."""
    # The number of a process's clock, as clock_getcpuclockid(3) makes it.
    return time.clock_gettime((~pid << 3) | 2)


def of_tree(pid: int) -> float:
    """CPU seconds of a process and its descendants; of those that have ended, in whole ticks."""
    family = _family(pid)
    alive = 0.0
    for member in family:
        try:
            alive += of_process(member)
        except OSError:  # it ended just now: its parent has it under `ended`
            continue
    return alive + _ended(pid)


def parent_of(pid: int) -> int:
    """The process that started this one."""
    return int(_stat(pid)[1])


def _family(root: int) -> list[int]:
    parents: dict[int, int] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            try:
                parents[int(folder.name)] = parent_of(int(folder.name))
            except OSError:
                continue
    family = [root]
    for member in family:  # grows while it is walked
        family.extend(pid for pid, parent in parents.items() if parent == member)
    return family


def _ended(pid: int) -> float:
    """CPU seconds of children that have ended and were waited for."""
    fields = _stat(pid)
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third (state) on: the second may hold blanks (proc(5))."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
