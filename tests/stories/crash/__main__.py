"""`python -m tests.stories.crash`: all kills of both stories on both databases, and what came of them in one line each.

`--story parted --database sqlite --part 2/8 --json` does a part and prints its totals as JSON; the tests call that.
`--deaths 7:3` tells the story with a death at the third step of the seventh deed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.postgres import PrivatePostgres
from tests.stories.crash.cradle import Nurse, rock
from tests.stories.crash.parts import ALONE, DATABASES, run_all
from tests.stories.crash.rounds import MEMORY, TALES, Deaths, Fresh, Rounds, Totals, plan, sparing
from tests.stories.crash.warm import migrate, warm


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.stories.crash", description=__doc__)
    parser.add_argument("--story", choices=TALES, help="only this one")
    parser.add_argument("--database", choices=DATABASES, help="only this one")
    parser.add_argument("--part", default="1/1", help="2/8: the 2nd, 10th, 18th ... story")
    parser.add_argument("--apart", type=int, default=ALONE, help="how many deeds lie between two deaths of a story")
    parser.add_argument(
        "--lonely", type=int, default=1, help="7: of a part's stories with one death only every seventh"
    )
    parser.add_argument("--deaths", nargs="*", help="only a story with these deaths, deed:step")
    parser.add_argument("--json", action="store_true", help="run here, print the totals as JSON")
    asked = parser.parse_args()
    if asked.json or asked.deaths:
        deaths = {int(deed): int(step) for deed, _, step in (one.partition(":") for one in asked.deaths or [])}
        which = asked.story or next(iter(TALES)), asked.database or "sqlite", asked.part
        return part(*which, asked.apart, deaths, lonely=asked.lonely)
    return run_all(
        [asked.story] if asked.story else list(TALES),
        [asked.database] if asked.database else list(DATABASES),
        apart=asked.apart,
    )


def part(story: str, database: str, which: str, apart: int, deaths: Deaths, *, lonely: int = 1) -> int:
    """Some of the rounds, in this process and its children."""
    first, of = map(int, which.split("/"))
    with ExitStack() as stack:
        server = stack.enter_context(PrivatePostgres()) if database == "postgres" else None

        def empty(folder: Path) -> str:
            return server.create_database() if server else f"sqlite:///{folder / 'desk.sqlite3'}"

        def migrated(folder: Path) -> str:
            if server:
                return server.create_database(template)
            return f"sqlite:///{shutil.copy(template.removeprefix('sqlite:///'), folder / 'desk.sqlite3')}"

        async def drive(nurse: Nurse) -> int:
            fresh = Fresh(empty, migrated, server.drop_database if server else lambda _: None, migration)
            rounds = Rounds(nurse, fresh, TALES[story])
            steps = await rounds.clean()
            planned = plan(steps, apart=min(apart, len(steps)))[first - 1 :: of]
            for those in [deaths] if deaths else sparing(planned, lonely):
                await rounds.killed(those)
            _print(rounds.totals)
            return 0

        home, day = (Path(stack.enter_context(tempfile.TemporaryDirectory(dir=MEMORY))) for _ in range(2))
        template = empty(home)
        migration = migrate(template)
        warm(migrated(day), day)
        return rock(drive)


def _print(totals: Totals) -> None:
    sys.stdout.write(json.dumps(vars(totals), ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
