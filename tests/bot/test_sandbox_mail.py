"""The sandbox's mailbox: letters come by SMTP and are read as a mail program shows them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from email.message import EmailMessage

import aiosmtplib
import pytest

from bot.sandbox.person import MailReader
from bot.sandbox.server import Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=False) as sandbox:
        yield sandbox


@pytest.fixture
def mailbox(sandbox: Sandbox) -> MailReader:
    return MailReader.of(sandbox)


def letter(to: str = "anna@romashka.example", number: str = "<1@desk>") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Поддержка <desk@example.org>"
    message["To"] = to
    message["Subject"] = "[BAR-000001] Заявка зарегистрирована"
    message["Message-ID"] = number
    message["In-Reply-To"] = "<0@desk>"
    message.set_content("Код: 481203")
    message.add_alternative("<p>Код: <b>481203</b></p>", subtype="html")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="снимок.png")
    return message


async def send(sandbox: Sandbox, message: EmailMessage) -> None:
    port = int(sandbox.smtp_url.rsplit(":", 1)[1])
    await aiosmtplib.send(message, hostname="127.0.0.1", port=port)


async def test_a_letter_is_shown_as_it_was_written(sandbox: Sandbox, mailbox: MailReader) -> None:
    """Subject, texts, threading and attachments are readable; the raw letter is kept."""
    await send(sandbox, letter())
    got = await mailbox.gets("BAR-000001", "481203", to="Anna@romashka.example")
    assert got["from"] == "Поддержка <desk@example.org>"
    assert got["text"].strip() == "Код: 481203"
    assert "<b>481203</b>" in got["html"]
    assert got["in_reply_to"] == "<0@desk>"
    assert got["attachments"] == [{"name": "снимок.png", "type": "image/png", "size": 4}]
    assert b"Message-ID: <1@desk>" in (sandbox.world.mailbox.raw(got["id"]) or b"")


async def test_a_repeated_letter_is_kept_and_marked(sandbox: Sandbox, mailbox: MailReader) -> None:
    """The same Message-ID to the same address is a repetition; to another address it is not."""
    await send(sandbox, letter())
    await send(sandbox, letter())
    await send(sandbox, letter(to="john@example.com"))
    assert [one["repeated"] for one in mailbox.letters()] == [False, True, False]
    assert len(mailbox.letters("anna@romashka.example")) == 2


async def test_an_address_can_be_refused_and_taken_again(sandbox: Sandbox, mailbox: MailReader) -> None:
    """550 as ordered, until the order is taken back."""
    await sandbox.do("mailbox/refuse", address="anna@romashka.example", code=550, text="no such user")
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
        await send(sandbox, letter())
    assert refused.value.recipients[0].code == 550
    await sandbox.do("mailbox/refuse", address="anna@romashka.example", code=0)
    await send(sandbox, letter())
    await mailbox.gets("BAR-000001")


async def test_the_connection_can_drop_after_the_letter_was_taken(sandbox: Sandbox, mailbox: MailReader) -> None:
    """The sender cannot know; the letter is there, and its repetition is marked."""
    sandbox.world.mailbox.drop_after_data()
    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await send(sandbox, letter())
    first = await mailbox.gets("BAR-000001")
    await send(sandbox, letter())
    assert (await mailbox.gets("BAR-000001", after=first))["repeated"]


async def test_a_letter_in_html_cannot_run_anything(sandbox: Sandbox) -> None:
    """What the page shows in its frame is under a policy that forbids scripts and the network."""
    from aiohttp import ClientSession

    await send(sandbox, letter())
    async with ClientSession() as http, http.get(f"{sandbox.url}/sandbox/letters/1/html") as response:
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        allowed = response.headers["Content-Security-Policy"].partition("; sandbox ")[2].split()
        assert allowed == ["allow-popups", "allow-popups-to-escape-sandbox", "allow-downloads"]


async def test_waiting_for_a_letter_that_does_not_come_lists_what_came(sandbox: Sandbox, mailbox: MailReader) -> None:
    """A failed story shows the letters there are."""
    await send(sandbox, letter())
    with pytest.raises(AssertionError, match="BAR-000001"):
        await mailbox.gets("BAR-000002", timeout=0.05)
