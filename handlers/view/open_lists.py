"""Open lists: the buttons under a card that is drawn anew, while an agent still chooses from a list there."""

from __future__ import annotations

from hashlib import sha256

from aiogram.types import InlineKeyboardMarkup

from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.open_lists import listed
from handlers.view.card_keys import card_keyboard, more_keyboard


def keys_now(desk: Desk, ticket: Ticket, remote: str) -> InlineKeyboardMarkup | None:
    """The list that is open under this message, as long as the moves are those of then; else the usual buttons."""
    kept = listed(desk, number=ticket.number, remote=remote)
    if kept is None or kept["moves"] != moves(desk, ticket):
        return card_keyboard(desk, ticket)
    return InlineKeyboardMarkup.model_validate(kept["keys"])


def moves(desk: Desk, ticket: Ticket) -> str:
    """A sign of what is possible now."""
    usual = card_keyboard(desk, ticket), more_keyboard(desk, ticket)
    return sha256("".join(one.model_dump_json() for one in usual if one).encode()).hexdigest()
