"""The ports over SQL: what was done a moment ago is there, and what was committed comes back as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, StatementError

from bot.storage.engine import reading
from bot.storage.tables import people
from domain.draft import DraftKind
from domain.participants import Participant
from domain.people import Agent, EmailProof, Identity, Person
from domain.refusals import NotStaff
from tests.bot.storage_builders import at_desk, draft, file_ticket, new_ticket, speaker
from tests.conftest import Clock

# -- people


def test_a_stranger_is_entered_once(engine: sa.Engine, clock: Clock) -> None:
    """Whoever speaks again, in the same transaction or a later one, is the same person."""
    by = speaker(at=clock.now())
    with at_desk(engine, clock) as desk:
        person = desk.people.speaking(by)
        assert desk.people.speaking(by) is person
        assert desk.people.get(person.id) is person
        assert desk.people.by_address("telegram", "7") is person

    with at_desk(engine, clock) as desk:
        again = desk.people.speaking(by)
        assert (again.id, again.name) == (person.id, "Анна")
        assert desk.people.identity(person.id, "telegram", "7") is not None
    with pytest.raises(KeyError), at_desk(engine, clock) as desk:
        desk.people.get("nobody")


def test_an_account_is_one_persons(engine: sa.Engine, clock: Clock) -> None:
    """Two people never hold the same account of a messenger."""
    with at_desk(engine, clock) as desk:
        desk.people.speaking(speaker(at=clock.now()))
    with at_desk(engine, clock) as desk:
        boris = Person("Борис")
        desk.people.add(boris)
        desk.people.add_identity(Identity("telegram", "7", boris.id))
        with pytest.raises(IntegrityError):
            desk.transaction.flush()
        desk.transaction.session.rollback()


def test_a_mailbox_is_held_by_who_proved_it_last(engine: sa.Engine, clock: Clock) -> None:
    """Colleagues may share one, and a claim is not a proof."""
    with at_desk(engine, clock) as desk:
        anna, boris, eve = Person("Анна"), Person("Борис"), Person("Ева")
        for person in (anna, boris, eve):
            desk.people.add(person)
        desk.people.add_identity(Identity("email", "help@example.org", eve.id))
        assert desk.people.by_address("email", "help@example.org") is None
        desk.people.add_identity(Identity("email", "help@example.org", anna.id, clock.now()))
        boriss = Identity("email", "help@example.org", boris.id)
        desk.people.add_identity(boriss)
        assert desk.people.by_address("email", "help@example.org") is anna

        boriss.proved_at = clock.forward(minutes=1)

        assert desk.people.by_address("email", "help@example.org") is boris
        # A mail program writes it in other letters than they typed.
        assert desk.people.by_address("email", "Help@example.org") is boris
        assert desk.people.identity(boris.id, "email", "HELP@example.org") is boriss
        assert desk.people.by_address("email", "help@example.com") is None
        assert [desk.people.address_of(p.id, "email") for p in (boris, eve)] == ["help@example.org", ""]
        assert desk.people.address_of(boris.id, "telegram") == ""


def test_staff_are_who_works_in_that_group_now(engine: sa.Engine, clock: Clock) -> None:
    """Strangers, members of other groups and those who left are refused; leads come first."""
    with at_desk(engine, clock) as desk:
        for number, name, lead in ((1, "Анна", False), (2, "Борис", True), (3, "Вера", False)):
            person = desk.people.speaking(speaker(number, at=clock.now(), chat=-100))
            desk.people.enlist(Agent("-100", person.id, name, lead=lead))
        assert [agent.name for agent in desk.people.agents("-100")] == ["Борис", "Анна", "Вера"]

    with at_desk(engine, clock) as desk:
        anna = desk.people.agent(speaker(1, at=clock.now(), chat=-100))
        vera = desk.people.agent(speaker(3, at=clock.now(), chat=-100))
        desk.people.enlist(Agent("-100", vera.person_id, "Вера", active=False))
        desk.people.enlist(Agent("-100", anna.person_id, "Анна П.", lead=True))
        assert [agent.name for agent in desk.people.agents("-100")] == ["Анна П.", "Борис"]
        for outsider in (
            speaker(3, at=clock.now(), chat=-100),
            speaker(1, at=clock.now(), chat=-200),
            speaker(99, at=clock.now(), chat=-100),
        ):
            with pytest.raises(NotStaff):
                desk.people.agent(outsider)


def test_a_new_code_replaces_the_one_that_was_out(engine: sa.Engine, clock: Clock) -> None:
    """There is one code for each person, and wrong tries count on the one that is out."""
    with at_desk(engine, clock) as desk:
        anna = desk.people.speaking(speaker(at=clock.now()))
        desk.people.set_proof(EmailProof(anna.id, "old@example.org", "111111", clock.now()))
        proof = EmailProof(anna.id, "anna@example.org", "222222", clock.now())
        desk.people.set_proof(proof)
        proof.tries += 1

    with at_desk(engine, clock) as desk:
        stored = desk.people.proof(anna.id)
        assert stored is not None
        assert (stored.address, stored.code, stored.tries) == ("anna@example.org", "222222", 1)
        desk.people.drop_proof(stored)
        assert desk.people.proof(anna.id) is None


# -- drafts


def test_the_draft_opened_last_takes_the_words(engine: sa.Engine, clock: Clock) -> None:
    """Even when two were opened at the same instant; and one that is taken up again comes first."""
    by = speaker(at=clock.now())
    with at_desk(engine, clock) as desk:
        anna = desk.people.speaking(by)
        for kind in (DraftKind.INTAKE, DraftKind.LOOSE, DraftKind.COMMENT):
            desk.drafts.open(draft(anna, clock.now(), kind))
        assert [d.kind for d in desk.drafts.of(by, anna)] == ["comment", "loose", "intake"]

    with at_desk(engine, clock) as desk:
        mine = desk.drafts.of(by, desk.people.speaking(by))
        assert [d.kind for d in mine] == ["comment", "loose", "intake"]
        mine[2].opened_at = clock.forward(seconds=1)
        assert desk.drafts.of(by, anna)[0].kind is DraftKind.INTAKE
        assert desk.drafts.at(by.place, anna.id)[0].kind is DraftKind.INTAKE


def test_a_draft_is_awaited_at_its_place_only(engine: sa.Engine, clock: Clock) -> None:
    """What is asked in one chat or topic is not answered in another."""
    with at_desk(engine, clock) as desk:
        anna = desk.people.speaking(speaker(at=clock.now()))
        desk.drafts.open(draft(anna, clock.now(), thread=5))
        desk.drafts.open(draft(anna, clock.now(), chat="-300"))
        assert desk.drafts.of(speaker(at=clock.now()), anna) == []
        assert len(desk.drafts.of(speaker(at=clock.now(), chat=-300), anna)) == 1


@pytest.mark.parametrize("stored", [False, True])
def test_a_discarded_draft_is_gone_at_once(engine: sa.Engine, clock: Clock, stored: bool) -> None:
    """Whether it was written before or opened a moment ago."""
    by = speaker(at=clock.now())
    with at_desk(engine, clock) as desk:
        anna = desk.people.speaking(by)
        number = file_ticket(desk, by).number
        opened = draft(anna, clock.now(), DraftKind.ANSWER, ticket=number)
        desk.drafts.open(opened)
        assert desk.drafts.get(opened.id) is opened
        assert desk.drafts.for_ticket(anna.id, number) == [opened]
        if stored:
            desk.transaction.flush()
        desk.drafts.discard(opened)
        assert desk.drafts.get(opened.id) is None
        assert desk.drafts.for_ticket(anna.id, number) == []

    with at_desk(engine, clock) as desk:
        assert desk.drafts.get(opened.id) is None


# -- what a database would do differently, were it let


def test_a_naive_instant_is_refused(engine: sa.Engine, clock: Clock) -> None:
    """Nobody guesses a zone."""
    with at_desk(engine, clock) as desk:
        desk.timers.set("BAR-000001", "close", clock.now().replace(tzinfo=None))
        with pytest.raises(StatementError, match="no UTC offset"):
            desk.transaction.flush()


def test_nul_and_half_characters_are_taken_out(engine: sa.Engine, clock: Clock) -> None:
    """In texts and in JSON, keys too, on both databases alike."""
    with at_desk(engine, clock) as desk:
        anna = desk.people.speaking(speaker(at=clock.now(), name="Ан\0на\udc00"))
        opened = draft(anna, clock.now(), answers={"te\0xts": ["до\0м", "\ud800", {"\0": 1}], "plain": "\\u0000"})
        desk.drafts.open(opened)
    with at_desk(engine, clock) as desk:
        assert desk.people.get(anna.id).name == "Анна"
        again = desk.drafts.get(opened.id)
        assert again is not None
        assert again.answers == {"texts": ["дом", "", {"": 1}], "plain": "\\u0000"}


def test_the_database_knows_the_words(engine: sa.Engine, clock: Clock) -> None:
    """A status that does not exist cannot be written, not even past the desk."""
    with at_desk(engine, clock) as desk:
        file_ticket(desk, speaker(at=clock.now()))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(sa.text("UPDATE tickets SET status = 'snoozed'"))


def test_nothing_points_nowhere(engine: sa.Engine, clock: Clock) -> None:
    """A ticket of somebody who is not there is refused at the commit."""
    with pytest.raises(IntegrityError), at_desk(engine, clock) as desk:
        new_ticket(desk, Person("Никто"))


# -- time, and those who only look


def test_the_desks_time_never_goes_back(engine: sa.Engine, clock: Clock) -> None:
    """Not before the wish came in, and not when the clock is set back on the way."""
    with at_desk(engine, clock) as desk:
        arrived = clock.now() + timedelta(seconds=5)
        desk.arrived(arrived)
        assert desk.now() == arrived
        later = clock.forward(seconds=10)
        assert desk.now() == later
        clock.forward(hours=-1)
        assert desk.now() == later


def test_who_only_looks_changes_nothing(engine: sa.Engine, clock: Clock) -> None:
    """Even a query that would enter somebody leaves no trace; a plain statement is refused."""
    with at_desk(reading(engine), clock, reads=True) as desk:
        stranger = desk.people.speaking(speaker(at=clock.now()))
        assert desk.drafts.of(speaker(at=clock.now()), stranger) == []
        assert desk.people.get(stranger.id) is stranger
        desk.transaction.settle(Person)
        with pytest.raises(sa.exc.DBAPIError):
            desk.transaction.run(sa.delete(people))
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(people)).scalar_one() == 0


# -- what is looked up


def test_people_from_outside_are_kept_by_ticket_and_address(engine: sa.Engine, clock: Clock) -> None:
    """In the order they were brought in; the same address on another ticket is another row."""
    with at_desk(engine, clock) as desk:
        one, two = (file_ticket(desk, speaker(at=clock.now())).number for _ in range(2))
        desk.participants.add(Participant(one, "b@example.org", "Б", clock.now()))
        desk.participants.add(Participant(one, "a@example.org", "", clock.forward(minutes=1)))
        desk.participants.add(Participant(two, "b@example.org", "Б", clock.now()))
        assert desk.participants.find(one, "b@example.org")
    with at_desk(engine, clock) as desk:
        assert [p.address for p in desk.participants.of(one)] == ["b@example.org", "a@example.org"]
        assert [p.address for p in desk.participants.of(two)] == ["b@example.org"]
        assert desk.participants.find(two, "a@example.org") is None


def test_what_is_counted_adds_up(engine: sa.Engine, clock: Clock) -> None:
    """Over transactions, each name by itself; numbers of tickets are not touched."""
    for n in (1, 2):
        with at_desk(engine, clock) as desk:
            desk.counters.add("found")
            assert desk.counters.get("found") == n
    with at_desk(engine, clock) as desk:
        assert desk.counters.get("BAR") == 0
        assert file_ticket(desk, speaker(at=clock.now())).number == "BAR-000001"
