"""Quality control in a lead's private chat: the buttons under a complaint or a low rating, and the words that follow them."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from domain.ports import Clerk, Staff
from domain.usecases.answer_complaint import answer_in_private, is_prompt
from domain.usecases.quality_control import ask_lead
from handlers.callbacks import TicketButton
from handlers.filters import Presses
from handlers.recorded import reply_to
from handlers.speaker import speaker_of
from handlers.staff.membership import OfStaff
from handlers.staff.work import QUALITY
from handlers.view.quality import settled_words
from handlers.view.say import Methods, reply, toast
from handlers.view.words import speaking

private = Router(name="quality for leads")


class Answers(BaseFilter):
    """A reply to the message that asked for the words; `asked`: which message that is."""

    async def __call__(self, event: Message, clerk: Clerk, arrived_at: datetime) -> bool | dict[str, str]:
        to = event.reply_to_message
        if event.text is None or to is None or to.from_user is None or not to.from_user.is_bot:
            return False
        by = speaker_of(event, arrived_at)
        remote = await reply_to(event, by, clerk) or ""
        return {"asked": remote} if await clerk.read(is_prompt, by=by, remote=remote) else False


@private.callback_query(TicketButton.filter(), Presses(*QUALITY), OfStaff())
async def on_button(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """The words are asked for here."""
    by, code = speaker_of(event, arrived_at), QUALITY[callback_data.verb]
    number, complaint = callback_data.number, callback_data.value
    await clerk.do(ask_lead, by=by, number=number, complaint=complaint, code=code, key=event.id)
    return [toast(event)]


@private.message(Answers(), OfStaff())
async def on_words(event: Message, asked: str, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """They go where they belong, and the lead hears where that is."""
    by = speaker_of(event, arrived_at)
    done = await clerk.do(answer_in_private, by=by, remote=asked, text=event.text or "")
    with speaking(staff.language):
        return [reply(event, settled_words(done))]
