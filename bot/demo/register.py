"""The register of a demo: only an empty one is filled, or an earlier demo that nobody has used since; that one is emptied first."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from bot.demo.month import MARK, UNFINISHED
from bot.storage.schema import upgrade
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
    _empty(engine)


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
    """Make that database on the engine's PostgreSQL server unless it is there. NoPlaceForDemo if that may not be."""
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


def _empty(engine: sa.Engine) -> None:
    """The demo goes with its tables: a journal only grows, so that its rows cannot be deleted."""
    with engine.begin() as connection:
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("DROP FUNCTION IF EXISTS entries_only_grow")
    upgrade(engine)
