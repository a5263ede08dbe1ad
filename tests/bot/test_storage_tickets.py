"""Tickets and their journal over SQL: numbers without gaps, a chain that verifies, and nobody overwrites what they have not read."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from bot.storage.desk import open_session
from bot.storage.tables import entries, tickets
from domain.journal import Actor, first_broken
from domain.people import Agent
from domain.refusals import NotYours
from domain.ticket import Status, Ticket
from tests.bot.storage_builders import at_desk, file_ticket, new_ticket, speaker
from tests.bot.tampering import unguard
from tests.conftest import Clock

ANNA = Actor("anna", "Анна", "telegram")


def test_numbers_have_no_gaps(engine: sa.Engine, clock: Clock) -> None:
    """A registration that is undone gives its number back."""
    by = speaker(at=clock.now())
    with at_desk(engine, clock) as desk:
        assert [file_ticket(desk, by).number for _ in range(3)] == ["BAR-000001", "BAR-000002", "BAR-000003"]
    with at_desk(engine, clock) as desk:
        assert [file_ticket(desk, by).number for _ in range(2)] == ["BAR-000004", "BAR-000005"]
        desk.transaction.flush()
        desk.transaction.session.rollback()
    with at_desk(engine, clock) as desk:
        assert file_ticket(desk, by).number == "BAR-000004"


def test_a_ticket_is_there_at_once_and_comes_back_whole(engine: sa.Engine, clock: Clock) -> None:
    """Each field comes back as it was: instants to the microsecond and in UTC, lists and enums as themselves."""
    with at_desk(engine, clock) as desk:
        filed = file_ticket(desk, speaker(at=clock.now()))
        assert desk.tickets.get(filed.number) is filed
        agent = Agent("-100", filed.requester_id, "Борис")
        filed.take(clock.forward(minutes=5), agent, ANNA)
        filed.ask(clock.forward(minutes=5), ANNA, "Какой принтер?")
    before = {c.name: getattr(filed, c.name) for c in tickets.c}

    with at_desk(engine, clock) as desk:
        again = desk.tickets.get(filed.number)
        assert again is not filed
        assert {c.name: getattr(again, c.name) for c in tickets.c} == before
        assert again.received_at.microsecond == 123456
        assert again.received_at.utcoffset() == timedelta(0)
        assert again.status is Status.CLARIFICATION
        with pytest.raises(NotYours):
            desk.tickets.get("BAR-000099")


def test_open_tickets_are_those_not_closed_a_moment_ago(engine: sa.Engine, clock: Clock) -> None:
    """Oldest first, of that person only."""
    with at_desk(engine, clock) as desk:
        first = file_ticket(desk, speaker(at=clock.now()))
        clock.forward(seconds=1)
        second = file_ticket(desk, speaker(at=clock.now()))
        file_ticket(desk, speaker(8, at=clock.now()))
        assert desk.tickets.open_of(first.requester_id) == [first, second]
        first.take(clock.now(), Agent("-100", first.requester_id, "Борис"), ANNA)
        first.complete(clock.now(), ANNA, "Готово")
        first.confirm(clock.now(), ANNA)
        assert desk.tickets.open_of(first.requester_id) == [second]


def test_the_chain_of_a_ticket_verifies_after_reloading(engine: sa.Engine, clock: Clock) -> None:
    """Entries of a new ticket and of a loaded one, in another zone, with odd characters; and after one was erased."""
    by = speaker(at=clock.now())
    with at_desk(engine, clock) as desk:
        number = file_ticket(desk, by).number
    moscow = timezone(timedelta(hours=3))
    with at_desk(engine, clock) as desk:
        ticket = desk.tickets.get(number)
        ticket.note(clock.forward(microseconds=1).astimezone(moscow), ANNA, "Ёж\0 и \ud83d половина, «кавычки», 🖨")
        ticket.hear(clock.forward(hours=1), ANNA, "Ещё не печатает", ["f1", "f2"])
        assert len(desk.journal.of(number)) == 3

    with at_desk(engine, clock) as desk:
        journal = desk.journal.of(number)
        assert [entry.n for entry in journal] == [1, 2, 3]
        assert first_broken(journal) is None
        assert journal[1].facts["text"] == "Ёж и  половина, «кавычки», 🖨"
        assert journal[-1].digest == desk.tickets.get(number).head
        journal[1].erase()

    with at_desk(engine, clock) as desk:
        journal = desk.journal.of(number)
        assert journal[1].payload is None
        assert journal[1].salt is None
        assert first_broken(journal) is None
        unguard(desk.transaction.session.connection())
        desk.transaction.run(sa.update(entries).where(entries.c.n == 3).values(payload={"text": "Всё печатает"}))
    with at_desk(engine, clock) as desk:
        broken = first_broken(desk.journal.of(number))
        assert broken is not None
        assert broken.n == 3


@pytest.mark.parametrize(
    "deed",
    [
        sa.delete(entries).where(entries.c.n == 2),
        sa.update(entries).where(entries.c.n == 2).values(payload={"text": "Всё печатает"}),
        sa.update(entries).where(entries.c.n == 2).values(payload=None),
        sa.update(entries).where(entries.c.n == 2).values(payload=None, salt=None, actor_name="", kind="note"),
        sa.update(entries).where(entries.c.n == 2).values(actor="boris"),
        sa.update(entries).where(entries.c.n == 2).values(audience="staff"),
    ],
    ids=["deleted", "other words", "half erased", "another kind", "another actor", "hidden"],
)
def test_the_database_itself_keeps_the_journal(engine: sa.Engine, clock: Clock, deed: sa.Executable) -> None:
    """Whoever asks, entries stay as they were written; an erasure takes words, salt and name, and nothing else."""
    with at_desk(engine, clock) as desk:
        ticket = desk.tickets.get(file_ticket(desk, speaker(at=clock.now())).number)
        ticket.hear(clock.forward(hours=1), ANNA, "Ещё не печатает")
    with pytest.raises(sa.exc.IntegrityError, match="the journal only grows"), engine.begin() as connection:
        connection.execute(deed)
    with at_desk(engine, clock) as desk:
        said = desk.journal.of(ticket.number)
        assert [entry.facts.get("text") for entry in said] == [None, "Ещё не печатает"]
        said[1].erase()
    with at_desk(engine, clock) as desk:
        assert desk.journal.of(ticket.number)[1].payload is None


def test_adding_to_a_journal_loads_none_of_it(engine: sa.Engine, clock: Clock) -> None:
    """However long the conversation, an entry costs no reading."""
    with at_desk(engine, clock) as desk:
        number = file_ticket(desk, speaker(at=clock.now())).number
    with at_desk(engine, clock) as desk:
        ticket = desk.tickets.get(number)
        asked: list[str] = []
        sa.event.listen(engine, "before_cursor_execute", lambda *words: asked.append(words[2]))
        ticket.note(clock.now(), ANNA, "Заметка")
        desk.transaction.flush()
        assert [statement.split()[0] for statement in asked] == ["UPDATE", "INSERT"]


def test_who_saves_an_outdated_ticket_is_told(engine: sa.Engine, clock: Clock) -> None:
    """Two who read the same state cannot both write theirs."""
    with at_desk(engine, clock) as desk:
        number = file_ticket(desk, speaker(at=clock.now())).number
    with open_session(engine) as session:
        outdated = session.get_one(Ticket, number)
    with at_desk(engine, clock) as desk:
        desk.tickets.get(number).note(clock.now(), ANNA, "Первая")

    with open_session(engine) as session:
        session.add(outdated)
        outdated.note(clock.now(), ANNA, "Вторая")
        with pytest.raises(StaleDataError):
            session.flush()


def test_a_persons_tickets_come_a_page_at_a_time(engine: sa.Engine, clock: Clock) -> None:
    """Open ones first, then the closed, the newest first; nobody else's."""
    with at_desk(engine, clock) as desk:
        anna = desk.people.speaking(speaker(7, at=clock.now()))
        numbers = []
        for n in range(6):
            clock.forward(hours=1)
            ticket = new_ticket(desk, anna)
            numbers.append(ticket.number)
            if n in (1, 4):
                ticket.status, ticket.closed_at = Status.CLOSED, clock.now() - timedelta(hours=2 * n)
        file_ticket(desk, speaker(8, at=clock.now()))
        wanted = [numbers[n] for n in (5, 3, 2, 0, 1, 4)]
        assert [t.number for t in desk.tickets.of(anna.id, limit=99)] == wanted

    with at_desk(engine, clock, reads=True) as desk:
        assert desk.tickets.count_of(anna.id) == 6
        assert [t.number for t in desk.tickets.of(anna.id, limit=2, offset=3)] == wanted[3:5]
        assert desk.tickets.of(anna.id, limit=5, offset=6) == []
        assert desk.tickets.count_of("nobody") == 0
