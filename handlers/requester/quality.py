"""Quality: a requester complains, or asks to be quicker, past the assignee (gravity 6, e-doc 16)."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.ports import Clerk
from domain.usecases.complain import COMPLAINT, SPEED_UP, choose_ticket, hurry, open_complaint
from handlers.callbacks import TicketButton
from handlers.filters import Presses
from handlers.speaker import speaker_of
from handlers.view import prompts
from handlers.view.quality import choice_words
from handlers.view.say import Methods, without_buttons
from handlers.view.words import speaking

router = Router(name="quality")


@router.message(Command("complain"))
async def on_command(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    """Which request is it about?"""
    choice = await clerk.do(choose_ticket, by=speaker_of(event, arrived_at))
    with speaking(choice.person.language):
        return [choice_words(choice, str(event.chat.id))]


@router.callback_query(TicketButton.filter(), Presses(COMPLAINT, SPEED_UP))
async def on_button(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """The words are awaited; a wish to be quicker may go without any."""
    by, number, letter = speaker_of(event, arrived_at), callback_data.number, callback_data.verb
    if letter == SPEED_UP and callback_data.value == "send":
        await clerk.do(hurry, by=by, number=number)
        return without_buttons(event)
    talk = await clerk.do(open_complaint, by=by, number=number, letter=letter)
    with speaking(talk.person.language):
        return prompts.prompt(talk, talk.person.chat)
