"""The webhook: open to Telegram alone, and 200 means that it is written down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest
from aiogram.methods import AnswerCallbackQuery, SendMessage, SendPhoto

from bot.app import App
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from bot.settings import SettingsError
from bot.supervisor import free_port
from bot.web import riding
from bot.wiring import build
from tests.bot.building import ANNA, bot_at, settings_for, shown
from tests.bot.test_reception import raw

SECRET = "a-secret_of_Telegram"


@asynccontextmanager
async def desk(folder: Path) -> AsyncIterator[tuple[Sandbox, App, str]]:
    """A desk with a webhook that the sandbox calls, and the address of its server."""
    port = free_port(0)
    base = f"http://127.0.0.1:{port}"
    more = {"listen": f"127.0.0.1:{port}", "webhook_url": f"{base}/telegram", "webhook_secret": SECRET}
    async with (
        Sandbox(None, limits=False) as sandbox,
        build(settings_for(sandbox, folder, **more), limits=False) as app,
    ):
        await app.intake.opened.wait()
        yield sandbox, app, base


async def post(url: str, body: Any, secret: str | None = SECRET) -> tuple[int, Any]:
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    data = BytesIO(body if isinstance(body, bytes) else orjson.dumps(body))
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/telegram", data=data, headers=headers) as answer,
    ):
        text = await answer.text()
        return answer.status, (await answer.json() if text.startswith("{") else text)


async def confirmed(sandbox: Sandbox) -> None:
    while sandbox.world.updates.pending:
        await asyncio.wait_for(sandbox.world.updates.came(), 10)


async def seen(sandbox: Sandbox, words: str) -> None:
    """Return once Anna reads these words."""
    while not any(words in text for text in shown(sandbox, ANNA)):
        assert await sandbox.world.changed(10)


async def test_telegram_brings_updates_and_the_person_is_answered(tmp_path: Path) -> None:
    """The whole way: said in the chat, posted to the desk, answered."""
    async with desk(tmp_path) as (sandbox, _, _):
        await sandbox.do("say", person="Анна", text="/start")
        await seen(sandbox, "Здравствуйте")
        await confirmed(sandbox)


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "секрет".encode(), b"\xff\xfe"])
async def test_strangers_stay_outside(tmp_path: Path, secret: Any) -> None:
    """Without the secret, or with anything like it, nothing is taken; no header makes the desk stumble."""
    async with desk(tmp_path) as (_, app, url):
        status, _ = await _raw_post(url, secret)

        assert status == 401
        assert await app.clerk.read(lambda desk: desk.people.by_address("telegram", ANNA)) is None


async def _raw_post(url: str, secret: bytes | str | None) -> tuple[int, str]:
    """Post with a header that no HTTP client would send."""
    host, port = url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    body = b'{"update_id": 1}'
    header = secret.encode() if isinstance(secret, str) else secret
    lines = [b"POST /telegram HTTP/1.1", b"Host: x", b"Connection: close", f"Content-Length: {len(body)}".encode()]
    if header is not None:
        lines.append(b"X-Telegram-Bot-Api-Secret-Token: " + header)
    writer.write(b"\r\n".join(lines) + b"\r\n\r\n" + body)
    await writer.drain()
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return int(answer.split()[1]), answer.decode("latin-1")


async def test_two_hundred_means_it_is_written_down(tmp_path: Path) -> None:
    """When Telegram hears 200 the register knows the person, and the same update again changes nothing."""
    async with desk(tmp_path) as (_, app, url):
        first, _ = await post(url, raw(1, "/start"))
        person = await app.clerk.read(lambda desk: desk.people.by_address("telegram", ANNA))
        again, _ = await post(url, raw(1, "/start"))

        assert (first, again) == (200, 200)
        assert person is not None


async def test_a_question_rides_on_the_answer_where_its_number_matters_to_nobody(tmp_path: Path) -> None:
    """Half the cost after a short answer; of /help the number is wanted: who wrote before they saw it may be told by it."""
    async with desk(tmp_path) as (sandbox, app, url):
        anna = Person.of(sandbox, "Анна")
        await anna.says("/start")
        await anna.sees_new("согл")
        await anna.presses("Даю согласие")
        await anna.sees_new("1 из 7")
        await app.settled()
        before = len(shown(sandbox, ANNA))

        status, said = await post(url, raw(9001, "ООО «Ромашка»"))
        helped = await post(url, raw(9002, "/help"))
        await app.settled()

        assert (status, said["method"], said["chat_id"]) == (200, "sendMessage", int(ANNA))
        assert None not in said.values()
        assert helped == (200, "")
        assert len(shown(sandbox, ANNA)) == before + 1


async def test_a_whole_intake_behind_a_webhook(tmp_path: Path) -> None:
    """Short answers are answered by what rides; each of the long ones stays an answer of its own, and two quick messages are one."""
    async with desk(tmp_path) as (sandbox, app, _):
        anna = Person.of(sandbox, "Анна")
        await anna.says("/start")
        await anna.sees_new("согл")
        await anna.presses("Даю согласие")
        *short, steps = (
            "ООО «Ромашка»",
            "Соколова Анна",
            "Бухгалтер",
            "+79161234567",
            "a@example.org",
            "Нет печати",
            "Печатать",
        )
        for n, words in enumerate(short, start=1):
            await anna.sees_new(f"{n} из 7")
            await anna.says(words)
        await anna.sees_new("7 из 7")
        await anna.says(steps)
        await anna.sees_new("О чём заявка?")
        await anna.says("ничего не выходит")
        await app.settled()
        person = await app.clerk.read(lambda desk: desk.people.by_address("telegram", ANNA))
        assert person is not None
        (draft,) = await app.clerk.read(lambda desk: desk.drafts.of_person(person.id))
        assert draft.answers["description"] == "Нет печати"
        assert draft.answers["steps"] == steps


async def test_broken_bodies_are_refused_and_unreadable_updates_kept(tmp_path: Path) -> None:
    """What is no JSON is not from Telegram; what is an update of any kind gets 200, or it would come for ever."""
    async with desk(tmp_path) as (_, _, url):
        assert (await post(url, b"{"))[0] == 400
        assert (await post(url, b"[]"))[0] == 400
        assert (await post(url, {"update_id": 7, "of_the_future": {}}))[0] == 200
        assert (await post(url, b"x" * (1024 * 1024 + 1)))[0] == 413


async def test_without_the_register_the_update_is_not_taken(tmp_path: Path) -> None:
    """Telegram hears that it failed, and brings it again."""
    async with desk(tmp_path) as (_, app, url):
        await app.clerk.close()

        assert (await post(url, raw(1, "/start")))[0] == 503


async def test_health_readiness_and_nothing_else(tmp_path: Path) -> None:
    """Alive is not yet working: without its register the desk says so."""
    async with desk(tmp_path) as (_, app, url), aiohttp.ClientSession() as session:

        async def status(path: str) -> int:
            async with session.get(url + path) as answer:
                return answer.status

        assert (await status("/health"), await status("/ready")) == (200, 200)
        assert [await status(path) for path in ("/", "/telegram", "/metrics")] == [404, 405, 404]
        await app.clerk.close()
        assert (await status("/health"), await status("/ready")) == (200, 503)


async def test_a_taken_port_is_named(tmp_path: Path) -> None:
    """Telegram could not get in: the desk does not pretend to be open."""
    async with desk(tmp_path / "a") as (sandbox, _, url):
        more = {"listen": url.removeprefix("http://"), "webhook_url": f"{url}/telegram", "webhook_secret": SECRET}
        second = build(settings_for(sandbox, tmp_path / "b", **more))
        with pytest.raises(SettingsError, match="FRONTDESK_LISTEN"):
            await second.start()


async def test_what_rides_is_complete_and_has_nothing_unset() -> None:
    """Defaults are resolved and empty fields left out, as the Bot API wants it."""
    async with bot_at("http://127.0.0.1:1", "42:x") as bot:
        assert riding(bot, SendMessage(chat_id=7, text="Привет")) == {
            "method": "sendMessage",
            "chat_id": 7,
            "text": "Привет",
        }
        assert riding(bot, AnswerCallbackQuery(callback_query_id="1", show_alert=True)) == {
            "method": "answerCallbackQuery",
            "callback_query_id": "1",
            "show_alert": True,
        }
        assert riding(bot, SendPhoto(chat_id=7, photo="file-id"))["photo"] == "file-id"
