"""Deeds for tests of the clerk: small use cases, and one that keeps the writer busy."""

from __future__ import annotations

import asyncio
import threading

import sqlalchemy as sa

from bot.clerk import RegisterClerk
from bot.storage.desk import SqlDesk
from domain.draft import Draft
from domain.people import Person, Speaker
from domain.refusals import NotYours
from domain.ticket import Ticket
from tests.bot.storage_builders import draft, file_ticket


def greet(desk: SqlDesk, *, by: Speaker) -> Person:
    return desk.people.speaking(by)


def open_draft(desk: SqlDesk, *, by: Speaker) -> Draft:
    opened = draft(desk.people.speaking(by), desk.now(), chat=by.place.chat)
    desk.drafts.open(opened)
    return opened


def answer(desk: SqlDesk, *, by: Speaker, text: str) -> SqlDesk:
    desk.drafts.of(by, desk.people.speaking(by))[0].put("texts", text)
    return desk


def drafts_of(desk: SqlDesk, *, by: Speaker) -> list[Draft]:
    return desk.drafts.of(by, desk.people.speaking(by))


def register(desk: SqlDesk, *, by: Speaker) -> Ticket:
    return file_ticket(desk, by)


def refuse(desk: SqlDesk, *, by: Speaker) -> None:
    register(desk, by=by)
    raise NotYours


def count(engine: sa.Engine, table: sa.Table) -> int:
    with engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


class Held:
    """A use case that keeps the writer busy until it is let go; what is handed in meanwhile forms the next list."""

    def __init__(self, clerk: RegisterClerk) -> None:
        self._clerk, self._go, self._at_work = clerk, threading.Event(), threading.Event()

    async def __aenter__(self) -> None:
        self._held = asyncio.ensure_future(self._clerk.do(self._hold))
        await asyncio.to_thread(self._at_work.wait)

    async def __aexit__(self, *_: object) -> None:
        await asyncio.sleep(0)  # whoever was started just now hands in
        self._go.set()
        await self._held

    def _hold(self, desk: SqlDesk) -> None:
        self._at_work.set()
        self._go.wait()
