"""Rehearsal: the real doors, use cases and register, in transactions that are all undone. So each press of thousands finds the
town as it was, and it is known what it would have written.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiogram.types import Update

from bot.app import App
from bot.storage.desk import open_session
from bot.storage.engine import reading
from domain.refusals import Refusal
from handlers.doors import dispatcher

_WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")


@dataclass
class Heard:
    """What came of one update: the calls in answer, what was refused, and the tables that it would have changed."""

    said: list[TelegramMethod[Any]]
    refused: Refusal | None
    wrote: set[str]

    @property
    def toast(self) -> str | None:
        """What the answer to a press says; None if there is none."""
        return next((one.text or "" for one in self.said if isinstance(one, AnswerCallbackQuery)), None)

    @property
    def words(self) -> str:
        """All that is said."""
        return "\n".join(str(getattr(one, "text", None) or "") for one in self.said)


class Rehearsal:
    """`domain.ports.Clerk`: every use case is carried out and undone."""

    def __init__(self, app: App) -> None:
        self._app, self._engine = app, app.engine
        self.refused: Refusal | None = None
        self.wrote: set[str] = set()
        self._doors = dispatcher(clerk=self, staff=lambda: app.clerk.staff)
        self._count = 0
        self._looking = open_session(reading(self._engine))
        self._look_anew()

    async def do(self, usecase: Any, *args: Any, **kwargs: Any) -> Any:
        with self._desk() as desk:
            done = usecase(desk, *args, **kwargs)
            desk.transaction.flush()
            return done

    async def aside(self, usecase: Any, *args: Any, **kwargs: Any) -> Any:
        return await self.do(usecase, *args, **kwargs)

    async def read(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return query(self._onlooker, *args, **kwargs)
        except Refusal as refusal:
            self.refused = refusal
            raise
        finally:
            if self._looking.dirty or self._looking.new:
                self._look_anew()

    def close(self) -> None:
        """Nothing is looked at any more."""
        self._looking.close()

    def is_known(self, chat: int, user: int) -> None:
        """Telegram need not be asked whether somebody belongs to this group: the register is right."""
        self._doors["membership"].checked[str(chat), user] = math.inf

    def issue(self, purpose: str, subject: str) -> str:
        """A token that the desk itself has signed, for something that it never said."""
        token: str = self._onlooker.tokens.issue(purpose, subject, self._now() + timedelta(days=1))
        return token

    async def hears(self, kind: str, event: dict[str, Any]) -> Heard:
        """Take one update, as the reception would."""
        self._count += 1
        self.refused, self.wrote = None, set()
        update = Update.model_validate({"update_id": self._count, kind: event}, context={"bot": self._app.bot})
        with self._listening():
            said = await self._doors.feed_update(self._app.bot, update, arrived_at=self._now())
        methods = [] if said is UNHANDLED or said is None else said if isinstance(said, list) else [said]
        return Heard(methods, self.refused, self.wrote)

    def _now(self) -> datetime:
        return self._app.clock.now()

    def _look_anew(self) -> None:
        # Nothing ever changes, so what was read once need not be read again.
        self._looking.expunge_all()
        self._onlooker: Any = self._app.clerk._desk(self._looking, reads=True)

    @contextmanager
    def _desk(self) -> Iterator[Any]:
        with open_session(self._engine) as session:
            try:
                yield self._app.clerk._desk(session)
            except Refusal as refusal:
                self.refused = refusal
                raise
            finally:
                session.expunge_all()  # else undoing would take back what was read
                session.rollback()

    @contextmanager
    def _listening(self) -> Iterator[None]:
        here = threading.get_ident()  # the building goes on meanwhile, in threads of its own

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if threading.get_ident() == here and (found := _WRITES.match(statement)):
                self.wrote.add(found[1])

        sa.event.listen(self._engine, "before_cursor_execute", note)
        try:
            yield
        finally:
            sa.event.remove(self._engine, "before_cursor_execute", note)
