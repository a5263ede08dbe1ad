"""House codes in words: the list, how it is kept, and the buttons that put one on a request."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from aiogram.types import InlineKeyboardMarkup

from domain.codes import HouseCode
from domain.staff_refusals import WrongCode
from domain.ticket import Ticket
from handlers.callbacks import TicketButton
from handlers.view.say import bold, button, rows
from handlers.view.summary import back_words
from handlers.view.words import _, language

BACK = "-"


def usage() -> str:
    """How the list is kept, by examples."""
    return _(
        "A lead keeps the list: /codes add Замена оборудования | Hardware replaced (Russian, then English if you like), "
        "/codes drop Замена оборудования"
    )


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


def wrong_code(refusal: WrongCode) -> str:
    """What is wrong, and an example of what is right."""
    words = {
        "empty": _("A code needs a name."),
        "long": _("A name may have {n} signs at most: it stands on a button."),
        "many": _("There are {n} codes already: drop one first."),
        "missing": _("There is no such code."),
    }.get(refusal.problem, _("That can be no code."))
    return f"{words.format(n=refusal.most)} {usage()}"


def _both(code: HouseCode) -> str:
    return escape(" | ".join(code.name.words.values()))
