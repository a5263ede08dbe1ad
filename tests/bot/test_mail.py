"""Mail out: strict addresses, letters that every server takes, and what the server's answers mean."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP
from hypothesis import given
from hypothesis import strategies as st

from bot.files import Store
from bot.mail.address import AddressError, Mailbox, mailbox, named
from bot.mail.letter import build
from bot.mail.submission import Failure, Submission
from bot.sandbox.server import Sandbox
from handlers.view.letter_page import Letter as Composed

DATE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SENDER = Mailbox("desk@frontdesk.example", "Поддержка «Барьер»")


@dataclass(frozen=True)
class Letter:
    to: str = "anna@example.org"
    subject: str = "[BAR-000001] Заявка зарегистрирована"
    text: str = "Здравствуйте!\n\nСрок: 23.11.2026 17:00"
    html: str = "<p>Здравствуйте!</p><p>Срок: 23.11.2026 17:00</p>"
    ident: str = "bar-000001.3.started"
    references: tuple[str, ...] = ("<bar-000001.registered@frontdesk.example>",)
    attachments: tuple[tuple[str, str, str], ...] = ()
    reply_to: str = ""
    answers: bool = False
    loop: str = ""


def built(letter: Letter | Composed, store: Store | None = None) -> EmailMessage:
    """The letter as a mail program reads it."""
    made = build(letter, sender=SENDER, domain="frontdesk.example", store=store or Store(Path("/none")), date=DATE)
    read = email.message_from_bytes(made.as_bytes(), policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return read


# -- addresses


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("anna@example.org", "anna@example.org"),
        ("  Anna.Petrova+x@Example.ORG ", "Anna.Petrova+x@example.org"),
        ("anna@пример.рф", "anna@xn--e1afmkfd.xn--p1ai"),
        ("a@corp.local", "a@corp.local"),
    ],
)
def test_one_mailbox_is_taken(given: str, meant: str) -> None:
    """Foreign domains are written the way mail servers read them."""
    assert mailbox(given) == meant


@pytest.mark.parametrize(
    "given",
    [
        "",
        "anna",
        "@example.org",
        "anna@",
        "a@x.org,b@x.org",
        "a@x.org;b@x.org",
        "a@x.org b@x.org",
        "Anna <a@x.org>",
        "a@x.org\r\nBcc: b@x.org",
        "a@x.org\0",
        '"a b"@x.org',
        "анна@example.org",
        "a..b@x.org",
        "a@-x.org",
        "a@x..org",
        "a@[127.0.0.1]",
        f"{'a' * 65}@x.org",
        f"a@{'x' * 63}.{'x' * 63}.{'x' * 63}.{'x' * 63}.org",
    ],
)
def test_anything_else_is_refused(given: str) -> None:
    """Lists, names, injected lines: a letter goes to exactly whom it is for."""
    with pytest.raises(AddressError) as caught:
        mailbox(given)
    assert "\n" not in str(caught.value)


def test_a_sender_may_have_a_name() -> None:
    """The name is shown, the address is used."""
    assert named('"Поддержка" <Desk@Example.org>') == Mailbox("Desk@example.org", "Поддержка")


# -- letters


def test_a_letter_says_who_it_is_and_where_it_belongs() -> None:
    """Stable Message-ID, its thread, the sender's name, no invitation to robots."""
    read = built(Letter())

    assert read["Message-ID"] == "<bar-000001.3.started@frontdesk.example>"
    assert read["In-Reply-To"] == read["References"] == "<bar-000001.registered@frontdesk.example>"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["X-Auto-Response-Suppress"] == "All"
    assert str(read["From"]) == "Поддержка «Барьер» <desk@frontdesk.example>"
    assert read["Subject"] == "[BAR-000001] Заявка зарегистрирована"
    assert read["Date"].datetime == DATE


def test_plain_text_and_html_are_both_there() -> None:
    """Whoever reads without HTML reads the same."""
    read = built(Letter())

    for kind in ("plain", "html"):
        body = read.get_body((kind,))
        assert body is not None
        assert "Срок: 23.11.2026 17:00" in body.get_content()


def test_the_first_letter_of_a_thread_answers_nobody() -> None:
    """No In-Reply-To to itself."""
    assert built(Letter(references=()))["In-Reply-To"] is None


def test_attachments_keep_their_russian_names(tmp_path: Path) -> None:
    """Names by RFC 2231, content byte for byte, kinds as content types."""
    store = Store(tmp_path / "files")
    content = b"\x89PNG\r\n\x1a\n\0\r\n.\r\n" + bytes(range(256))
    (tmp_path / "x").write_bytes(content)
    sha = store.put(tmp_path / "x")
    name = "Снимок экрана принтера " * 4 + ".png"

    [part] = built(Letter(attachments=((name, "png", sha),)), store).iter_attachments()

    assert part.get_filename() == " ".join(name[:120].split())
    assert part.get_content_type() == "image/png"
    assert part.get_payload(decode=True) == content


@pytest.mark.parametrize(
    "spoilt", ["\r\nBcc: x@evil.example", "\u2028", "\u2029", "\v", "\f", "\x85", "\0", "\ud800", "\n\n"]
)
def test_nothing_in_a_letter_makes_it_unsendable(spoilt: str, tmp_path: Path) -> None:
    """Line separators, NUL and lone surrogates are cleaned, and nobody can add a header."""
    store = Store(tmp_path / "files")
    (tmp_path / "x").write_bytes(b"x")
    sha = store.put(tmp_path / "x")
    dirty = f"до{spoilt}после"
    letter = Letter(
        subject=dirty, text=dirty, html=dirty, ident=dirty, references=(dirty,), attachments=((dirty, dirty, sha),)
    )

    read = built(letter, store)

    assert read["Bcc"] is None
    assert "после" in read["Subject"]
    assert b"\0" not in build(letter, sender=SENDER, domain="x.example", store=store, date=DATE).as_bytes()


@given(st.text(alphabet=st.characters(codec=None), max_size=300))
def test_any_text_can_be_sent(text: str) -> None:
    """Whatever somebody types, the letter about it goes out."""
    made = built(Letter(subject=text, text=text, html=text))

    assert "\n" not in str(made["Subject"])


@pytest.mark.parametrize(
    "subject", ["[BAR-000001] Осы күнге дейінгі бүкіл хат алмасу", "слово " * 30 + "конец", "x" * 200]
)
def test_a_long_subject_loses_no_space_where_it_is_folded(subject: str) -> None:
    """Words that grow together are not what was said."""
    assert built(Letter(subject=subject))["Subject"] == subject


# -- submission


class Sink:
    """A mail server that takes everything, or answers as told."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.sessions: set[int] = set()
        self.at_mail = self.at_data = ""

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if self.at_mail:
            return self.at_mail
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.at_data:
            return self.at_data
        self.letters.append(envelope)
        self.sessions.add(id(session))
        return "250 OK"


@asynccontextmanager
async def server(sink: Sink) -> AsyncIterator[str]:
    """The sink, listening; yields its URL."""
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: SMTP(sink, loop=loop, hostname="mail.example"), "127.0.0.1", 0)
    try:
        yield f"smtp+insecure://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()
        await listening.wait_closed()


async def send(submission: Submission, letter: Letter | None = None) -> str:
    letter = letter or Letter()
    message = build(letter, sender=SENDER, domain="frontdesk.example", store=Store(Path("/none")), date=DATE)
    return await submission.send(message, sender=SENDER.address, recipient=letter.to)


async def failure(submission: Submission, letter: Letter | None = None) -> Failure:
    with pytest.raises(Failure) as caught:
        await send(submission, letter)
    return caught.value


async def test_letters_share_a_connection() -> None:
    """Two letters, one connection, one recipient each."""
    sink = Sink()
    async with server(sink) as url:
        submission = Submission(url)
        await send(submission)
        await send(submission, Letter(to="john@example.org"))
        await submission.close()

    assert [letter.rcpt_tos for letter in sink.letters] == [["anna@example.org"], ["john@example.org"]]
    assert len(sink.sessions) == 1


async def test_a_list_is_not_sent_to_its_first_entry() -> None:
    """A mail library would take the list, mail the first, and say OK."""
    sink = Sink()
    async with server(sink) as url:
        submission = Submission(url)
        message = build(Letter(), sender=SENDER, domain="x.example", store=Store(Path("/none")), date=DATE)
        with pytest.raises(AddressError):
            await submission.send(message, sender=SENDER.address, recipient="a@x.org,b@x.org")
        await submission.close()

    assert sink.letters == []


@pytest.mark.parametrize(
    ("at_mail", "at_data", "kind"),
    [
        ("", "451 4.7.1 greylisted", "later"),
        ("", "554 5.7.1 spam", "recipient"),
        ("451 4.3.0 busy", "", "server"),
        ("553 5.7.1 sender not owned", "", "server"),
    ],
)
async def test_refusals_are_told_apart(at_mail: str, at_data: str, kind: str) -> None:
    """What is about the letter, what will pass, and what is about our own account."""
    sink = Sink()
    sink.at_mail, sink.at_data = at_mail, at_data
    async with server(sink) as url:
        submission = Submission(url)
        refused = await failure(submission)
        await submission.close()

    assert refused.kind == kind
    assert refused.error == (at_mail or at_data)
    assert not refused.uncertain


async def test_an_unknown_recipient_is_refused_for_good() -> None:
    """5xx at RCPT."""
    async with Sandbox() as sandbox:
        await sandbox.do("mailbox/refuse", address="anna@example.org", code=550, text="5.1.1 no such user")
        submission = Submission(sandbox.smtp_url)
        refused = await failure(submission)
        await submission.close()

    assert (refused.kind, refused.error) == ("recipient", "550 5.1.1 no such user")


async def test_an_answer_lost_after_the_letter_leaves_doubt() -> None:
    """The letter may be there: it is sent again under the same Message-ID, and the mailbox can tell."""
    async with Sandbox() as sandbox:
        await sandbox.do("mailbox/drop", keep=True)
        submission = Submission(sandbox.smtp_url)
        lost = await failure(submission)
        await send(submission)
        await submission.close()

        assert (lost.kind, lost.uncertain) == ("later", True)
        assert [letter["repeated"] for letter in sandbox.world.mailbox.letters] == [False, True]


async def test_a_connection_that_died_in_between_is_replaced() -> None:
    """Servers drop idle connections; the next letter does not notice."""
    sink = Sink()
    kept: list[Any] = []
    loop = asyncio.get_running_loop()

    def visitor() -> SMTP:
        kept.append(SMTP(sink, loop=loop, hostname="mail.example"))
        return kept[-1]  # type: ignore[no-any-return]

    listening = await loop.create_server(visitor, "127.0.0.1", 0)
    submission = Submission(f"smtp+insecure://127.0.0.1:{listening.sockets[0].getsockname()[1]}")
    await send(submission)
    kept[0].transport.abort()
    await send(submission)
    await submission.close()
    listening.close()
    await listening.wait_closed()

    assert len(sink.letters) == 2


async def test_no_server_is_nobody_s_fault() -> None:
    """Nothing listens: the letter waits."""
    refused = await failure(Submission("smtp+insecure://127.0.0.1:1"))

    assert (refused.kind, refused.uncertain) == ("server", False)
    assert "127.0.0.1" not in refused.error


async def test_without_tls_nothing_is_said() -> None:
    """smtp:// means STARTTLS or nothing: a server that cannot do it gets neither password nor letter."""
    sink = Sink()
    async with server(sink) as url:
        submission = Submission(url.replace("smtp+insecure://", "smtp://desk:geheim@"))
        refused = await failure(submission)
        await submission.close()

    assert refused.kind == "server"
    assert "geheim" not in refused.error
    assert sink.letters == []


def test_letters_of_the_view_fit() -> None:
    """What the view composes is what is built here."""
    composed = Composed(
        to="anna@example.org", subject="[BAR-000001] x", text="x", html="<p>x</p>", ident="bar-000001.registered"
    )

    assert built(composed)["Subject"] == "[BAR-000001] x"
