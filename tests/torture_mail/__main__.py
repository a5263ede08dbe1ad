"""Reads every file of a folder as the desk would, one child after the other, and prints what it cost and what was found."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.progress import track

from bot.mail.reader import LARGEST, Reader, Unreadable

SECONDS, BYTES = 2.0, 200 * 2**20
SLOWEST = 5


async def torture(folder: Path, console: Console) -> bool:
    """Whether nothing crashed and nothing went over the limits."""
    files = sorted(Path(at) / name for at, _, names in os.walk(folder) for name in names)
    files = [file for file in files if file.is_file()]
    kinds, problems, unreadable = Counter[str](), Counter[str](), list[str]()
    costs: list[tuple[float, int, str]] = []
    over_time = over_memory = crashes = large = 0
    async with Reader(children=1) as reader:
        for file in track(files, "Reading", console=Console(stderr=True), transient=True):
            shown = str(file.relative_to(folder))
            if file.stat().st_size > LARGEST:
                large += 1
                continue
            found = await reader.read(file.read_bytes())
            if isinstance(found, Unreadable):
                over_time += "2 s" in found.reason or "by the clock" in found.reason
                over_memory += "200 MB" in found.reason
                crashes += "reader" in found.reason
                unreadable.append(f"{shown}: {found.reason}")
                continue
            costs.append((reader.cost.cpu, reader.cost.peak, shown))
            kinds[found.kind] += 1
            problems.update(problem.partition(" iso")[0] for problem in found.problems)
    over_time += sum(cpu > SECONDS for cpu, _, _ in costs)
    over_memory += sum(peak > BYTES for _, peak, _ in costs)
    console.print(f"files        {len(files)}")
    console.print(f"crashes      {crashes}")
    console.print(f"over time    {over_time}  (2 s of processor)")
    console.print(f"over memory  {over_memory}  (200 MB; the most was {max((peak for _, peak, _ in costs), default=0) / 2**20:.0f} MB resident, Python included)")
    console.print(f"unreadable   {len(unreadable)}")
    console.print(f"too large    {large}  (over {LARGEST // 2**20} MB, not read)")
    console.print("kinds        " + ", ".join(f"{kind} {many}" for kind, many in kinds.most_common()))
    console.print("problems")
    for problem, many in problems.most_common(40):
        console.print(f"  {many:5}  {problem}", markup=False, highlight=False)
    console.print("slowest")
    for cpu, peak, shown in sorted(costs, reverse=True)[:SLOWEST]:
        console.print(f"  {cpu:6.3f} s  {peak / 2**20:4.0f} MB  {shown}", markup=False, highlight=False)
    for one in unreadable:
        console.print(f"unreadable: {one}", markup=False, highlight=False)
    return not (crashes or over_time or over_memory)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] else None
    if folder is None or not folder.is_dir():
        sys.exit("Name a folder of letters: make torture-mail MAIL_CORPUS=DIR")
    console = Console(width=160, highlight=False)
    if not asyncio.run(torture(folder, console)):
        sys.exit(1)


if __name__ == "__main__":
    main()
