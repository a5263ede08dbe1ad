"""Heard: what is answered to somebody's words, by where the words went."""

from __future__ import annotations

from html import escape

from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardRemove

from domain.courtesy import Courtesy
from domain.draft import Conversation
from domain.ticket import Status
from domain.usecases.account import Moved, NowHere
from domain.usecases.go_on import More, Unfit
from domain.usecases.heard import (
    AtAccount,
    Commented,
    Complained,
    Confided,
    Corrected,
    Detailed,
    Disputed,
    Heard,
    Objected,
    Proved,
    Readdressed,
    Said,
    Thanked,
    WrongDigits,
)
from handlers.callbacks import TicketButton
from handlers.view.account import account_words
from handlers.view.apart import arisen
from handlers.view.codes import wrong_digits
from handlers.view.profile import corrected
from handlers.view.prompts import prompt, verdict_row
from handlers.view.proof import code_on_its_way, no_code
from handlers.view.refusals import refusal_words
from handlers.view.say import Methods, Passing, bold, button, message, rows
from handlers.view.staff_mail import mailbox_on
from handlers.view.words import _, speaking
from handlers.view.work_told import followed_words


def heard_words(heard: Heard, chat: str) -> Methods:
    """The answer to the speaker; what others hear of it is in the outbox.

    Of many messages at once, each of which is recorded, only the last answer need be said: it says where things stand.
    """
    said = _heard_words(heard, chat)
    match heard:
        case Conversation():
            about = heard.draft.id if heard.draft else ""
            return Passing(said, about, heard.person.language, unnumbered=heard.whole)
        case Said() if not heard.arisen and not heard.more:
            return Passing(said, heard.ticket.number, heard.person.language)
    return said


def _heard_words(heard: Heard, chat: str) -> Methods:
    asked: Methods
    with speaking(heard.person.language):
        match heard:
            case Conversation():
                return prompt(heard, chat, typed=True)
            case AtAccount():
                loose = heard.outcome.loose if isinstance(heard.outcome, Moved) else None
                rest = None if isinstance(heard.outcome, NowHere) else heard.rest
                asked = [one for talk in (loose, rest) if talk for one in prompt(talk, chat)]
                return [*account_words(heard.outcome, chat), *asked]
            case Corrected():
                return [*corrected(heard.profile, chat), *(prompt(heard.rest, chat) if heard.rest else [])]
            case Unfit():
                return [message(chat, escape(refusal_words(heard.wrong)))]
            case More():
                return prompt(heard.talk, chat, typed=True) if heard.talk else []
            case Thanked():
                return thanked(heard, chat)
            case Said() if heard.more:
                return [arisen(one, heard.ticket, chat) for one in heard.arisen]
            case Said():
                text = _("Added to {number}. The specialists see it.").format(number=bold(heard.ticket.number))
                if heard.followed and heard.followed != heard.ticket.number:
                    text = followed_words(heard.followed, heard.ticket.number)
                if heard.ticket.requester_id != heard.person.id:
                    text += " " + _("The answers go to your colleague who registered it.")
            case Disputed():
                text = _("Thank you, {number} goes back to the specialists.").format(number=bold(heard.ticket.number))
            case Objected():
                text = _(
                    "Your objection on {number} is with the specialists and their lead. You get an answer."
                ).format(number=bold(heard.ticket.number))
            case Commented():
                text = _("Thank you! Your words on {number} reach the team.").format(number=bold(heard.ticket.number))
            case Confided():
                text = _confided(heard)
            case Detailed():
                text = _("Thank you, now {number} has all that was missing. The specialists see it.").format(
                    number=bold(heard.ticket.number)
                )
            case Complained():
                return prompt(heard.rest, chat) if heard.rest else []  # the notice confirms it, as the letter does
            case Proved():
                text = _("{address} is proved. Letters now carry the whole conversation.").format(
                    address=bold(heard.address)
                )
                if heard.staff:
                    text = mailbox_on(heard.address)
            case WrongDigits():
                return [*wrong_digits(heard.left, chat), *(prompt(heard.rest, chat) if heard.rest else [])]
            case Readdressed():
                text = _("From now on letters on {number} go to {address}.").format(
                    number=bold(heard.ticket.number), address=escape(heard.ticket.email)
                )
                if heard.code.get("no_code"):
                    text += "\n" + no_code(heard.ticket.email, heard.code, heard.ticket.regulation)
                elif heard.code:
                    text += "\n" + code_on_its_way(heard.ticket.email)
        keyboard = _new_problem(heard.ticket.number) if isinstance(heard, Commented) else ReplyKeyboardRemove()
        asked = []
        if isinstance(heard, Said):
            asked = [arisen(one, heard.ticket, chat) for one in heard.arisen]
        return [message(chat, text, keyboard), *asked, *(prompt(heard.rest, chat) if heard.rest else [])]


def thanked(heard: Thanked, chat: str) -> Methods:
    """A warm word; and where a verdict or an answer is waited for, that it still is."""
    text = _("You are welcome!") if heard.polite.courtesy is Courtesy.THANKS else _("Very well!")
    ticket, keyboard = heard.polite.ticket, None
    if ticket is not None and ticket.status is Status.COMPLETED and heard.rest is None:
        ask = _("If {number} is solved, tap the button, please: that closes it at once.")
        text, keyboard = f"{text} {ask.format(number=bold(ticket.number))}", rows(verdict_row(ticket.number))
    elif ticket is not None and ticket.status is Status.CLARIFICATION and heard.rest is None:
        text += " " + _("On {number} we still wait for the answer to our question.").format(number=bold(ticket.number))
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
