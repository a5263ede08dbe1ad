"""Found: what a ticket is found by stands in rows of its own, and the head of a long queue is that of the whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from bot.storage import found, schema
from bot.storage.desk import SqlDesk
from bot.storage.tables import ticket_words
from domain.journal import Actor
from domain.ticket import Status
from domain.usecases.lists import found_by, in_order, next_due
from tests.bot.storage_builders import at_desk, new_ticket, speaker
from tests.conftest import Clock

TEXTS = (
    "Не печатает принтер на втором этаже",
    "Принтеры печатают пустые листы",
    "Сканер HP-1020 не виден, заявка 4512345 у поставщика",
    "Зависает касса",
)


def filed(desk: SqlDesk, clock: Clock) -> list[str]:
    person = desk.people.speaking(speaker(at=clock.now()))
    return [new_ticket(desk, person, answers={"description": text}).number for text in TEXTS]


@pytest.mark.parametrize("few", [found.FEW, 0])
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("принтер", [1, 0]),
        ("принтером этаж", [0]),
        ("сканеры", [2]),
        ("hp-1020", [2]),
        ("45123", [2]),
        ("+7 (495) 123-45-67", [3, 2, 1, 0]),
        ("4951234", [3, 2, 1, 0]),
        ("0000000", []),
        ("касс", [3]),
        ("% _ ' \" \\ *", []),
        ("телескоп", []),
    ],
)
def test_by_forms_beginnings_and_parts_of_numbers(
    engine: sa.Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch, few: int, typed: str, expected: list[int]
) -> None:
    """The same whether it leads from the words to the tickets, or goes through the tickets."""
    monkeypatch.setattr(found, "FEW", few)
    with at_desk(engine, clock) as desk:
        numbers = filed(desk, clock)
        assert found_by(desk, typed) == [numbers[n] for n in expected]


def test_open_ones_first_and_the_newest_first(engine: sa.Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """By either way; no more than so many."""
    with at_desk(engine, clock) as desk:
        person = desk.people.speaking(speaker(at=clock.now()))
        known = [new_ticket(desk, person) for _ in range(6)]
        for n, ticket in enumerate(known):
            ticket.registered_at = clock.now() + timedelta(minutes=n)
        for n in (1, 4):
            known[n].status, known[n].closed_at = Status.CLOSED, clock.now() + timedelta(hours=5 - n)
        expected = [known[n].number for n in (5, 3, 2, 0, 1, 4)]
        for few in (found.FEW, 0):
            monkeypatch.setattr(found, "FEW", few)
            assert found_by(desk, "принтер") == expected
            assert found_by(desk, "принтер", most=5) == expected[:5]


def test_words_follow_their_ticket(engine: sa.Engine, clock: Clock) -> None:
    """What is said later is found, what is erased is gone, and an upgrade enters what was there before it."""
    with at_desk(engine, clock) as desk:
        number = filed(desk, clock)[0]
        ticket = desk.tickets.get(number)
        ticket.hear(clock.now(), Actor("7", "Анна", "telegram"), "Лампа мигает")
        assert found_by(desk, "лампы") == [number]
    kept = sa.select(ticket_words.c.ticket, ticket_words.c.word).order_by(*ticket_words.c)
    with engine.begin() as connection:
        before = connection.execute(kept).all()
        connection.execute(sa.delete(ticket_words))
        module = ScriptDirectory(str(schema.MIGRATIONS)).get_revision("0007").module
        with Operations.context(MigrationContext.configure(connection)):
            module.fill_in_words()
        assert connection.execute(kept).all() == before
    with at_desk(engine, clock) as desk:
        desk.tickets.get(number).words = ""
    with at_desk(engine, clock, reads=True) as desk:
        assert found_by(desk, "лампы") == []
        assert not [row for row in desk.transaction.run(kept) if row.ticket == number]


def test_the_first_of_a_queue_are_the_first_of_all(engine: sa.Engine, clock: Clock) -> None:
    """Whatever the states and deadlines: nobody is missed who ties with the last."""
    now = clock.now()
    statuses = [status for status in Status if status is not Status.CLOSED]
    dues = [None, now - timedelta(hours=2), now - timedelta(hours=1), now + timedelta(hours=1)]
    with at_desk(engine, clock) as desk:
        person = desk.people.speaking(speaker(at=now))
        for n in range(40):
            ticket = new_ticket(desk, person)
            ticket.status, ticket.at_head = statuses[n % len(statuses)], n % 7 == 0
            ticket.response_due, ticket.resolution_due = dues[n % 4], dues[n // 4 % 4]
            ticket.responded_at = now if n % 3 == 0 else None
            ticket.completed_at = now if ticket.status is Status.COMPLETED else None
            ticket.priority = desk.regulation.priorities[n % 3].key
    with at_desk(engine, clock, reads=True) as desk:
        whole = in_order(desk.tickets.waiting(), now)
        late = [one.number for one in whole if (due := next_due(one)) is not None and due < now]
        for limit in (1, 7, 20, 100):
            count, some = desk.tickets.first(now=now, lines={"", "-100"}, limit=limit)
            assert (count, in_order(some, now)[:limit]) == (40, whole[:limit])
            count, some = desk.tickets.late(now=now, lines=None, limit=limit)
            assert count == len(late)
            assert {one.number for one in some} <= set(late)
        assert {one.number for one in some} == set(late)
        assert desk.tickets.first(now=now, lines={"-200"}, limit=5) == (0, [])
        assert not {one.number for one in desk.tickets.soon_due(now=now, soon=now, lines=None)} & set(late)
