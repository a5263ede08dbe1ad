"""The engine: how the register is opened, and what somebody hears who named a wrong one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage.desk import open_session
from bot.storage.engine import DatabaseUnusable, in_memory, open_engine, reading
from bot.storage.tables import metadata, people, settings
from domain.people import Person
from tests.bot.storage_builders import at_desk, speaker
from tests.conftest import Clock


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense with s3cret", "is not an address of a database; right would be: sqlite:///"),
        ("mysql://desk:s3cret@localhost/desk", "mysql:// is not supported; right would be: sqlite:///"),
        (
            "sqlite:////nowhere/at/all/desk.sqlite3",
            "sqlite:////nowhere/at/all/desk.sqlite3 cannot be opened: unable to",
        ),
        ("postgresql://desk:s3cret@127.0.0.1:1/desk", r"desk:\*\*\*@127.0.0.1:1/desk cannot be opened: .*refused"),
        ("postgres://127.0.0.1:1/desk?user=desk&password=s3cret", "127.0.0.1:1/desk cannot be opened"),
    ],
)
def test_a_wrong_address_is_named_without_its_password(url: str, says: str) -> None:
    """The message names the setting, the place and the reason, in one line."""
    with pytest.raises(DatabaseUnusable, match=f"FRONTDESK_DATABASE_URL.*{says}") as caught:
        open_engine(url)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """It is not written over."""
    path = tmp_path / "letter.txt"
    path.write_text("Здравствуйте! " * 100)
    with pytest.raises(DatabaseUnusable, match="not a database"):
        open_engine(f"sqlite:///{path}")
    assert path.read_text().startswith("Здравствуйте!")


def test_sqlite_is_opened_to_lose_nothing(sqlite_url: str) -> None:
    """Write-ahead log, each commit on the disk, references checked."""
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    engine.dispose()


def test_who_reads_does_not_wait_for_the_writer(engine: sa.Engine, clock: Clock) -> None:
    """In the middle of a transaction others see what was committed before it."""
    count = sa.select(sa.func.count()).select_from(people)
    with at_desk(engine, clock) as desk:
        desk.people.speaking(speaker(at=clock.now()))
        desk.transaction.flush()
        with reading(engine).connect() as reader:
            assert reader.execute(count).scalar_one() == 0
    with reading(engine).connect() as reader:
        assert reader.execute(count).scalar_one() == 1


def test_a_reader_cannot_write_and_its_connection_can_afterwards(engine: sa.Engine, clock: Clock) -> None:
    """Connections are shared, their restrictions are not."""
    for _ in range(3):
        with pytest.raises(sa.exc.DBAPIError), reading(engine).begin() as connection:
            connection.execute(sa.delete(people))
        with engine.begin() as connection:
            connection.execute(sa.delete(people))


def test_sqlite_says_at_the_beginning_that_it_writes(sqlite_url: str) -> None:
    """So two writers wait for each other instead of failing halfway."""
    engine = open_engine(sqlite_url)
    other = sqlite3.connect(engine.url.database or "", timeout=0)
    with engine.begin(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.rollback()
    other.close()
    engine.dispose()


def test_a_register_in_memory_is_shared() -> None:
    """All sessions see the same one."""
    engine = open_engine("sqlite://")
    assert in_memory(engine)
    with engine.begin() as connection:
        metadata.create_all(connection)
    with open_session(engine) as session:
        session.add(Person("Анна"))
        session.commit()
    with open_session(reading(engine)) as session:
        assert [person.name for person in session.scalars(sa.select(Person))] == ["Анна"]
    engine.dispose()


def test_errors_do_not_quote_what_people_wrote(engine: sa.Engine) -> None:
    """An error goes into logs; a phone number does not."""
    with pytest.raises(sa.exc.IntegrityError) as caught, engine.begin() as connection:
        connection.execute(sa.insert(people), {"id": "x", "name": "+7 495 123-45-67"})
    assert "123-45-67" not in f"{caught.value!s} {caught.value!r} {caught.value.orig!s} {caught.value.orig!r}"


def test_a_read_sees_one_state_throughout(engine: sa.Engine) -> None:
    """What is written between two looks of one read is not seen by the second: a card is drawn of one moment."""
    reader = reading(engine)
    with reader.connect() as looking:
        before = looking.execute(sa.select(sa.func.count()).select_from(settings)).scalar_one()
        with engine.begin() as writing:
            writing.execute(settings.insert().values(name="x", value="y"))
        assert looking.execute(sa.select(sa.func.count()).select_from(settings)).scalar_one() == before
    reader.dispose()
