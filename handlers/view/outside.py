"""Outside: the buttons by which somebody who was brought in is removed again."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.involve import may_write_outside
from domain.usecases.part_with import key_of
from handlers.callbacks import TicketButton
from handlers.view.say import button, rows, shortened
from handlers.view.summary import back_words
from handlers.view.words import _

MOST = 20


def outside_row(desk: Desk, ticket: Ticket) -> list[InlineKeyboardButton]:
    """Bring somebody in, and remove somebody."""
    number = ticket.number
    caption = _("Bring in") if ticket.allows("involve") else _("Write to who was brought in")
    may = may_write_outside(desk, ticket)
    bring = [button(caption, TicketButton(number=number, verb="involve"))] if may else []
    if desk.participants.of(number):
        bring.append(button(_("Remove from outside"), TicketButton(number=number, verb="outside")))
    return bring


def outside_keyboard(desk: Desk, ticket: Ticket) -> InlineKeyboardMarkup:
    """Who is to go."""
    number = ticket.number
    lines = [
        [
            button(
                _("Remove: {name}").format(name=shortened(one.name or one.address, 40)),
                TicketButton(number=number, verb="outside", value=key_of(desk, one)),
            )
        ]
        for one in desk.participants.of(number)[:MOST]
    ]
    return rows(*lines, [button(back_words(), TicketButton(number=number, verb="more"))])
