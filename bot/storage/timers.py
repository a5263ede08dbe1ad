"""Timers: what rings when. Sets and cancels are collected, and the last word for each timer is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.tables import timers
from bot.storage.transaction import PerDialect, Transaction
from domain.ports import Timer


def _upsert(dialect: Any) -> sa.Executable:
    insert = dialect.insert(timers)
    new = {"at": insert.excluded.at, "facts": insert.excluded.facts}
    statement: sa.Executable = insert.on_conflict_do_update(index_elements=[timers.c.subject, timers.c.kind], set_=new)
    return statement


_SET = PerDialect(_upsert)
_CANCEL = sa.delete(timers).where(
    timers.c.subject == sa.bindparam("of_subject"), timers.c.kind == sa.bindparam("of_kind")
)
_RANG = sa.delete(timers).where(timers.c.id == sa.bindparam("timer_id"), timers.c.at == sa.bindparam("rang_at"))
# Timers are written beside the session, so what it has seen of them before may be out of date.
_DUE = (
    sa.select(Timer)
    .where(timers.c.at <= sa.bindparam("now"))
    .order_by(timers.c.at, timers.c.id)
    .limit(sa.bindparam("most"))
    .execution_options(populate_existing=True)
)
_NEXT = sa.select(sa.func.min(timers.c.at))
_IS_SET = sa.select(
    sa.exists().where(timers.c.subject == sa.bindparam("subject"), timers.c.kind == sa.bindparam("kind"))
)
_FIND = (
    sa.select(Timer)
    .where(timers.c.subject == sa.bindparam("subject"), timers.c.kind == sa.bindparam("kind"))
    .execution_options(populate_existing=True)
)
_SUBJECTS = sa.select(timers.c.subject).where(timers.c.kind == sa.bindparam("kind")).order_by(timers.c.subject)


class SqlTimers:
    """`domain.ports.Timers` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._changes: dict[tuple[str, str], dict[str, Any] | None] = {}
        transaction.writers.append(self._write)

    def set(self, subject: str, kind: str, at: datetime, facts: dict[str, Any] | None = None) -> None:
        """Ring once at an instant; the same subject and kind are set anew."""
        self._changes[subject, kind] = {"subject": subject, "kind": kind, "at": at, "facts": facts or {}}
        self._transaction.topics.add("timers")

    def cancel(self, subject: str, *kinds: str) -> None:
        """They ring no more."""
        for kind in kinds:
            if subject in self._transaction.new_tickets:
                self._changes.pop((subject, kind), None)
            else:
                self._changes[subject, kind] = None

    def due(self, now: datetime, limit: int = 50) -> list[Timer]:
        """What should have rung by now, in order of time."""
        self._settle()
        return self._transaction.all(_DUE, {"now": now, "most": limit})

    def next_at(self) -> datetime | None:
        """When the next timer rings."""
        self._settle()
        at: datetime | None = self._transaction.run(_NEXT).scalar()
        return at

    def rang(self, timer: Timer) -> None:
        """Done: it never rings again. One that was set anew since is another, and stays."""
        self._transaction.run(_RANG, {"timer_id": timer.id, "rang_at": timer.at})

    def is_set(self, subject: str, kind: str) -> bool:
        """Whether it will ring."""
        if (subject, kind) in self._changes:
            return self._changes[subject, kind] is not None
        return bool(self._transaction.run(_IS_SET, {"subject": subject, "kind": kind}).scalar_one())

    def find(self, subject: str, kind: str) -> Timer | None:
        """When it will ring, and its facts; None if it is not set."""
        self._settle()
        found = self._transaction.all(_FIND, {"subject": subject, "kind": kind})
        return found[0] if found else None

    def subjects(self, kind: str) -> list[str]:
        """Whatever has a timer of this kind."""
        self._settle()
        return list(self._transaction.run(_SUBJECTS, {"kind": kind}).scalars())

    def _settle(self) -> None:
        if self._changes:
            self._transaction.flush()

    def _write(self) -> None:
        cancelled = [{"of_subject": s, "of_kind": k} for (s, k), row in self._changes.items() if row is None]
        rows = [row for row in self._changes.values() if row is not None]
        self._changes.clear()
        if cancelled:
            self._transaction.run(_CANCEL, cancelled)
        if rows:
            self._transaction.run(_SET[self._transaction.dialect], rows)
