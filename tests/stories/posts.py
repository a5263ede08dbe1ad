"""Posts: letters as mail programs and servers write them, for stories; and how somebody answers a letter of the desk."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP

from bot.sandbox.person import Json
from tests.stories.conftest import Town

DESK = "support@barier.example"
SERVER = "mx.barier.example"
"""The name under which the desk's own mail server vouches for senders, in these stories."""
PETR = "petr@vasilek.example"


def vouched(address: str, server: str = SERVER) -> str:
    """What the server writes of a sender whom it believes."""
    return f"{server}; dmarc=pass (p=reject) header.from={address.rpartition('@')[2]}"


def letter(
    text: str,
    *,
    subject: str = "Склад",
    by: str = PETR,
    to: str = DESK,
    name: str = "Пётр",
    files: tuple[tuple[str, bytes], ...] = (),
    html: str = "",
    **headers: str,
) -> bytes:
    """What somebody's mail program hands in; `headers`: more of them, with _ for -."""
    message = EmailMessage(policy=SMTP)
    number = abs(hash((text, subject, by, tuple(headers.items())))) % 10**12
    usual = {"From": f"{name} <{by}>", "To": to, "Subject": subject, "Message-ID": f"<{number}@{by.partition('@')[2]}>"}
    more = {key.replace("_", "-"): value for key, value in headers.items()}
    for key, value in (more | {key: value for key, value in usual.items() if key not in more}).items():
        message[key] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for file, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=file)
    return message.as_bytes()


def answer(told: Json, text: str, *, by: str = PETR, name: str = "Пётр", token: bool = True, **more: str) -> bytes:
    """An answer to a letter of the desk, as a mail program writes it; without its `token` only the Message-ID tells which."""
    quoted = "\n".join(f"> {line}" for line in told["text"].splitlines()[:3])
    headers = {"In_Reply_To": told["message_id"], "References": told["message_id"]} | more
    to = told["reply_to"] if token else DESK
    words = f'{text}\n\n21.11.2026, 14:05, "Поддержка" <{DESK}>:\n{quoted}'
    return letter(words, subject=f"Re: {told['subject']}", by=by, to=headers.pop("to", to), name=name, **headers)


async def posts(town: Town, raw: bytes, *, by: str = PETR, to: str = DESK) -> None:
    """The server hands it in, and all that follows is done."""
    written = await town.mailbox.hands_in(raw, by=by, to=to)
    assert written["taken"], written["answer"]
    await town.settled()


async def outcomes(town: Town) -> list[str]:
    """What became of each letter, the first one first."""
    found = await town.app.clerk.read(lambda desk: [one.outcome for one in desk.letters.last(limit=50)])
    return found[::-1]


def link_in(told: Json) -> str:
    """The payload of the deep link that a letter holds."""
    found = re.search(r"\?start=(l-[A-Za-z0-9_-]+)", told["text"])
    assert found, told["text"]
    return found[1]
