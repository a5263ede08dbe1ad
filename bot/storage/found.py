"""Found: the words that tickets are found by, each a row of its own, so that a search need not look at every ticket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql

from bot.storage.tables import OPEN, ticket_words, tickets
from bot.storage.transaction import PerDialect, Transaction
from domain.sought import keys
from domain.ticket import Status, Ticket

FEW = 4000
"""Tickets that may be sorted to find the newest of them."""
OPEN_FIRST = (
    sa.case((tickets.c.status == Status.CLOSED, 1), else_=0),
    sa.func.coalesce(tickets.c.closed_at, tickets.c.registered_at).desc(),
    tickets.c.number.desc(),
)
_LAST = "\U0010ffff"
"""No sign comes behind it, in the order of bytes."""


def _each(dialect: Any) -> sa.Select[tuple[str]]:
    """The words of a list that is given as one parameter."""
    if dialect is postgresql:
        return sa.select(sa.func.unnest(sa.bindparam("words", type_=postgresql.ARRAY(sa.Text))))
    return sa.select(sa.func.json_each(sa.bindparam("words", type_=sa.JSON)).table_valued("value").c.value)


def _insert(dialect: Any) -> sa.Executable:
    word = _each(dialect).subquery().c[0]
    rows = sa.select(word, sa.bindparam("number", type_=sa.String)).where(sa.true())
    statement: sa.Executable = (
        dialect.insert(ticket_words).from_select(["word", "ticket"], rows).on_conflict_do_nothing()
    )
    return statement


_ADD = PerDialect(_insert)
_DROP = PerDialect(
    lambda dialect: sa.delete(ticket_words).where(
        ticket_words.c.ticket == sa.bindparam("number"), ticket_words.c.word.in_(_each(dialect))
    )
)


def holding(transaction: Transaction, terms: Sequence[Sequence[str]], limit: int) -> list[str]:
    """The numbers of tickets that hold one form of each term (see `domain.sought.Sought`): open ones first, then the closed;
    the newest first.

    A term that few hold leads to them by its words. Where many hold each, the tickets are gone through from the newest on,
    until so many are found: to sort all that have a word which stands everywhere would take longer than to meet some.
    """
    if not terms:
        return []
    counted = [(transaction.run(_count(forms)).scalar_one(), forms) for forms in terms]
    (few, rarest), *others = sorted(counted, key=lambda one: one[0])
    if few <= FEW:
        with_rarest = tickets.c.number.in_(_numbers(rarest))
        found = sa.select(tickets.c.number).where(with_rarest, *(_holds(forms) for _, forms in others))
        return list(transaction.run(found.order_by(*OPEN_FIRST).limit(limit)).scalars())
    # What fewest hold is asked first: most tickets fail by that already.
    held = [_holds(rarest), *(_holds(forms) for _, forms in others)]
    numbers: list[str] = []
    for kept, newest in ((OPEN, tickets.c.registered_at), (tickets.c.closed_at.is_not(None), tickets.c.closed_at)):
        walk = sa.select(tickets.c.number).where(kept, *held).order_by(newest.desc(), tickets.c.number.desc())
        room = limit - len(numbers)
        numbers += transaction.run(walk.limit(room)).scalars() if room else []
    return numbers


def _count(forms: Sequence[str]) -> sa.Select[int]:
    """How many tickets hold one of these; once there are many, it does not matter how many."""
    return sa.select(sa.func.count()).select_from(_numbers(forms).limit(FEW + 1).subquery())


def _numbers(forms: Sequence[str]) -> sa.CompoundSelect[str]:
    return sa.union_all(*(sa.select(ticket_words.c.ticket).where(_is(form)) for form in forms))


def _holds(forms: Sequence[str]) -> sa.ColumnElement[bool]:
    """Each form is asked by itself: only so does the index lead to it at once."""
    this = ticket_words.c.ticket == tickets.c.number
    return sa.or_(*(sa.exists().where(this, _is(form)) for form in forms))


def _is(form: str) -> sa.ColumnElement[bool]:
    """Looked for as it stands: no sign has a meaning of its own, as it would have in a pattern."""
    word = ticket_words.c.word
    if form.startswith(" ") and form.endswith(" "):
        return word == form.strip()
    start = form.strip() if form.startswith(" ") else f"#{form}"
    return sa.and_(word >= start, word < start + _LAST)


def _run(connection: sa.Connection, statement: PerDialect, number: str, words: set[str]) -> None:
    if words:
        connection.execute(statement[connection.dialect.name], {"number": number, "words": sorted(words)})


@event.listens_for(Ticket, "after_insert")
@event.listens_for(Ticket, "after_update")
def _written(_mapper: Any, connection: sa.Connection, ticket: Ticket) -> None:
    """A ticket's row was written: the words that it is found by follow."""
    changed = sa.inspect(ticket).attrs["words"].history
    if not changed.has_changes():
        return
    new, old = (keys(one[0]) if one else set() for one in (changed.added, changed.deleted))
    _run(connection, _DROP, ticket.number, old - new)
    _run(connection, _ADD, ticket.number, new - old)
