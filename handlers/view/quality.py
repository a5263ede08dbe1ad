"""Quality control in words: its buttons, its list of requests, its letter."""

from __future__ import annotations

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton

from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.answer_complaint import Settled
from domain.usecases.complain import COMPLAINT, Choice, letters
from handlers.callbacks import TicketButton
from handlers.view.say import bold, button, message, rows
from handlers.view.words import _

MOST_LISTED = 10


def quality_row(desk: Desk, ticket: Ticket) -> list[InlineKeyboardButton]:
    """The buttons that stand under what is said of a ticket; none where nobody could be written to."""
    return [_button(kind, ticket.number, "") for kind in reversed(letters(desk, ticket))]


def choice_words(choice: Choice, chat: str) -> SendMessage:
    """The answer to /complain."""
    if not choice.known:
        return message(chat, _("There is no quality control to write to here. Contacts are in /help."))
    if not choice.tickets:
        return message(chat, _("You have no open requests, and none was closed within the last 30 days."))
    lines = [
        [_button(kind, number, number) for kind in reversed(kinds)] for number, kinds in choice.tickets[:MOST_LISTED]
    ]
    return message(chat, _("Which request is it about? The letter goes past the person who works on it."), rows(*lines))


def settled_words(done: Settled) -> str:
    """To the lead who answered in private."""
    if done.told:
        return _("{complaint}: sent to the requester, and a copy to quality control.").format(
            complaint=bold(done.complaint)
        )
    return _("{complaint}: written down, and sent to quality control.").format(complaint=bold(done.complaint))


def _button(kind: str, number: str, shown: str) -> InlineKeyboardButton:
    words = _("Complain") if kind == COMPLAINT else _("Speed it up")
    return button(f"{words}: {shown}" if shown else words, TicketButton(number=number, verb=kind))
