"""Cases: the plain facts of requests that figures are made of, in two queries whatever their number, read side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from sys import intern
from typing import Any

import sqlalchemy as sa

from bot.storage.tables import entries, organizations, tickets
from bot.storage.transaction import Transaction
from domain import versions
from domain.cases import COUNTED, Case, Event
from domain.journal import Entry, EntryKind
from domain.ticket import Ticket

_TELLING = (EntryKind.CLOSED, EntryKind.RATED, EntryKind.PROMISED)
"""What these entries say matters, and not only that they are there."""
_PIECES = {"yield_per": 500}
"""So many rows at once."""
_RATED = sa.select(entries.c.ticket).where(
    entries.c.kind == EntryKind.RATED, entries.c.at >= sa.bindparam("since"), entries.c.at < sa.bindparam("until")
)
_CONCERNED = sa.and_(
    tickets.c.received_at < sa.bindparam("until"),
    sa.or_(tickets.c.closed_at.is_(None), tickets.c.closed_at >= sa.bindparam("since"), tickets.c.number.in_(_RATED)),
)
_THEIRS = tickets.c.organization_id == sa.bindparam("organization")
_TICKETS = (
    sa.select(
        tickets.c.number,
        tickets.c.regulation_digest,
        tickets.c.received_at,
        tickets.c.kind,
        tickets.c.priority_at_receipt,
        tickets.c.tier,
        tickets.c.client,
        tickets.c.changes,
        tickets.c.pauses,
        tickets.c.responded_at,
        tickets.c.organization_id,
        sa.func.coalesce(organizations.c.name, "").label("organization"),
        tickets.c.assignee_name,
        tickets.c.answers,
        tickets.c.erased_at,
    )
    .select_from(tickets.outerjoin(organizations, organizations.c.id == tickets.c.organization_id))
    .where(_CONCERNED)
    .order_by(tickets.c.number)
)
_ENTRIES = (
    sa.select(
        entries.c.ticket,
        entries.c.at,
        entries.c.kind,
        entries.c.actor,
        entries.c.actor_name,
        sa.case((entries.c.kind.in_(_TELLING), entries.c.payload)).label("payload"),
    )
    .where(
        entries.c.kind.in_((*COUNTED, EntryKind.PROMISED)),
        entries.c.at < sa.bindparam("until"),
    )
    .order_by(entries.c.ticket, entries.c.n)
)


class SqlCases:
    """`domain.ports.Cases` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def between(self, since: datetime, until: datetime, organization_id: str | None = None) -> Iterator[Case]:
        """Requests received before `until` that were open at any time from `since` on, or rated then; of one customer, or all.

        One after the other, by number: no more of them need be in memory than whoever asks keeps.
        """
        self._transaction.settle(Ticket, Entry)
        values: dict[str, Any] = {"since": since, "until": until}
        whose: list[sa.ColumnElement[bool]] = []
        if organization_id is not None:
            whose, values = [_THEIRS], values | {"organization": organization_id}
        concerned = sa.select(tickets.c.number).where(_CONCERNED, *whose)
        told = self._transaction.run(
            _ENTRIES.where(entries.c.ticket.in_(concerned)).execution_options(**_PIECES), values
        )
        found = self._transaction.run(_TICKETS.where(*whose).execution_options(**_PIECES), values)
        return _beside(found, told)


def _beside(found: Iterable[Any], told: Iterable[Any]) -> Iterator[Case]:
    """Both come in the order of the same numbers, and whoever has entries is among those found."""
    journals = groupby(told, key=lambda row: row.ticket)
    number, journal = next(journals, ("", ()))
    for row in found:
        if row.number != number:
            yield _case(row, ())
            continue
        yield _case(row, journal)
        number, journal = next(journals, ("", ()))


def _case(row: Any, journal: Iterable[Any]) -> Case:
    answers = row.answers or {}
    events, until, cause = [], "", ""
    for entry in journal:
        said = entry.payload or {}
        if entry.kind is EntryKind.PROMISED:
            until, cause = str(said.get("until") or ""), str(said.get("text") or "")
            continue
        how, stars = str(said.get("how") or ""), int(said.get("stars") or 0)
        events.append(Event(entry.at, entry.kind, entry.actor, entry.actor_name, how, stars))
    return Case(
        number=row.number,
        rules=versions.version(row.regulation_digest),
        received=row.received_at,
        kind=intern(row.kind),
        priority_at_receipt=intern(row.priority_at_receipt),
        tier=intern(row.tier),
        client=intern(row.client),
        changes=[(datetime.fromisoformat(at), key) for at, key in row.changes],
        pauses=[(datetime.fromisoformat(a), datetime.fromisoformat(b) if b else None) for a, b in row.pauses],
        responded=row.responded_at,
        organization_id=row.organization_id,
        organization=intern(row.organization),
        assignee=intern(row.assignee_name),
        subject=" ".join(str(answers.get("subject") or answers.get("description") or "").split())[:200],
        erased=row.erased_at,
        promised=datetime.fromisoformat(until) if until else None,
        cause=cause,
        events=events,
    )
