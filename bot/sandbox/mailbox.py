"""The mailbox: an SMTP server that keeps every letter it accepts, and refuses or drops on order.

It serves on the running loop, without a thread. Letters are kept raw; what is shown is parsed by the standard library.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.sandbox.clock import Clock
from bot.sandbox.errors import Mistake
from bot.sandbox.store import Store

Json = dict[str, Any]


class Mailbox:
    """All letters, oldest first."""

    def __init__(self, store: Store, clock: Clock, note: Callable[..., int]) -> None:
        self._store, self._clock, self._note = store, clock, note
        kept = store.load("letters").values()
        self.letters: list[Json] = sorted(kept, key=lambda letter: letter["id"])
        self.refused: dict[str, Json] = store.load("refused")
        self._drops: list[bool] = []

    def add(self, sender: str, recipients: list[str], body: bytes) -> Json:
        """Keep a letter. One with a Message-ID that a recipient has already is kept too, marked `repeated`."""
        number = self.letters[-1]["id"] + 1 if self.letters else 1
        letter: Json = {
            "id": number,
            "mail_from": sender,
            "recipients": recipients,
            "received": self._clock.now().isoformat(timespec="seconds"),
            **shown(body),
        }
        letter["repeated"] = bool(letter["message_id"]) and any(
            other["message_id"] == letter["message_id"] and set(other["recipients"]) & set(recipients)
            for other in self.letters
        )
        with self._store.together():
            self._store.keep_body(f"letter/{number}", body)
            self._store.save("letters", number, letter)
        self.letters.append(letter)
        letter["seq"] = self._note("letter", letter=letter)
        return letter

    def faces(self) -> list[Json]:
        """Letters as the person-side API shows them."""
        return self.letters

    def raw(self, number: int) -> bytes | None:
        """A letter as it came."""
        return self._store.body(f"letter/{number}")

    def refuse(self, address: str, code: int, text: str = "") -> None:
        """Answer RCPT TO this address with a 4xx or 5xx code; code 0 takes it again."""
        if code and not 400 <= code <= 599:
            raise Mistake('"code" must be an SMTP refusal, 400 to 599, or 0 to take the address again')
        key = address.strip().lower()
        if code:
            self.refused[key] = {"code": code, "text": text or "refused by the sandbox"}
            self._store.save("refused", key, self.refused[key])
        else:
            self.refused.pop(key, None)
            self._store.drop("refused", key)
        self._note("refused", refused=self.refused)

    def drop_after_data(self, *, keep: bool = True, times: int = 1) -> None:
        """Drop the connection after the next letter(s) came, without an answer; `keep` says whether it was accepted."""
        self._drops.extend([keep] * times)

    # What aiosmtpd calls

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = self.refused.get(address.lower())
        if refusal:
            return f"{refusal['code']} {refusal['text']}"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        body = envelope.original_content or b""
        drop = self._drops.pop(0) if self._drops else None
        if drop is not False:
            self.add(envelope.mail_from or "", list(envelope.rcpt_tos), body)
        if drop is not None:
            _abort(server)
        return "250 OK: kept by the sandbox"


def _abort(protocol: SMTP) -> None:
    """Drop a visitor's connection without a word."""
    transport = cast("asyncio.WriteTransport | None", protocol.transport)  # uvloop's are of a kind of their own
    if transport is not None:
        transport.abort()


class SmtpDoor:
    """The listening side of a mailbox."""

    def __init__(self, mailbox: Callable[[], Mailbox]) -> None:
        self._mailbox = mailbox
        self._server: asyncio.Server | None = None
        self._open: list[SMTP] = []

    async def start(self, host: str, port: int) -> int:
        """Listen; returns the port. Raises OSError when it is busy."""
        loop = asyncio.get_running_loop()

        def visitor() -> SMTP:
            protocol = SMTP(self._mailbox(), hostname="sandbox.localhost", enable_SMTPUTF8=True, loop=loop)
            self._open = [other for other in self._open if other.transport is not None]
            self._open.append(protocol)
            return protocol

        self._server = await loop.create_server(visitor, host, port)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            for protocol in self._open:
                _abort(protocol)
            await self._server.wait_closed()
            await asyncio.sleep(0)  # lets the visitors' own tasks end


def _parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def shown(raw: bytes) -> Json:
    """What a mail program shows of a letter: headers, texts, a list of attachments."""
    empty: Json = {"subject": "", "from": "", "to": "", "date": "", "message_id": "", "in_reply_to": ""}
    empty |= {
        "cc": "",
        "references": "",
        "reply_to": "",
        "auto_submitted": "",
        "text": "",
        "html": "",
        "attachments": [],
    }
    try:
        return empty | _shown(_parsed(raw))
    except Exception as error:  # the standard parser fails in many ways on broken letters; the raw one is kept anyway
        return empty | {
            "subject": f"(unreadable letter: {type(error).__name__})",
            "text": raw.decode("utf-8", "replace"),
        }


def _shown(message: EmailMessage) -> Json:
    def header(name: str) -> str:
        return str(message.get(name, "")).strip()

    def text(kind: str) -> str:
        part = message.get_body(preferencelist=(kind,))
        return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""

    return {
        "subject": header("Subject"),
        "from": header("From"),
        "to": header("To"),
        "cc": header("Cc"),
        "reply_to": header("Reply-To"),
        "date": header("Date"),
        "message_id": header("Message-ID"),
        "in_reply_to": header("In-Reply-To"),
        "references": header("References"),
        "auto_submitted": header("Auto-Submitted"),
        "text": text("plain"),
        "html": text("html"),
        "attachments": [{"name": name, "type": kind, "size": len(body)} for name, kind, body in _attachments(message)],
    }


def attachments(raw: bytes) -> list[tuple[str, str, bytes]]:
    """Name, MIME type and body of each attachment; none of a letter that cannot be parsed."""
    try:
        return _attachments(_parsed(raw))
    except Exception:  # as `shown`
        return []


def _named(kind: str) -> str:
    """What a part without a name is called: the machine's part of a report is a text that can be read."""
    return f"{kind.partition('/')[2]}.txt" if kind.startswith(("message/", "text/")) else "attachment"


def _attachments(message: EmailMessage) -> list[tuple[str, str, bytes]]:
    found = []
    for part in message.iter_attachments():
        payload = part.get_payload(decode=True)
        body = payload if isinstance(payload, bytes) else part.as_bytes()
        found.append((part.get_filename() or _named(part.get_content_type()), part.get_content_type(), body))
    return found
