"""The postbox: letters that people write are handed to the desk by LMTP, as a mail server would; while it is away they wait."""

from __future__ import annotations

import asyncio
import base64
import binascii
import smtplib
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses, make_msgid
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.errors import Mistake
from bot.sandbox.mailbox import Mailbox, shown
from bot.sandbox.store import Store

Json = dict[str, Any]

# Seconds: what one delivery may take, and until the next try of what the desk did not take.
TIMEOUT, AGAIN = 30.0, 1.0
PLAIN = SMTP.clone(max_line_length=78)
SERVER = "mx.sandbox.example"
"""The name under which the sandbox vouches for who writes on its page; a letter that is handed in as bytes says that itself."""


class Postbox:
    """All letters that were written here, oldest first; each with `taken`: whether the desk has it."""

    def __init__(self, store: Store, clock: Clock, note: Callable[..., int]) -> None:
        self._store, self._clock, self._note = store, clock, note
        self.letters: list[Json] = sorted(store.load("written").values(), key=lambda letter: letter["id"])

    def post(self, sender: str, recipients: list[str], raw: bytes) -> Json:
        """Put a letter in."""
        number = self.letters[-1]["id"] + 1 if self.letters else 1
        at = self._clock.now().isoformat(timespec="seconds")
        letter: Json = {"id": number, "mail_from": sender, "recipients": recipients, "written": at, **shown(raw)}
        letter |= {"taken": False, "answer": ""}
        with self._store.together():
            self._store.keep_body(f"written/{number}", raw)
            self._store.save("written", number, letter)
        self.letters.append(letter)
        self._note("written", letter=letter)
        return letter

    async def carry(self, letter: Json, slot: str) -> None:
        """Hand a letter over; what the desk said is noted with it."""
        raw = self._store.body(f"written/{letter['id']}") or b""
        try:
            answer = await asyncio.to_thread(_handed, slot, letter["mail_from"], letter["recipients"], raw)
        except (OSError, smtplib.SMTPException) as error:
            letter["answer"] = type(error).__name__
            return
        letter |= {"taken": answer == "", "answer": answer}
        self._store.save("written", letter["id"], letter)
        self._note("written", letter=letter)


def compose(mailbox: Mailbox, clock: Clock, asked: Json) -> tuple[str, list[str], bytes]:
    """What `POST /sandbox/write` asks for as a letter: its sender, its recipients, its bytes. Raises Mistake."""
    sender = str(asked.get("from") or "").strip()
    nobody = sender == "<>" and bool(asked.get("raw"))
    if "@" not in sender and not nobody:
        raise Mistake('"from" must be the writer\'s address; of a "raw" letter it may be "<>", as bounces have it')
    answered = _answered(mailbox, asked.get("reply_to"))
    to = str(asked.get("to") or "") or (answered and (answered["reply_to"] or answered["from"])) or ""
    recipients = [address for _, address in getaddresses([to]) if "@" in address]
    if not recipients:
        raise Mistake('"to" must be the desk\'s address, or "reply_to" the number of a letter of the desk')
    if asked.get("raw"):
        return sender.strip("<>"), recipients, _decoded(asked["raw"])
    message = EmailMessage(policy=PLAIN)
    try:
        message["Authentication-Results"] = f"{SERVER}; dmarc=pass header.from={sender.rpartition('@')[2]}"
        message["From"] = Address(str(asked.get("name") or ""), addr_spec=sender)
        message["To"] = to
        message["Subject"] = str(asked.get("subject") or (answered and _re(answered["subject"])) or "")
    except ValueError as error:
        raise Mistake(f"this does not make a letter: {error}") from None
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    if answered and answered["message_id"]:
        message["In-Reply-To"] = answered["message_id"]
        message["References"] = f"{answered['references']} {answered['message_id']}".strip()
    message.set_content(str(asked.get("text") or ""))
    for one in asked.get("attachments") or []:
        main, _, sub = str(one.get("type") or "application/octet-stream").partition("/")
        content = _decoded(one.get("base64"))
        message.add_attachment(content, maintype=main, subtype=sub, filename=str(one.get("name") or "file"))
    return sender, recipients, message.as_bytes()


class Carrier:
    """Brings the desk what lies in the postbox until it is stopped. `slot`: where the desk takes letters; empty: nowhere yet."""

    def __init__(self, postbox: Callable[[], Postbox]) -> None:
        self._postbox = postbox
        self._main: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self.slot = ""

    async def start(self) -> None:
        self._main = asyncio.create_task(self._run(), name="carrier")

    async def stop(self) -> None:
        if self._main is not None:
            self._main.cancel()
            await asyncio.gather(self._main, return_exceptions=True)

    async def round(self) -> None:
        """Try once with all that was not taken, oldest first; what was refused for good is not tried again."""
        async with self._turn:
            for letter in list(self._postbox().letters):
                if self.slot and not letter["taken"] and not letter["answer"].startswith("5"):
                    await self._postbox().carry(letter, self.slot)

    async def _run(self) -> None:
        while True:
            await self.round()
            await asyncio.sleep(AGAIN)


def _handed(slot: str, sender: str, recipients: list[str], raw: bytes) -> str:
    """What the desk answered to the recipients it does not take; empty: it has it all."""
    if slot.startswith("unix:"):
        server = smtplib.LMTP(slot.removeprefix("unix:"), timeout=TIMEOUT)
    else:
        host, _, port = slot.rpartition(":")
        server = smtplib.LMTP(host, int(port), timeout=TIMEOUT)
    with server:
        server.ehlo_or_helo_if_needed()
        server.mail(sender)
        for recipient in recipients:
            code, words = server.rcpt(recipient)  # tells as well if the sender was refused
            if code != 250:
                return f"{code} {words.decode('utf-8', 'replace')}"
        code, words = server.data(raw)
        answers = [(code, words), *(server.getreply() for _ in recipients[1:])]
    return next((f"{code} {words.decode('utf-8', 'replace')}" for code, words in answers if code != 250), "")


def _answered(mailbox: Mailbox, number: Any) -> Json | None:
    if number is None:
        return None
    found = next((one for one in mailbox.letters if one["id"] == number), None)
    if found is None:
        raise Mistake(f'there is no letter {number!r}: "reply_to" is its "id"')
    return found


def _re(subject: str) -> str:
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def _decoded(given: Any) -> bytes:
    try:
        return base64.b64decode(str(given or ""), validate=True)
    except (binascii.Error, ValueError):
        raise Mistake('"base64" and "raw" must be Base64') from None
