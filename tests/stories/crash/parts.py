"""Parts: the rounds cut into pieces for several processes, and their totals put together again."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path

from tests.stories.crash.rounds import Totals

DATABASES = ("sqlite", "postgres")
AT_ONCE = 2
ALONE = 1000
"""So far apart that no story has two deaths."""
ROOT = Path(__file__).resolve().parents[3]


class Failed(Exception):
    """A part did not come to its end."""


def run(story: str, database: str, part: str, *, apart: int = ALONE, lonely: int = 1) -> Totals:
    """One part, in a process of its own. Raises Failed with what it said."""
    options = ["--story", story, "--database", database, "--part", part, "--apart", str(apart)]
    command = [sys.executable, "-m", "tests.stories.crash", *options, "--lonely", str(lonely), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    found = json.loads(done.stdout.splitlines()[-1])
    return Totals(**{**found, "at": Counter(found["at"])})


def run_all(stories: list[str], databases: list[str], *, apart: int = ALONE) -> int:
    """All steps of these stories on these databases, two parts at once; prints a line for each. Returns 1 if anything went wrong."""
    failed = 0
    for story, database in product(stories, databases):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            parts = [f"{n}/{AT_ONCE}" for n in range(1, AT_ONCE + 1)]
            totals = sum(pool.map(partial(run, story, database, apart=apart), parts), Totals())
        for line in totals.told:
            sys.stdout.write(f"  {line}\n")
        where = ", ".join(f"{name} {times}" for name, times in sorted(totals.at.items()))
        sys.stdout.write(f"{story}, {database}: {totals.line}\n  {totals.seconds:.0f} s; {where}\n")
        sys.stdout.flush()
        failed += totals.bad
    return int(bool(failed))
