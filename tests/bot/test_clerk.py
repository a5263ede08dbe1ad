"""The clerk: each update is carried out once, one that fails harms no other, and nothing is said before it is written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from bot.clerk import RegisterAway, RegisterClerk, handling
from bot.storage.desk import SqlDesk
from bot.storage.engine import open_engine
from bot.storage.schema import upgrade
from bot.storage.tables import counters, people, quarantine, regulations, updates_seen
from domain import versions
from domain.notices import Code
from domain.people import Speaker
from domain.ports import Seen, Staff
from domain.refusals import NotYours, Refusal
from domain.regulation import Regulation, loads
from domain.ticket import Ticket
from domain.usecases.staff import group_moved
from tests.bot.clerk_deeds import Held, answer, count, drafts_of, greet, open_draft, refuse, register
from tests.bot.storage_builders import at_desk, file, parcel, speaker
from tests.conftest import Clock, OpenClerk

# -- one update, once


async def test_what_is_returned_is_committed_and_readable(
    clerk: RegisterClerk, engine: sa.Engine, clock: Clock
) -> None:
    """The door gets the ticket itself, with everything on it, after everybody else can see it."""
    ticket = await clerk.do(register, by=speaker(at=clock.now()))
    assert (ticket.number, ticket.entries, ticket.version) == ("BAR-000001", 1, 1)
    assert ticket.registered_at == clock.now()
    with at_desk(engine, clock) as desk:
        assert desk.tickets.get("BAR-000001").head == ticket.head


async def test_a_repeated_update_is_carried_out_once(clerk: RegisterClerk, engine: sa.Engine, clock: Clock) -> None:
    """Delivered again later, or twice at the same time: the others are told that it was done."""
    by = speaker(at=clock.now())

    async def deliver() -> Ticket:
        with handling(1):
            return await clerk.do(register, by=by)

    outcomes = await asyncio.gather(*(deliver() for _ in range(5)), return_exceptions=True)
    outcomes += await asyncio.gather(deliver(), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [Ticket, *[Seen] * 5]
    with at_desk(engine, clock) as desk:
        assert len(desk.tickets.open_of(desk.people.speaking(by).id)) == 1


async def test_an_update_twice_in_one_list_is_carried_out_once(clerk: RegisterClerk, clock: Clock) -> None:
    """Slips without a chat may share a list, the mark tells them apart all the same."""

    async def deliver() -> int:
        with handling(1):
            return await clerk.do(lambda desk: 1)

    async with Held(clerk):
        both = asyncio.gather(deliver(), deliver(), return_exceptions=True)
    outcomes = await both
    assert outcomes[0] == 1
    assert isinstance(outcomes[1], Seen)


async def test_an_update_is_marked_by_its_first_use_case_only(clerk: RegisterClerk, engine: sa.Engine) -> None:
    """What follows belongs to it; what is learnt aside does not count, and outside an update there is nothing to mark."""
    await clerk.do(lambda desk: None)
    with handling(1):
        await clerk.aside(lambda desk: None)
        assert count(engine, updates_seen) == 0
        await clerk.do(lambda desk: None)
        await clerk.do(lambda desk: None)
    assert count(engine, updates_seen) == 1


async def test_a_refusal_leaves_no_trace(clerk: RegisterClerk, engine: sa.Engine, clock: Clock) -> None:
    """No ticket, no number, no mark: the same update may be tried again, and what the door does instead marks it."""
    by = speaker(at=clock.now())
    with handling(1):
        with pytest.raises(NotYours):
            await clerk.do(refuse, by=by)
        assert [count(engine, table) for table in (people, counters, updates_seen)] == [0, 0, 0]
        await clerk.do(greet, by=by)
    assert count(engine, updates_seen) == 1
    assert (await clerk.do(register, by=by)).number == "BAR-000001"


# -- lists


async def test_what_waits_is_written_together(clerk: RegisterClerk, clock: Clock) -> None:
    """Slips that come while the writer is busy share one transaction, and each door gets its own result."""
    speakers = [speaker(n, at=clock.now()) for n in range(1, 41)]
    await asyncio.gather(*(clerk.do(open_draft, by=by) for by in speakers))
    async with Held(clerk):
        answers = asyncio.gather(*(clerk.do(answer, by=by, text=by.address) for by in speakers))
    assert len({id(desk) for desk in await answers}) == 1
    for by in speakers:
        (mine,) = await clerk.read(drafts_of, by=by)
        assert mine.answers == {"texts": by.address}


async def test_a_list_costs_a_handful_of_statements(clerk: RegisterClerk, engine: sa.Engine, clock: Clock) -> None:
    """Marks are set and speakers with their drafts fetched for all of them at once; what was changed is written."""
    speakers = [speaker(n, at=clock.now()) for n in range(1, 31)]
    await asyncio.gather(*(clerk.do(open_draft, by=by) for by in speakers))
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *words: statements.append(words[2].split()[0]))

    async def deliver(by: Speaker) -> None:
        with handling(int(by.address)):
            await clerk.do(answer, by=by, text="Да")

    async with Held(clerk):
        answers = asyncio.gather(*map(deliver, speakers))
    await answers
    assert statements == ["INSERT", "SELECT", *["UPDATE"] * 30]


async def test_a_chat_keeps_its_order(clerk: RegisterClerk, clock: Clock) -> None:
    """What somebody writes quickly is carried out in that order, each on what the one before it left."""
    by = speaker(at=clock.now())
    await clerk.do(open_draft, by=by)

    def append(desk: SqlDesk, *, by: Speaker, text: str) -> SqlDesk:
        mine = desk.drafts.of(by, desk.people.speaking(by))[0]
        mine.put("texts", [*mine.answers.get("texts", []), text])
        return desk

    async with Held(clerk):
        said = asyncio.gather(
            *(clerk.do(append, by=by, text=word) for word in ["пять", "быстрых", "слов", "в", "чате"])
        )
    assert len({id(desk) for desk in await said}) == 5
    (mine,) = await clerk.read(drafts_of, by=by)
    assert mine.answers["texts"] == ["пять", "быстрых", "слов", "в", "чате"]


async def test_one_that_fails_harms_no_neighbour(clerk: RegisterClerk, engine: sa.Engine, clock: Clock) -> None:
    """A refusal, an error and even an attempt to leave: each reaches its own door; the rest is written, without gaps."""

    def leave(desk: SqlDesk, *, by: Speaker) -> None:
        desk.tickets.next_number(desk.regulation)
        raise SystemExit(3)

    def stumble(desk: SqlDesk, *, by: Speaker) -> None:
        raise next(iter([ValueError("нет такого")]))

    deeds: list[Callable[..., object]] = [register, refuse, register, stumble, leave, register]

    async def deliver(n: int, deed: Callable[..., object]) -> object:
        with handling(n):
            return await clerk.do(deed, by=speaker(n, at=clock.now()))

    async with Held(clerk):
        everything = asyncio.gather(*(deliver(n, deed) for n, deed in enumerate(deeds)), return_exceptions=True)
    outcomes = await everything
    assert [getattr(o, "number", type(o)) for o in outcomes] == [
        "BAR-000001",
        NotYours,
        "BAR-000002",
        ValueError,
        RuntimeError,
        "BAR-000003",
    ]
    assert count(engine, updates_seen) == 3
    assert (await clerk.do(register, by=speaker(9, at=clock.now()))).number == "BAR-000004"


async def test_a_door_that_stopped_waiting_is_not_served(clerk: RegisterClerk, engine: sa.Engine, clock: Clock) -> None:
    """Cancelled while it waits in the queue: nothing is done for it, the others go on."""
    async with Held(clerk):
        gone = asyncio.ensure_future(clerk.do(greet, by=speaker(1, at=clock.now())))
        stays = asyncio.ensure_future(clerk.do(greet, by=speaker(2, at=clock.now())))
        await asyncio.sleep(0)
        gone.cancel()
    await stays
    assert count(engine, people) == 1


# -- looking


async def test_looking_sees_the_last_commit_and_writes_nothing(
    clerk: RegisterClerk, engine: sa.Engine, clock: Clock
) -> None:
    """Even while the writer is busy; refusals come through."""
    number = (await clerk.do(register, by=speaker(at=clock.now()))).number
    async with Held(clerk):
        ticket = await clerk.read(lambda desk: desk.tickets.get(number))
        assert ticket.answers["name"] == "Анна"
        stranger = await clerk.read(greet, by=speaker(8, at=clock.now()))
        with pytest.raises(Refusal):
            await clerk.read(lambda desk: desk.tickets.get("BAR-000099"))
    assert stranger.name == "Анна"
    assert count(engine, people) == 1


async def test_a_register_in_memory_takes_turns(open_clerk: OpenClerk, clock: Clock) -> None:
    """One connection serves writer and readers."""
    engine = open_engine("sqlite://")
    upgrade(engine)
    clerk = await open_clerk(engine)
    speakers = [speaker(n, at=clock.now()) for n in range(5)]
    await asyncio.gather(*(clerk.do(open_draft, by=by) for by in speakers))
    looks = await asyncio.gather(*(clerk.read(drafts_of, by=by) for by in speakers))
    assert [len(mine) for mine in looks] == [1] * 5
    await clerk.close()
    engine.dispose()


# -- what others want to know


async def test_listeners_hear_what_was_touched_after_the_commit(
    clerk: RegisterClerk, engine: sa.Engine, clock: Clock
) -> None:
    """Only of commits, only if something of theirs was touched; one that fails harms nobody."""
    heard: list[frozenset[str]] = []

    def fail(topics: frozenset[str]) -> None:
        raise ZeroDivisionError

    clerk.on_commit(fail)
    clerk.on_commit(heard.append)
    by = speaker(at=clock.now())

    def post_and_set(desk: SqlDesk, *, by: Speaker) -> None:
        desk.outbox.post(parcel("k", due=0))
        desk.timers.set("s", "k", desk.now())

    def post_and_refuse(desk: SqlDesk, *, by: Speaker) -> None:
        desk.outbox.post(parcel("k2", due=0))
        raise NotYours

    await clerk.do(greet, by=by)
    with pytest.raises(NotYours):
        await clerk.do(post_and_refuse, by=by)
    await clerk.do(post_and_set, by=by)
    await clerk.do(lambda desk: desk.files.add(file(desk.people.speaking(by), clock.now(), draft_id="d")))
    await clerk.do(greet, by=by)
    assert heard == [{"outbox", "timers"}, {"files"}]


# -- the register's own books


async def test_the_quarantine_keeps_what_could_not_be_done(
    clerk: RegisterClerk, engine: sa.Engine, clock: Clock
) -> None:
    """For 30 days, under a number that is not given twice; the update counts as seen and may come again."""
    first = await clerk.quarantine(1, '{"update_id": 1, "text": "\0"}', "ValueError")
    assert await clerk.quarantine(1, "again", "again") == first
    clock.forward(days=20)
    second = await clerk.quarantine(2, "{}", "KeyError")
    clock.forward(days=10, seconds=1)
    third = await clerk.quarantine(None, "no JSON", "ValidationError")

    assert len({first, second, third}) == 3
    with engine.connect() as connection:
        assert connection.execute(sa.select(quarantine.c.id).order_by(quarantine.c.id)).scalars().all() == [
            second,
            third,
        ]
    with handling(2):
        await clerk.do(lambda desk: None)  # its mark was forgotten: Telegram may have given the id anew
    with handling(2), pytest.raises(Seen):
        await clerk.do(lambda desk: None)


async def test_earlier_versions_of_the_regulation_are_known(
    engine: sa.Engine, open_clerk: OpenClerk, clock: Clock, regulation: Regulation
) -> None:
    """A ticket stays under the version it was registered by, also after a restart with a newer one."""
    older = loads(regulation.source.replace('prefix = "BAR"', 'prefix = "OLD"'), file="older")
    assert older.digest != regulation.digest
    await (await open_clerk(engine, regulation=older)).close()
    versions._known.pop(older.digest)

    for _ in range(2):
        await (await open_clerk(engine)).close()

    assert versions.version(older.digest).prefix == "OLD"
    assert count(engine, regulations) == 2


async def test_a_staff_group_that_moved_is_found_after_a_restart(
    engine: sa.Engine, open_clerk: OpenClerk, clock: Clock
) -> None:
    """Until another group is configured."""
    clerk = await open_clerk(engine)
    await clerk.do(lambda desk: desk.outbox.post(parcel("k", due=0, address="-100", code=Code.PING)))
    await clerk.do(group_moved, old="-100", new="-100200")
    assert clerk.staff == Staff("telegram", "-100200")
    assert (await clerk.read(lambda desk: desk.outbox.waiting(1)))[0][0].address == "-100200"
    await clerk.close()

    assert (await open_clerk(engine)).staff.chat == "-100200"
    assert (await open_clerk(engine, staff=Staff("telegram", "-555"))).staff.chat == "-555"


async def test_closing_writes_what_was_handed_in(engine: sa.Engine, open_clerk: OpenClerk, clock: Clock) -> None:
    """Then nothing more is taken."""
    clerk = await open_clerk(engine)
    async with Held(clerk):
        waiting = asyncio.gather(*(clerk.do(register, by=speaker(7, at=clock.now())) for _ in range(3)))
    await asyncio.gather(waiting, clerk.close())
    assert [ticket.number for ticket in await waiting] == ["BAR-000001", "BAR-000002", "BAR-000003"]
    with pytest.raises(RegisterAway):
        await clerk.do(greet, by=speaker(at=clock.now()))


async def test_a_slip_is_not_dated_before_it_came(engine: sa.Engine, open_clerk: OpenClerk, clock: Clock) -> None:
    """The clock of the sandbox is set back while the slip waits: the desk's time does not go back."""
    clerk = await open_clerk(engine)
    came = clock.now()
    async with Held(clerk):
        dated = asyncio.ensure_future(clerk.do(lambda desk: desk.now()))
        await asyncio.sleep(0)
        clock.forward(hours=-1)
    assert await dated == came
    assert came - clock.now() == timedelta(hours=1)
