"""The courier: everything arrives, in order, once; and what cannot arrive is known to have failed."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from bot.channels import Accepted, Dropped, Later, Outcome, Refused
from bot.clerk import RegisterClerk
from bot.courier import Courier
from domain.notices import Fate, Parcel
from domain.ports import Desk
from domain.usecases.deliver import begin_sending
from tests.bot.building import parcel, register


class Channel:
    """A channel that answers as told, and otherwise accepts."""

    def __init__(self, **answers: list[Outcome | Exception]) -> None:
        self.sent: list[str] = []
        self.answers = answers
        self.open = asyncio.Event()
        self.open.set()
        self.changed = asyncio.Event()
        self.asked = asyncio.Event()

    async def has_sent(self, count: int) -> None:
        """Return once so many were sent."""
        while len(self.sent) < count:
            self.changed.clear()
            await asyncio.wait_for(self.changed.wait(), 5)

    async def room(self, parcel: Parcel) -> None: ...

    async def send(self, parcel: Parcel) -> Outcome:
        self.asked.set()
        if parcel.address == "slow":
            await self.open.wait()
        self.sent.append(parcel.key)
        self.changed.set()
        answers = self.answers.get(parcel.key)
        answer = answers.pop(0) if answers else Accepted((parcel.key,))
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def close(self) -> None: ...


async def post(clerk: RegisterClerk, *parcels: Parcel) -> None:
    def usecase(desk: Desk) -> None:
        for one in parcels:
            desk.outbox.post(one)

    await clerk.do(usecase)


async def fates(clerk: RegisterClerk, *ids: int) -> list[Any]:
    def query(desk: Desk) -> list[Any]:
        found = [desk.outbox.get(n) for n in ids]
        return [(p.fate, p.error, p.uncertain) for p in found if p]

    return await clerk.read(query)


class Open:
    """A courier at work on a register."""

    def __init__(self, clerk: RegisterClerk, channel: Channel) -> None:
        self.clerk, self.channel = clerk, channel
        absent = {"email": "no mail server is configured"}
        self.courier = Courier(clerk, {"telegram": channel}, absent=absent)
        clerk.on_commit(lambda topics: self.courier.wake() if "outbox" in topics else None)

    async def __aenter__(self) -> Courier:
        await self.courier.start()
        return self.courier

    async def __aexit__(self, *_: object) -> None:
        await self.courier.stop(patience=0.1)


async def test_each_lane_keeps_its_order() -> None:
    """What was written first is read first."""
    async with register() as clerk:
        channel = Channel()
        await post(clerk, *(parcel(f"{address}{n}", address) for n in range(5) for address in "ab"))
        async with Open(clerk, channel) as courier:
            await courier.idle()

    for address in "ab":
        assert [key for key in channel.sent if key[0] == address] == [f"{address}{n}" for n in range(5)]


async def test_new_parcels_are_seen_at_once() -> None:
    """No waiting for the next look: the commit wakes the courier."""
    async with register() as clerk:
        channel = Channel()
        async with Open(clerk, channel) as courier:
            await courier.idle()
            await post(clerk, parcel("a", "a"))
            await asyncio.wait_for(courier.idle(), 5)

        assert channel.sent == ["a"]


async def test_a_slow_lane_holds_up_nobody() -> None:
    """One recipient's trouble is theirs alone."""
    async with register() as clerk:
        channel = Channel()
        channel.open.clear()
        async with Open(clerk, channel) as courier:
            await post(clerk, parcel("slow", "slow"), parcel("a", "a"))
            for n in range(3):
                await post(clerk, parcel(f"b{n}", "b"))
            await channel.has_sent(4)
            assert "slow" not in channel.sent
            channel.open.set()
            await courier.idle()

        assert channel.sent[-1] == "slow"


async def test_what_must_wait_is_sent_later_and_keeps_its_place() -> None:
    """A lane waits for its head; nothing overtakes."""
    async with register() as clerk:
        channel = Channel(first=[Later(0.2, "busy")])
        began = time.monotonic()
        async with Open(clerk, channel) as courier:
            await post(clerk, parcel("first", "a"), parcel("second", "a"))
            await channel.has_sent(3)
            await courier.idle()

        assert channel.sent == ["first", "first", "second"]
        assert time.monotonic() - began >= 0.2
        assert await fates(clerk, 1, 2) == [(Fate.SENT, "", False)] * 2


async def test_doubt_is_remembered_with_the_acceptance() -> None:
    """A message that may be there twice is marked so."""
    async with register() as clerk:
        channel = Channel(a=[Later(0.0, "no answer", uncertain=True)])
        async with Open(clerk, channel) as courier:
            await post(clerk, parcel("a", "a"))
            await channel.has_sent(2)
            await courier.idle()

        assert await fates(clerk, 1) == [(Fate.SENT, "", True)]


async def test_refused_and_pointless_parcels_let_the_next_one_pass() -> None:
    """A dead end is noted, and the lane goes on."""
    async with register() as clerk:
        channel = Channel(a=[Refused("blocked")], b=[Dropped()])
        async with Open(clerk, channel) as courier:
            await post(clerk, parcel("a", "x"), parcel("b", "x"), parcel("c", "x"))
            await courier.idle()

        assert await fates(clerk, 1, 2, 3) == [
            (Fate.FAILED, "blocked", False),
            (Fate.DROPPED, "", False),
            (Fate.SENT, "", False),
        ]


async def test_without_a_mail_server_letters_fail_in_plain_words() -> None:
    """Staff see why no letter went out."""
    async with register() as clerk:
        async with Open(clerk, Channel()) as courier:
            await post(clerk, parcel("a", "anna@example.org", channel="email"))
            await courier.idle()

        assert await fates(clerk, 1) == [(Fate.FAILED, "no mail server is configured", False)]


async def test_what_a_crash_interrupted_goes_out_again_and_is_marked() -> None:
    """The desk died between sending and noting: the person may get it twice, and the outbox says so."""
    async with register() as clerk:
        await post(clerk, parcel("a", "a"))
        await clerk.do(begin_sending, parcel_id=1)
        channel = Channel()
        async with Open(clerk, channel) as courier:
            await courier.idle()

        assert channel.sent == ["a"]
        assert await fates(clerk, 1) == [(Fate.SENT, "", True)]


async def test_a_mistake_of_ours_is_tried_again_and_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    """A notice that cannot be written down holds up neither other people nor the courier."""
    async with register() as clerk:
        channel = Channel(bad=[KeyError("oops"), KeyError("oops")])
        async with Open(clerk, channel) as courier:
            await post(clerk, parcel("bad", "x"), parcel("good", "y"))
            await courier.idle()

        assert "good" in channel.sent
        assert (await fates(clerk, 1, 2))[1] == (Fate.SENT, "", False)
        assert (await fates(clerk, 1))[0][0] is Fate.QUEUED


async def test_stopping_lets_what_is_on_its_way_arrive() -> None:
    """A stop is no crash: nothing is left in doubt."""
    async with register() as clerk:
        channel = Channel()
        channel.open.clear()
        opened = Open(clerk, channel)
        await opened.courier.start()
        await post(clerk, parcel("a", "slow"))
        await channel.asked.wait()
        stopping = asyncio.create_task(opened.courier.stop())
        asyncio.get_running_loop().call_soon(channel.open.set)
        await stopping

        assert await fates(clerk, 1) == [(Fate.SENT, "", False)]
