"""A day of the cradle's own: a desk opens here, works and closes, and what it loaded and compiled is there for all that are forked."""

from __future__ import annotations

import itertools
import threading
from pathlib import Path

import uvloop
from sqlalchemy import event

from bot.sandbox.server import Sandbox
from bot.storage.engine import open_engine
from bot.storage.schema import upgrade
from bot.wiring import build
from tests import kept
from tests.stories.conftest import Town, at_work, settings_for
from tests.stories.moves import asks, completes


def migrate(database: str) -> int:
    """Bring an empty database to the schema; returns how many steps that is: each commit has one before and one after it."""
    engine, commits = open_engine(database), itertools.count()
    event.listen(engine, "commit", lambda _: next(commits))
    upgrade(engine)
    engine.dispose()
    return 2 * next(commits)


def warm(database: str, folder: Path) -> None:
    """Live through a request on this database; no thread is left, so that the process may be forked."""
    kept.keep()
    uvloop.run(_day(database, folder))
    assert threading.active_count() == 1


async def _day(database: str, folder: Path) -> None:
    async with Sandbox(None, limits=False) as sandbox:
        settings = settings_for(sandbox, database, folder)
        for _ in range(2):
            async with build(settings, limits=False) as app:
                town = await at_work(Town(sandbox, app, settings))
                await town.settled()
                if not town.anna.messages():
                    await _request(town)


async def _request(town: Town) -> None:
    number = await town.registers(town.anna)
    await town.boris.presses("Взять")
    await town.anna.sees(number, "Взяли в работу")
    await town.settled()
    await town.boris.presses("Подтвердить:")
    await town.settled()
    await asks(town, "Какая модель принтера?")
    await town.settled()
    await town.anna.says("Модель указана на крышке")
    await town.settled()
    await completes(town, "Заменили картридж")
    await town.settled()
    await town.anna.presses("Подтверждаю")
    await town.settled()
