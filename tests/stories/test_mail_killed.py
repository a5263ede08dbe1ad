"""Mail servers and the desk killed in the middle of a command: what was said and not answered is said again, and counts once."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient
from imapclient.imap4 import IMAP4WithTimeout
from pydantic import SecretStr

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from domain.notices import Fate, Parcel
from domain.ports import Desk
from tests.mail_servers import INBOX, SLOT, USER, PrivateMail
from tests.stories.conftest import Town, at_work
from tests.stories.posts import letter
from tests.stories.test_doors import numbers
from tests.stories.test_files import PDF
from tests.stories.test_mail_servers import WAIT, inbox, opened

PETR = "petr@vasilek.example"
DEAD = 137
"""The status that a shell shows after `kill -9`."""
# A desk that dies as soon as its first letter is entered, before the mail server is told.
DYING = f"""
import os
from bot.mail.lmtp import Slot
entered = Slot._entered
async def dies(*given):
    await entered(*given)
    os._exit({DEAD})
Slot._entered = dies
from bot.cli import app
app(["desk"])
"""


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """A file, for a desk in a process of its own; what is told here does not depend on the database."""
    return f"sqlite:///{tmp_path / 'register.sqlite'}"


@pytest.fixture
def mail(request: pytest.FixtureRequest) -> Iterator[PrivateMail]:
    with PrivateMail(slot=getattr(request, "param", "lmtp")) as mail:
        yield mail


async def test_dovecot_dies_while_the_desk_listens(
    mail: PrivateMail, sandbox: Sandbox, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of IDLE, after the server has accepted it: what comes later is read all the same."""
    listens, real = threading.Event(), IMAPClient.idle_check

    def noted(self: IMAPClient, timeout: float) -> Any:
        listens.set()
        return real(self, timeout)

    monkeypatch.setattr(IMAPClient, "idle_check", noted)
    given = settings.model_copy(update={"imap_url": SecretStr(mail.imap_url)})
    async with opened(sandbox, given) as town:
        assert await asyncio.to_thread(listens.wait, WAIT)
        mail.kill_dovecot()
        mail.send(letter("Не открывается склад"), to=USER)
        while inbox(town.app).working:
            await town.sandbox.world.changed(0.05)
        mail.start_dovecot()
        await asyncio.to_thread(mail.run_queue)
        await town.mailbox.gets("[BAR-000001]", to=PETR, timeout=WAIT)
        await town.settled()
        assert await numbers(town) == ["BAR-000001"]


async def test_dovecot_dies_while_a_letter_is_fetched(
    mail: PrivateMail, sandbox: Sandbox, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some megabytes of it are announced, and the rest never comes: half a letter is none, and the whole one counts once."""
    killed, real = threading.Event(), IMAP4WithTimeout.read

    def cut(self: IMAP4WithTimeout, size: int) -> Any:
        if size > 1_000_000 and not killed.is_set():
            mail.kill_dovecot()
            killed.set()
        return real(self, size)

    monkeypatch.setattr(IMAP4WithTimeout, "read", cut)
    given = settings.model_copy(update={"imap_url": SecretStr(mail.imap_url)})
    async with opened(sandbox, given) as town:
        big = PDF + os.urandom(8_000_000)
        mail.send(letter("Не открывается склад", files=(("акт.pdf", big),)), to=USER)
        assert await asyncio.to_thread(killed.wait, WAIT)
        while inbox(town.app).working:
            await town.sandbox.world.changed(0.05)
        assert await numbers(town) == []
        assert list((given.home / "letters").glob("??/*")) == []
        mail.start_dovecot()
        await town.mailbox.gets("[BAR-000001]", to=PETR, timeout=WAIT)
        await town.settled()
        assert await numbers(town) == ["BAR-000001"]
        (file,) = await town.app.clerk.read(lambda desk: desk.files.of_ticket("BAR-000001"))
        assert file.size == len(big)


@pytest.mark.parametrize("mail", ["lmtp", "smtp"], indirect=True)
async def test_the_desk_dies_between_keeping_a_letter_and_saying_so(
    mail: PrivateMail, sandbox: Sandbox, settings: Settings
) -> None:
    """The process is gone: Exim was told nothing and brings the letter again, which is known by then."""
    given = settings.model_copy(update={"lmtp_listen": mail.slot})
    process = await asyncio.to_thread(_dying, given)
    try:
        mail.send(letter("Не открывается склад"), to=SLOT)
        assert await asyncio.to_thread(process.wait, WAIT) == DEAD
    finally:
        process.kill()
    async with build(given, limits=False) as app:
        town = await at_work(Town(sandbox, app, given))
        await asyncio.to_thread(mail.run_queue)
        await town.mailbox.gets("[BAR-000001]", to=PETR, timeout=WAIT)
        await town.settled()
        assert mail.queued() == 0
        assert await numbers(town) == ["BAR-000001"]
        assert len(town.mailbox.letters(to=PETR)) == 1


async def test_exim_dies_after_the_final_dot(mail: PrivateMail, sandbox: Sandbox, settings: Settings) -> None:
    """All of a letter of ours was said and not answered: it is said again under its name, and arrives once."""
    given = settings.model_copy(update={"smtp_url": SecretStr(mail.smtp_url)})
    async with build(given, limits=False) as app:
        town = await at_work(Town(sandbox, app, given))
        mail.hold()
        number = await _begins(town)
        while not mail.is_held:
            await town.sandbox.world.changed(0.05)
        mail.kill_exim()
        while not any(one.uncertain for one in await _letters(town, number)):
            await town.sandbox.world.changed(0.05)
        mail.hold(False)
        mail.start_exim()
        await town.app.clerk.do(_hasten, number)
        while any(one.fate is not Fate.SENT for one in await _letters(town, number)):
            await town.sandbox.world.changed(0.05)
        await asyncio.to_thread(mail.run_queue)
        names = [re.findall(rb"(?im)^message-id:\s*(<\S+>)", raw)[0] for raw in mail.received()]
        assert names
        assert len(names) == len(set(names)) == len(await _letters(town, number))


async def _begins(town: Town) -> str:
    """Anna registers a request, with the mailbox of that server for her address; nobody waits for its letter."""
    await town.answers_all(town.anna, email=INBOX)
    asked = {
        "О чём заявка?": "Что-то не работает",
        "Насколько": "частично",
        "Скриншоты": "Без файлов",
        "Проверьте": "Отправить",
    }
    for words, caption in asked.items():
        await town.anna.sees_new(words)
        await town.anna.presses(caption)
    return str((await town.anna.sees("Заявка зарегистрирована"))["text"]).split(" · ")[0]


async def _letters(town: Town, number: str) -> list[Parcel]:
    found = await town.app.clerk.read(lambda desk: desk.outbox.of(number))
    return [one for one in found if one.channel == "email"]


def _hasten(desk: Desk, number: str) -> None:
    for one in desk.outbox.of(number):
        if one.channel == "email" and one.fate is Fate.QUEUED:
            desk.outbox.hasten(one, desk.wall())


def _dying(given: Settings) -> subprocess.Popen[str]:
    """A desk in a process of its own, at work."""
    assert given.bot_token
    assert given.smtp_url
    told = {
        "BOT_TOKEN": given.bot_token.get_secret_value(),
        "STAFF_CHAT_ID": str(given.staff_chat_id),
        "TELEGRAM_API_URL": given.telegram_api_url,
        "DATABASE_URL": given.database,
        "DATA_DIR": str(given.data_dir),
        "SMTP_URL": given.smtp_url.get_secret_value(),
        "MAIL_FROM": str(given.mail_from),
        "LMTP_LISTEN": str(given.lmtp_listen),
        "CLOCK_URL": str(given.clock_url),
        "LISTEN": "127.0.0.1:0",
    }
    environment = os.environ | {f"FRONTDESK_{name}": value for name, value in told.items()}
    process = subprocess.Popen([sys.executable, "-c", DYING], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as said:
        assert said.readline().strip() == "{}"
    return process
