"""Turns: the head of a long queue, in the order of work, without reading the rest of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.tables import OPEN, tickets, timers
from bot.storage.transaction import Transaction
from domain.ports import TimerKind
from domain.ticket import Status, Ticket
from domain.waiting import WAITS, Waiting

# Said by what it is, and not by what it is not: only so does an index find the open ones among all that were closed.
IS_OPEN = tickets.c.status.in_([status for status in Status if status is not Status.CLOSED])
BRIEF = tuple(tickets.c[one.name] for one in fields(Waiting))


def _unwarned(kind: str) -> sa.ColumnElement[bool]:
    """No timer of this kind lies further ahead: it has rung, or will in a moment."""
    ahead = timers.c.at > sa.bindparam("soon")
    return ~sa.exists().where(timers.c.subject == tickets.c.number, timers.c.kind == kind, ahead)


_RESPONSE_RUNS = sa.and_(tickets.c.responded_at.is_(None), tickets.c.response_due.is_not(None))
IS_LATE = sa.and_(
    tickets.c.completed_at.is_(None),
    sa.or_(
        sa.and_(_RESPONSE_RUNS, tickets.c.response_due < sa.bindparam("now")),
        tickets.c.resolution_due < sa.bindparam("now"),
    ),
)
_UNWARNED = sa.or_(
    sa.and_(_RESPONSE_RUNS, _unwarned(TimerKind.WARN_RESPONSE)),
    sa.and_(tickets.c.resolution_due.is_not(None), _unwarned(TimerKind.WARN_RESOLUTION)),
)
NEARLY_DUE = sa.and_(IS_OPEN, tickets.c.completed_at.is_(None), sa.or_(IS_LATE, _UNWARNED))
_SOON_DUE = sa.and_(tickets.c.completed_at.is_(None), ~sa.func.coalesce(IS_LATE, sa.false()), _UNWARNED)
_FIRST_IS_RESPONSE = sa.and_(
    _RESPONSE_RUNS,
    sa.or_(tickets.c.resolution_due.is_(None), tickets.c.response_due <= tickets.c.resolution_due),
)
_DUE = sa.case(
    (tickets.c.completed_at.is_not(None), None),
    (_FIRST_IS_RESPONSE, tickets.c.response_due),
    else_=tickets.c.resolution_due,
)
"""The next deadline, or the one that was missed longest: `domain.usecases.lists.next_due`."""
_TURN = (
    sa.case(dict(WAITS), value=tickets.c.status, else_=len(WAITS)),
    sa.case((tickets.c.at_head, 0), else_=1),
    sa.case((sa.bindparam("now") > _DUE, 0), else_=1),
)
"""What goes before the deadline: `domain.usecases.lists.in_order`."""


def first(
    transaction: Transaction, *, now: datetime, lines: Collection[str] | None, limit: int, late: bool = False
) -> tuple[int, list[Waiting]]:
    """How many open tickets there are in these lines, and of those so many that come first; whatever ties with the last comes
    too. `late`: only what has missed a deadline, the longest first."""
    here: list[Any] = [OPEN, *_in(lines), *([IS_LATE] if late else [])]
    keys = (_DUE,) if late else (*_TURN, _DUE)
    values = {"now": now}
    # Only what the index of open tickets holds: the tickets themselves are read once it is known which.
    looked = sa.select(tickets.c.number, sa.func.count().over(), *keys).where(*here)
    ordered = looked.order_by(*keys[:-1], _DUE.is_(None), _DUE, tickets.c.number).limit(limit)
    rows = transaction.run(ordered, values).all()
    numbers, count = [row[0] for row in rows], rows[0][1] if rows else 0
    if len(rows) == limit < count:
        ties = [key.is_not_distinct_from(value) for key, value in zip(keys, rows[-1][2:], strict=True)]
        numbers += transaction.run(sa.select(tickets.c.number).where(*here, *ties), values).scalars()
    found = transaction.run(sa.select(*BRIEF).where(tickets.c.number.in_(set(numbers))))
    return count, [Waiting(*row) for row in found]


def soon_due(transaction: Transaction, *, now: datetime, soon: datetime, lines: Collection[str] | None) -> list[Ticket]:
    """Open tickets in time, of which no timer that lies behind `soon` will warn."""
    found = sa.select(tickets.c.number).where(OPEN, _SOON_DUE, *_in(lines))
    return transaction.all(sa.select(Ticket).where(tickets.c.number.in_(found)), {"now": now, "soon": soon})


def _in(lines: Collection[str] | None) -> list[sa.ColumnElement[bool]]:
    return [] if lines is None else [tickets.c.line.in_(sorted(lines))]
