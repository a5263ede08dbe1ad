"""The person-side API: what the page uses, and anyone's curl."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from bot.sandbox.cast import ANNA, OLGA
from bot.sandbox.person import Person
from bot.sandbox.remote import RemoteStage
from bot.sandbox.server import Sandbox
from bot.sandbox.words import page_words
from handlers.view.words import speaking


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=False) as sandbox:
        yield sandbox


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[ClientSession]:
    async with ClientSession(sandbox.url) as http:
        yield http


async def post(http: ClientSession, path: str, **body: Any) -> tuple[int, Any]:
    async with http.post(path, json=body) as response:
        return response.status, await response.json()


async def get(http: ClientSession, path: str) -> Any:
    async with http.get(path) as response:
        assert response.status == 200
        return await response.json()


async def test_what_was_said_is_in_the_state_and_among_the_events(http: ClientSession) -> None:
    """A page reads the state once and follows the events from there."""
    state = await get(http, "/sandbox/state")
    assert [p["first_name"] for p in state["people"]] == ["Анна", "John", "Борис", "Ольга"]
    waiting = asyncio.create_task(get(http, f"/sandbox/events?after={state['seq']}&wait=20"))
    status, said = await post(http, "/sandbox/say", person=ANNA, chat=ANNA, text="Привет, /help")
    assert status == 200
    assert said["entities"] == [{"type": "bot_command", "offset": 8, "length": 5}]
    kinds = {event["kind"] for event in (await waiting)["events"]}
    assert kinds & {"message", "people"}
    (chat,) = [c for c in (await get(http, "/sandbox/state"))["chats"] if c["id"] == ANNA]
    assert [m["text"] for m in chat["messages"]] == ["Привет, /help"]


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/sandbox/say", {"person": ANNA}, '"text" is missing'),
        ("/sandbox/say", {"person": 5, "text": "x"}, "Анна"),
        ("/sandbox/say", {"person": ANNA, "chat": OLGA, "text": "x"}, "not in the chat"),
        ("/sandbox/say", {"person": ANNA, "text": "x" * 4097}, "4097 of 4096"),
        ("/sandbox/press", {"person": ANNA, "message_id": 1, "data": "x"}, "no message 1"),
        ("/sandbox/clock", {"forward": -1}, "forward only"),
        ("/sandbox/clock", {"to": "2001-01-01T00:00:00+00:00"}, "forward only"),
        ("/sandbox/clock", {"to": "tomorrow"}, "2026-11-23T09:00:00+03:00"),
        ("/sandbox/contact", {"person": ANNA, "phone": "none"}, "digits"),
        ("/sandbox/staff", {"promote": ANNA}, "add them first"),
        ("/sandbox/limits", {"on": "yes"}, "true or false"),
    ],
)
async def test_a_mistake_is_answered_with_what_to_write(
    http: ClientSession, path: str, body: dict[str, Any], words: str
) -> None:
    """400 and a sentence."""
    status, answer = await post(http, path, **body)
    assert status == 400
    assert words in answer["error"]


async def test_the_clock_waits_for_its_watcher(sandbox: Sandbox, http: ClientSession) -> None:
    """Whoever moves the clock may go on once the watching desk has the new time."""
    seen: list[float] = []

    async def desk() -> None:
        offset = 0.0
        while True:
            face = await get(http, f"/sandbox/clock?offset={offset}&wait=25")
            offset = face["offset"]
            seen.append(offset)

    watching = asyncio.create_task(desk())
    while not sandbox.world.clock.watched:
        await get(http, "/sandbox/clock")
    status, face = await post(http, "/sandbox/clock", forward=3600)
    assert (status, face["offset"]) == (200, 3600.0)
    assert seen == [3600.0]
    said = (await post(http, "/sandbox/say", person="Анна", text="час спустя"))[1]
    assert said["date"] == pytest.approx(sandbox.world.clock.stamp(), abs=2)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


async def test_files_are_attached_and_come_back(http: ClientSession) -> None:
    """A document keeps its bytes and name; something that is no picture is refused as a photo."""
    form = FormData({"person": str(ANNA), "as": "document", "caption": "журнал"}, quote_fields=False)
    form.add_field("file", b"%PDF-1.4", filename="журнал.pdf", content_type="application/pdf")
    async with http.post("/sandbox/attach", data=form) as response:
        (message,) = (await response.json())["messages"]
    assert message["document"]["file_name"] == "журнал.pdf"
    async with http.get(f"/sandbox/file/{message['document']['file_id']}") as response:
        assert await response.read() == b"%PDF-1.4"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    form = FormData({"person": str(ANNA), "as": "photo"})
    form.add_field("file", b"no picture", filename="x.png")
    async with http.post("/sandbox/attach", data=form) as response:
        assert response.status == 400
        assert 'as="document"' in (await response.json())["error"]


async def test_people_come_block_and_lead(http: ClientSession, sandbox: Sandbox) -> None:
    """New people can be added, block the bot, join the staff and lead it."""
    _, ivan = await post(http, "/sandbox/people", first_name="Иван", language_code="kk")
    _, blocked = await post(http, f"/sandbox/people/{ivan['id']}/block", blocked=True)
    assert blocked["blocked"]
    await post(http, "/sandbox/staff", add=ivan["id"])
    _, group = await post(http, "/sandbox/staff", promote=ivan["id"])
    assert {m["id"]: m["status"] for m in group["members"]}[ivan["id"]] == "administrator"
    await Person.of(sandbox, "Иван").says("я здесь")


async def test_a_foreign_page_may_not_act(http: ClientSession) -> None:
    """A page from elsewhere in the same browser cannot talk for people."""
    headers = {"Origin": "https://evil.example"}
    async with http.post("/sandbox/say", json={"person": ANNA, "text": "x"}, headers=headers) as response:
        assert response.status == 403


async def test_a_story_reads_the_same_over_http(sandbox: Sandbox) -> None:
    """Person works in another process too."""
    stage = await RemoteStage.open(sandbox.url)
    try:
        boris, olga = Person(stage, "Борис"), Person(stage, "Ольга")
        await boris.says("Кто возьмёт?")
        await olga.sees("Кто возьмёт?")
        with pytest.raises(AssertionError, match="Кто возьмёт"):
            await olga.sees("никогда", timeout=0.05)
    finally:
        await stage.close()


async def test_the_page_is_served_without_anything_from_outside(http: ClientSession) -> None:
    """The page, its parts and its words come from here; its policy forbids the rest."""
    async with http.get("/") as response:
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        page = await response.text()
    assert "http://" not in page
    assert "https://" not in page
    for part in (
        "app.js",
        "chat.js",
        "message.js",
        "mail.js",
        "bar.js",
        "people.js",
        "dom.js",
        "style.css",
        "icon.svg",
    ):
        async with http.get(f"/page/{part}") as response:
            assert response.status == 200, part
            assert "innerHTML" not in await response.text()
    async with http.get("/page/..%2Fserver.py") as response:
        assert response.status == 404
    assert (await get(http, "/sandbox/words?lang=en"))["send"] == "Send"


def test_the_page_asks_only_for_words_there_are() -> None:
    """Every t("...") of the page is among its words."""
    import re
    from pathlib import Path

    page = Path(__file__).parents[2] / "bot" / "sandbox" / "page"
    asked = {key for part in page.glob("*.js") for key in re.findall(r'\bt\("(\w+)"', part.read_text("utf-8"))}
    with speaking("en"):
        assert asked <= set(page_words())
