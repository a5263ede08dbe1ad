"""Hostile strings in every field of a letter: exactly our headers, recipients and names go out, as another parser reads them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.header import decode_header
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import collapse_rfc2231_value

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.files import Store
from bot.mail.address import AddressError, Mailbox, mailbox, named
from bot.mail.letter import build, clean
from bot.mail.submission import Submission
from bot.tokens import PASSING
from domain.reply_address import read_reply_address, reply_address
from handlers.view.letter_page import Letter
from tests.bot.test_mail import Sink, server

DATE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OURS = {
    *("from", "to", "subject", "date", "message-id", "in-reply-to", "references", "reply-to", "auto-submitted"),
    *("x-auto-response-suppress", "x-frontdesk-loop", "mime-version", "content-type", "content-transfer-encoding"),
}
ENDS = [
    "\r\n",
    "\n",
    "\r",
    "\r\n ",
    "\n\t",
    "\0",
    "\v",
    "\f",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
    "\ud800",
    "\udfff",
]
INJECTED = [
    *(
        "Bcc: x@evil.example",
        "To: x@evil.example",
        "Subject: other",
        "Content-Type: text/html",
        "From: boss@evil.example",
    ),
    *("\r\nRCPT TO:<x@evil.example>", ".\r\nMAIL FROM:<x@evil.example>", "--boundary", "X-Frontdesk-Loop: aaaa"),
    *("Reply-To: x@evil.example", "Resent-To: x@evil.example", "Message-ID: <x@evil.example>", "\r\n\r\n<script>"),
]
ODD = [
    *(
        "a@x,b@y",
        "a@x;b@y",
        "a@x b@y",
        "<a@x>",
        "a@x\r\nBcc: b@y",
        '"a b"@x',
        "a@[127.0.0.1]",
        "a(b)@x",
        "a@x>",
        "a@@x",
        "@",
        "a@",
    ),
    *(
        "=?utf-8?q?=0D=0ABcc:_x@evil.example?=",
        "=?utf-8?b?DQpCY2M6IHg=?=",
        "=?utf-7?q?+AA0ACg-?=",
        "=?x?x?x?=",
        "=?utf-8?q?",
    ),
    *(
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "CON",
        "a\0.png",
        "x.png\r\n",
        '";filename=evil.exe',
        "'; filename*=utf-8''evil.exe",
    ),
    *(
        "\u202egnp.exe",
        "\ufeff",
        "\u200b\u200b",
        "🙈" * 60,
        "Ж" * 400,
        "x" * 900,
        " " * 80,
        "\t",
        "%0d%0aBcc:x",
        "${jndi:x}",
        "{number}",
    ),
    *("{0.__class__}", "%s%n", "<b>", "&#13;&#10;", "-- \n", ".\n.\n", "\x7f", "\x1b[31m", "ﷺ" * 30, "a\u0300" * 90),
]
HOSTILE = list(
    dict.fromkeys(
        [
            *ODD,
            *(f"до{end}{line}" for end in ENDS for line in INJECTED),
            *(f"{line}{end}после" for end in ENDS for line in INJECTED),
            *(
                f"{one}{end}{two}"
                for end in ENDS
                for one, two in (("a@x.org", "b@y.org"), ("", "x"), ("x", ""), ("файл.", "png"))
            ),
        ]
    )
)
"""More than 500 of them."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, str]:
    folder = tmp_path_factory.mktemp("files")
    (folder / "x").write_bytes(b"x")
    store = Store(folder / "kept")
    return store, store.put(folder / "x")


def letter(text: str, sha: str, *, to: str = "anna@example.org") -> Letter:
    """The same string in every field that somebody may have a hand in."""
    return Letter(
        to=to,
        subject=f"[BAR-000001] {text}",
        text=text,
        html=text,
        ident=text,
        references=(text, "<one@mail.example>", f"<{text}@x>"),
        attachments=((text, text, sha),),
        reply_to="desk+bar-000001.aaaaaaaaaaaaaaaa@example.org",
        loop=text,
    )


def written(text: str, kept: tuple[Store, str]) -> bytes:
    store, sha = kept
    sender = Mailbox("desk@example.org", text)
    return build(letter(text, sha), sender=sender, domain="example.org", store=store, date=DATE).as_bytes()


def checked(raw: bytes, text: str) -> None:
    """As a parser that knows nothing of how it was written reads it."""
    head, _, _ = raw.partition(b"\r\n\r\n")
    assert all(line.isascii() and b"\0" not in line and len(line) <= 998 for line in head.split(b"\r\n"))
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", head)
    read = BytesHeaderParser(policy=compat32).parsebytes(raw)
    names = [name.lower() for name in read.keys()]  # noqa: SIM118 - a header may be there twice
    assert set(names) <= OURS
    assert len(names) == len(set(names))
    assert read["To"] == "anna@example.org"
    assert re.fullmatch(r"(.*\s)?<?desk@example\.org>?", read["From"], re.S)
    assert re.fullmatch(r"(.*\s)?<?desk\+bar-000001\.a{16}@example\.org>?", read["Reply-To"], re.S)
    assert "<one@mail.example>" in read["References"].split()
    assert all(re.fullmatch(r"<[^\s<>@]+@[^\s<>@]+>", one) for one in read["References"].split())
    assert re.fullmatch(r"<[^\s<>@]+@example\.org>", read["Message-ID"])
    told = "".join(
        part.decode(charset or "ascii") if isinstance(part, bytes) else part
        for part, charset in decode_header(read["Subject"])
    )
    assert told.replace("\r\n", "") == clean(f"[BAR-000001] {text}")[:250]
    whole = BytesHeaderParser(policy=compat32).parsebytes(raw)
    assert whole.get_content_type() == "multipart/mixed"
    parts = raw.split(b"Content-Disposition: attachment")
    assert len(parts) == 2
    one = BytesHeaderParser(policy=compat32).parsebytes(b"Content-Disposition: attachment" + parts[1])
    name, quoted = (one.get_param("filename", header="content-disposition", unquote=so) for so in (True, False))
    if isinstance(quoted, str) and quoted[:1] == '"':
        name = re.sub(r"\\(.)", r"\1", quoted[1:-1])  # the library's own way takes off <> as well
    told = collapse_rfc2231_value(name) if isinstance(name, tuple) else name
    assert told == (clean(text)[:120] or "file")


def test_there_are_more_than_five_hundred() -> None:
    """So that nobody thins them out unawares."""
    assert len(HOSTILE) >= 500


def test_hostile_strings_leave_as_our_headers_only(kept: tuple[Store, str]) -> None:
    """Each of them in subject, sender's name, words, Message-ID, references, file name and type at once."""
    for text in HOSTILE:
        checked(written(text, kept), text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(alphabet=st.characters(codec=None), max_size=200))
def test_any_string_leaves_as_our_headers_only(kept: tuple[Store, str], text: str) -> None:
    """And whatever else somebody may think of."""
    checked(written(text, kept), text)


@pytest.mark.parametrize("read", [mailbox, lambda text: named(text).address], ids=["address", "named"])
def test_a_hostile_address_is_one_mailbox_or_refused(read: object) -> None:
    """Nothing that is taken for an address holds a second one, a line or a space."""
    for text in HOSTILE:
        try:
            taken = read(text)  # type: ignore[operator]
        except AddressError:
            continue
        assert re.fullmatch(r"[^\s@,;<>]+@[a-z0-9.-]+", taken), text


@given(text=st.one_of(st.sampled_from(HOSTILE), st.text(alphabet=st.characters(codec=None), max_size=90)))
def test_a_hostile_reply_address_is_read_as_none(text: str) -> None:
    """Only the shape that we write is read, and what we write stays within a local part."""
    assert read_reply_address(text) is None
    made = reply_address(PASSING, "desk@example.org", "BAR-000001", text)
    assert read_reply_address(made) == ("BAR-000001", made.split(".")[1].split("@")[0])
    assert reply_address(PASSING, f"{'d' * 40}@example.org", "BAR-000001", text) == ""


async def test_a_sample_goes_through_a_real_server(kept: tuple[Store, str]) -> None:
    """One recipient each, and the server reads the same letter that was written."""
    store, sha = kept
    sink = Sink()
    async with server(sink) as url:
        submission = Submission(url)
        for text in HOSTILE[::12]:
            sender = Mailbox("desk@example.org", text)
            message = build(letter(text, sha), sender=sender, domain="example.org", store=store, date=DATE)
            await submission.send(message, sender=sender.address, recipient="anna@example.org")
        for text in HOSTILE[:40]:
            message = build(
                letter("x", sha), sender=Mailbox("desk@example.org"), domain="x.org", store=store, date=DATE
            )
            try:
                await submission.send(message, sender="desk@example.org", recipient=text)
            except AddressError:
                continue
        await submission.close()
    assert len(sink.letters) == len(HOSTILE[::12])
    for envelope, text in zip(sink.letters, HOSTILE[::12], strict=True):
        assert envelope.rcpt_tos == ["anna@example.org"]
        checked(envelope.original_content, text)
