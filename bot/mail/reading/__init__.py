"""Reading letters as a person would: raw bytes in, what a person reads out. Pure; hostile input; runs in a child process."""

from __future__ import annotations

from bot.mail.reading import fields, mime
from bot.mail.reading.answered import Answered
from bot.mail.reading.body import seen
from bot.mail.reading.charset_names import CYRILLIC, known
from bot.mail.reading.hints import is_forward
from bot.mail.reading.kinds import LOOP, classify
from bot.mail.reading.mime import Part
from bot.mail.reading.model import Kind, Read, Split, Verdict
from bot.mail.reading.quoted import split
from bot.mail.reading.texts import line

__all__ = ["read"]

RESULTS = 50


def read(raw: bytes) -> Read:
    """What a letter says. Raises nothing but MemoryError: of whatever bytes something is read."""
    raw = _with_line_ends(raw)
    top = mime.parse(raw)
    hint = _hint(top)
    found = seen(top, hint)
    text = found.text
    try:
        verdict = classify(mime.as_message(top), text)
    except MemoryError:
        raise
    except Exception as error:
        verdict = Verdict(Kind.LETTER)
        found.say(f"its kind could not be told ({type(error).__name__})")
    subject = fields.shown(top.first("subject"), hint)
    try:
        parted = split(text, forwarded=is_forward(subject), answered=_answered(top, subject, hint))
    except MemoryError:
        raise
    except Exception as error:
        parted = Split(text)
        found.say(f"quotes could not be told apart ({type(error).__name__})")
    for problem in _doubtful(top, hint):
        found.say(problem)
    identifier = fields.identifiers(top.first("message-id"))
    answered = fields.identifiers(top.first("in-reply-to"))
    return Read(
        verdict=verdict,
        subject=subject,
        sender=fields.sender(top.all("from"), hint),
        reply_to=fields.addresses(top.all("reply-to"), hint),
        to=fields.addresses(top.all("to"), hint),
        cc=fields.addresses(top.all("cc"), hint),
        text=text,
        new_text=parted.new,
        quoted_text=parted.quoted,
        attachments=tuple(found.files),
        message_id=identifier[0] if identifier else "",
        in_reply_to=answered[0] if answered else "",
        references=fields.identifiers(b" ".join(top.all("references")), last=True),
        date=fields.shown(top.first("date"), most=100),
        results=tuple(fields.verbatim(value, most=4000) for value in top.all("authentication-results")[:RESULTS]),
        delivered_to=tuple(
            one.address
            for name in ("delivered-to", "x-original-to", "envelope-to")
            for one in fields.addresses(top.all(name))
            if one.address
        ),
        loops=tuple(fields.shown(value, most=100) for value in top.all(LOOP.lower())[:RESULTS]),
        secured=found.secured,
        spam=_spam(top),
        problems=tuple(line(problem, 200) for problem in found.problems),
    )


def _answered(top: Part, subject: str, hint: str) -> Answered | None:
    """The letter that it replies to, as far as its own headers tell."""
    to = fields.addresses(top.all("to"), hint)
    return Answered.of(subject, [text for one in to for text in (one.address, one.name)])


def _with_line_ends(raw: bytes) -> bytes:
    """Old Macs ended lines by CR alone."""
    return raw.replace(b"\r", b"\n") if b"\n" not in raw[:65_536] and b"\r" in raw[:65_536] else raw


def _hint(top: Part) -> str:
    """The charset that the letter's words are said to be in: its header's may be in the same."""
    for number, part in enumerate(top.walk()):
        if part.main == "text" and (charset := known(part.param("charset"))):
            return charset if charset in CYRILLIC else ""
        if number > 20:
            break
    return ""


def _doubtful(top: Part, hint: str) -> list[str]:
    several = [name for name in ("from", "subject", "message-id") if len(top.all(name)) > 1]
    authors = {one.address.casefold() for one in fields.addresses(top.all("from"), hint) if fields.usable(one.address)}
    if len(authors) > 1 and "from" not in several:
        several.insert(0, "from")  # a server may have checked another of them than the first
    return [f"more than one {name}" for name in several]


def _spam(top: Part) -> bool:
    return any(
        top.first(name).strip().lower().startswith(b"yes") for name in ("x-spam-flag", "x-spam-status", "x-spam")
    )
