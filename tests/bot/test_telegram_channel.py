"""The chat channel: what each answer of Telegram means for a parcel."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram.methods import DeleteMessage, EditMessageText, SendMessage, TelegramMethod
from aiohttp import web

from bot.channels import Accepted, Dropped, Later, Outcome, Refused
from bot.channels.limits import Limiter
from bot.channels.telegram import TelegramChannel
from bot.sandbox.cast import SANDBOX_TOKEN
from bot.sandbox.server import Sandbox
from domain.notices import Parcel
from tests.bot.building import ANNA, STAFF, bot_at, parcel, register, sandbox_bot, shown

Calls = list[TelegramMethod[Any]]


@pytest.fixture
async def open_house() -> AsyncIterator[tuple[Sandbox, Callable[..., Any]]]:
    """A sandbox, and a way to send calls through the channel."""
    async with sandbox_bot() as (sandbox, bot), register() as clerk:
        said: Calls = []
        channel = TelegramChannel(bot, clerk, lambda desk, parcel: list(said), Limiter(on=False))

        async def send(*calls: TelegramMethod[Any], to: str = ANNA, attempts: int = 1, thread: int = 0) -> Outcome:
            said[:] = calls
            return await channel.send(parcel("k", to, attempts=attempts, thread=thread))

        yield sandbox, send


def text(words: str = "Привет", chat: str = ANNA) -> SendMessage:
    return SendMessage(chat_id=int(chat), text=words)


async def test_what_arrived_is_known_by_its_ids(open_house: Any) -> None:
    """Each message's id comes back: a reply to it finds its ticket by that."""
    sandbox, send = open_house

    outcome = await send(text("раз"), text("два"))

    ids = [str(r["message"]["message_id"]) for r in sandbox.world.messages[int(ANNA)].values()][-2:]
    assert outcome == Accepted(tuple(ids))


async def test_nothing_to_say_is_dropped(open_house: Any) -> None:
    """A notice that has become pointless is not sent."""
    _, send = open_house

    assert await send() == Dropped()


async def test_somebody_who_blocked_the_bot_is_not_written_to_again(open_house: Any) -> None:
    """403 is for good, in one word for the journal."""
    sandbox, send = open_house
    await sandbox.do("block", person="Анна", blocked=True)

    assert await send(text()) == Refused("blocked")


async def test_too_many_requests_wait_as_long_as_telegram_says(open_house: Any) -> None:
    """429 carries the seconds."""
    sandbox, send = open_house
    await sandbox.do("fail", method="sendMessage", retry_after=7)

    outcome = await send(text())

    assert isinstance(outcome, Later)
    assert (outcome.seconds, outcome.uncertain) == (7.0, False)


async def test_what_had_gone_out_is_not_repeated(open_house: Any) -> None:
    """Of two messages the second meets a 429: only it is sent later."""
    sandbox, send = open_house
    await sandbox.do("fail", method="sendDocument", retry_after=1)
    calls = (text("слова"), _missing_document())

    first = await send(*calls)
    second = await send(*calls)

    assert isinstance(first, Later)
    assert isinstance(second, Refused)
    assert shown(sandbox, ANNA) == ["слова"]


def _missing_document() -> TelegramMethod[Any]:
    from aiogram.methods import SendDocument

    return SendDocument(chat_id=int(ANNA), document="no-such-file")


async def test_a_lost_answer_leaves_doubt(open_house: Any) -> None:
    """The message is there although no answer came; sent again it is there twice, and the outbox knows that it may be."""
    sandbox, send = open_house
    await sandbox.do("fail", method="sendMessage", after_accepting=True)

    lost = await send(text())
    again = await send(text())

    assert isinstance(lost, Later)
    assert lost.uncertain
    assert isinstance(again, Accepted)
    assert shown(sandbox, ANNA) == ["Привет", "Привет"]


async def test_a_server_that_is_down_leaves_none(open_house: Any) -> None:
    """Nothing was said to anybody: it just waits, longer each time."""
    async with register() as clerk, bot_at("http://127.0.0.1:1", SANDBOX_TOKEN) as bot:
        channel = TelegramChannel(bot, clerk, lambda desk, parcel: [text()], Limiter(on=False))

        outcomes = [await channel.send(parcel("k", ANNA, attempts=n)) for n in (1, 4, 100)]

    assert [o.seconds for o in outcomes if isinstance(o, Later)] == [1.0, 15.0, 300.0]
    assert not any(isinstance(o, Later) and o.uncertain for o in outcomes)
    assert not any(SANDBOX_TOKEN in repr(o) for o in outcomes)


async def test_a_gateway_s_page_is_no_answer() -> None:
    """An HTML 502: it may have been carried out, and its text is shown to nobody."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")

    async with _telegram(page) as url, register() as clerk, bot_at(url, SANDBOX_TOKEN) as bot:
        outcome = await TelegramChannel(bot, clerk, lambda desk, parcel: [text()], Limiter(on=False)).send(
            parcel("k", ANNA, attempts=1)
        )

    assert isinstance(outcome, Later)
    assert outcome.uncertain
    assert "html" not in outcome.error


async def test_a_message_that_says_it_already_is_right_as_it_is(open_house: Any) -> None:
    """An edit that changes nothing has succeeded."""
    _, send = open_house
    sent = await send(text("карточка"))

    outcome = await send(EditMessageText(chat_id=int(ANNA), message_id=int(sent.remotes[0]), text="карточка"))

    assert outcome == Accepted(sent.remotes)


async def test_a_card_somebody_deleted_is_sent_anew(open_house: Any) -> None:
    """Staff never lose sight of a ticket because its card is gone."""
    sandbox, send = open_house

    outcome = await send(EditMessageText(chat_id=int(ANNA), message_id=999, text="карточка"))

    assert isinstance(outcome, Accepted)
    assert outcome.remotes[0] != "999"
    assert shown(sandbox, ANNA) == ["карточка"]
    assert await send(DeleteMessage(chat_id=int(ANNA), message_id=999)) == Accepted()


async def test_a_deleted_topic_is_not_answered_in_general(open_house: Any) -> None:
    """Without its topic the text would land where everybody reads: it is refused, and nothing is said."""
    sandbox, send = open_house
    call = EditMessageText(chat_id=int(ANNA), message_id=999, text="карточка")

    assert await send(call, thread=5) == Refused("topic deleted")
    assert shown(sandbox, ANNA) == []


async def test_a_group_that_moved_is_followed() -> None:
    """The group became a supergroup: what waits for it goes to the new address at once."""
    async with sandbox_bot() as (sandbox, bot), register() as clerk:
        old = str(sandbox.staff_chat_id)
        await clerk.do(lambda desk: desk.outbox.post(parcel("a", old)))
        new = (await sandbox.do("migrate"))["id"]

        def compose(desk: Any, parcel: Parcel) -> Calls:
            return [text(chat=parcel.address)]

        channel = TelegramChannel(bot, clerk, compose, Limiter(on=False))
        outcome = await channel.send(parcel("a", old, attempts=1))
        [waiting], _ = await clerk.read(lambda desk: desk.outbox.waiting(desk.wall() + 1))

        assert outcome == Later(0.0, "the group has a new id")
        assert waiting.address == str(new)
        assert isinstance(await channel.send(waiting), Accepted)


def test_the_staff_group_is_an_address() -> None:
    """Supergroups' ids pass as they are."""
    from bot.channels.telegram import chat_id

    assert chat_id(STAFF.chat) == -100500


@asynccontextmanager
async def _telegram(answer: Callable[[web.Request], Any]) -> AsyncIterator[str]:
    """A Telegram that always answers so."""
    app = web.Application()
    app.router.add_route("*", "/{any:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
