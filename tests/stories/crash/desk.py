"""The desk of the crash test: the real one, built from settings in a process of its own, that dies where it was told to."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import sqlalchemy as sa
import uvloop

from bot.app import App
from bot.settings import Settings
from bot.storage.tables import UNDERWAY, attachments, outbox
from bot.wiring import build
from domain.draft import FileState
from domain.usecases import deliver, telling
from tests.stories.crash.steps import Commits, Sends, Steps, watch_letters


@dataclass(frozen=True)
class Life:
    """One life of the desk: `last` is the step it dies at; over `link` it is asked to settle, or to die later."""

    settings: dict[str, Any]
    link: str
    steps: str
    log: str
    last: int | None


def live(life: Life) -> NoReturn:
    """Be the desk until killed, or until nobody is at the other end of the link any more."""
    log = os.open(life.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, force=True)
    try:
        uvloop.run(_work(life))
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


async def _work(life: Life) -> None:
    # Opened first: its end is how the other side learns of a death, also of one while the desk is opening.
    reader, writer = await asyncio.open_unix_connection(life.link)
    # How long a card or a topic's name waits for more to show is no matter here, and the story would wait with it.
    deliver.REST = 0.0  # type: ignore[attr-defined]
    telling.NAME_RESTS = 0.0
    app = build(Settings.load(env_file=None, **life.settings), limits=False)
    steps = Steps(Path(life.steps), life.last)
    app.bot.session.middleware(Sends(steps))
    commits = Commits(steps, app.engine)
    watch_letters(steps)
    await app.start()
    writer.write(b"open\n")
    while asked := (await reader.readline()).decode().split():
        if asked[0] == "die":
            steps.die_in(int(asked[1]))
        else:
            await _settled(app, commits)
        writer.write(f"{steps.count}\n".encode())


async def _settled(app: App, commits: Commits) -> None:
    """Return when nothing is going on, and nothing waits for a later attempt either."""
    await app.intake.opened.wait()
    await app.roster.known.wait()
    while True:
        commits.happened.clear()
        await app.settled()
        if not await asyncio.to_thread(_left, app.engine):
            return
        await commits.happened.wait()


def _left(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        parcels = connection.scalar(sa.select(sa.func.count()).select_from(outbox).where(UNDERWAY))
        files = connection.scalar(
            sa.select(sa.func.count()).select_from(attachments).where(attachments.c.state == FileState.WAITING)
        )
    return int(parcels or 0) + int(files or 0)
