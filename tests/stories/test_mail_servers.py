"""Letters on real servers: Exim takes them, Dovecot holds them or the desk does, and any of the three may die in between."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from imapclient.exceptions import CapabilityError
from pydantic import SecretStr

from bot.app import App
from bot.mail import inbox as inbox_module
from bot.mail.imap import Account, Connection
from bot.mail.inbox import Inbox
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from tests.mail_servers import SLOT, USER, PrivateMail
from tests.stories.conftest import Town, at_work
from tests.stories.test_doors import numbers
from tests.stories.test_letters_come import PETR, letter

WAIT = 20.0
"""Seconds: a connection that broke is made again after one, or two, or four."""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is told here does not depend on the database."""
    return sqlite_url


@pytest.fixture
def mail() -> Iterator[PrivateMail]:
    with PrivateMail() as mail:
        yield mail


@pytest.fixture
def given(settings: Settings, mail: PrivateMail) -> Settings:
    """A desk that reads the mailbox, and listens where Exim hands letters on."""
    return settings.model_copy(update={"imap_url": SecretStr(mail.imap_url), "lmtp_listen": mail.slot})


@asynccontextmanager
async def opened(sandbox: Sandbox, given: Settings) -> AsyncIterator[Town]:
    """The desk at work, its mailbox read to the end."""
    async with build(given, limits=False) as app:
        town = await at_work(Town(sandbox, app, given))
        await inbox(app).opened.wait()
        yield town


def by(n: int) -> bytes:
    """A letter of one of several people."""
    return letter(From=f"Пётр <p{n}@vasilek.example>")


def inbox(app: App) -> Inbox:
    return next(one for one in app.letters_in if isinstance(one, Inbox))


async def test_a_letter_comes_by_imap(mail: PrivateMail, sandbox: Sandbox, given: Settings) -> None:
    """From Exim to Dovecot, told by IDLE: registered at the time the server received it, and answered."""
    async with opened(sandbox, given) as town:
        mail.send(letter(), to=USER)
        await town.mailbox.gets("[BAR-000001]", to=PETR)
        await town.boris.sees("BAR-000001", "Пришла письмом", "Не открывается склад")


@pytest.mark.parametrize("scheme", ["imap", "imaps"])
async def test_a_mailbox_behind_tls(
    mail: PrivateMail, sandbox: Sandbox, given: Settings, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the first byte or by STARTTLS, by a certificate that is trusted; the desk closes while it waits for news."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mail.certificate))
    async with opened(sandbox, given.model_copy(update={"imap_url": SecretStr(mail.url_by(scheme))})) as town:
        mail.send(letter(), to=USER)
        await town.mailbox.gets("[BAR-000001]", to=PETR)
        await town.settled()


def test_no_password_goes_to_a_server_that_cannot_be_trusted(mail: PrivateMail) -> None:
    """One with a certificate that nobody vouches for, one that does not speak TLS."""
    for scheme in ("imap", "imaps"):
        with pytest.raises(ssl.SSLCertVerificationError):
            Connection(Account.of(mail.url_by(scheme)))
    mail.kill_dovecot()
    mail.start_dovecot(tls=False)
    with pytest.raises(CapabilityError):
        Connection(Account.of(mail.url_by("imap")))


async def test_what_lay_there_before_is_not_ours(mail: PrivateMail, sandbox: Sandbox, given: Settings) -> None:
    """A mailbox is read from its next letter on; numbered anew by its server it is read anew, and nothing is done twice."""
    mail.put(by(0), at=time.time() - 7200)
    async with opened(sandbox, given) as town:
        mail.send(by(1), to=USER)
        await town.mailbox.gets("[BAR-000001]", to="p1@vasilek.example")
        mail.renumber()
        mail.send(by(2), to=USER)
        await town.mailbox.gets("[BAR-000002]", to="p2@vasilek.example", timeout=WAIT)
        await town.settled()
        assert await numbers(town) == ["BAR-000001", "BAR-000002"]
    mail.renumber()
    async with opened(sandbox, given) as town:
        mail.send(by(3), to=USER)
        await town.mailbox.gets("[BAR-000003]", to="p3@vasilek.example", timeout=WAIT)
        assert await numbers(town) == ["BAR-000001", "BAR-000002", "BAR-000003"]


async def test_a_server_that_dies_loses_no_letter(mail: PrivateMail, sandbox: Sandbox, given: Settings) -> None:
    """Dovecot is killed twice while letters come, Exim once; each letter is one request."""
    async with opened(sandbox, given) as town:
        for n in range(9):
            if n in (2, 5):
                mail.kill_dovecot()
            if n == 6:
                mail.kill_exim()
                mail.start_exim()
            mail.send(by(n), to=USER)
            if n in (3, 7):
                mail.start_dovecot()
        for n in range(9):
            await asyncio.to_thread(mail.run_queue)
            await town.mailbox.gets("Заявка зарегистрирована", to=f"p{n}@vasilek.example", timeout=WAIT)
        await town.settled()
        assert len(await numbers(town)) == 9
        assert mail.queued() == 0


async def test_a_server_without_idle_is_asked(mail: PrivateMail, sandbox: Sandbox, given: Settings) -> None:
    """Where the server does not tell what has come, it is looked for from time to time."""
    mail.kill_dovecot()
    mail.start_dovecot(idle=False)
    app = build(given, limits=False)
    inbox(app).every = 0.2
    async with app:
        town = await at_work(Town(sandbox, app, given))
        await inbox(app).opened.wait()
        mail.send(letter(), to=USER)
        await town.mailbox.gets("[BAR-000001]", to=PETR)


async def test_a_letter_that_came_while_the_desk_was_away(mail: PrivateMail, sandbox: Sandbox, given: Settings) -> None:
    """It is read once the desk is back; so is one whose bytes were kept and not entered when the register went away."""
    async with opened(sandbox, given) as town:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(town.app.clerk, "do", _away)
            mail.send(by(1), to=USER)
            folder = given.home / "letters"
            while not list(folder.glob("??/*")):
                await town.sandbox.world.changed(0.05)
            await town.app.postman.stop()
            for one in town.app.letters_in:
                await one.stop()
        assert await numbers(town) == []
    mail.send(by(2), to=USER)
    async with opened(sandbox, given) as town:
        await town.mailbox.gets(to="p1@vasilek.example", timeout=WAIT)
        await town.mailbox.gets(to="p2@vasilek.example", timeout=WAIT)
        await town.settled()
        assert await numbers(town) == ["BAR-000001", "BAR-000002"]


async def test_a_letter_that_is_too_large_is_told_and_not_loaded(
    mail: PrivateMail, sandbox: Sandbox, given: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lies in the mailbox, where staff are told to look; the next letter is not delayed. Told once, however it is numbered."""
    monkeypatch.setattr(inbox_module, "LARGEST", 5000)
    async with opened(sandbox, given) as town:
        mail.send(letter("Большое", "Очень " * 2000), to=USER)
        mail.send(by(2), to=USER)
        await town.mailbox.gets(to="p2@vasilek.example")
        told = await town.boris.sees("слишком велико", "осталось в почтовом ящике")
        mail.renumber()
        mail.send(by(3), to=USER)
        await town.mailbox.gets(to="p3@vasilek.example", timeout=WAIT)
        await town.settled()
        assert [one for one in town.boris.messages() if one.get("text") == told["text"]] == [told]


async def test_a_letter_waits_in_exim_while_the_desk_is_down(
    mail: PrivateMail, sandbox: Sandbox, given: Settings
) -> None:
    """Handed to the desk's letter slot once it is back, and once."""
    mail.send(letter(), to=SLOT)
    mail.run_queue()
    assert mail.queued() == 1
    async with opened(sandbox, given) as town:
        await asyncio.to_thread(mail.run_queue)
        await town.mailbox.gets("[BAR-000001]", to=PETR)
        await asyncio.to_thread(mail.run_queue)
        await town.settled()
        assert mail.queued() == 0
        assert await numbers(town) == ["BAR-000001"]


async def _away(*_: object, **__: object) -> None:
    raise ConnectionError
