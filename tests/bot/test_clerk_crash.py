"""Killed at any step, the register holds all that was acknowledged and nothing twice, and the story goes on where it was."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.clerk import RegisterClerk, handling
from bot.storage.engine import open_engine
from bot.storage.tables import counters, drafts, entries, outbox, people, tickets, timers, updates_seen
from domain.journal import first_broken
from domain.people import Speaker
from domain.ports import Seen, Staff
from domain.usecases.choose import choose
from domain.usecases.hear import hear
from domain.usecases.meeting import meet, standing
from domain.usecases.register import register
from tests.bot.storage_builders import ANSWERS, REGULATION, at_desk, draft, speaker
from tests.bot.tampering import unguard
from tests.conftest import Clock

KILLED = 9
UPDATES = 5
"""The last answer, kind, impact, files, registration."""


class Killer:
    """Ends the process at its n-th chance: when all is written, before each commit and after it."""

    def __init__(self, engine: sa.Engine, *, at: int) -> None:
        self._left = at
        event.listen(Session, "after_flush", lambda *_: self._chance())
        event.listen(engine, "commit", lambda *_: self._chance())
        event.listen(Session, "after_commit", lambda *_: self._chance())

    def _chance(self) -> None:
        self._left -= 1
        if self._left == 0:
            os._exit(KILLED)


async def deliver(clerk: RegisterClerk, n: int, by: Speaker) -> None:
    """The n-th update, whatever it finds: what a person does who looks at the chat and goes on."""
    talk = await clerk.read(standing, by=by)
    with handling(n):
        if talk.draft is None:
            await clerk.do(standing, by=by)
        elif talk.step in ANSWERS:
            await clerk.do(hear, by=by, text="Включить и напечатать страницу")
        elif talk.step == "summary":
            await clerk.do(register, by=by, draft_id=talk.draft.id)
        else:
            value = {"kind": "failure", "impact": "down", "files": "done"}[talk.step]
            await clerk.do(choose, by=by, draft_id=talk.draft.id, step=talk.step, value=value)


async def story(url: str, clock: Clock, acknowledged: Path, *, kill_at: int) -> None:
    engine = open_engine(url)
    clerk = RegisterClerk(
        engine, now=clock.now, wall=clock.wall, regulation=REGULATION, staff=Staff("telegram", "-100")
    )
    await clerk.start()
    if kill_at:
        Killer(engine, at=kill_at)
    by = speaker(at=clock.now())
    for n in range(1, UPDATES + 1):
        try:
            await deliver(clerk, n, by)
        except Seen:
            continue
        with acknowledged.open("a") as said:
            said.write(f"{n}\n")
    await clerk.close()
    engine.dispose()


def run_story(url: str, clock: Clock, acknowledged: Path, *, kill_at: int) -> bool:
    """In a process of its own; returns whether it was killed."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            asyncio.run(story(url, clock, acknowledged, kill_at=kill_at))
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED)
    return code == KILLED


def test_a_kill_at_any_step_loses_and_doubles_nothing(database_url: str, clock: Clock, tmp_path: Path) -> None:
    """Each acknowledged update is in the register; repeated from the start, the story ends in one whole ticket."""
    engine = open_engine(database_url)
    numbers: list[str] = []
    kills = 0
    while True:
        _empty(engine)
        with at_desk(engine, clock) as desk:
            anna = meet(desk, speaker(at=clock.now()))
            anna.agrees(desk.regulation.consent.version, clock.now())
            given = {key: text for key, text in ANSWERS.items() if key != "steps"}
            desk.drafts.open(draft(anna, clock.now(), answers=given))
        acknowledged = tmp_path / f"acknowledged-{kills}"
        acknowledged.touch()
        killed = run_story(database_url, clock, acknowledged, kill_at=kills + 1)
        with engine.connect() as connection:
            seen = set(connection.execute(sa.select(updates_seen.c.update_id)).scalars())
        assert {int(line) for line in acknowledged.read_text().split()} <= seen
        if not killed:
            break
        kills += 1

        assert not run_story(database_url, clock, acknowledged, kill_at=0)

        with at_desk(engine, clock) as desk:
            (ticket,) = desk.tickets.open_of(desk.people.speaking(speaker(at=clock.now())).id)
            numbers.append(ticket.number)
            assert first_broken(desk.journal.of(ticket.number)) is None
        assert _counts(engine) == {
            "people": 1,
            "drafts": 0,
            "tickets": 1,
            "entries": 1,
            "outbox": 4,
            "timers": 5,
            "counters": 1,
        }
    assert kills >= 3 * UPDATES
    assert set(numbers) == {"BAR-000001"}
    engine.dispose()


def _counts(engine: sa.Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (people, drafts, tickets, entries, outbox, timers, counters)
        }


def _empty(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        unguard(connection)
        for table in reversed(tickets.metadata.sorted_tables):
            connection.execute(sa.delete(table))
