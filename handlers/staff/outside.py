"""Outside: who was brought in to a ticket by e-mail is removed again."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.ports import Clerk, Desk, Staff
from domain.ticket import Ticket
from domain.usecases.part_with import part_with
from handlers.callbacks import TicketButton
from handlers.filters import Presses
from handlers.speaker import speaker_of
from handlers.view.card_keys import more_keyboard
from handlers.view.outside import outside_keyboard
from handlers.view.say import Methods, toast
from handlers.view.words import _, speaking

router = Router(name="outside")


@router.callback_query(TicketButton.filter(), Presses("outside"))
async def on_outside(
    event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """Who is to go first, then they go."""
    by, number, told = speaker_of(event, arrived_at), callback_data.number, ""
    with speaking(staff.language):
        if callback_data.value:
            gone = await clerk.do(part_with, by=by, number=number, whom=callback_data.value)
            words = _("{name} is removed: nothing more goes there, and their letters no longer come into the request.")
            told = words.format(name=gone.name or gone.address)[:200]

        def keyboard(desk: Desk) -> InlineKeyboardMarkup:
            desk.people.agent(by)
            ticket: Ticket = desk.tickets.get(number)
            others = desk.participants.of(number)
            return outside_keyboard(desk, ticket) if others else more_keyboard(desk, ticket)

        shown = await clerk.read(keyboard)
    methods: Methods = [toast(event, told, alert=bool(told))]
    if isinstance(event.message, Message):
        chat, at = event.message.chat.id, event.message.message_id
        methods.append(EditMessageReplyMarkup(chat_id=chat, message_id=at, reply_markup=shown))
    return methods
