"""Blocked in words: whose new requests are not taken, until when and why; and the buttons a lead has for it."""

from __future__ import annotations

from datetime import datetime
from html import escape

from aiogram.types import InlineKeyboardButton

from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.block import is_blocked, may_be_blocked
from handlers.callbacks import TicketButton
from handlers.view.block_refusals import instant
from handlers.view.say import Methods, bold, button, message, shortened
from handlers.view.words import _


def block_told(desk: Desk, parcel: Parcel) -> tuple[str, list[str]]:
    """A title and lines, as text: for the chat and the letter alike."""
    if parcel.code is Code.UNBLOCKED:
        return _("New requests are taken again"), [_("You can register requests as before.")]
    until = instant(datetime.fromisoformat(parcel.facts["until"]).astimezone(desk.regulation.zone))
    return _("New requests are not taken for now"), [
        _("Until {until} we take no new requests from you.").format(until=until),
        _("The reason: {reason}").format(reason=parcel.facts["text"]),
        _("What is registered goes on as usual: you can write on it, and we answer."),
    ]


def blocked_in_chat(desk: Desk, parcel: Parcel) -> Methods:
    """To the person, in their private chat."""
    title, lines = block_told(desk, parcel)
    return [message(parcel.address, "\n".join([bold(title), *map(escape, lines)]))]


def block_lines(desk: Desk, ticket: Ticket) -> list[str]:
    """On the card, for staff."""
    person = desk.people.get(ticket.requester_id)
    if not is_blocked(desk, person) or person.blocked_until is None:
        return []
    words = _("⛔ The requester is blocked until {until}: {reason}")
    reason = escape(shortened(person.blocked_for, 120))
    return [words.format(until=instant(person.blocked_until.astimezone(desk.regulation.zone)), reason=reason)]


def block_row(desk: Desk, ticket: Ticket) -> list[InlineKeyboardButton]:
    """«Заблокировать…» while there is somebody to block; «Снять блокировку» while they are."""
    person = desk.people.get(ticket.requester_id)
    if person.blocked_until is not None:
        return [button(_("Lift the block"), TicketButton(number=ticket.number, verb="unblock"))]
    if ticket.is_open and may_be_blocked(desk, person):
        same = button(_("The same person…"), TicketButton(number=ticket.number, verb="same_person"))
        return [button(_("Block the requester…"), TicketButton(number=ticket.number, verb="block")), same]
    return []
