"""Lists for staff: /queue, /mine, /late and /find, in the staff group and in an agent's private chat; and their buttons."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.people import Speaker
from domain.ports import Clerk, Desk, Staff
from domain.usecases.lists import View, card_of, look_at, post_list, show_card, turn
from domain.usecases.staff_place import anywhere
from handlers.callbacks import ListButton
from handlers.filters import Presses, Private
from handlers.speaker import speaker_of, thread_of
from handlers.view import staff_lists
from handlers.view.say import Methods, edit, message, reply, toast
from handlers.view.words import _, speaking

router = Router(name="staff lists")
COMMANDS = Command(*(str(view) for view in View))


@router.message(COMMANDS)
async def on_list(event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """The list itself comes through the outbox; what there is nothing of is said here."""
    with speaking(staff.language):
        if event.sender_chat is not None:
            return [reply(event, _("I cannot see who is writing. Please write as yourself. Nothing was sent."))]
        by, view, words = speaker_of(event, arrived_at), View(command.command.lower()), (command.args or "").strip()
        if view is View.FIND and not words:
            await clerk.read(anywhere, by=by)
            return [reply(event, staff_lists.how_to_search())]
        key = str(event.message_id)
        if await clerk.do(post_list, by=by, view=view, key=key, words=words):
            return []
        return [reply(event, staff_lists.nothing(view))]


@router.callback_query(ListButton.filter(), Presses("page"))
async def on_page(
    event: CallbackQuery, callback_data: ListButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """Turned over in place."""
    by = speaker_of(event, arrived_at)
    with speaking(staff.language):
        return _instead(event, await clerk.read(_page, by=by, remote=_remote(event), page=callback_data.page))


@router.callback_query(ListButton.filter(), Presses("card"), Private())
async def on_card_in_private(
    event: CallbackQuery, callback_data: ListButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """To read, in the place of the list."""
    by, pressed = speaker_of(event, arrived_at), callback_data
    with speaking(staff.language):
        return _instead(event, await clerk.read(_card, by=by, remote=_remote(event), pressed=pressed))


@router.callback_query(ListButton.filter(), Presses("card"))
async def on_card(
    event: CallbackQuery, callback_data: ListButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """Where the card stands, by a reply to it; a plain group has no links to messages."""
    by, number = speaker_of(event, arrived_at), callback_data.number
    with speaking(staff.language):
        where = await clerk.do(show_card, by=by, number=number, key=event.id)
        if where is None:
            return [toast(event, _("The card of {number} is on its way.").format(number=number))]
        if where.chat != by.place.chat:
            return [toast(event, _("The card of {number} stands in another group.").format(number=number), alert=True)]
        words = staff_lists.here_it_is(number)
        said = message(where.chat, words, thread=thread_of(event.message), reply_to=int(where.remote))
        said.disable_notification = True
        return [said]


def _page(desk: Desk, *, by: Speaker, remote: str, page: int) -> tuple[str, InlineKeyboardMarkup]:
    shown = turn(desk, by=by, remote=remote, page=page)
    return staff_lists.list_page(shown, private=by.private)


def _card(desk: Desk, *, by: Speaker, remote: str, pressed: ListButton) -> tuple[str, InlineKeyboardMarkup]:
    ticket = look_at(desk, by=by, remote=remote, number=pressed.number)
    return staff_lists.card_to_read(desk, ticket, card_of(desk, ticket), pressed.page)


def _remote(event: CallbackQuery) -> str:
    return str(event.message.message_id) if event.message is not None else ""


def _instead(event: CallbackQuery, page: tuple[str, InlineKeyboardMarkup]) -> Methods:
    return [edit(event.message.chat.id, event.message.message_id, *page)] if isinstance(event.message, Message) else []
