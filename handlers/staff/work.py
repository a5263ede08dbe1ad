"""Work: the buttons of a card. Each press is checked against who pressed it, on the server's side."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.notices import Code
from domain.people import Speaker
from domain.ports import Clerk, Desk, Staff
from domain.ticket import Ticket
from domain.usecases.complete import complete_with_last_answer
from domain.usecases.confide import prompt_for_secret, show_secret
from domain.usecases.hold import resume
from domain.usecases.refuse import refuse_for_conduct
from domain.usecases.resume import back_to_work, count_silence
from domain.usecases.set_priority import set_priority
from domain.usecases.staff import prompt
from domain.usecases.take import take
from handlers.callbacks import TicketButton
from handlers.speaker import speaker_of
from handlers.view.cards import (
    card_keyboard,
    conduct_keyboard,
    priorities_keyboard,
    reasons_keyboard,
    resolutions_keyboard,
)
from handlers.view.say import Methods, toast, without_buttons
from handlers.view.words import _, speaking

router = Router(name="work")

PROMPTS = {
    "ask": Code.PROMPT_ASK,
    "complete": Code.PROMPT_COMPLETE,
    "promise": Code.PROMPT_PROMISE,
    "hold": Code.PROMPT_HOLD,
    "refuse": Code.PROMPT_REFUSE,
}


@router.callback_query(TicketButton.filter())
async def on_button(
    event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """One move on one ticket; the card is drawn anew by the courier."""
    by = speaker_of(event, arrived_at)
    number, value = callback_data.number, callback_data.value
    with speaking(staff.language):
        match callback_data.verb:
            case "take":
                await clerk.do(take, by=by, number=number)
                return [toast(event, _("{number} is yours.").format(number=number))]
            case "priority":
                await clerk.do(set_priority, by=by, number=number, priority=value)
                return [toast(event, _("The requester is told."))]
            case ("hold" | "refuse" | "complete") as move if value:
                await clerk.do(prompt, by=by, number=number, code=PROMPTS[move], key=event.id, reason=value)
                return [toast(event)]
            case "complete" if await clerk.read(_closes, number=number):
                return await _turn_card(event, by, callback_data, clerk)
            case "ask" | "complete" | "promise":
                await clerk.do(prompt, by=by, number=number, code=PROMPTS[callback_data.verb], key=event.id)
                return [toast(event)]
            case "complete_last":
                await clerk.do(complete_with_last_answer, by=by, number=number)
                return without_buttons(event)
            case "back":
                await clerk.do(back_to_work, by=by, number=number)
            case "count":
                await clerk.do(count_silence, by=by, number=number)
            case "resume":
                await clerk.do(resume, by=by, number=number)
            case "secret":
                await clerk.do(prompt_for_secret, by=by, number=number, key=event.id)
            case "show_secret":
                shown = await clerk.do(show_secret, by=by, number=number, n=int(value) if value.isdecimal() else 0)
                return [toast(event, shown.words, alert=True)]
            case "conduct" if value == "sure":
                await clerk.do(refuse_for_conduct, by=by, number=number)
            case "priorities" | "card" | "hold" | "refuse" | "conduct":
                return await _turn_card(event, by, callback_data, clerk)
    return []


async def _turn_card(event: CallbackQuery, by: Speaker, pressed: TicketButton, clerk: Clerk) -> Methods:
    """Show the choice of priorities or reasons under the card, or its usual buttons again; nothing is decided by that."""
    if not isinstance(event.message, Message):
        return []

    def keyboard(desk: Desk) -> InlineKeyboardMarkup | None:
        desk.people.agent(by)
        ticket: Ticket = desk.tickets.get(pressed.number)
        if pressed.verb == "priorities" and ticket.allows("priority"):
            return priorities_keyboard(ticket)
        if pressed.verb == "complete" and ticket.allows("complete"):
            return resolutions_keyboard(ticket)
        if pressed.verb == "conduct" and ticket.allows("refuse") and ticket.regulation.conduct:
            return conduct_keyboard(ticket, ticket.regulation.conduct)
        if pressed.verb in ("hold", "refuse") and ticket.allows(pressed.verb):
            return reasons_keyboard(ticket, pressed.verb)
        return card_keyboard(desk, ticket)

    markup = await clerk.read(keyboard)
    return [
        EditMessageReplyMarkup(chat_id=event.message.chat.id, message_id=event.message.message_id, reply_markup=markup)
    ]


def _closes(desk: Desk, *, number: str) -> bool:
    """Whether completing closes the ticket at once, so that it is asked how it ended (gravity 5.1)."""
    return desk.tickets.get(number).regulation.completion.closes
