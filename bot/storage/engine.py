"""The engine: one way to the database, be it a SQLite file or a PostgreSQL server.

Whoever writes on SQLite says so when the transaction begins (BEGIN IMMEDIATE), so that no reading turns into a writing halfway
and finds the file locked. Engines from `reading()` cannot write.
"""

from __future__ import annotations

import sqlite3
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import QueuePool, StaticPool

from bot.storage.columns import dumps, loads

VARIABLE = "FRONTDESK_DATABASE_URL"
FORMS = "sqlite:///path/to/file.sqlite3, sqlite:// (in memory) or postgresql://user:password@host/database"
PATIENCE = 10
"""Seconds that a writer waits for another process that writes to the same SQLite file."""
_READS = "frontdesk_reads"


class DatabaseUnusable(Exception):
    """The database named by the settings cannot be used; the message says which, and why, without its password."""


def open_engine(url: str) -> sa.Engine:
    """An engine for this address, tried once. DatabaseUnusable if the address is wrong or nobody answers there."""
    address = _address(url)
    engine = _sqlite(address) if address.get_backend_name() == "sqlite" else _postgres(address)
    try:
        with engine.connect():
            pass
    except DBAPIError as error:
        engine.dispose()
        why = str(error.orig).strip().splitlines()[0]
        raise DatabaseUnusable(f"{VARIABLE}: {_shown(address)} cannot be opened: {why}") from None
    return engine


def reading(engine: sa.Engine) -> sa.Engine:
    """The same engine for those who only look: its transactions do not wait for the writer, and cannot write.

    Each sees one state of the register throughout, also when somebody commits meanwhile.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{_READS: True})
    return engine.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")


def in_memory(engine: sa.Engine) -> bool:
    """Whether all share one connection, so that nobody may read while somebody writes."""
    return isinstance(engine.pool, StaticPool)


def _address(url: str) -> sa.URL:
    try:
        address = sa.make_url(url)
    except ArgumentError:
        # Not quoted: what cannot be parsed may hold a password anywhere.
        raise DatabaseUnusable(f"{VARIABLE} is not an address of a database; right would be: {FORMS}") from None
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    if address.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise DatabaseUnusable(f"{VARIABLE}: {address.drivername}:// is not supported; right would be: {FORMS}")
    return address


def _shown(address: sa.URL) -> str:
    """The address as it may be shown: no password, and no query, which may hold one."""
    return address.set(query={}).render_as_string(hide_password=True)


def _engine(address: sa.URL, **options: Any) -> sa.Engine:
    return sa.create_engine(
        address, hide_parameters=True, json_serializer=dumps, json_deserializer=loads, pool_pre_ping=False, **options
    )


def _postgres(address: sa.URL) -> sa.Engine:
    connect = {"connect_timeout": 10, "application_name": "frontdesk"}
    engine = _engine(address, pool_size=8, max_overflow=8, connect_args=connect)

    @event.listens_for(engine, "handle_error")
    def say_less(context: sa.engine.ExceptionContext) -> None:
        # The server's DETAIL quotes the row, and errors go into logs.
        for error in (context.original_exception, context.sqlalchemy_exception):
            if error is not None:
                error.args = tuple(str(words).split("\nDETAIL:")[0] for words in error.args)

    return engine


def _sqlite(address: sa.URL) -> sa.Engine:
    memory = address.database in (None, "", ":memory:") or address.query.get("mode") == "memory"
    connect: dict[str, Any] = {"check_same_thread": False}
    if "timeout" not in address.query:
        connect["timeout"] = PATIENCE
    engine = (
        _engine(address, poolclass=StaticPool, connect_args=connect)
        if memory
        else _engine(address, poolclass=QueuePool, pool_size=8, max_overflow=8, connect_args=connect)
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # BEGIN is ours: the driver would send it late, and a deferred one
        if not memory:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # what is erased must not be read from the file's free pages
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        reads = bool(connection.get_execution_options().get(_READS))
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        # Straight to the driver: said at each transaction, and nothing to compile or to log.
        raw.execute(f"PRAGMA query_only = {int(reads)}")
        try:
            raw.execute("BEGIN" if reads else "BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise DBAPIError.instance("BEGIN", None, error, sqlite3.Error, dialect=engine.dialect) from error

    return engine
