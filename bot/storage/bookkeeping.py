"""Bookkeeping: what the register keeps for itself. Marks of updates carried out, the quarantine, texts of the regulation.

All instants here are of the wall clock, but for `since`: a clock that can be moved must not make anything forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.storage.desk import SqlDesk
from bot.storage.tables import quarantine as quarantined
from bot.storage.tables import regulations, updates_seen
from bot.storage.transaction import PerDialect
from domain import versions
from domain.regulation import loads

# Telegram repeats an update for 24 hours, and may begin anew with any id after a week without updates: a mark that is
# older would then hide a new update.
MARKS_KEPT = timedelta(days=6)

_MARK = PerDialect(
    lambda dialect: (
        dialect.insert(updates_seen)
        .on_conflict_do_nothing(index_elements=[updates_seen.c.update_id])
        .returning(updates_seen.c.update_id)
    )
)
_KEEP = PerDialect(
    lambda dialect: (
        dialect.insert(quarantined)
        .on_conflict_do_nothing(index_elements=[quarantined.c.update_id])
        .returning(quarantined.c.id)
    )
)
_KEPT = sa.select(quarantined.c.id).where(quarantined.c.update_id == sa.bindparam("update_id"))
_ENTER = PerDialect(
    lambda dialect: dialect.insert(regulations).on_conflict_do_nothing(index_elements=[regulations.c.digest])
)
_TEXTS = sa.select(regulations.c.digest, regulations.c.id, regulations.c.version, regulations.c.source)


def mark_seen(desk: SqlDesk, update_ids: Iterable[int], at: datetime) -> set[int]:
    """Mark updates as carried out; returns those that were not marked before."""
    # In order, so that two processes never wait for each other's marks crosswise.
    rows = [{"update_id": update_id, "at": at} for update_id in sorted(update_ids)]
    return set(desk.transaction.run(_MARK[desk.transaction.dialect], rows).scalars())


def quarantine(desk: SqlDesk, update_id: int | None, body: str, error: str, at: datetime) -> int:
    """Keep an update that could not be carried out and mark it as seen; returns its number there."""
    if update_id is not None:
        mark_seen(desk, [update_id], at)
    forget_old(desk, at)
    row = {"update_id": update_id, "body": body, "error": error, "at": at}
    number: int | None = desk.transaction.run(_KEEP[desk.transaction.dialect], row).scalar()
    if number is None:
        number = desk.transaction.run(_KEPT, {"update_id": update_id}).scalar_one()
    return number


def forget_old(desk: SqlDesk, now: datetime) -> None:
    """Delete quarantined updates once the regulation keeps them no longer, and marks that have outlived their use."""
    kept = desk.regulation.retention.quarantine.before(now, desk.regulation.zone)
    desk.transaction.run(sa.delete(quarantined).where(quarantined.c.at < kept))
    desk.transaction.run(sa.delete(updates_seen).where(updates_seen.c.at < now - MARKS_KEPT))


def open_register(desk: SqlDesk, *, since: datetime) -> str | None:
    """Enter the regulation in force and learn all versions. Returns the staff group's chat, if it moved.

    RegulationError if a version that tickets may be under cannot be read any more.
    """
    current = versions.remember(desk.regulation)
    row = {
        "digest": current.digest,
        "id": current.id,
        "version": current.version,
        "source": current.source,
        "since": since,
    }
    desk.transaction.run(_ENTER[desk.transaction.dialect], row)
    for digest, name, version, source in desk.transaction.run(_TEXTS):
        if digest != current.digest:
            versions.remember(loads(source, file=f"{name} {version}, in the register"))
    return desk.settings.get("staff_chat")
