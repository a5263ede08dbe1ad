"""Calls: /new takes a request down for a caller, /call notes advice; and the button that makes a request of a letter held back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from domain.ports import Clerk, Staff
from domain.usecases.by_phone import say_it_is_theirs
from domain.usecases.hold_letter import release_letter
from domain.usecases.phone import note_call, open_form, open_note
from handlers.callbacks import LetterButton, TicketButton
from handlers.filters import Presses
from handlers.speaker import speaker_of
from handlers.view.calls import advised_words
from handlers.view.form_names import names
from handlers.view.say import Methods, reply, toast, without_buttons
from handlers.view.words import _, speaking

router = Router(name="calls")


@router.message(Command("new"))
async def on_new(event: Message, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    return await _prompted(event, clerk, staff, arrived_at, open_form)


@router.message(Command("call"))
async def on_call(event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """With the words right behind the command, or asked for."""
    if not (command.args or "").strip() or _hides(event):
        return await _prompted(event, clerk, staff, arrived_at, open_note)
    advised = await clerk.do(note_call, by=speaker_of(event, arrived_at), text=command.args or "")
    with speaking(staff.language):
        return [reply(event, advised_words(advised))]


@router.callback_query(LetterButton.filter())
async def on_letter(
    event: CallbackQuery, callback_data: LetterButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """«Это заявка» under a letter that was held back (barier 7.10)."""
    by = speaker_of(event, arrived_at)
    released = await clerk.do(release_letter, by=by, draft_id=callback_data.draft, names=names())
    with speaking(staff.language):
        words = _("{number} is registered.").format(number=released.ticket.number)
        return [toast(event, words), *without_buttons(event)]


@router.callback_query(TicketButton.filter(), Presses("caller"))
async def on_caller(
    event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """«Да, это он»: whoever proved the number that several people have given is the caller."""
    by, number = speaker_of(event, arrived_at), callback_data.number
    await clerk.do(say_it_is_theirs, by=by, number=number, person_id=callback_data.value)
    with speaking(staff.language):
        return [toast(event, _("The requester is told.")), *without_buttons(event)]


async def _prompted(
    event: Message, clerk: Clerk, staff: Staff, arrived_at: datetime, usecase: Callable[..., None]
) -> Methods:
    """The message to reply to comes through the outbox: only so is it known later what a reply to it is."""
    if _hides(event):
        with speaking(staff.language):
            return [reply(event, _("I cannot see who is writing. Please write as yourself. Nothing was sent."))]
    if event.from_user is not None and not event.from_user.is_bot:
        await clerk.do(usecase, by=speaker_of(event, arrived_at), key=str(event.message_id))
    return []


def _hides(event: Message) -> bool:
    """Whether somebody writes on behalf of the group."""
    return event.sender_chat is not None
