"""Letters written in the sandbox: what people, their mail programs and mail servers write, as the desk's own reader reads it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.mail.reading import read
from bot.mail.reading.model import Kind, Read
from bot.mail.trust import vouched
from bot.sandbox.cast import AUTHSERV
from bot.sandbox.errors import Mistake
from bot.sandbox.server import Sandbox
from tests.bot.test_sandbox_mail import letter, send

ANNAS, DESK = "anna@romashka.example", "desk@example.org"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=False, address=DESK) as sandbox:
        await send(sandbox, letter())
        yield sandbox


def as_read(sandbox: Sandbox, written: dict[str, Any]) -> Read:
    """What the desk's reader makes of it."""
    raw = sandbox.world.postbox.raw(written["id"])
    assert raw is not None
    return read(raw)


async def test_a_reply_stands_above_what_it_quotes(sandbox: Sandbox) -> None:
    """As mail programs do it; the desk sees only what is new."""
    written = await sandbox.do("write", **{"from": ANNAS}, reply_to=1, text="Код пришёл", quote=True)
    got = as_read(sandbox, written)
    assert written["subject"] == "Re: [BAR-000001] Заявка зарегистрирована"
    assert written["text"].startswith("Код пришёл\n\n")
    assert "> Код: 481203" in written["text"]
    assert (got.kind, got.new_text.strip()) == (Kind.REPLY, "Код пришёл")
    assert (got.in_reply_to, got.references) == ("<1@desk>", ("<1@desk>",))
    bare = await sandbox.do("write", **{"from": ANNAS}, reply_to=1, text="Код пришёл")
    assert bare["text"].strip() == "Код пришёл"


@pytest.mark.parametrize("lang", ["ru", "en", "kk"])
async def test_the_quotation_is_known_as_one_in_each_language(sandbox: Sandbox, lang: str) -> None:
    """The line above it is no word of the writer's."""
    written = await sandbox.do("write", **{"from": ANNAS}, reply_to=1, text="Спасибо", quote=True, lang=lang)
    assert as_read(sandbox, written).new_text.strip() == "Спасибо"


async def test_a_copy_and_files_go_with_a_letter(sandbox: Sandbox) -> None:
    """Cc is read, and a file keeps its name and bytes; who got the copy answers all, in the same thread."""
    files = [{"name": "снимок экрана.png", "type": "image/png", "base64": b64encode(b"\x89PNG").decode()}]
    asked = {
        "from": ANNAS,
        "to": DESK,
        "cc": "Ольга <olga@romashka.example>",
        "text": "См. снимок",
        "attachments": files,
    }
    sent = await sandbox.do("write", **asked)
    got = as_read(sandbox, sent)
    olga = {"from": "olga@romashka.example", "copy_of": sent["id"], "cc": ANNAS, "text": "И у меня", "quote": True}
    answered = await sandbox.do("write", **olga)
    assert (answered["to"], answered["in_reply_to"]) == (DESK, sent["message_id"])
    assert "> См. снимок" in answered["text"]
    assert [one.address for one in got.cc] == ["olga@romashka.example"]
    assert [(one.name, one.content) for one in got.attachments] == [("снимок экрана.png", b"\x89PNG")]


@pytest.mark.parametrize(("said", "proved"), [(True, True), (False, False), (None, False)])
async def test_the_own_server_vouches_or_does_not(sandbox: Sandbox, said: bool | None, proved: bool) -> None:
    """RFC 8601: what it found stands on top, under its own name."""
    written = await sandbox.do("write", **{"from": ANNAS, "to": DESK, "text": "Здравствуйте", "vouched": said})
    assert vouched(as_read(sandbox, written).results, ANNAS, AUTHSERV) is proved


@pytest.mark.parametrize(
    ("how", "status", "delayed"), [("unknown", "5.1.1", False), ("full", "5.2.2", False), ("delayed", "4.4.1", True)]
)
async def test_a_server_returns_a_letter(sandbox: Sandbox, how: str, status: str, *, delayed: bool) -> None:
    """RFC 3464: from nobody, to the envelope's sender, about that letter and its recipient, with its headers."""
    written = await sandbox.do("mailbox/return", letter=1, how=how)
    told = as_read(sandbox, written).verdict
    assert (written["mail_from"], written["recipients"], written["mailbox"]) == ("", ["desk@example.org"], ANNAS)
    assert (told.kind, told.status, told.delayed) == (Kind.BOUNCE, status, delayed)
    assert (told.failed_recipient, told.about) == (ANNAS, "<1@desk>")
    message = message_from_bytes(sandbox.world.postbox.raw(written["id"]) or b"", policy=policy.default)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds[0] == "multipart/report"
    assert {"message/delivery-status", "text/rfc822-headers"} <= set(kinds)


async def test_a_reader_who_is_away_answers_automatically(sandbox: Sandbox) -> None:
    """RFC 3834: marked as such, from nobody, to the envelope's sender."""
    written = await sandbox.do("mailbox/return", letter=1, how="away", lang="ru")
    assert as_read(sandbox, written).kind is Kind.AUTO
    assert (written["auto_submitted"], written["mail_from"]) == ("auto-replied", "")
    assert "в отпуске" in written["text"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"letter": 9, "how": "full"}, "no letter 9"),
        ({"letter": 1, "how": "eaten"}, "unknown, full, delayed, away"),
        ({"letter": 1, "how": "full", "address": "john@example.com"}, ANNAS),
    ],
)
async def test_what_cannot_be_returned_is_said(sandbox: Sandbox, asked: dict[str, Any], words: str) -> None:
    """A mistake says what to write instead."""
    with pytest.raises(Mistake, match=words):
        await sandbox.do("mailbox/return", **asked)


@pytest.mark.parametrize(
    "asked",
    [
        {"subject": "x\r\nBcc: all@example.org"},
        {"cc": "x@example.org\nX-Evil: 1"},
        {"name": "x\nBcc: all@example.org"},
        {"from": "a@\N{SNOWMAN}.".ljust(90, "x")},
    ],
)
async def test_no_header_is_smuggled_in(sandbox: Sandbox, asked: dict[str, Any]) -> None:
    """Whatever is typed into a field makes no other header."""
    with pytest.raises(Mistake):
        await sandbox.do("write", **({"from": ANNAS, "to": DESK, "text": "x"} | asked))


async def test_links_of_letters_are_passed_to_the_desk_and_no_further(sandbox: Sandbox) -> None:
    """Before a desk is there nothing is there; while it is away that is said."""
    async with ClientSession(sandbox.url) as http:
        async with http.get("/v/token") as response:
            assert response.status == 404
        sandbox.world.desk.url = "http://127.0.0.1:1"
        async with http.get("/v/token") as response:
            assert response.status == 503
        async with http.post("/sandbox/limits", json={"on": True}, headers={"Origin": "null"}) as response:
            assert response.status == 403


async def test_written_letters_can_be_looked_at_as_those_that_came(sandbox: Sandbox) -> None:
    """Their source and files, under the same policy."""
    files = [{"name": "a.html", "base64": b64encode(b"<script>").decode()}]
    written = await sandbox.do("write", **{"from": ANNAS, "to": DESK, "text": "x", "attachments": files})
    async with ClientSession(sandbox.url) as http:
        async with http.get(f"/sandbox/written/{written['id']}/raw") as response:
            assert b"Message-ID" in await response.read()
        async with http.get(f"/sandbox/written/{written['id']}/0") as response:
            assert (response.content_type, await response.read()) == ("application/octet-stream", b"<script>")
        async with http.get("/sandbox/written/99/raw") as response:
            assert response.status == 404
