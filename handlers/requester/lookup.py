"""Lookup: what a requester may look up: their own tickets, and the regulation. Nothing is decided here."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatAction
from aiogram.filters import Command, CommandObject
from aiogram.methods import SendChatAction, SendDocument
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.people import Speaker
from domain.ports import Clerk, Desk
from domain.refusals import NothingToAnswer
from domain.usecases.by_phone import may_call
from domain.usecases.look_up import customers_tickets, find_mine, my_ticket, my_tickets
from domain.usecases.meeting import meet
from domain.usecases.pass_on import link_for_colleague
from handlers.callbacks import LookButton, RulesButton
from handlers.speaker import speaker_of
from handlers.view.own import found_page, handing_over, list_page, own_card, record_page, shown_files, withdrawal
from handlers.view.pdf import ticket_pdf
from handlers.view.rules import section_page
from handlers.view.say import Methods, chat_number, edit, message
from handlers.view.send_files import send_files
from handlers.view.words import speaking

router = Router(name="lookup")

Page = tuple[str, InlineKeyboardMarkup]


@router.message(Command("my"))
async def on_my(event: Message, command: CommandObject, clerk: Clerk, arrived_at: datetime) -> Methods:
    """«Мои заявки» (insales: all own requests, statuses, correspondence); with a number or words what is found by them."""
    by = speaker_of(event, arrived_at)
    if command.args and command.args.strip():
        return _shown(event, await clerk.read(_find, by=by, words=command.args.strip()))
    return _shown(event, await clerk.read(_look, by=by, pressed=LookButton(view="list")))


@router.callback_query(LookButton.filter(F.view == "files"))
async def on_files(event: CallbackQuery, callback_data: LookButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """The files of a request, sent once more."""
    return await clerk.read(_send_files, by=speaker_of(event, arrived_at), number=callback_data.number)


@router.callback_query(LookButton.filter(F.view == "pdf"))
async def on_pdf(event: CallbackQuery, callback_data: LookButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """The public record as a document."""
    return await clerk.read(_send_pdf, by=speaker_of(event, arrived_at), number=callback_data.number)


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
    """What was asked to be seen, as it is now; only what the speaker may look at."""
    if pressed.view in ("list", "all"):
        pages = customers_tickets if pressed.view == "all" else my_tickets
        mine = pages(desk, by=by, page=pressed.page)
        with speaking(mine.person.language):
            return list_page(mine, by_phone=may_call(desk))
    if pressed.view == "hand":
        link = link_for_colleague(desk, by=by, number=pressed.number)
        with speaking(link.person.language):
            return handing_over(link)
    person, ticket = my_ticket(desk, by=by, number=pressed.number)
    with speaking(person.language):
        match pressed.view:
            case "card" | "stars":
                return own_card(desk, ticket, person, pressed.page, stars=pressed.view == "stars")
            case "record":
                return record_page(desk, ticket, pressed.page)
            case "withdraw":
                return withdrawal(ticket)
    raise NothingToAnswer


def _find(desk: Desk, *, by: Speaker, words: str) -> Page:
    found = find_mine(desk, by=by, words=words)
    with speaking(found.person.language):
        if len(found.tickets) == 1:
            return own_card(desk, found.tickets[0], found.person)
        return found_page(found)


def _send_files(desk: Desk, *, by: Speaker, number: str) -> Methods:
    person, ticket = my_ticket(desk, by=by, number=number)
    return send_files(person.chat or by.place.chat, shown_files(desk, ticket), caption=ticket.number)


def _send_pdf(desk: Desk, *, by: Speaker, number: str) -> Methods:
    person, ticket = my_ticket(desk, by=by, number=number)
    with speaking(person.language):
        made, chat = ticket_pdf(desk, ticket), chat_number(by.place.chat)
    return [SendChatAction(chat_id=chat, action=ChatAction.UPLOAD_DOCUMENT), SendDocument(chat_id=chat, document=made)]


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
