"""The register of a demo: only an empty one is filled, or an earlier demo that nobody has used since; that one is emptied first."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from bot.demo.month import MARK, UNFINISHED
from bot.storage.engine import in_memory
from bot.storage.tables import metadata, organizations, settings, tickets


class NoPlaceForDemo(Exception):
    """A register that is in use, or a place where no further ones can be made; the message says which."""


def make_room(engine: sa.Engine) -> None:
    """Have the register empty. NoPlaceForDemo if it holds anything but a demo that nobody has used since."""
    with engine.begin() as connection:
        requests = connection.scalar(sa.select(sa.func.count()).select_from(tickets)) or 0
        customers = connection.scalar(sa.select(sa.func.count()).select_from(organizations)) or 0
        mark = connection.scalar(sa.select(settings.c.value).where(settings.c.name == MARK))
        if not mark and (requests or customers):
            raise NoPlaceForDemo(
                f"the database holds {requests} requests and {customers} customers already, and they are no demo; "
                "name an empty one with FRONTDESK_DATABASE_URL or FRONTDESK_DATA_DIR"
            )
        if not mark:
            return
        whole = mark.rpartition(" ")[2]
        if whole not in (UNFINISHED, str(requests)):
            raise NoPlaceForDemo(
                f"the database holds a demo ({mark}) that was used since: {requests} requests; "
                "name an empty one with FRONTDESK_DATABASE_URL or FRONTDESK_DATA_DIR"
            )
        _empty(connection)


def beside(url: str, preset: str) -> str:
    """The address of a database beside this one, for one preset: frontdesk.sqlite -> frontdesk-barier.sqlite."""
    address = sa.make_url(url)
    name = address.database or ""
    if address.get_backend_name() == "sqlite":
        if name in ("", ":memory:") or address.query.get("mode") == "memory":
            raise NoPlaceForDemo("a database in memory has none beside it; name a file with FRONTDESK_DATABASE_URL")
        stem, dot, suffix = name.rpartition(".")
        name = f"{stem}-{preset}{dot}{suffix}" if dot and "/" not in suffix else f"{name}-{preset}"
    else:
        name = f"{name}_{preset.replace('-', '_')}"
    return address.set(database=name).render_as_string(hide_password=False)


def create(engine: sa.Engine, url: str) -> None:
    """Make that database on the engine's PostgreSQL server unless it is there; SQLite makes its file by itself. NoPlaceForDemo."""
    if engine.dialect.name == "sqlite" or in_memory(engine):
        return
    name = sa.make_url(url).database or ""
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            there = connection.scalar(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
            if not there:
                quoted = connection.dialect.identifier_preparer.quote_identifier(name)
                connection.exec_driver_sql(f"CREATE DATABASE {quoted}")
    except DBAPIError as error:
        why = str(error.orig).strip().splitlines()[0]
        raise NoPlaceForDemo(f"the database {name} is not there and cannot be made: {why}") from None


def _empty(connection: sa.Connection) -> None:
    """Every row of the demo goes, and numbers begin anew."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(connection.dialect.identifier_preparer.format_table(t) for t in metadata.sorted_tables)
        connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        return
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for table in reversed(metadata.sorted_tables):
        connection.execute(sa.delete(table))
