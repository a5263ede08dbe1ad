"""Lookup: what a requester may look up: their own tickets, and the regulation. Nothing is decided here."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.people import Speaker
from domain.ports import Clerk, Desk
from domain.refusals import NothingToAnswer
from domain.usecases.look_up import my_ticket, my_tickets
from domain.usecases.meeting import meet
from handlers.callbacks import LookButton, RulesButton
from handlers.speaker import speaker_of
from handlers.view.own import list_page, own_card, record_page
from handlers.view.rules import section_page
from handlers.view.say import Methods, edit, message
from handlers.view.words import speaking

router = Router(name="lookup")

Page = tuple[str, InlineKeyboardMarkup]


@router.message(Command("my"))
async def on_my(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    """«Мои заявки» (insales: all own requests, statuses, correspondence)."""
    return _shown(event, await clerk.read(_look, by=speaker_of(event, arrived_at), pressed=LookButton(view="list")))


@router.callback_query(LookButton.filter())
async def on_look(event: CallbackQuery, callback_data: LookButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    return _shown(event, await clerk.read(_look, by=speaker_of(event, arrived_at), pressed=callback_data))


@router.message(Command("rules"))
async def on_rules(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    """Which regulation is in force, and where to read it (barier 2)."""
    return _shown(event, await clerk.read(_rules, by=speaker_of(event, arrived_at), pressed=RulesButton()))


@router.callback_query(RulesButton.filter())
async def on_section(event: CallbackQuery, callback_data: RulesButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    return _shown(event, await clerk.read(_rules, by=speaker_of(event, arrived_at), pressed=callback_data))


def _look(desk: Desk, *, by: Speaker, pressed: LookButton) -> Page:
    """What was asked to be seen, as it is now; only of the speaker's own."""
    if pressed.view == "list":
        mine = my_tickets(desk, by=by, page=pressed.page)
        with speaking(mine.person.language):
            return list_page(mine)
    person, ticket = my_ticket(desk, by=by, number=pressed.number)
    with speaking(person.language):
        match pressed.view:
            case "card":
                return own_card(desk, ticket, pressed.page)
            case "record":
                return record_page(desk, ticket, pressed.page)
    raise NothingToAnswer


def _rules(desk: Desk, *, by: Speaker, pressed: RulesButton) -> Page:
    with speaking(meet(desk, by).language):
        return section_page(desk.regulation, pressed.section, pressed.page)


def _shown(event: Message | CallbackQuery, page: Page) -> Methods:
    """In place of what was pressed; anew where that cannot be changed any more."""
    text, keyboard = page
    if isinstance(event, Message):
        return [message(event.chat.id, text, keyboard)]
    if isinstance(event.message, Message):
        return [edit(event.message.chat.id, event.message.message_id, text, keyboard)]
    return [message(event.from_user.id, text, keyboard)]
