"""Heard: what is answered to somebody's words, by where the words went."""

from __future__ import annotations

from html import escape

from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardRemove

from domain.draft import Conversation
from domain.usecases.hear import (
    Commented,
    Complained,
    Confided,
    Disputed,
    Heard,
    Proved,
    Readdressed,
    Said,
    WrongDigits,
)
from handlers.callbacks import TicketButton
from handlers.view.prompts import prompt
from handlers.view.say import Methods, Passing, bold, button, message, rows
from handlers.view.words import _, ngettext, speaking


def heard_words(heard: Heard, chat: str) -> Methods:
    """The answer to the speaker; what others hear of it is in the outbox.

    Of many messages at once, each of which is recorded, only the last answer need be said: it says where things stand.
    """
    said = _heard_words(heard, chat)
    match heard:
        case Conversation():
            return Passing(said, heard.draft.id if heard.draft else "", heard.person.language)
        case Said():
            return Passing(said, heard.ticket.number, heard.person.language)
    return said


def _heard_words(heard: Heard, chat: str) -> Methods:
    with speaking(heard.person.language):
        match heard:
            case Conversation():
                return prompt(heard, chat, typed=True)
            case Said():
                text = _("Added to {number}. The specialists see it.").format(number=bold(heard.ticket.number))
            case Disputed():
                text = _("Thank you, {number} goes back to the specialists.").format(number=bold(heard.ticket.number))
            case Commented():
                text = _("Thank you! Your words on {number} reach the team.").format(number=bold(heard.ticket.number))
            case Confided():
                text = _confided(heard)
            case Complained():
                return prompt(heard.rest, chat) if heard.rest else []  # the notice confirms it, as the letter does
            case Proved():
                text = _("{address} is proved. Letters now carry the whole conversation.").format(
                    address=bold(heard.address)
                )
            case WrongDigits():
                text = _wrong_digits(heard.left)
            case Readdressed():
                text = _("From now on letters on {number} go to {address}.").format(
                    number=bold(heard.ticket.number), address=escape(heard.ticket.email)
                )
        keyboard = _new_problem(heard.ticket.number) if isinstance(heard, Commented) else ReplyKeyboardRemove()
        return [message(chat, text, keyboard), *(prompt(heard.rest, chat) if heard.rest else [])]


def _new_problem(number: str) -> InlineKeyboardMarkup:
    """Whoever wrote of something new, and not of the rating, makes a request of it."""
    return rows([button(_("It is a new problem"), TicketButton(number=number, verb="renew"))])


def _confided(heard: Confided) -> str:
    number = bold(heard.ticket.number)
    if heard.needed:
        return _(
            "Sealed and passed on for {number}: only {name} will see it, once. I am deleting your message from the chat."
        ).format(number=number, name=escape(heard.ticket.assignee_name) or _("the assignee"))
    return _(
        "{number} is done and needs no sign-in data any more: I kept nothing of your message. If it was the data, "
        "please delete it; if it was something else, please send it again."
    ).format(number=number)


def _wrong_digits(left: int) -> str:
    if not left:
        return _("That is not the code, and it was the last try. The chat works all the same; letters stay short.")
    return ngettext(
        "That is not the code from the letter. {n} try is left.",
        "That is not the code from the letter. {n} tries are left.",
        left,
    ).format(n=left)
