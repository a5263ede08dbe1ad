"""Corrected: what an edit of a message of staff comes to, at the requester's side and for who edited it."""

from __future__ import annotations

from html import escape
from typing import Any

from aiogram.methods import SendMessage

from domain.answers import utf16_length
from domain.notices import Fate, Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.correct import Again, Corrected, Correction, NoteCorrected, Sent, TooLate
from handlers.view.ready import NotReadyError
from handlers.view.say import LONGEST, Methods, bold, edit, italic, message, quote
from handlers.view.told import Told
from handlers.view.words import _


def corrected(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    """For the letter, and for a message that is too long to be changed in place."""
    was = [_("Before: {words}").format(words=facts["before"])] if facts.get("before") else []
    title = _("{name} corrects what was written to you").format(name=facts["by"])
    return Told(title, was, words=facts["text"], bare=_("We have corrected what we wrote"))


def in_place(desk: Desk, parcel: Parcel, ticket: Ticket, first: Methods) -> Methods:
    """The message that it corrects with the new words; `first`: that message as it would be sent now.

    NotReadyError while it is still going out. It is edited without a sound; where several messages hold it, a new one says it.
    """
    told = desk.outbox.by_key(parcel.facts["corrects"])
    if told is None or told.fate in (Fate.FAILED, Fate.DROPPED):
        return []
    if told.fate is not Fate.SENT:
        raise NotReadyError
    method = next(one for one in first if isinstance(one, SendMessage))
    mark = _("corrected")
    text = f"{method.text}\n{italic(mark)}"
    if max(utf16_length(text), utf16_length(parcel.facts["before"]) + len(text) - len(parcel.facts["text"])) > LONGEST:
        words = corrected(desk, ticket, parcel.facts)
        lines = [f"{bold(ticket.number)} · {bold(words.title)}", quote(words.words)]
        return [message(parcel.address, "\n".join(lines))]
    keyboard = method.reply_markup
    return [edit(parcel.address, int(told.remote), text).model_copy(update={"reply_markup": keyboard})]


def correction_words(done: Correction) -> str:
    """For who edited the message; empty where nothing has to be said."""
    match done:
        case NoteCorrected(stays=True):
            text = _("This was a note, and stays one: nothing goes to the requester. To answer, reply to the card.")
        case Sent():
            text = _(
                "This has gone out already, and an edit cannot call it back: the requester keeps what they have. "
                "For a note, reply with // to the card."
            )
        case TooLate():
            text = _("{number} is closed, so its record stays as it was. Nothing was sent.")
        case Again():
            text = _("More than words went out with this, so an edit changes nothing. To correct it, do it again.")
        case Corrected() | NoteCorrected():
            return ""
    return text.replace("{number}", bold(done.ticket.number)) if "{number}" in text else escape(text, quote=False)
