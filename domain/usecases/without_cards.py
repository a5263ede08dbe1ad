"""Without cards: numbers of bank cards are masked before anything of a message is kept (gravity 3.5)."""

from __future__ import annotations

from domain.cards import mask
from domain.notices import Code, Notice
from domain.people import Person
from domain.ports import Desk
from domain.regulation import Regulation
from domain.usecases.erase import erase_message
from domain.usecases.telling import CHAT, tell_person


def without_cards(desk: Desk, person: Person, text: str, *, ticket: str | None, message: str) -> str:
    """The words as they may be kept. Where the regulation wants it, card numbers are masked, and their writer is told, once.

    `ticket`: the one they are for, whose regulation decides; `message`: the channel's id of the message, which is deleted.
    """
    masked = mask(text)
    if masked == text:
        return text
    rules: Regulation = desk.tickets.get(ticket).regulation if ticket else desk.regulation
    if rules.demand("cards") is None:
        return text
    notice = Notice(Code.CARD_MASKED, {"regulation": rules.digest})
    tell_person(desk, person, notice, key=f"card_masked:{person.chat}:{message}:{CHAT}")
    erase_message(desk, person, message)
    return masked
