"""Phone: one's own number, shared by Telegram's button: an answer of the intake, and what was taken down by phone from it."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove

from domain.ports import Clerk
from domain.usecases.by_phone import awaits_phone, find_by_phone, take_by_phone
from domain.usecases.hear import hear
from domain.usecases.meeting import language_of, standing
from handlers.callbacks import LookButton, PhoneButton
from handlers.filters import SharesContact
from handlers.speaker import speaker_of
from handlers.view import prompts
from handlers.view.heard import heard_words
from handlers.view.phone import ask_for_contact, found_words
from handlers.view.say import Methods, message, without_buttons
from handlers.view.words import speaking

router = Router(name="phone")


@router.message(SharesContact())
async def on_contact(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    """Only one's own number counts as one's own. Where it was asked for it is the answer; what it finds stands before it."""
    assert event.contact is not None
    number = event.contact.phone_number
    number = number if number.startswith("+") else f"+{number}"
    by, chat = speaker_of(event, arrived_at), str(event.chat.id)
    awaited = await clerk.read(awaits_phone, by=by)
    heard = heard_words(await clerk.do(hear, by=by, text=number), chat) if awaited else []
    found = await clerk.do(find_by_phone, by=by, phone=number)
    with speaking(found.person.language):
        words = found_words(found, quiet=awaited)
        if awaited:
            return [*([message(chat, *words)] if words else []), *heard]
        assert words is not None
        said: Methods = [message(chat, words[0], words[1] or ReplyKeyboardRemove())]
        talk = await clerk.read(standing, by=by)
        # A question that is answered by writing has a keyboard below the chat, which has just given way to another.
        asked = any(field.key == talk.step for field in talk.regulation.fields)
        return [*said, *prompts.prompt(talk, chat)] if asked else said


@router.callback_query(LookButton.filter(F.view == "phone"))
async def on_find(event: CallbackQuery, clerk: Clerk, arrived_at: datetime) -> Methods:
    """«Найти мои заявки по телефону» under /my."""
    by = speaker_of(event, arrived_at)
    with speaking(await clerk.read(language_of, by=by)):
        return ask_for_contact(by.place.chat)


@router.callback_query(PhoneButton.filter())
async def on_take(event: CallbackQuery, callback_data: PhoneButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """«Да, сюда»: what was taken down by phone goes on in this chat."""
    await clerk.do(take_by_phone, by=speaker_of(event, arrived_at), token=callback_data.token)
    return without_buttons(event)
