"""Returning: what mail servers and mail programs answer to a letter of the desk by themselves: it came back, it is late, or
its reader is away.
"""

from __future__ import annotations

from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Any, NamedTuple

from bot.sandbox.clock import Clock
from bot.sandbox.errors import Mistake
from bot.sandbox.mailbox import Mailbox
from bot.sandbox.writing import MOSCOW, PLAIN, Written, follow, letter_of
from handlers.view.words import _, speaking, supported

Json = dict[str, Any]

AWAY = "away"
BACK_IN = timedelta(days=7)
TRIES_FOR = timedelta(days=5)


class _Why(NamedTuple):
    """What a server says: RFC 3463 status, the answer it got, words for people."""

    action: str
    status: str
    answer: str
    words: str


WHYS = {
    "unknown": _Why(
        "failed", "5.1.1", "550 5.1.1 <{to}>: Recipient address rejected: User unknown", "could not be delivered"
    ),
    "full": _Why("failed", "5.2.2", "552 5.2.2 <{to}>: Mailbox full, quota exceeded", "could not be delivered"),
    "delayed": _Why(
        "delayed", "4.4.1", "connect to {domain}[192.0.2.25]:25: Connection timed out", "could not be delivered yet"
    ),
}


def answered_by_itself(mailbox: Mailbox, clock: Clock, asked: Json) -> Written:
    """What `POST /sandbox/mailbox/return` asks for: {letter, how, address?, text?, lang?}. Raises Mistake."""
    letter = letter_of(mailbox.letters, asked.get("letter"))
    to = str(asked.get("address") or letter["recipients"][0])
    if to not in letter["recipients"]:
        raise Mistake(f'"address" must be one that the letter went to: {", ".join(letter["recipients"])}')
    desk = letter["mail_from"] or parseaddr(letter["from"])[1]
    how = str(asked.get("how"))
    if how == AWAY:
        with speaking(supported(str(asked.get("lang") or "ru"))):
            raw = _away(clock, letter, to, desk, str(asked.get("text") or ""))
    elif how in WHYS:
        raw = _report(clock, letter, mailbox.raw(letter["id"]) or b"", to, desk, WHYS[how])
    else:
        raise Mistake(f'"how" must be one of {", ".join([*WHYS, AWAY])}')
    return Written("", [desk], raw, to.lower(), how)


def _report(clock: Clock, letter: Json, original: bytes, to: str, desk: str, why: _Why) -> bytes:
    """A delivery report (RFC 3464) with the headers of the letter it is about."""
    domain = to.rpartition("@")[2]
    now, server, answer = clock.now(), f"mx.{domain}", why.answer.format(to=to, domain=domain)
    report = MIMEMultipart("report", report_type="delivery-status", policy=SMTP)
    report["From"] = f"Mail Delivery System <MAILER-DAEMON@{domain}>"
    report["To"] = desk
    failed = why.action == "failed"
    report["Subject"] = "Undelivered Mail Returned to Sender" if failed else "Delayed Mail (still being retried)"
    report["Date"] = format_datetime(now)
    report["Message-ID"] = make_msgid(domain=server)
    report["Auto-Submitted"] = "auto-replied"
    if letter["message_id"]:
        report["References"] = letter["message_id"]
    more = "" if failed else "It will be tried again for five days.\n\n"
    words = f"This is the mail system at host {server}.\n\nYour message {why.words}.\n\n{more}<{to}>: {answer}\n"
    report.attach(MIMEText(words, "plain", "us-ascii", policy=SMTP))
    status = MIMEBase("message", "delivery-status", policy=SMTP)
    about = {"Final-Recipient": f"rfc822; {to}", "Action": why.action, "Status": why.status}
    about["Diagnostic-Code"] = f"smtp; {answer}"
    if not failed:
        about["Will-Retry-Until"] = format_datetime(now + TRIES_FOR)
    status.set_payload(
        [_fields({"Reporting-MTA": f"dns; {server}", "Arrival-Date": format_datetime(now)}), _fields(about)]
    )
    report.attach(status)
    returned = original.partition(b"\r\n\r\n")[0].decode("ascii", "replace") + "\r\n"
    headers = MIMEText("", "rfc822-headers", "us-ascii", policy=SMTP)
    headers.set_payload(returned)
    report.attach(headers)
    return report.as_bytes()


def _fields(values: dict[str, str]) -> Message:
    block = Message(policy=SMTP)
    for name, value in values.items():
        block[name] = value
    return block


def _away(clock: Clock, letter: Json, to: str, desk: str, text: str) -> bytes:
    """An automatic reply (RFC 3834): to the address that the letter's envelope named."""
    message = EmailMessage(policy=PLAIN)
    message["From"] = Address(addr_spec=to)
    message["To"] = desk
    message["Subject"] = _("Automatic reply: {subject}").format(subject=letter["subject"])
    now = clock.now()
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=to.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-replied"
    follow(message, letter)
    until = (now + BACK_IN).astimezone(MOSCOW).strftime("%d.%m.%Y")
    message.set_content(
        text
        or _("Hello! I am on holiday until {day} and do not read my mail. I will answer when I am back.").format(
            day=until
        )
    )
    return message.as_bytes()
