"""Letter unread: one that came and could not be taken in, for staff, with all that came of it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from html import escape
from typing import TypeVar

from aiogram import Bot
from aiogram.methods import SendDocument, SendMessage
from aiogram.types import InputFile

from domain.letters import Letter, LetterState
from domain.notices import Parcel
from domain.ports import Desk
from domain.usecases.keep_letter import TOO_LARGE, UNFETCHED
from domain.usecases.read_letters import MISTAKE, NO_SENDER
from handlers.view.say import Methods, bold, chat_number, message, shortened
from handlers.view.times import when
from handlers.view.words import _, ngettext

M = TypeVar("M", SendDocument, SendMessage)

MOST_BYTES = 45_000_000
"""Of a document; a bot may send up to 50 MB (Bot API: sendDocument)."""
NAME = "letter.eml"


class RawLetter(InputFile):
    """A letter as it came, by its digest; read only while it goes out: whoever keeps letters does that (`bot/packing.py`)."""

    def __init__(self, filename: str, sha256: str) -> None:
        super().__init__(filename=filename)
        self.sha256 = sha256

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:
        """It has no bytes of its own: TypeError, should it ever go out as it is."""
        raise TypeError("a letter is opened before it goes out")
        yield b""


def letter_unread(desk: Desk, parcel: Parcel) -> Methods:
    """What is known of it without reading it, and the letter itself; nothing of one that was erased meanwhile."""
    letter = desk.letters.get(parcel.facts["letter"])
    if letter is None or letter.state is not LetterState.FAILED:
        return []
    lines = [bold(_title(letter)), *_known(desk, letter), _advice(letter)]
    text = "\n".join(lines)
    if not letter.sha256 or letter.size > MOST_BYTES:
        return [_softly(parcel, message(parcel.address, text, thread=parcel.thread))]
    document = SendDocument(
        chat_id=chat_number(parcel.address),
        document=RawLetter(NAME, letter.sha256),
        caption=text,
        parse_mode="HTML",
        message_thread_id=parcel.thread or None,
    )
    return [_softly(parcel, document)]


def letters_unread(desk: Desk, parcel: Parcel) -> Methods:
    """How many more there are, and where."""
    n, since = int(parcel.facts["count"]), when(parcel.facts["since"], desk.regulation)
    words = ngettext(
        "One more letter could not be read, at {since}. Nothing is registered of it, and nobody was answered. It is in the list: "
        "/letters",
        "{n} more letters could not be read, the first at {since}. Nothing is registered of them, and nobody was answered. They "
        "are in the list: /letters",
        n,
    )
    return [_softly(parcel, message(parcel.address, words.format(n=n, since=escape(since)), thread=parcel.thread))]


def letters_held(desk: Desk, parcel: Parcel) -> Methods:
    """The same of those that were held back."""
    n, since = int(parcel.facts["count"]), when(parcel.facts["since"], desk.regulation)
    words = ngettext(
        "One more letter waits for your decision, since {since}. It is in the list: /letters",
        "{n} more letters wait for your decision, the first since {since}. They are in the list: /letters",
        n,
    )
    return [_softly(parcel, message(parcel.address, words.format(n=n, since=escape(since)), thread=parcel.thread))]


def _softly(parcel: Parcel, method: M) -> M:
    """Without a sound while the desk is shut."""
    method.disable_notification = parcel.facts.get("quiet") or None
    return method


def _title(letter: Letter) -> str:
    words = {
        TOO_LARGE: _("A letter came that is too large to be taken in"),
        UNFETCHED: _("A letter came that the mail server does not give out"),
        NO_SENDER: _("A letter came that does not say whom it is from"),
        MISTAKE: _("A letter came that I could not take in, by a mistake of mine"),
    }
    return words.get(letter.outcome) or _("A letter came that could not be read")


def _known(desk: Desk, letter: Letter) -> list[str]:
    received = _("Received {at}, {size}.").format(
        at=escape(when(letter.received_at, desk.regulation)), size=_size(letter.size)
    )
    sender = _("From: {address}").format(address=escape(shortened(letter.envelope_from, 200)))
    return [*([sender] if letter.envelope_from else []), received]


def _advice(letter: Letter) -> str:
    if letter.outcome in (TOO_LARGE, UNFETCHED):
        return _("Nothing is registered, and nobody was answered. It lies in the mailbox still: please look there.")
    if letter.size > MOST_BYTES:
        return _(
            "Nothing is registered, and nobody was answered. Telegram takes no file of this size; it is kept here."
        )
    return _("Nothing is registered, and nobody was answered. The whole letter is attached: any mail program opens it.")


def _size(bytes_: int) -> str:
    """«12 KB», «61 MB», rounded up."""
    if bytes_ < 1_000_000:
        return _("{n} KB").format(n=-(-bytes_ // 1000))
    return _("{n} MB").format(n=-(-bytes_ // 1_000_000))
