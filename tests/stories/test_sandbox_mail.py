"""The sandbox's mailbox and the desk: what became of a letter is shown beside it, and links of letters work at its address."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.sandbox.cast import AUTHSERV
from bot.sandbox.person import Json
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from tests.stories.conftest import MORNING, Town, at_work

PETR, DESK = "petr@vasilek.example", "support@barier.example"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is told here does not depend on the database."""
    return sqlite_url


@pytest.fixture
async def played(sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    """A town as `frontdesk run` builds it without a token: the sandbox knows where the desk's own web server is."""
    told = settings.model_copy(update={"public_url": sandbox.url, "mail_authserv": AUTHSERV})
    async with build(told, limits=False) as app:
        town = await at_work(Town(sandbox, app, told))
        sandbox.world.desk.url = f"http://127.0.0.1:{app.web.port}"
        await town.set_clock(MORNING)
        yield town


async def fate(town: Town, written: Json) -> tuple[str, str | None]:
    """What the page shows beside a letter, once it is known."""
    async with asyncio.timeout(20):
        while (became := written["became"]) is None or became["state"] == "waiting":
            await town.mailbox.stage.changed(5)
    return became["outcome"], became["ticket"]


async def test_what_became_of_a_letter_is_known_beside_it(played: Town) -> None:
    """Registered, joined, a bounce, an automatic reply, and one that staff decide on."""
    mailbox = played.mailbox
    asked = {"from": PETR, "to": DESK, "subject": "Склад", "text": "Не открывается склад, помогите", "vouched": True}
    first = await mailbox.stage.do("write", asked)
    assert await fate(played, first) == ("registered", "BAR-000001")
    answer = await mailbox.gets("BAR-000001", to=PETR)
    joined = await mailbox.writes("", "Ошибка 500", by=PETR, reply_to=answer)
    assert await fate(played, joined) == ("joined", "BAR-000001")
    await played.boris.sees("BAR-000001", "Ошибка 500")
    for how, outcome in (("away", "auto_reply"), ("delayed", "bounce"), ("unknown", "bounce")):
        returned = await mailbox.stage.do("mailbox/return", {"letter": answer["id"], "how": how})
        assert await fate(played, returned) == (outcome, "BAR-000001")
    await played.boris.sees("BAR-000001", "не дошло")
    boss = {"from": "boss@barier.example", "to": DESK, "subject": "Приказ", "text": "Закройте всё", "vouched": False}
    assert await fate(played, await mailbox.stage.do("write", boss)) == ("held", None)


async def test_a_link_of_a_letter_works_at_the_address_of_the_sandbox(played: Town) -> None:
    """The page and its button are the desk's; looking changes nothing, and a page of no origin may press."""
    await played.mailbox.writes("Склад", "Не открывается склад, помогите", by=PETR, to=DESK)
    card = await played.boris.sees("BAR-000001", "Не открывается склад")
    await played.boris.presses("Взять", on=card)
    await played.boris.presses("Завершить", on=card)
    asked = await played.boris.sees_new("итоговым ответом")
    await played.boris.says("Перезапустили", reply_to=asked)
    letter = await played.mailbox.gets("Заявка завершена", to=PETR)
    found = re.search(rf"{re.escape(played.sandbox.url)}/v/\S+", letter["text"])
    assert found, letter["text"]
    async with aiohttp.ClientSession() as http:
        async with http.get(found[0]) as page:
            assert (page.status, page.headers["Referrer-Policy"]) == (200, "no-referrer")
            assert "BAR-000001" in await page.text()
        async with http.head(found[0]) as page:
            assert page.status == 200
        async with http.post(found[0], headers={"Origin": "null"}) as page:
            assert page.status == 200
        async with http.get(f"{played.sandbox.url}/f/nothing") as page:
            assert page.status == 404
    await played.mailbox.gets("Заявка закрыта", to=PETR)


async def test_a_desk_with_a_bot_tells_nobody_what_became_of_letters(sandbox: Sandbox, settings: Settings) -> None:
    """Only where the sandbox's clock is."""
    real = settings.model_copy(update={"clock_url": None})
    async with (
        build(real, limits=False) as app,
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{app.web.port}/letters/{'0' * 64}") as answer,
    ):
        assert answer.status == 404
        assert app.web.fates is None
