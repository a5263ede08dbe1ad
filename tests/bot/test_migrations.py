"""Migrations: from nothing to the tables that the code knows, on both databases, and again without harm."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from bot.storage import schema
from bot.storage.engine import open_engine
from bot.storage.tables import metadata
from domain.journal import Actor
from tests.bot.storage_builders import at_desk, file_ticket, speaker
from tests.conftest import Clock
from tests.postgres import PrivatePostgres


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    server: PrivatePostgres = request.getfixturevalue("postgres")
    return server.create_database()


def test_an_empty_database_is_brought_up_to_date(empty_url: str) -> None:
    """From no revision to the newest; a second time nothing happens."""
    engine = open_engine(empty_url)
    assert (schema.current(engine), schema.is_current(engine)) == (None, False)
    for _ in range(2):
        schema.upgrade(engine)
        assert (schema.current(engine), schema.is_current(engine)) == (schema.newest(), True)
    engine.dispose()


def test_what_is_migrated_is_what_the_code_knows(engine: sa.Engine) -> None:
    """No table, column, index or key more or less."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_each_word_the_code_knows_may_be_stored(engine: sa.Engine) -> None:
    """The checks are written out in the revisions: a new status needs a new revision."""
    inspector = sa.inspect(engine)
    for table in metadata.sorted_tables:
        checks = {check["name"]: str(check["sqltext"]) for check in inspector.get_check_constraints(table.name)}
        for column in table.columns:
            if isinstance(column.type, sa.Enum) and column.type.create_constraint:
                check = checks.pop(f"ck_{table.name}_{column.type.name}")
                missing = [word for word in column.type.enums if f"'{word}'" not in check]
                assert (table.name, column.name, missing) == (table.name, column.name, [])
        assert checks == {}


def test_data_survives_an_upgrade(engine: sa.Engine, clock: Clock) -> None:
    """Also one that has nothing to do."""
    with at_desk(engine, clock) as desk:
        number = file_ticket(desk, speaker(at=clock.now())).number
    schema.upgrade(engine)
    with at_desk(engine, clock) as desk:
        assert desk.tickets.get(number).answers["name"] == "Анна"
        # and references are checked again afterwards
        desk.transaction.run(sa.text("DELETE FROM people"))
        with pytest.raises(sa.exc.IntegrityError):
            desk.transaction.session.commit()
        desk.transaction.session.rollback()


def test_a_half_done_upgrade_leaves_nothing(empty_url: str) -> None:
    """A revision is carried out as a whole or not at all: here a table stands in the way."""
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE outbox (id INTEGER)")
    with pytest.raises(sa.exc.DBAPIError):
        schema.upgrade(engine)
    assert sa.inspect(engine).get_table_names() == ["outbox"]
    assert schema.current(engine) is None
    engine.dispose()


def test_answers_from_before_count_with_the_minutes_they_hold(engine: sa.Engine, clock: Clock) -> None:
    """0005: each answer that took time has its row; pictures of an album, and what was erased, have none."""
    module = ScriptDirectory(str(schema.MIGRATIONS)).get_revision("0005").module
    boris = Actor("boris", "Борис", "telegram")
    with at_desk(engine, clock) as desk:
        ticket = file_ticket(desk, speaker(at=clock.now()))
        ticket.answer(clock.now(), boris, "Готово", (), 45)
        ticket.answer(clock.now(), boris, "", ("picture",))
        gone = ticket.answer(clock.now(), boris, "Ещё", (), 30)
        gone.erase()
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM efforts"))
        with Operations.context(MigrationContext.configure(connection)):
            module.fill_in_efforts()
    with at_desk(engine, clock, reads=True) as desk:
        found = [(one.n, one.minutes, one.agent_name, one.at) for one in desk.efforts.of_ticket(ticket.number)]
        assert found == [(2, 45, "Борис", clock.now())]
