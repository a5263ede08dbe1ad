"""By letter: somebody opens the link of a letter about their request, which then goes on in this chat."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from domain.draft import Conversation
from domain.ports import Clerk
from domain.usecases.by_letter import DOOR, open_letter_link, take_by_letter
from domain.usecases.details import choose_detail
from handlers.callbacks import DetailButton, MailButton
from handlers.filters import DeepLink
from handlers.speaker import speaker_of
from handlers.view.heard import heard_words
from handlers.view.letter_told import offered_in_chat
from handlers.view.prompts import prompt
from handlers.view.say import Methods, message, without_buttons
from handlers.view.words import speaking

router = Router(name="by letter")


@router.message(DeepLink(DOOR))
async def on_letter_link(event: Message, payload: str, clerk: Clerk, arrived_at: datetime) -> Methods:
    """`/start l-…`"""
    found = await clerk.do(open_letter_link, by=speaker_of(event, arrived_at), token=payload)
    with speaking(found.person.language):
        return [message(event.chat.id, *offered_in_chat(found))]


@router.callback_query(MailButton.filter())
async def on_take(event: CallbackQuery, callback_data: MailButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """«Да, сюда»"""
    by = speaker_of(event, arrived_at)
    asked = await clerk.do(take_by_letter, by=by, token=callback_data.token)
    if not isinstance(asked, Conversation):
        return without_buttons(event)
    with speaking(asked.person.language):
        return [*without_buttons(event), *prompt(asked, by.place.chat)]


@router.callback_query(DetailButton.filter())
async def on_detail(event: CallbackQuery, callback_data: DetailButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """A choice for what the letter did not say."""
    by, pressed = speaker_of(event, arrived_at), callback_data
    heard = await clerk.do(choose_detail, by=by, draft_id=pressed.draft, value=pressed.value)
    return [*without_buttons(event), *heard_words(heard, by.place.chat)]
