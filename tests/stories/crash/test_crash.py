"""The desk is killed at each commit and each send of a whole story, and starts again: nothing is lost, nothing done twice.

Normally a story holds as many deaths as it has deeds, each after all had come to rest, and only some of the rounds are made:
every seventh of the plain story on SQLite, and fewer of the longer one, and on PostgreSQL; of those in which only one deed is
long enough for another death, every third. With FRONTDESK_CRASH_ALL=1 it is every
step on both and each death has a story to itself: the better part of an hour.
"""

from __future__ import annotations

import os
import sys

import pytest

from tests.stories.crash.parts import ALONE, run
from tests.stories.crash.rounds import TALES, plan

ALL = os.environ.get("FRONTDESK_CRASH_ALL") == "1"
HALVES = dict.fromkeys(("sqlite", "postgres"), ("1/2", "2/2"))
# The steps before and after a thing alternate: by odd numbers of parts both are met.
SOME = {
    "one": {"sqlite": ("1/7",), "postgres": ("1/13",)},
    "parted": {"sqlite": ("1/15",), "postgres": ("1/25",)},
}
ALL_PARTS = [
    (story, database, part)
    for story in TALES
    for database, parts in (HALVES if ALL else SOME[story]).items()
    for part in parts
]


@pytest.mark.timeout(3600 if ALL else 600)
@pytest.mark.parametrize(("story", "database", "part"), ALL_PARTS)
def test_a_desk_killed_at_any_step_loses_nothing_and_does_nothing_twice(
    story: str, database: str, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The story goes on where the people are: same tickets, entries, notices and letters as if nobody had died.

    What may be there twice says so, nobody hears of anything that is not written down, and every deed is answered.
    """
    totals = run(story, database, part, apart=ALONE if ALL else 1, lonely=1 if ALL else 3)

    with capsys.disabled():
        sys.stdout.write(f"\ncrash test, {story} on {database} {part}: {totals.line}\n")
    assert totals.kills > totals.steps / 30
    assert not totals.bad, "\n".join(totals.told)


def test_the_plan_has_each_step_once_and_deaths_lie_apart() -> None:
    """No step of any deed is left out, and none comes twice."""
    steps = [3, 0, 5, 2]

    for apart in (1, 2, 4):
        deaths = [death for story in plan(steps, apart=apart) for death in story.items()]
        assert sorted(deaths) == [(deed, k) for deed, n in enumerate(steps) for k in range(1, n + 1)]
        assert all(abs(a - b) >= apart for story in plan(steps, apart=apart) for a in story for b in story if a != b)
    assert all(len(story) == 1 for story in plan(steps, apart=4))
