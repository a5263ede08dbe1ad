"""Writing: the letters that people write here, as their mail programs would write them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses, make_msgid, parseaddr
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.sandbox.cast import AUTHSERV
from bot.sandbox.clock import Clock
from bot.sandbox.errors import Mistake
from bot.sandbox.mailbox import Mailbox
from handlers.view.words import _, speaking, supported

Json = dict[str, Any]

PLAIN = SMTP.clone(max_line_length=78)
MOSCOW = ZoneInfo("Europe/Moscow")


class Written(NamedTuple):
    """A letter as it leaves its writer. `sender`: the envelope's; `mailbox`: whose it is; `how`: what a program answers by itself."""

    sender: str
    recipients: list[str]
    raw: bytes
    mailbox: str
    how: str = ""


def compose(mailbox: Mailbox, clock: Clock, asked: Json, written: Sequence[Json] = ()) -> Written:
    """What `POST /sandbox/write` asks for as a letter; `written`: those of which somebody may have a copy. Raises Mistake."""
    sender = str(asked.get("from") or "").strip()
    nobody = sender == "<>" and bool(asked.get("raw"))
    if "@" not in sender and not nobody:
        raise Mistake('"from" must be the writer\'s address; of a "raw" letter it may be "<>", as bounces have it')
    answered = letter_of(mailbox.letters, asked["reply_to"]) if asked.get("reply_to") is not None else None
    to = str(asked.get("to") or "") or (answered and (answered["reply_to"] or answered["from"])) or ""
    if asked.get("copy_of") is not None:
        answered = letter_of(written, asked["copy_of"])
        to = to or answered["to"]
    recipients = [address for _name, address in getaddresses([to]) if "@" in address]
    if not recipients:
        raise Mistake('"to" must be the desk\'s address, or "reply_to" the number of a letter of the desk')
    if asked.get("raw"):
        raw = decoded(asked["raw"])
        return Written(sender.strip("<>"), recipients, raw, sender.strip("<>").lower())
    message = EmailMessage(policy=PLAIN)
    try:
        message["From"] = Address(str(asked.get("name") or ""), addr_spec=sender)
        message["To"] = to
        if asked.get("cc"):
            message["Cc"] = str(asked["cc"])
        message["Subject"] = str(asked.get("subject") or (answered and again(answered["subject"])) or "")
    except (ValueError, IndexError) as error:
        raise Mistake(f"this does not make a letter: {error}") from None
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=_domain(sender))
    if answered:
        follow(message, answered)
    message.set_content(_text(asked, answered))
    for one in asked.get("attachments") or []:
        main, _slash, sub = str(one.get("type") or "application/octet-stream").partition("/")
        content = decoded(one.get("base64"))
        name = str(one.get("name") or "file")
        message.add_attachment(content, maintype=main, subtype=sub or "octet-stream", filename=name)
    raw = _vouching(asked.get("vouched"), sender) + message.as_bytes()
    return Written(sender, recipients, raw, sender.lower())


def letter_of(letters: Sequence[Json], number: Any) -> Json:
    """The one with this number: of the desk's letters, or of those that were written here. Raises Mistake."""
    found = next((one for one in letters if one["id"] == number), None)
    if found is None:
        raise Mistake(f'there is no letter {number!r}: give the "id" of one of the desk\'s letters')
    return found


def follow(message: EmailMessage, answered: Json) -> None:
    """Name what is answered (RFC 5322, 3.6.4)."""
    if answered["message_id"]:
        message["In-Reply-To"] = answered["message_id"]
        message["References"] = f"{answered['references']} {answered['message_id']}".strip()


def again(subject: str) -> str:
    """The subject of a reply."""
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def decoded(given: Any) -> bytes:
    """What stands in Base64. Raises Mistake."""
    try:
        return base64.b64decode(str(given or ""), validate=True)
    except (binascii.Error, ValueError):
        raise Mistake('"base64" and "raw" must be Base64') from None


def _text(asked: Json, answered: Json | None) -> str:
    """The words, and below them, if that is asked for, the letter that they answer."""
    text = str(asked.get("text") or "")
    if not (asked.get("quote") and answered and answered["text"].strip()):
        return text
    name, address = parseaddr(answered["from"])
    who = f"{name} <{address}>" if name else address
    at = (
        datetime.fromisoformat(answered.get("received") or answered["written"])
        .astimezone(MOSCOW)
        .strftime("%d.%m.%Y %H:%M")
    )
    with speaking(supported(str(asked.get("lang") or "ru"))):
        head = _("{at}, {who} wrote:").format(at=at, who=who)
    quoted = "\n".join(f"> {line}".rstrip() for line in answered["text"].strip("\n").split("\n"))
    return f"{text.rstrip()}\n\n{head}\n{quoted}\n"


def _vouching(vouched: Any, sender: str) -> bytes:
    """What the desk's own server writes above a letter once it has checked the sender (RFC 8601); None: it checks nothing."""
    if vouched is None:
        return b""
    result, domain = ("pass" if vouched else "fail"), _domain(sender)
    checked = f"spf={result} smtp.mailfrom={domain};\r\n dmarc={result} header.from={domain}"
    return f"Authentication-Results: {AUTHSERV};\r\n {checked}\r\n".encode()


def _domain(address: str) -> str:
    domain = address.rpartition("@")[2]
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise Mistake(f"{domain!r} is no domain") from None
