"""Outbox, timers, files, deliveries, learnt facts: what goes in and out, once each and in order."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from domain.draft import FileState
from domain.notices import Code, Fate
from domain.ports import Delivery, Timer
from tests.bot.storage_builders import at_desk, draft, file, file_ticket, parcel, speaker
from tests.conftest import Clock

# -- outbox


def test_a_key_is_posted_once(engine: sa.Engine, clock: Clock) -> None:
    """The first stays, in one transaction and over several, whatever became of it since."""
    now = clock.wall()
    with at_desk(engine, clock) as desk:
        number = file_ticket(desk, speaker(at=clock.now())).number
        desk.outbox.post(parcel("k", due=now, facts={"text": "первая"}, ticket=number))
        desk.outbox.post(parcel("k", due=now, facts={"text": "вторая"}, ticket=number))
        assert [p.facts for p in desk.outbox.of(number)] == [{"text": "первая"}]
        desk.outbox.post(parcel("k", due=now, facts={"text": "третья"}, ticket=number))
    with at_desk(engine, clock) as desk:
        (stored,) = desk.outbox.of(number)
        stored.fate = Fate.SENT
        desk.outbox.post(parcel("k", due=now, facts={"text": "четвёртая"}, ticket=number))
        (same,) = desk.outbox.of(number)
        assert (same.facts, same.fate) == ({"text": "первая"}, Fate.SENT)


def test_a_queued_card_is_known_until_it_is_being_sent(engine: sa.Engine, clock: Clock) -> None:
    """One that waits will show the present state; one that is on its way may not."""
    with at_desk(engine, clock) as desk:
        number = file_ticket(desk, speaker(at=clock.now())).number
        assert not desk.outbox.queued(number, Code.CARD)
        desk.outbox.post(parcel("card", due=clock.wall(), code=Code.CARD, ticket=number))
        assert desk.outbox.queued(number, Code.CARD)
        assert not desk.outbox.queued(number, Code.PING)
        assert not desk.outbox.queued("BAR-000099", Code.CARD)
    with at_desk(engine, clock) as desk:
        assert desk.outbox.queued(number, Code.CARD)
        (card,) = desk.outbox.of(number)
        card.fate = Fate.SENDING
        assert not desk.outbox.queued(number, Code.CARD)


def test_each_lane_goes_in_order(engine: sa.Engine, clock: Clock) -> None:
    """Only the head of a lane may go; one that is being sent or put off holds up its own lane and no other."""
    now = clock.wall()
    with at_desk(engine, clock) as desk:
        for key, address, due in (
            ("a1", "a", now),
            ("a2", "a", now),
            ("b1", "b", now + 30),
            ("b2", "b", now),
            ("c1", "c", now + 10),
        ):
            desk.outbox.post(parcel(key, due=due, address=address))
        desk.outbox.post(parcel("m1", due=now, address="a", channel="email"))
        heads, later = desk.outbox.waiting(now)
        assert [p.key for p in heads] == ["a1", "m1"]
        assert later == now + 10

        heads[0].fate = Fate.SENDING
        assert [p.key for p in desk.outbox.waiting(now)[0]] == ["m1"]
        assert [p.key for p in desk.outbox.interrupted()] == ["a1"]

    with at_desk(engine, clock) as desk:
        (a1,) = desk.outbox.interrupted()
        a1.fate = Fate.SENT
        heads, later = desk.outbox.waiting(now + 20)
        assert [p.key for p in heads] == ["a2", "c1", "m1"]
        assert later == now + 30
        assert desk.outbox.interrupted() == []
        for head in heads:
            head.fate = Fate.FAILED
        assert [p.key for p in desk.outbox.waiting(now + 30)[0]] == ["b1"]


def test_nobody_waits_behind_another_queue(engine: sa.Engine, clock: Clock) -> None:
    """A card that is put off holds up cards only; hastened, it goes at once; what is on its way is known by address."""
    now = clock.wall()
    with at_desk(engine, clock) as desk:
        number = file_ticket(desk, speaker(at=clock.now())).number
        desk.outbox.post(parcel("card", due=now + 60, code=Code.CARD, queue="cards", ticket=number))
        desk.outbox.post(parcel("word", due=now))
        assert [p.key for p in desk.outbox.waiting(now)[0]] == ["word"]
        card = desk.outbox.queued(number, Code.CARD)
        assert card
        desk.outbox.hasten(card, now)
    with at_desk(engine, clock) as desk:
        heads, later = desk.outbox.waiting(now)
        assert ([p.key for p in heads], later) == (["card", "word"], None)
        assert not desk.outbox.is_sending("telegram", "7")
        heads[0].fate = Fate.SENDING
        assert desk.outbox.is_sending("telegram", "7")
        assert not desk.outbox.is_sending("telegram", "8")


def test_what_is_queued_follows_a_chat_that_moved(engine: sa.Engine, clock: Clock) -> None:
    """Also what was posted a moment ago and what is being sent; not what has arrived, nor other channels."""
    with at_desk(engine, clock) as desk:
        for key in ("sent", "sending", "queued"):
            desk.outbox.post(parcel(key, due=0, address="-100"))
        desk.outbox.post(parcel("mail", due=0, address="-100", channel="email"))
        desk.transaction.flush()
        for number, fate in ((1, Fate.SENT), (2, Fate.SENDING)):
            moved = desk.outbox.get(number)
            assert moved is not None
            moved.fate = fate
        assert moved
        desk.outbox.post(parcel("late", due=0, address="-100"))

        desk.outbox.readdress("telegram", "-100", "-100200")

        assert moved.address == "-100200"
    with at_desk(engine, clock) as desk:
        parcels = [desk.outbox.get(n) for n in range(1, 6)]
        assert [(p.key, p.address) for p in parcels if p] == [
            ("sent", "-100"),
            ("sending", "-100200"),
            ("queued", "-100200"),
            ("mail", "-100"),
            ("late", "-100200"),
        ]


# -- timers


def test_a_timer_set_anew_rings_at_the_later_word(engine: sa.Engine, clock: Clock) -> None:
    """In one transaction and over several; what is cancelled does not ring."""
    start = clock.now()
    with at_desk(engine, clock) as desk:
        desk.timers.set("BAR-000001", "close", start + timedelta(hours=1))
        desk.timers.set("BAR-000001", "close", start + timedelta(hours=2), {"n": 2})
        desk.timers.set("BAR-000001", "warn", start + timedelta(hours=3))
        desk.timers.set("BAR-000002", "close", start + timedelta(hours=4))
        assert desk.timers.next_at() == start + timedelta(hours=2)
        desk.timers.cancel("BAR-000001", "warn", "never_set")
        assert not desk.timers.is_set("BAR-000001", "warn")
        assert desk.timers.is_set("BAR-000001", "close")
    with at_desk(engine, clock) as desk:
        assert not desk.timers.is_set("BAR-000001", "warn")
        (due,) = desk.timers.due(start + timedelta(hours=2))
        assert (due.subject, due.kind, due.at, due.facts) == (
            "BAR-000001",
            "close",
            start + timedelta(hours=2),
            {"n": 2},
        )
        assert desk.timers.due(start + timedelta(hours=2, microseconds=-1)) == []
        desk.timers.set("BAR-000001", "close", start + timedelta(hours=5))
        assert [t.subject for t in desk.timers.due(start + timedelta(hours=5))] == ["BAR-000002", "BAR-000001"]
        assert len(desk.timers.due(start + timedelta(hours=5), limit=1)) == 1
        desk.timers.cancel("BAR-000002", "close")
        assert desk.timers.next_at() == start + timedelta(hours=5)


def test_a_timer_rings_once(engine: sa.Engine, clock: Clock) -> None:
    """One that is set anew while it rings is another, and rings in its turn."""
    with at_desk(engine, clock) as desk:
        desk.timers.set("album", "album", clock.now())
        desk.timers.set("BAR-000001", "close", clock.now())
    with at_desk(engine, clock) as desk:
        album, close = desk.timers.due(clock.now())
        desk.timers.rang(album)
        desk.timers.rang(close)
        assert not desk.timers.is_set("album", "album")
        desk.timers.set("album", "album", clock.now() + timedelta(seconds=2))
        assert desk.timers.is_set("album", "album")
    with at_desk(engine, clock) as desk:
        assert desk.timers.due(clock.now()) == []
        (again,) = desk.timers.due(clock.forward(seconds=2))
        desk.timers.set("album", "album", clock.now() + timedelta(seconds=2))
        assert desk.timers.next_at() == clock.now() + timedelta(seconds=2)
        desk.timers.rang(Timer(again.subject, again.kind, clock.now(), {}, again.id))
        assert desk.timers.is_set("album", "album")
        assert desk.timers.next_at() == clock.now() + timedelta(seconds=2)


def test_timers_of_a_new_ticket_may_be_thought_over(engine: sa.Engine, clock: Clock) -> None:
    """Set, looked at and cancelled, all before anything is committed."""
    with at_desk(engine, clock) as desk:
        number = file_ticket(desk, speaker(at=clock.now())).number
        desk.timers.cancel(number, "warn")
        desk.timers.set(number, "warn", clock.now())
        assert len(desk.timers.due(clock.now())) == 1
        desk.timers.cancel(number, "warn")
        assert desk.timers.due(clock.now()) == []


# -- files


def test_a_repeated_file_is_not_doubled(engine: sa.Engine, clock: Clock) -> None:
    """The same file of the same draft or ticket is one; elsewhere it is another. Both drafts may end in one ticket."""
    by = speaker(at=clock.now())
    with at_desk(engine, clock) as desk:
        anna = desk.people.speaking(by)
        one, two = file_ticket(desk, by).number, file_ticket(desk, by).number
        first, second = draft(anna, clock.now()), draft(anna, clock.now())
        assert desk.files.add(file(anna, clock.now(), draft_id=first.id))
        assert not desk.files.add(file(anna, clock.now(), draft_id=first.id))
        assert desk.files.add(file(anna, clock.now(), draft_id=second.id))
        assert desk.files.add(file(anna, clock.now(), ticket=one))
        assert desk.files.add(file(anna, clock.now(), ticket=two))
    with at_desk(engine, clock) as desk:
        assert not desk.files.add(file(anna, clock.now(), ticket=two))
        for opened in (first, second):
            (sent,) = desk.files.of_draft(opened.id)
            sent.draft_id, sent.ticket = None, one
        assert len(desk.files.of_ticket(one)) == 3
        assert desk.files.of_draft(first.id) == []


def test_files_come_in_the_order_they_were_sent(engine: sa.Engine, clock: Clock) -> None:
    """Parts of an album by their place in it; what waits longest is fetched first."""
    with at_desk(engine, clock) as desk:
        anna = desk.people.speaking(speaker(at=clock.now()))
        for remote, position in (("c", 3), ("a", 1), ("b", 2)):
            desk.files.add(file(anna, clock.now(), remote, position=position, group="7:1", draft_id="d"))
        desk.files.add(file(anna, clock.forward(seconds=1), "d", position=0, group="7:2", draft_id="d"))
        assert [f.remote for f in desk.files.of_group("7:1")] == ["a", "b", "c"]
        assert [f.remote for f in desk.files.of_draft("d")] == ["a", "b", "c", "d"]
        assert [f.remote for f in desk.files.waiting(3)] == ["c", "a", "b"]
        desk.files.waiting()[0].state = FileState.KEPT
        assert [f.remote for f in desk.files.waiting()] == ["a", "b", "d"]
        stored = desk.files.of_group("7:2")[0]
        assert desk.files.get(stored.id) is stored


# -- deliveries


def test_a_reply_finds_what_it_replies_to(engine: sa.Engine, clock: Clock) -> None:
    """At once, by chat and id; and the last card of a ticket is found by its kind."""
    with at_desk(engine, clock) as desk:
        number = file_ticket(desk, speaker(at=clock.now())).number
        for remote in ("9", "10"):
            desk.deliveries.add(Delivery("telegram", "-100", remote, Code.CARD, number, f"card:{remote}"))
        desk.deliveries.add(Delivery("telegram", "-100", "11", Code.PING, number, "ping"))
        found = desk.deliveries.find("telegram", "-100", "9")
        assert found is not None
        assert found.ticket == number
        assert desk.deliveries.find("telegram", "7", "9") is None
    with at_desk(engine, clock) as desk:
        latest = desk.deliveries.latest("telegram", "-100", number, Code.CARD)
        assert latest is not None
        assert latest.remote == "10"
        assert desk.deliveries.latest("telegram", "-100", number, Code.RATED) is None


# -- what the desk learnt


def test_a_learnt_fact_lapses_with_the_setting_it_corrects(engine: sa.Engine, clock: Clock) -> None:
    """The group moved; later somebody configures another group: the old move says nothing about that one."""
    with at_desk(engine, clock, staff_chat="-100") as desk:
        assert desk.settings.get("staff_chat") is None
        desk.settings.put("staff_chat", "-100200")
        desk.settings.put("staff_chat", "-100300")
        desk.settings.put("something_else", "x")
        assert desk.settings.get("staff_chat") == "-100300"
    with at_desk(engine, clock, staff_chat="-100") as desk:
        assert desk.settings.get("staff_chat") == "-100300"
    with at_desk(engine, clock, staff_chat="-555") as desk:
        assert desk.settings.get("staff_chat") is None
        assert desk.settings.get("something_else") == "x"
