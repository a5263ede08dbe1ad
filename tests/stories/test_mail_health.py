"""Whether letters come in: leads see it, staff hear it once when it lasts, and whoever watches over the desk can ask."""

from __future__ import annotations

from collections.abc import Iterator

import aiohttp
import pytest
from pydantic import SecretStr

from bot.app import App
from bot.mail import inbox as inbox_module
from bot.mail.inbox import Inbox
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from tests.mail_servers import USER, PrivateMail
from tests.stories.conftest import MORNING, Town, at_work
from tests.stories.posts import DESK, PETR, letter, posts
from tests.stories.seen import count
from tests.stories.test_letters_come import Frail
from tests.stories.test_letters_come import letter as plain
from tests.stories.test_now import asks, cards

AWAY, BACK = "Письма к нам не приходят с", "Письма снова приходят"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is told here does not depend on the database."""
    return sqlite_url


@pytest.fixture
def mail() -> Iterator[PrivateMail]:
    with PrivateMail() as mail:
        yield mail


def inbox(app: App) -> Inbox:
    return next(one for one in app.letters_in if isinstance(one, Inbox))


async def ready(app: App) -> tuple[int, dict[str, object]]:
    """What somebody hears who watches over the desk."""
    url = f"http://127.0.0.1:{app.web.port}/ready"
    async with aiohttp.ClientSession() as session, session.get(url, headers={"Accept": "application/json"}) as answer:
        return answer.status, await answer.json()


async def failing(town: Town) -> None:
    """Wait until it is noted that letters do not come in."""
    while (await ready(town.app))[1]["mail_in"]["ways"][0]["works"] is not False:  # type: ignore[index]
        await town.sandbox.world.changed(0.05)


async def test_staff_hear_once_of_a_mailbox_that_is_out_of_reach(
    mail: PrivateMail, sandbox: Sandbox, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a quarter of an hour, not before; once when it works again, though the desk was restarted in between."""
    monkeypatch.setattr(inbox_module, "LONGEST", 0.5)
    given = settings.model_copy(update={"imap_url": SecretStr(mail.imap_url)})
    async with build(given, limits=False) as app:
        town = await at_work(Town(sandbox, app, given))
        await inbox(app).opened.wait()
        await town.set_clock(MORNING)
        card = await asks(town, town.boris)
        assert "Письма к нам приходят\nПисьма: ждут прочтения — 0" in card["text"]
        mail.kill_dovecot()
        await failing(town)
        await town.forward(minutes=14)
        assert f"{AWAY} 10:30: почтовый сервер недоступен" in cards(town.boris)[0]["text"]
        assert count(town.boris, "ждёт на почтовом сервере") == 0
        await town.forward(minutes=2)
        await town.boris.sees(AWAY, "23 ноября, 10:30", "почтовый сервер недоступен", "не пропадёт")
        await town.forward(hours=3)
        assert count(town.boris, "ждёт на почтовом сервере") == 1
        status, said = await ready(app)
        assert (status, said["ready"]) == (200, True)
        assert said["mail_in"]["ways"][0] | {"since": ""} == {  # type: ignore[index]
            "way": "imap", "works": False, "since": "", "why": "away",
        }  # fmt: skip
    async with build(given, limits=False) as app:
        town = await at_work(Town(sandbox, app, given))
        await town.forward(minutes=20)
        assert count(town.boris, "ждёт на почтовом сервере") == 1
        mail.start_dovecot()
        await town.boris.sees(BACK, "с 23 ноября, 10:30", timeout=20)
        mail.send(plain(), to=USER)
        await town.mailbox.gets("[BAR-000001]", to="petr@vasilek.example")
        await town.settled()
        assert count(town.boris, BACK) == 1
        assert (await ready(app))[1]["mail_in"]["ways"][0]["works"] is True  # type: ignore[index]


async def test_a_wrong_password_is_said_and_at_night_without_a_sound(
    mail: PrivateMail, sandbox: Sandbox, settings: Settings
) -> None:
    """Neither the account nor the password is shown anywhere."""
    wrong = mail.imap_url.replace("p%40ss%20word%25", "guess")
    given = settings.model_copy(update={"imap_url": SecretStr(wrong)})
    async with build(given, limits=False) as app:
        town = await at_work(Town(sandbox, app, given))
        await town.set_clock("2026-11-23T23:00:00+03:00")
        await failing(town)
        await town.forward(minutes=16)
        told = await town.boris.sees(AWAY, "не принимает имя или пароль")
        assert told.get("silent")
        assert "help" not in told["text"]
        assert "guess" not in told["text"]


async def test_the_card_counts_what_waits_and_what_could_not_be_read(town: Town) -> None:
    """Unread, unreadable, held for staff; by the desk's own door letters come in as soon as it is open."""
    await town.set_clock(MORNING)
    town.app.postman.reader = Frail(town)  # type: ignore[assignment]
    await posts(town, plain("deadly"))
    await town.boris.sees("не удалось прочитать")
    await posts(town, letter("Купите", by="spam@elsewhere.example", X_Spam_Flag="YES"))
    await town.app.postman.stop()
    await town.mailbox.hands_in(letter("Третье"), by=PETR, to=DESK)
    await town.boris.says("/now")
    card = await town.boris.sees("Сводка · ")
    assert "ждут прочтения — 1, не удалось прочитать за сутки — 1, ждут вашего решения — 1" in card["text"]
    status, said = await ready(town.app)
    assert status == 200
    assert said["mail_in"] == {
        "ways": [{"way": "lmtp", "works": True, "since": "", "why": ""}],
        "waiting": 1,
        "unreadable": 1,
        "held": 1,
    }
