"""What tests share: a fresh register on each database, a clock that stands until it is moved, a clerk."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa
import uvloop

from bot.clerk import RegisterClerk
from bot.storage import schema
from bot.storage.engine import open_engine
from domain.ports import Staff
from domain.regulation import Regulation, load
from tests import kept, order
from tests.postgres import PrivatePostgres, memory

kept.keep()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest come first."""
    items.sort(key=order.turn)


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop that the desk works on."""
    return {"uvloop": uvloop.new_event_loop}


def pytest_collection_finish() -> None:
    kept.leave_alone()


class Clock:
    """The regulation's time and the wall clock; both stand until they are moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 7, 0, 0, 123456, UTC)
        """Monday, 10:00 in Moscow."""

    def now(self) -> datetime:
        return self.time

    def wall(self) -> float:
        return self.time.timestamp()

    def forward(self, **span: float) -> datetime:
        self.time += timedelta(**span)
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def regulation() -> Regulation:
    return load("barier")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PrivatePostgres]:
    """A server for the whole run; each test gets databases of its own."""
    with PrivatePostgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: PrivatePostgres) -> str:
    """The address of a migrated database to copy; nobody connects to it."""
    url = postgres.create_database()
    _migrate(url)
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("template") / "desk.sqlite3"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> Iterator[str]:
    """The address of a fresh, migrated SQLite file; in memory, where there is room: each commit would wait for the disk."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-sqlite-", dir=memory()) as folder:
        yield f"sqlite:///{shutil.copy(sqlite_template, folder)}"


@pytest.fixture
def postgres_url(postgres: PrivatePostgres, postgres_template: str) -> Iterator[str]:
    """The address of a fresh, migrated PostgreSQL database."""
    url = postgres.create_database(postgres_template)
    yield url
    postgres.drop_database(url)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database: the test runs on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


OpenClerk = Callable[..., Awaitable[RegisterClerk]]


@pytest_asyncio.fixture
async def open_clerk(clock: Clock, regulation: Regulation) -> AsyncIterator[OpenClerk]:
    """Opens clerks that are closed after the test: `await open_clerk(engine)`."""
    opened: list[RegisterClerk] = []

    async def open_one(engine: sa.Engine, **changes: object) -> RegisterClerk:
        options = {"now": clock.now, "wall": clock.wall, "regulation": regulation, "staff": Staff("telegram", "-100")}
        clerk = RegisterClerk(engine, **(options | changes))  # type: ignore[arg-type]
        await clerk.start()
        opened.append(clerk)
        return clerk

    yield open_one
    for clerk in opened:
        await clerk.close()


@pytest_asyncio.fixture
async def clerk(engine: sa.Engine, open_clerk: OpenClerk) -> RegisterClerk:
    return await open_clerk(engine)


def _migrate(url: str) -> None:
    engine = open_engine(url)
    schema.upgrade(engine)
    engine.dispose()
