"""House codes in words: the list, how it is kept, and the buttons that put one on a request."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from aiogram.types import InlineKeyboardMarkup

from domain.codes import HouseCode
from domain.ticket import Ticket
from handlers.callbacks import TicketButton
from handlers.view.code_refusals import usage
from handlers.view.say import bold, button, rows
from handlers.view.summary import back_words
from handlers.view.words import _, language

BACK = "-"


def shown(codes: Sequence[HouseCode]) -> str:
    """All of them, with their names; and how one gets onto a request."""
    if not codes:
        return _("There are no codes of our own yet.") + "\n" + escape(usage())
    lines = [bold(_("Codes of our own")), *(f"• {_both(code)}" for code in codes)]
    lines.append(
        _("Press “Code” under the message on the final answer: it stands on the card, the requester does not see it.")
    )
    return "\n".join([*lines, escape(usage())])


def added(code: HouseCode) -> str:
    """It can be chosen from now on."""
    return _("Added: {name}").format(name=_both(code))


def dropped(code: HouseCode) -> str:
    """It can be chosen no more."""
    return _("Dropped: {name}. Requests that have it keep it.").format(name=_both(code))


def ending_keyboard(ticket: Ticket, codes: bool) -> InlineKeyboardMarkup:
    """Under what became of a final answer: a remark, and a code where the house has some."""
    row = [button(_("Remark"), TicketButton(number=ticket.number, verb="remark"))]
    return rows([*row, button(_("Code"), TicketButton(number=ticket.number, verb="code"))] if codes else row)


def choice(ticket: Ticket, codes: Sequence[HouseCode]) -> InlineKeyboardMarkup:
    """All codes, two in a row."""
    keys = [
        button(code.name.in_(language()), TicketButton(number=ticket.number, verb="code", value=code.key))
        for code in codes
    ]
    back = button(back_words(), TicketButton(number=ticket.number, verb="code", value=BACK))
    return rows(*(keys[n : n + 2] for n in range(0, len(keys), 2)), [back])


def _both(code: HouseCode) -> str:
    return escape(" | ".join(code.name.words.values()))
