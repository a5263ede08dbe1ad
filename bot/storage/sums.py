"""Sums: figures over many rows, for a look from above."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bot.storage.tables import (
    UNDERWAY,
    UNREAD,
    attachments,
    complaints,
    drafts,
    entries,
    letters,
    outbox,
    quarantine,
    tickets,
)
from bot.storage.transaction import MAIL, Transaction
from bot.storage.turns import IS_LATE, IS_OPEN, NEARLY_DUE
from domain.complaint import Complaint
from domain.draft import DraftKind, FileState
from domain.journal import Entry, EntryKind
from domain.letters import LetterState
from domain.notices import Code, Fate, Parcel
from domain.ports.of_sums import Ended, Heap, Traffic
from domain.ticket import Ticket
from domain.usecases.hold_letter import BY_AGENTS

DAY = timedelta(days=1)
LATELY = 20_000
"""Among so many of the newest parcels what became of letters is looked for: the outbox is long."""
WEEK = timedelta(days=7)

_ALIKE = (tickets.c.line, tickets.c.regulation_digest, tickets.c.priority, tickets.c.status)
_UNTAKEN = tickets.c.assignee_id.is_(None)
_HEAPS = (
    sa.select(
        *_ALIKE,
        _UNTAKEN,
        sa.func.count(),
        sa.func.sum(sa.case((IS_LATE, 1), else_=0)),
        sa.func.min(tickets.c.received_at),
    )
    .where(IS_OPEN)
    .group_by(*_ALIKE, _UNTAKEN)
)
_NEAR = sa.select(tickets.c.line, sa.func.count()).where(NEARLY_DUE).group_by(tickets.c.line)
MOMENT = 60.0
"""Seconds that a parcel may take without anybody calling it waiting: what goes out right now is over when the card is read."""
_WAITING = sa.select(sa.func.count(), sa.func.min(outbox.c.created)).where(
    UNDERWAY, outbox.c.code != Code.NOW, outbox.c.created <= sa.bindparam("before")
)
_NEWEST = outbox.c.id > sa.select(sa.func.coalesce(sa.func.max(outbox.c.id), 0) - LATELY).scalar_subquery()
_FAILED = sa.select(sa.func.count()).where(_NEWEST, outbox.c.fate == Fate.FAILED, outbox.c.due >= sa.bindparam("since"))


def _letter(fate: Fate) -> sa.Select[tuple[float]]:
    of_mail = (_NEWEST, outbox.c.channel == MAIL, outbox.c.fate == fate)
    return sa.select(sa.func.max(outbox.c.due)).where(*of_mail)


_SENT, _REFUSED = _letter(Fate.SENT), _letter(Fate.FAILED)
_HEARD = sa.select(sa.func.max(entries.c.at)).where(entries.c.at >= sa.bindparam("since"), entries.c.channel == MAIL)
_QUARANTINED = sa.select(sa.func.count()).where(quarantine.c.at >= sa.bindparam("since"))
_STUCK = sa.select(sa.func.count()).where(
    sa.text(f"state = '{FileState.WAITING}'"), attachments.c.attempts >= 1, attachments.c.state == FileState.WAITING
)
_UNREAD = sa.select(sa.func.count()).select_from(letters).where(UNREAD)
_UNREADABLE = (
    sa.select(sa.func.count())
    .select_from(letters)
    .where(letters.c.received_at >= sa.bindparam("since"), letters.c.state == LetterState.FAILED)
)
_HELD = (
    sa.select(sa.func.count())
    .select_from(drafts)
    .where(drafts.c.kind == DraftKind.LETTER, drafts.c.answers["why"].as_string().not_in(sorted(BY_AGENTS)))
)
_ENDED = sa.select(
    sa.func.count(), sa.func.count(tickets.c.rating), sa.func.coalesce(sa.func.sum(tickets.c.rating), 0)
).where(
    tickets.c.closed_at >= sa.bindparam("since"),
    tickets.c.closed_at < sa.bindparam("until"),
    tickets.c.merged_into.is_(None),
)
_REOPENED = sa.case((entries.c.payload["reopened"].as_boolean(), 1), else_=0)
_DISPUTES = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(_REOPENED), 0)).where(
    entries.c.at >= sa.bindparam("since"),
    entries.c.at < sa.bindparam("until"),
    entries.c.kind == EntryKind.DISPUTED,
)
_COMPLAINTS = (
    sa.select(Complaint)
    .where(complaints.c.at >= sa.bindparam("since"), complaints.c.at < sa.bindparam("until"))
    .order_by(complaints.c.at, complaints.c.number)
)


class SqlSums:
    """`domain.ports.of_sums.Sums` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def heaps(self, now: datetime) -> list[Heap]:
        """All open tickets."""
        self._transaction.settle(Ticket)
        rows = self._transaction.run(_HEAPS, {"now": now})
        return [Heap(*row) for row in rows]

    def near(self, now: datetime) -> dict[str, int]:
        """How many open tickets of each line are late or were warned of."""
        self._transaction.flush()
        found = self._transaction.run(_NEAR, {"now": now, "soon": now})
        return {str(row[0]): int(row[1]) for row in found}

    def traffic(self, *, now: datetime, wall: float) -> Traffic:
        """Of the last day, as far as it says what was; among the newest parcels."""
        self._transaction.settle(Parcel)
        run, day = self._transaction.run, datetime.fromtimestamp(wall, UTC) - DAY
        waiting, oldest = run(_WAITING, {"before": wall - MOMENT}).one()
        return Traffic(
            waiting=waiting,
            oldest=oldest,
            failed=run(_FAILED, {"since": wall - DAY.total_seconds()}).scalar_one(),
            letter=run(_SENT, {}).scalar_one(),
            letter_failed=run(_REFUSED, {}).scalar_one(),
            heard=run(_HEARD, {"since": now - WEEK}).scalar_one(),
            quarantined=run(_QUARANTINED, {"since": day}).scalar_one(),
            files=run(_STUCK, {}).scalar_one(),
            unread=run(_UNREAD, {}).scalar_one(),
            unreadable=run(_UNREADABLE, {"since": now - DAY}).scalar_one(),
            held=run(_HELD, {}).scalar_one(),
        )

    def ended(self, since: datetime, until: datetime) -> Ended:
        """Those closed from `since` on and before `until`; what was merged is counted by what goes on."""
        self._transaction.settle(Ticket)
        return Ended(*self._transaction.run(_ENDED, {"since": since, "until": until}).one())

    def disputes(self, since: datetime, until: datetime) -> tuple[int, int]:
        """How often requesters did not agree that it is done in that span, and how often they opened a closed ticket again."""
        self._transaction.settle(Entry)
        every, reopened = self._transaction.run(_DISPUTES, {"since": since, "until": until}).one()
        return every - reopened, reopened

    def complaints(self, since: datetime, until: datetime) -> list[Complaint]:
        """Those that came in that span, by time."""
        self._transaction.settle(Complaint)
        return self._transaction.all(_COMPLAINTS, {"since": since, "until": until})
