"""Making: letters byte by byte, each with what a person would read in it."""

from __future__ import annotations

import base64
import quopri
from dataclasses import dataclass, field
from typing import Any

FROM = "Анна Петрова <anna@example.org>"
TEXT = "Здравствуйте! Не печатает принтер на втором этаже.\nПомогите, пожалуйста: завтра сдаём отчёт."
KAZAKH = "Сәлеметсіз бе! Екінші қабаттағы принтер басып шығармайды.\nКөмектесіңізші, ертең есеп тапсырамыз."
SUBJECT = "Не работает принтер в бухгалтерии"


@dataclass
class Case:
    """A letter, and what is to be read: only what is named is compared."""

    name: str
    raw: bytes
    expected: dict[str, Any] = field(default_factory=dict)


CASES: list[Case] = []


def letter(name: str, raw: bytes, **expected: Any) -> None:
    """Keep a letter. `files`: [name, type, size] each."""
    CASES.append(Case(name, raw, expected))


def word(text: str, charset: str = "utf-8", kind: str = "B") -> bytes:
    """An encoded word."""
    data = text.encode(charset)
    inside = base64.b64encode(data) if kind == "B" else "".join(f"={byte:02X}" for byte in data).encode()
    return b"=?" + charset.encode() + b"?" + kind.encode() + b"?" + inside + b"?="


def head(*lines: str | bytes, subject: bytes | None = None, sender: bytes | None = None) -> bytes:
    """A header, its last line free. Lines as they are."""
    own = [
        b"From: " + (sender if sender is not None else word("Анна Петрова") + b" <anna@example.org>"),
        b"To: desk@example.com",
        b"Subject: " + (subject if subject is not None else word(SUBJECT)),
        b"Date: Sat, 21 Nov 2026 14:05:00 +0300",
        b"Message-ID: <one@example.org>",
        b"MIME-Version: 1.0",
    ]
    return b"\r\n".join([*own, *(line.encode() if isinstance(line, str) else line for line in lines)]) + b"\r\n\r\n"


def crlf(text: str | bytes, charset: str = "utf-8") -> bytes:
    if isinstance(text, bytes):
        return text.replace(b"\n", b"\r\n")
    return text.replace("\n", "\r\n").encode(charset)


def b64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def qp(data: bytes) -> bytes:
    return quopri.encodestring(data).replace(b"\n", b"\r\n")


def part(content: bytes, *lines: str | bytes) -> bytes:
    return b"\r\n".join([*(line.encode() if isinstance(line, str) else line for line in lines), b"", content])


def multipart(kind: str, *parts: bytes, boundary: str = "=_b", extra: str = "") -> tuple[str, bytes]:
    """The Content-Type line and the body."""
    lines = b"".join(b"--" + boundary.encode() + b"\r\n" + one + b"\r\n" for one in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"{extra}', lines + b"--" + boundary.encode() + b"--\r\n"


def whole(kind: str, *parts: bytes, extra: str = "", **said: bytes) -> bytes:
    line, body = multipart(kind, *parts, extra=extra)
    return head(line, **said) + body


def text_part(text: str = TEXT, kind: str = "plain") -> bytes:
    return part(crlf(text), f"Content-Type: text/{kind}; charset=utf-8", "Content-Transfer-Encoding: 8bit")


def file_part(disposition: str | bytes, content: bytes = b"%PDF-1.4 not really", kind: str | bytes = "application/pdf") -> bytes:
    kind = kind.encode() if isinstance(kind, str) else kind
    disposition = disposition.encode() if isinstance(disposition, str) else disposition
    return part(b64(content), b"Content-Type: " + kind, b"Content-Disposition: " + disposition, "Content-Transfer-Encoding: base64")
