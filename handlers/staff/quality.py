"""Quality control for leads: /quality; and in private the buttons under a complaint or a low rating, and the words for them."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import BaseFilter, Command, CommandObject
from aiogram.types import CallbackQuery, Message

from domain.ports import Clerk, Staff
from domain.usecases.answer_complaint import answer_in_private, is_prompt
from domain.usecases.quality_control import ask_lead
from domain.usecases.quality_month import post_month
from handlers.callbacks import TicketButton
from handlers.filters import Presses
from handlers.recorded import reply_to
from handlers.speaker import speaker_of
from handlers.staff.membership import OfStaff
from handlers.staff.work import QUALITY
from handlers.view.quality import settled_words
from handlers.view.quality_month import how_to_ask
from handlers.view.rota import anonymous
from handlers.view.say import Methods, reply, toast
from handlers.view.words import speaking

router = Router(name="quality of a month")
private = Router(name="quality for leads")


@router.message(Command("quality"))
async def on_month(event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """The month comes through the outbox, so that it can be put away; alone the command means the month that runs."""
    with speaking(staff.language):
        if event.sender_chat is not None:
            return [reply(event, anonymous())]
        by, said = speaker_of(event, arrived_at), (command.args or "").strip()
        done = await clerk.do(post_month, by=by, said=said, key=str(event.message_id))
        return [] if done else [reply(event, how_to_ask())]


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
