"""Reader: what a letter says. For now in this process, by the standard library's parser."""

from __future__ import annotations

import asyncio
import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr

from bot.mail.reading.model import Kind, Mailbox, Read, Verdict


@dataclass(frozen=True)
class Unreadable:
    """The letter could not be read within the limits; it is kept as it came. `reason` is plain English."""

    reason: str


class Reader:
    """Reads letters for the desk."""

    async def read(self, raw: bytes) -> Read | Unreadable:
        """What a letter says, or why it cannot be read."""
        try:
            return await asyncio.to_thread(_read, raw)
        except Exception as error:  # the standard parser fails in many ways on broken letters
            return Unreadable(type(error).__name__)

    async def close(self) -> None:
        """Nothing is open."""


def _read(raw: bytes) -> Read:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    name, address = parseaddr(str(message.get("From", "")))
    body = message.get_body(preferencelist=("plain",))
    text = str(body.get_content()).replace("\r\n", "\n").strip() if body is not None else ""
    auto = str(message.get("Auto-Submitted", "no")).lower() != "no"
    answer = message.get("In-Reply-To") is not None
    kind = Kind.AUTO if auto else Kind.REPLY if answer else Kind.LETTER
    return Read(
        verdict=Verdict(kind),
        subject=str(message.get("Subject", "")),
        sender=Mailbox(address, name),
        text=text,
        new_text=text,
        message_id=str(message.get("Message-ID", "")).strip(),
        in_reply_to=str(message.get("In-Reply-To", "")).strip(),
    )
