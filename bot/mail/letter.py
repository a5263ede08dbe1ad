"""Letters: from what is to be said to a message that every server takes.

Same words in plain text and HTML; a stable Message-ID, so that a letter sent twice is recognized; marked as automatic, so
that no robot answers it (RFC 3834). Whatever could break a header is cleaned: a letter is never unsendable.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import BinaryIO, Protocol

from bot.mail.address import Mailbox
from domain.usecases.thread import usable


class _Policy(EmailPolicy):
    """As usual; but Python 3.11 loses a space where it folds a long subject, so subjects are folded by `Header`."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name in IDS:  # a long one would be encoded, and no mail program would know it again
            return f"{name}: {f'{self.linesep} '.join(str(value).split())}{self.linesep}".encode("ascii")
        if name != "Subject":
            line = f"{name}: {value}"
            if len(line) < SHORT and line.isascii() and line.isprintable():  # nothing to fold, which would cost much
                return f"{line}{self.linesep}".encode("ascii")
            return super().fold_binary(name, value)
        folded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}".encode("ascii")


SHORT = 76
"""Characters of a header that any way of folding leaves on one line."""
IDS = ("Message-ID", "In-Reply-To", "References")
# 7bit: bodies are encoded, so a server without 8BITMIME takes them as well.
POLICY = _Policy(linesep="\r\n", cte_type="7bit")
# Control characters and surrogates (Cc, Cs), and the line and paragraph separators (Zl, Zp) that header code splits at.
_SPOILING = r"\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029"
# What turns the direction of writing (Unicode, UAX 9): «exe.png» could be made of «gnp.exe» with it.
_TURNING = r"\u202a-\u202e\u2066-\u2069"
_BAD_IN_HEADER = re.compile(f"[{_SPOILING}{_TURNING}]")
_BAD_IN_LINE = re.compile(f"(?!\t)[{_SPOILING}]")
SUBJECT_MAX = 250
# Content types of what the desk recognizes (`bot/files.py` names kinds by content).
TYPES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ANYTHING = ("application", "octet-stream")


class Letter(Protocol):
    """What is said to whom, as the view composed it."""

    @property
    def to(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def ident(self) -> str: ...
    @property
    def references(self) -> tuple[str, ...]: ...
    @property
    def attachments(self) -> tuple[tuple[str, str, str], ...]: ...
    @property
    def reply_to(self) -> str: ...
    @property
    def answers(self) -> bool: ...
    @property
    def loop(self) -> str: ...


class Files(Protocol):
    """Where the content of attachments is."""

    def open(self, sha: str) -> BinaryIO: ...


def build(letter: Letter, *, sender: Mailbox, domain: str, store: Files, date: datetime) -> EmailMessage:
    """The message. `date` is aware; `domain` is the right side of Message-IDs. OSError if an attachment's content is gone."""
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(display_name=clean(sender.name), addr_spec=sender.address)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = clean(letter.subject)[:SUBJECT_MAX] or "-"
    message["Date"] = format_datetime(date)
    message["Message-ID"] = message_id(letter.ident, domain)
    if known := [one for one in letter.references if usable(one)]:
        message["In-Reply-To"], message["References"] = known[-1], " ".join(known)
    if letter.reply_to:
        message["Reply-To"] = Address(display_name=clean(sender.name), addr_spec=letter.reply_to)
    message["Auto-Submitted"] = "auto-replied" if letter.answers else "auto-generated"
    if letter.loop:
        message["X-Frontdesk-Loop"] = clean(letter.loop)
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(clean_text(letter.text))
    if letter.html:
        message.add_alternative(clean_text(letter.html), subtype="html")
    for name, content_type, sha in letter.attachments:
        with store.open(sha) as content:
            main, sub = _type(content_type)
            message.add_attachment(content.read(), maintype=main, subtype=sub, filename=clean(name)[:120] or "file")
    return message


def message_id(ident: str, domain: str) -> str:
    """`bar-000001.3.registered` -> `<bar-000001.3.registered@example.org>`; anything unusual in it becomes a dot."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.+") else "." for sign in ident)
    tidy = ".".join(part for part in plain.split(".") if part)
    return f"<{tidy or hashlib.sha256(ident.encode('utf-8', 'replace')).hexdigest()[:32]}@{domain}>"


def _type(named: str) -> tuple[str, str]:
    """A content type, or one of our kinds, as its two halves; what could make the part something else is "anything"."""
    main, slash, sub = TYPES.get(named, named).lower().partition("/")
    plain = all(sign.isascii() and (sign.isalnum() or sign in "-.+") for sign in main + sub)
    return (main, sub) if slash and main and sub and plain and main not in {"multipart", "message"} else ANYTHING


def clean(text: str) -> str:
    """The text on one line: without CR, LF, U+2028, U+2029, VT, FF, NEL, NUL, lone surrogates and their like.

    Nor does an encoded word stay one (RFC 2047): Python's header code would decode it, and write what it held into the header.
    """
    return " ".join(_BAD_IN_HEADER.sub(" ", text).replace("=?", "= ?").split())


def clean_text(text: str) -> str:
    """The text with plain line ends, without characters that would break a line or cannot be encoded."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_BAD_IN_LINE.sub(_visible, line) for line in lines) + "\n"


def _visible(bad: re.Match[str]) -> str:
    return "\ufffd" if "\ud800" <= bad[0] <= "\udfff" else " "
