"""Rounds: the story once without a death, to count the steps; then again and again, until the desk has died at each of them."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.sandbox.server import Sandbox
from tests.stories.crash import books, parted, story
from tests.stories.crash.books import Books, Faults
from tests.stories.crash.cradle import Nurse
from tests.stories.crash.town import OPENING, Stock, Town

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""A process that dies leaves what it wrote wherever that is, so the disk need not be waited for."""
Deaths = dict[int, int]
"""The number of a deed -> the step of it at which the desk dies."""


@dataclass(frozen=True)
class Tale:
    """A story, and whether private chats have topics in it."""

    tell: Callable[[Town], Awaitable[None]]
    topics: bool = False


TALES = {"one": Tale(story.tell), "parted": Tale(parted.tell, topics=True)}


@dataclass
class Totals:
    """What came of some rounds."""

    runs: int = 0
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    repeated: int = 0
    unheard: int = 0
    steps: int = 0
    seconds: float = 0.0
    at: Counter[str] = field(default_factory=Counter)
    """How often the desk died where."""
    told: list[str] = field(default_factory=list)
    """What went wrong, in words."""

    def __add__(self, other: Totals) -> Totals:
        mine, theirs = vars(self), vars(other)
        return Totals(**{n: max(v, theirs[n]) if n == "steps" else v + theirs[n] for n, v in mine.items()})

    @property
    def bad(self) -> int:
        """How much went wrong."""
        return self.lost + self.doubled + self.wrong + self.unheard

    @property
    def line(self) -> str:
        """What can be quoted."""
        return (
            f"{self.runs} runs, {self.kills} kills at {self.steps} steps: {self.lost} lost, {self.doubled} doubled, "
            f"{self.unheard} not answered, {self.wrong} otherwise wrong "
            f"({self.repeated} messages and letters came twice and are marked)"
        )


def plan(steps: list[int], *, apart: int) -> list[Deaths]:
    """Stories in which the desk dies at each step of each deed once; within one story deaths are so many deeds apart.

    `steps` says how many each deed has. With as many apart as there are deeds, each story has one death.
    """
    return [
        deaths
        for group in range(apart)
        for k in range(1, max(steps) + 1)
        if (deaths := {deed: k for deed in range(group, len(steps), apart) if k <= steps[deed]})
    ]


def sparing(stories: list[Deaths], lonely: int) -> list[Deaths]:
    """These stories, but of those with one death, which cost as much as the others, only every `lonely`th."""
    return [one for one in stories if len(one) > 1] + [one for one in stories if len(one) == 1][::lonely]


@dataclass(frozen=True)
class Fresh:
    """Databases: `empty` or `migrated` makes one and returns its address, `drop` removes it. `steps`: how many lie between."""

    empty: Callable[[Path], str]
    migrated: Callable[[Path], str]
    drop: Callable[[str], None]
    steps: int

    def for_deaths(self, folder: Path, deaths: Deaths) -> tuple[str, Deaths]:
        """Where these deaths may happen: an empty database if one is on the way to the schema, or if there are none."""
        first = deaths.get(OPENING)
        if not deaths or (first and first <= self.steps):
            return self.empty(folder), deaths
        return self.migrated(folder), deaths | ({OPENING: first - self.steps} if first else {})


class Rounds:
    """One story on fresh databases, again and again."""

    def __init__(self, nurse: Nurse, fresh: Fresh, tale: Tale) -> None:
        self._nurse, self._fresh, self._tale = nurse, fresh, tale
        self.totals = Totals()
        self._clean: list[Stock] = []

    async def clean(self) -> list[int]:
        """The story without a death; returns how many steps each deed has."""
        async with self._town({}) as town:
            await town.opens()
            await self._tale.tell(town)
            self._clean = town.stock
            alone = self._compared(town)
            assert not alone, f"the story goes wrong without any death: {alone.lines()}"
            assert not town.unheard, f"without any death nobody answers {town.unheard}"
            self.totals.steps = sum(town.steps)
            return town.steps

    async def killed(self, deaths: Deaths) -> None:
        """The story with these deaths."""
        assert self._clean
        began = time.monotonic()
        async with self._town(deaths) as town:
            found = Faults()
            try:
                await town.opens()
                await self._tale.tell(town)
            except AssertionError as error:
                found.lost.append(f"the story stops: {error}")
            else:
                found = self._compared(town)
            found.wrong += town.early
            self._count(deaths, town, found)
        self.totals.seconds += time.monotonic() - began

    def _early(self) -> Books | None:
        """The fullest books: what may be told at all."""
        return next((stock.books for stock in reversed(self._clean) if stock.told), None)

    def _compared(self, town: Town) -> Faults:
        """What is wrong at the moments of which the story takes stock."""
        found = Faults()
        for now, clean in zip(town.stock, self._clean, strict=True):
            found += books.faults(now.books, clean.books, now.interrupted, now.deaths, told=now.told)
        return found

    def _count(self, deaths: Deaths, town: Town, found: Faults) -> None:
        totals = self.totals
        totals.runs += 1
        totals.kills += len(town.died)
        totals.lost += len(found.lost)
        totals.unheard += len(town.unheard)
        totals.doubled += len(found.doubled)
        totals.wrong += len(found.wrong)
        totals.repeated += found.repeated
        totals.at.update(where.split(": ")[1] for where in town.died)
        totals.told += [f"{deaths} {town.died}: {line}" for line in found.lines()]
        totals.told += [f"{deaths} {town.died}: carried out and not answered: {deed}" for deed in town.unheard]

    @contextlib.asynccontextmanager
    async def _town(self, deaths: Deaths) -> AsyncIterator[Town]:
        folder = Path(tempfile.mkdtemp(prefix="frontdesk-crash-", dir=MEMORY))
        database, these = self._fresh.for_deaths(folder, deaths)
        try:
            async with Sandbox(None, limits=False, topics=self._tale.topics) as sandbox:
                town = Town(self._nurse, sandbox, database, folder, these, self._early())
                try:
                    yield town
                finally:
                    await town.close()
        finally:
            self._fresh.drop(database)
            shutil.rmtree(folder, ignore_errors=True)
