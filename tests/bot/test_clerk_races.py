"""The clerk among others: colleagues who were faster, servers that went away, files that somebody else holds."""

from __future__ import annotations

import sqlite3

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from bot.clerk import RegisterAway, handling
from bot.storage.desk import SqlDesk
from bot.storage.engine import open_engine
from bot.storage.tables import counters, people
from domain.people import Agent, Person, Speaker
from domain.refusals import AlreadyTaken
from domain.ticket import Ticket
from domain.usecases.take import take
from tests.bot.clerk_deeds import count, greet, register
from tests.bot.storage_builders import at_desk, speaker
from tests.conftest import Clock, OpenClerk


async def test_the_slower_one_hears_that_a_colleague_was_first(
    postgres_url: str, open_clerk: OpenClerk, clock: Clock
) -> None:
    """Two processes let two agents take one ticket: the second try is on fresh data, and finds it taken."""
    engine, elsewhere = open_engine(postgres_url), open_engine(postgres_url)
    clerk = await open_clerk(engine)
    number = (await clerk.do(register, by=speaker(1, at=clock.now()))).number
    staff = {name: speaker(n, at=clock.now(), chat=-100, name=name) for n, name in ((2, "Борис"), (3, "Вера"))}
    with at_desk(elsewhere, clock) as desk:
        for name, by in staff.items():
            desk.people.enlist(Agent("-100", desk.people.speaking(by).id, name))

    tries: list[int] = []

    def take_slowly(desk: SqlDesk, *, by: Speaker) -> Ticket:
        ticket = desk.tickets.get(number)
        tries.append(ticket.version)
        if len(tries) == 1:
            with at_desk(elsewhere, clock) as other:
                take(other, by=staff["Борис"], number=number)
        return take(desk, by=by, number=number)

    with pytest.raises(AlreadyTaken) as refusal, handling(5):
        await clerk.do(take_slowly, by=staff["Вера"])

    assert refusal.value.by == "Борис"
    assert tries == [1, 2]
    await clerk.close()
    for opened in (engine, elsewhere):
        opened.dispose()


async def test_two_who_meet_a_stranger_at_once_meet_one_person(
    postgres_url: str, open_clerk: OpenClerk, clock: Clock
) -> None:
    """The second one's entry is refused by the database; run again, it finds the first."""
    engine, elsewhere = open_engine(postgres_url), open_engine(postgres_url)
    clerk = await open_clerk(engine)
    by = speaker(at=clock.now())
    met: list[str] = []

    def greet_slowly(desk: SqlDesk, *, by: Speaker) -> Person:
        person = desk.people.speaking(by)
        if not met:
            with at_desk(elsewhere, clock) as other:
                met.append(other.people.speaking(by).id)
        return person

    assert (await clerk.do(greet_slowly, by=by)).id == met[0]
    assert count(engine, people) == 1
    await clerk.close()
    for opened in (engine, elsewhere):
        opened.dispose()


async def test_a_lost_connection_is_not_the_doors_trouble(
    postgres_url: str, open_clerk: OpenClerk, clock: Clock
) -> None:
    """The server restarted, say: the next slip and the next look go over a new connection."""
    engine, elsewhere = open_engine(postgres_url), open_engine(postgres_url)
    clerk = await open_clerk(engine)
    end_all = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'frontdesk'"
    mine = " AND datname = current_database() AND pid <> pg_backend_pid()"
    for _ in range(2):
        with elsewhere.connect() as connection:
            connection.exec_driver_sql(end_all + mine)
        assert (await clerk.do(greet, by=speaker(at=clock.now()))).name == "Анна"
        with elsewhere.connect() as connection:
            connection.exec_driver_sql(end_all + mine)
        assert await clerk.read(lambda desk: desk.tickets.open_of("nobody")) == []
    await clerk.close()
    for opened in (engine, elsewhere):
        opened.dispose()


@pytest.mark.parametrize("marked", [True, False])
async def test_a_connection_lost_in_the_commit_doubles_nothing(
    postgres_url: str, open_clerk: OpenClerk, clock: Clock, marked: bool
) -> None:
    """Whether it was carried out nobody knows: with a mark it may be run again, without one the door has to decide."""
    engine, elsewhere = open_engine(postgres_url), open_engine(postgres_url)
    clerk = await open_clerk(engine)
    cut: list[int] = []

    @event.listens_for(engine, "commit")
    def cut_once(connection: sa.Connection) -> None:
        if not cut:
            cut.append(connection.connection.dbapi_connection.info.backend_pid)  # type: ignore[union-attr]
            with elsewhere.connect() as other:
                other.exec_driver_sql(f"SELECT pg_terminate_backend({cut[0]}, 5000)")

    if marked:
        with handling(1):
            assert (await clerk.do(register, by=speaker(at=clock.now()))).number == "BAR-000001"
    else:
        with pytest.raises(RegisterAway):
            await clerk.do(register, by=speaker(at=clock.now()))
        assert count(elsewhere, counters) == 0
    await clerk.close()
    for opened in (engine, elsewhere):
        opened.dispose()


async def test_a_locked_register_is_away_and_comes_back(sqlite_url: str, open_clerk: OpenClerk, clock: Clock) -> None:
    """Another process holds the file for too long: the door is told so, and may try again later."""
    engine = open_engine(f"{sqlite_url}?timeout=0.05")
    clerk = await open_clerk(engine)
    other = sqlite3.connect(engine.url.database or "")
    other.execute("BEGIN IMMEDIATE")
    with handling(1), pytest.raises(RegisterAway, match="locked"):
        await clerk.do(greet, by=speaker(at=clock.now()))
    other.rollback()
    other.close()
    with handling(1):
        await clerk.do(greet, by=speaker(at=clock.now()))
    await clerk.close()
    engine.dispose()
