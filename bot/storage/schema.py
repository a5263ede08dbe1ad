"""The schema: brings a database to the newest revision, and tells which one it has. The revisions are in migrations/."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
"""Beside the package, in a checkout as in an installed wheel."""
_ONE_AT_A_TIME = 7_315_228_001
"""PostgreSQL's advisory lock that an upgrade takes, so that several starting processes do not upgrade at once."""


class BrokenReferences(Exception):
    """After an upgrade rows point at rows that are not there; the upgrade was undone."""


def upgrade(engine: sa.Engine) -> None:
    """Bring the database to the newest revision, in one transaction; nothing happens if it is there already."""
    if is_current(engine):
        return
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        lite = raw if isinstance(raw, sqlite3.Connection) else None
        if lite:
            # SQLite changes a table by copying and dropping it, which would break the references to it on the way.
            lite.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                if lite is None:
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
                config = _config()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                if lite and (broken := lite.execute("PRAGMA foreign_key_check").fetchall()):
                    raise BrokenReferences(f"{len(broken)} rows, the first in {broken[0][0]} to {broken[0][2]}")
        finally:
            if lite:
                lite.execute("PRAGMA foreign_keys = ON")


def current(engine: sa.Engine) -> str | None:
    """The revision the database has; None: it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def newest() -> str | None:
    """The revision that this version of the desk needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def is_current(engine: sa.Engine) -> bool:
    """Whether the database has the revision that this version of the desk needs."""
    return current(engine) == newest()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
