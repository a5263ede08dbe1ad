"""Scrub: after an erasure nothing of it shall be left in the database's own files.

SQLite overwrites what is deleted (secure_delete), but its journal holds the pages as they were: it is written back and cut
to nothing. PostgreSQL keeps old versions of rows until they are vacuumed, and says in its own time when that is; archives of
its journal, and backups of either, are the operator's.
"""

from __future__ import annotations

import asyncio
import logging

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from bot.storage.engine import PATIENCE as WRITERS_PATIENCE
from bot.storage.engine import in_memory

log = logging.getLogger(__name__)

# Seconds between attempts while somebody reads an older state of the register.
PATIENCE = (0.05, 0.2, 1.0, 5.0, 30.0)
# Where words stood: PostgreSQL is asked to clear their old versions.
TABLES = (
    "people, identities, tickets, entries, attachments, drafts, outbox, deliveries, messages, complaints, quarantine"
)


async def scrub(engine: sa.Engine) -> None:
    """Leave no copy behind, as far as the database lets us; what could not be done is logged and nothing else."""
    for pause in (*PATIENCE, None):
        try:
            if await asyncio.to_thread(_scrubbed, engine):
                return
        except DBAPIError as error:
            log.warning("old pages of the database were not scrubbed: %s", type(error).__name__)
            return
        if pause is None:
            log.warning("old pages of the database were not scrubbed: it is being read all the time")
            return
        await asyncio.sleep(pause)


def _scrubbed(engine: sa.Engine) -> bool:
    if engine.dialect.name == "sqlite":
        return in_memory(engine) or _cut(engine)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(f"VACUUM {TABLES}"))
    return True


def _cut(engine: sa.Engine) -> bool:
    """Write SQLite's journal back and empty it; False while a reader needs it. Writers wait meanwhile, so not for long."""
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA busy_timeout = 200")
        busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {WRITERS_PATIENCE * 1000}")
    finally:
        raw.close()
    return not busy
