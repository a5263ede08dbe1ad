"""What kind of letter it is: servers' letters, programs', complaints, persons'; and of a bounce, whom it concerns."""

from __future__ import annotations

import time
from email.header import Header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.reading.kinds import LOOP, classify, is_ours
from bot.mail.reading.model import Kind
from tests.mail.lettercase import Case, cases, text_of

ALL = [
    case
    for file in ("bounces.txt", "automatic.txt", "people.txt", "held_back.txt", "held_back_again.txt")
    for case in cases(file)
]


def wrong(case: Case) -> list[str]:
    """In what the verdict on a letter differs from what is expected."""
    verdict = classify(case.message, text_of(case.message))
    seen = {"to": verdict.failed_recipient, "status": verdict.status, "about": verdict.about}
    found = [] if verdict.kind == case.kind else [f"{verdict.kind}, not {case.kind}: {verdict.why}"]
    if case.kind == Kind.BOUNCE and verdict.delayed is not ("delayed" in case.expected):
        found.append(f"delayed: {verdict.delayed}")
    found += [
        f"{key}: {seen[key]!r}"
        for key, value in case.expected.items()
        if key in seen and seen[key].lower() != value.lower()
    ]
    if case.expected.get("reason", "") not in verdict.reason:
        found.append(f"reason: {verdict.reason!r}")
    return found


@pytest.mark.parametrize("case", ALL, ids=str)
def test_a_letter_is_of_its_kind(case: Case) -> None:
    """The kind is right, and so are the recipient, the status, the letter it is about and the server's words, where told."""
    assert not wrong(case)


@pytest.mark.parametrize("case", [case for case in ALL if case.kind == Kind.BOUNCE], ids=str)
def test_the_reason_is_one_short_line(case: Case) -> None:
    """What staff and customers are shown is one line without control signs."""
    reason = classify(case.message, text_of(case.message)).reason
    assert len(reason) <= 200
    assert reason.isprintable()


@pytest.mark.parametrize("case", [case for case in ALL if case.kind == Kind.BOUNCE], ids=str)
def test_a_person_who_passes_a_bounce_on_sends_no_bounce(case: Case) -> None:
    """The same words under a person's name, forwarded or answered, are a person's."""
    text = text_of(case.message)
    for subject, kind in (("Fwd: почта", Kind.LETTER), ("Не доходит почта", Kind.LETTER), ("Re: почта", Kind.REPLY)):
        person = Message()
        person["From"] = "Ольга <olga@zavod.example>"
        person["Subject"] = str(Header(subject, "utf-8"))
        if kind == Kind.REPLY:
            person["In-Reply-To"] = "<1@mx.example>"
        quoted = "\n".join(f"> {line}" for line in text.splitlines())
        for body in (f"Помогите!\n\n{quoted}", f"Помогите!\n\n{text}", text):
            assert classify(person, body).kind == kind
        attached = Message()
        attached["From"] = person["From"]
        attached["Subject"] = person["Subject"]
        attached["Content-Type"] = "multipart/mixed"
        child = Message()
        child["Content-Type"] = "message/rfc822"
        child.set_payload([case.message])
        attached.attach(child)
        assert classify(attached, "").kind == Kind.LETTER


def test_our_own_letter_is_known_by_its_mark() -> None:
    """A desk knows its own letters, and those of no other desk."""
    letter = Message()
    assert not is_ours(letter, "barier")
    letter[LOOP] = "barier"
    assert is_ours(letter, "barier")
    assert not is_ours(letter, "other")
    assert not is_ours(letter, "")


HEADERS = [
    "From",
    "To",
    "Subject",
    "Return-Path",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Auto-Submitted",
    "Precedence",
    "In-Reply-To",
    "References",
    "X-Failed-Recipients",
    "List-Id",
    "List-Post",
    "List-Unsubscribe",
    "Message-ID",
    "X-Autoreply",
    "Sender",
    "Reply-To",
]
SHAPES = st.sampled_from(
    [
        b"multipart/report; report-type=delivery-status; boundary=b",
        b"multipart/report; report-type=feedback-report; boundary=b",
        b"multipart/mixed; boundary=b",
        b"text/plain",
        b"message/rfc822",
        b"message/delivery-status",
        b"<>",
        b"MAILER-DAEMON@x.example",
        b"Undelivered Mail Returned to Sender",
        b"=?utf-8?b?0K?= =?utf-8?q?=D0?=",
        b"=?unicode_escape?q?\\x?= =?hex?b?zz?= =?utf-16?q?=D8?=",
    ]
)
VALUES = st.one_of(SHAPES, st.binary(max_size=60).map(lambda raw: raw.replace(b"\n", b"").replace(b"\r", b"")))
PARTS = st.sampled_from(
    [
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822;",
        b"--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: ",
        b"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ",
        b"--b\r\nContent-Type: text/plain\r\n\r\n",
        b"\r\nAction: failed\r\nStatus: \r\n\r\nFinal-Recipient: utf-8; \\x{D800}\\x{FFFFFF}@",
        b"\r\n--b--\r\n",
    ]
)


@given(
    st.lists(st.tuples(st.sampled_from(HEADERS), VALUES), max_size=8),
    st.lists(PARTS | st.binary(max_size=40), max_size=8),
    st.text(),
)
def test_whatever_the_bytes_are_there_is_a_verdict(head: list[tuple[str, bytes]], body: list[bytes], text: str) -> None:
    """Arbitrary headers and bodies never raise, and what is said of them can be stored and shown."""
    lines = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in head)
    verdict = classify(BytesParser(policy=compat32).parsebytes(lines + b"\r\n" + b"".join(body)), text)
    assert all(value.isprintable() and len(value) <= 700 for value in vars(verdict).values() if isinstance(value, str))


@given(st.lists(st.tuples(st.sampled_from(HEADERS), st.text()), max_size=8), st.text())
def test_whatever_the_headers_are_there_is_a_verdict(head: list[tuple[str, str]], text: str) -> None:
    """Headers that hold any signs, lone surrogates among them, never raise."""
    message = Message()
    for name, value in head:
        message[name] = value
    assert all(value.isprintable() for value in vars(classify(message, text)).values() if isinstance(value, str))


LONG = 1_000_000
HOSTILE = {
    "angles": "<" * LONG,
    "ats": "a@" * (LONG // 2),
    "one word": "a" * LONG,
    "spaces": " " * LONG,
    "lines": "\n" * (LONG // 20),
    "dots": "5.1." * (LONG // 4),
    "colons": "a:" * (LONG // 2),
    "fields": "X-A: b\n" * (LONG // 7),
    "encoded": "=?utf-8?q?a?= " * (LONG // 14),
    "quotes": "> " * (LONG // 2),
    "words of the library": (
        "the following addresses had <\nThis Message was undeliverable due to\n" + "<" * 150 + "\n"
    )
    * (LONG // 200),
}


@pytest.mark.parametrize("stuff", HOSTILE.values(), ids=list(HOSTILE))
def test_a_megabyte_of_anything_takes_little_time(stuff: str) -> None:
    """Nothing here grows faster than the letter does."""
    daemon = "MAILER-DAEMON@x.example"
    head = f"From: {daemon}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
    one_line = stuff.replace("\n", " ")
    letters = [
        (f"From: {daemon}\r\nX-Failed-Recipients: {one_line}\r\nSubject: failure notice\r\n\r\n", stuff),
        (f"From: {one_line}\r\nSubject: {one_line}\r\nIn-Reply-To: {one_line}\r\n\r\n", stuff),
        (f"{head}Content-Type: multipart/report; {one_line}\r\n\r\n", stuff),
        (
            f"{head}Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n{stuff}\r\n--b--",
            stuff,
        ),
        (
            f"{head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{stuff}",
            stuff,
        ),
    ]
    for raw, text in letters:
        message = BytesParser(policy=compat32).parsebytes(raw.encode())
        start = time.process_time()
        classify(message, text)
        assert time.process_time() - start < 2


def test_deep_nesting_is_no_matter() -> None:
    """Nothing here recurses: a thousand letters one in the other are one letter."""
    message = Message()
    message["Content-Type"] = "text/plain"
    for _ in range(3_000):
        outer = Message()
        outer["Content-Type"] = "multipart/report; report-type=delivery-status"
        outer["From"] = "MAILER-DAEMON@x.example"
        outer["Subject"] = "Undelivered Mail Returned to Sender"
        outer.set_payload([message])
        message = outer
    assert (
        classify(message, "This is the mail system at host x. <a@x.example>: 550 no").failed_recipient == "a@x.example"
    )
