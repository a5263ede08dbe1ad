"""What kind of letter it is: a server's, a program's, a complaint, an answer or a new letter."""

from __future__ import annotations

import re
from dataclasses import replace
from email.message import Message

from bot.mail.reading.automatic import automatic
from bot.mail.reading.bounces import bounce
from bot.mail.reading.complaints import complaint
from bot.mail.reading.model import Kind, Verdict
from bot.mail.reading.outside import Outside, headers_of, look
from bot.mail.reading.returned import lines_of

LOOP = "X-Frontdesk-Loop"
"""The header by which a desk knows its own letters; it holds the desk's name."""

_TAG = r"(?:\[[^\]]{0,60}\]\s*)*"
_REPLY = re.compile(_TAG + r"(?:re|отв|ответ|на|жауап|қайта|aw|sv)\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?:", re.IGNORECASE)
_FORWARD = re.compile(
    _TAG + r"(?:fwd?|fw|пересл|пересылка|переслано|қайта жіберу)\s?(?:\[\d{1,3}\])?\s?:", re.IGNORECASE
)
# Lines that announce a quote in the programs our customers use.
_ANNOUNCED = re.compile(
    r"(?:пишет|писал|писала|написал|написала|написал\(а\)|вы писали|жазды|wrote|writes)\s?:\s*$"
    r"|^[-_ ]{2,20}(?:original message|исходное сообщение|пересланное сообщение|конец исходного сообщения|түпнұсқа хабарлама)"
    r"|^(?:от|from|кімнен|жіберуші)\s?:.{1,200}@",
    re.IGNORECASE,
)


def classify(message: Message, text: str) -> Verdict:
    """What kind a letter is and why. `text` is its readable body. Never raises, whatever the letter holds."""
    letter = look(message, text)
    found = complaint(letter) or bounce(letter) or automatic(letter) or _by_a_person(letter)
    if found.group:
        return replace(found, within=str(_by_a_person(letter).kind))
    return found


def is_ours(message: Message, desk: str) -> bool:
    """Did this very desk write the letter, so that it came back in a loop?"""
    return bool(desk) and desk in headers_of(message).get(LOOP.lower(), [])


def _by_a_person(letter: Outside) -> Verdict:
    """An answer or a new letter. A forward that answers nothing is new, though programs keep its References."""
    if letter.get("in-reply-to").strip():
        return Verdict(Kind.REPLY, "it names the letter that it answers")
    if _FORWARD.match(letter.subject):
        return Verdict(Kind.LETTER, "a forward")
    if letter.get("references").strip():
        return Verdict(Kind.REPLY, "it names the letters before it")
    if _REPLY.match(letter.subject) and _quotes(letter.text):
        return Verdict(Kind.REPLY, "its subject says so, and it quotes")
    return Verdict(Kind.LETTER)


def _quotes(text: str) -> bool:
    """Does a line quote, or announce a quote?"""
    return any(line.lstrip().startswith(">") or _ANNOUNCED.search(line[-250:].strip()) for line in lines_of(text))
