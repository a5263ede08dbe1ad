"""Work keys: buttons to tie tickets, split, tag and watch them; and what the card shows of that."""

from __future__ import annotations

from html import escape

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.objection import waiting_objection
from domain.usecases.related import related_to
from handlers.callbacks import TicketButton
from handlers.view.say import button, rows
from handlers.view.summary import back_words
from handlers.view.words import _

MOST = 20
"""Buttons of links: a keyboard must stay readable."""


def work_rows(desk: Desk, ticket: Ticket) -> list[list[InlineKeyboardButton]]:
    """The moves that are possible now."""
    duplicate = [_button(ticket, "duplicate", _("Duplicate"))] if ticket.allows("merge") else []
    split = [_button(ticket, "split", _("Split off"))] if ticket.allows("split") else []
    relate = [_button(ticket, "relate", _("Link"))] if ticket.allows("relate") else []
    if relate and related_to(desk, ticket):
        relate.append(_button(ticket, "unrelate", _("Unlink")))
    label = [_button(ticket, "tag", _("Tag"))] if ticket.allows("tag") else []
    watch = [_button(ticket, "watch", _("Watch"))] if ticket.allows("watch") else []
    if ticket.watchers:
        watch.append(_button(ticket, "unwatch", _("Do not watch")))
    return [[*duplicate, *split], relate, [*label, *watch]]


def unrelate_keyboard(desk: Desk, ticket: Ticket) -> InlineKeyboardMarkup:
    """Which link is removed."""
    lines = [
        [button(other, TicketButton(number=ticket.number, verb="unrelate", value=other))]
        for other in related_to(desk, ticket)[:MOST]
    ]
    return rows(*lines, [_button(ticket, "more", back_words())])


def work_lines(desk: Desk, ticket: Ticket) -> list[str]:
    """Tags, how many watch it, and an objection that waits; HTML."""
    lines = [" ".join(f"#{escape(tag.replace('-', '_'))}" for tag in ticket.tags)] if ticket.tags else []
    if ticket.watchers and ticket.is_open:
        names = [desk.people.get(one).name for one in ticket.watchers]
        lines.append(_("Watched by {names}").format(names=escape(", ".join(filter(None, names)))))
    if waiting_objection(desk, ticket):
        lines.append(_("The requester objects to the priority and waits for an answer."))
    return lines


def _button(ticket: Ticket, verb: str, words: str) -> InlineKeyboardButton:
    return button(words, TicketButton(number=ticket.number, verb=verb))
