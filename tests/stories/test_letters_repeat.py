"""Letters that come twice in other bytes: one request, one entry; and a name that somebody uses again suppresses nothing."""

from __future__ import annotations

import pytest

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from tests.stories.conftest import MORNING, Town, at_work, on_monday
from tests.stories.posts import DESK, PETR, SERVER, answer, letter, outcomes, posts, vouched
from tests.stories.test_doors import caller, numbers
from tests.stories.test_files import PDF

NAME = "<same@vasilek.example>"
HELP = "help@barier.example"
EVE = "eve@elsewhere.example"


def other_way(raw: bytes, to: str = HELP) -> bytes:
    """The same letter as another server hands it in: with a trace of its own, and unfolded anew."""
    trace = f"Received: from mx2.barier.example by mail; Mon, 23 Nov 2026 10:30:00 +0300\r\nDelivered-To: {to}\r\n"
    return trace.encode() + raw.replace(b"Subject: ", b"Subject:  ")


async def test_a_letter_to_two_addresses_of_ours_is_one_request(town: Town) -> None:
    """Once each, with its file; the second is listed as what it is, and the first alone is answered."""
    await town.set_clock(MORNING)
    raw = letter(caller().split("\n", 1)[1], to=f"{DESK}, {HELP}", files=(("акт.pdf", PDF),), Message_ID=NAME)
    await posts(town, raw)
    await posts(town, other_way(raw), to=HELP)
    assert await outcomes(town) == ["registered", "repeat"]
    assert await numbers(town) == ["BAR-000001"]
    assert len(town.mailbox.letters(to=PETR)) == 1
    await town.boris.says("/letters")
    await town.boris.sees("зарегистрировано: BAR-000001", "пришло повторно: BAR-000001")
    await town.settled()
    files = await town.app.clerk.read(lambda desk: desk.files.of_ticket("BAR-000001"))
    assert len(files) == 1

    told = town.mailbox.letters(to=PETR)[0]
    more = answer(told, "Лампа уже не мигает", to=f"{told['reply_to']}, {HELP}")
    await posts(town, more, to=told["reply_to"])
    before = await _entries(town)
    await posts(town, other_way(more), to=HELP)
    assert (await outcomes(town))[2:] == ["joined", "repeat"]
    assert await _entries(town) == before


@pytest.mark.parametrize("other", ["words", "file", "author", "subject"])
async def test_a_name_that_is_used_again_suppresses_nothing(town: Town, other: str) -> None:
    """Another author, other words, another file or subject: a letter of its own, whatever it calls itself."""
    await town.set_clock(MORNING)
    await posts(town, letter("Не открывается склад, помогите", files=(("акт.pdf", PDF),), Message_ID=NAME))
    said = letter(
        "Не открывается касса, помогите" if other == "words" else "Не открывается склад, помогите",
        subject="Касса" if other == "subject" else "Склад",
        by=EVE if other == "author" else PETR,
        files=(("акт.pdf", PDF + b"\n% 2" if other == "file" else PDF),),
        Message_ID=NAME,
    )
    await posts(town, said, by=EVE if other == "author" else PETR)
    assert await outcomes(town) == ["registered", "registered"]
    assert await numbers(town) == ["BAR-000001", "BAR-000002"]


async def test_a_forgery_that_came_first_suppresses_nothing(sandbox: Sandbox, settings: Settings) -> None:
    """Word for word what he wrote, from somewhere else, before it came: the letter that our server vouches for counts."""
    async with on_monday(sandbox, settings.model_copy(update={"mail_authserv": SERVER})) as town:
        raw = letter("Не открывается склад, помогите", Message_ID=NAME)
        await posts(town, raw)
        own = f"Authentication-Results: {vouched(PETR)}\r\n".encode() + raw
        await posts(town, own)
        await posts(town, other_way(own))
        await posts(town, other_way(raw))
        assert await outcomes(town) == ["registered", "registered", "repeat", "repeat"]


async def test_two_that_come_at_once_are_one_request(town: Town) -> None:
    """Both are kept before either is read; and the first one erased, what comes then is a letter like any other."""
    await town.set_clock(MORNING)
    await town.app.postman.stop()
    raw = letter("Не открывается склад, помогите", Message_ID=NAME)
    await town.mailbox.hands_in(raw, by=PETR, to=DESK)
    await town.mailbox.hands_in(other_way(raw), by=PETR, to=HELP)
    await town.app.stop()
    async with build(town.settings, limits=False) as app:
        again = await at_work(Town(town.sandbox, app, town.settings))
        await again.settled()
        assert sorted(await outcomes(again)) == ["registered", "repeat"]
        await again.app.clerk.do(lambda desk: desk.erasure.forget_ticket("BAR-000001"))
        await again.settled()
        assert not list((again.settings.home / "letters").glob("??/*"))
        await posts(again, other_way(other_way(raw)))
        assert await outcomes(again) == ["registered"]


async def _entries(town: Town) -> int:
    ticket = await town.app.clerk.read(lambda desk: desk.tickets.get("BAR-000001"))
    return ticket.entries
