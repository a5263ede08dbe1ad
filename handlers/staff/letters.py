"""Letters for staff: /letters lists those that came in with what became of each, and releases what was held back."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.people import Speaker
from domain.ports import Clerk, Desk, Staff
from domain.usecases.letter_list import post_letter_list, release_in_list, turn_letters
from domain.usecases.raw_letter import post_held
from handlers.callbacks import MailListButton, MailRawButton
from handlers.speaker import speaker_of
from handlers.view.form_names import names
from handlers.view.letter_list import letters_page
from handlers.view.say import Methods, edit, reply, toast
from handlers.view.told import Page
from handlers.view.words import _, speaking

router = Router(name="letters")


@router.message(Command("letters"))
async def on_letters(event: Message, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """The list itself comes through the outbox, so that it can be taken back."""
    if event.sender_chat is not None or event.from_user is None:
        return []
    with speaking(staff.language):
        if await clerk.do(post_letter_list, by=speaker_of(event, arrived_at), key=str(event.message_id)):
            return []
        return [reply(event, _("No letters have come in yet."))]


@router.callback_query(MailListButton.filter())
async def on_page(
    event: CallbackQuery, callback_data: MailListButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """Turned over in place; or a letter that was held back is a request."""
    by, pressed = speaker_of(event, arrived_at), callback_data
    if not isinstance(event.message, Message):
        return []
    remote, chat = str(event.message.message_id), event.message.chat.id
    with speaking(staff.language):
        if not pressed.draft:
            page = await clerk.read(_page, by=by, remote=remote, page=pressed.page)
            return [edit(chat, int(remote), *page)]
        number, page = await clerk.do(_released, by=by, remote=remote, pressed=pressed)
        words = _("{number} is registered.").format(number=number)
        return [toast(event, words), edit(chat, int(remote), *page)]


@router.callback_query(MailRawButton.filter())
async def on_raw(
    event: CallbackQuery, callback_data: MailRawButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """«Письмо целиком» under a letter that was held back."""
    by = speaker_of(event, arrived_at)
    with speaking(staff.language):
        await clerk.do(post_held, by=by, letter_id=callback_data.letter, key=event.id)
        return [toast(event)]


def _page(desk: Desk, *, by: Speaker, remote: str, page: int) -> Page:
    return letters_page(desk, turn_letters(desk, by=by, remote=remote, page=page))


def _released(desk: Desk, *, by: Speaker, remote: str, pressed: MailListButton) -> tuple[str, Page]:
    draft, page = pressed.draft, pressed.page
    number, shown = release_in_list(desk, by=by, remote=remote, draft_id=draft, page=page, names=names())
    return number, letters_page(desk, shown)
