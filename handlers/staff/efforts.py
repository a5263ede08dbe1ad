"""Efforts: a button under the answer's fate and /effort correct how many minutes an answer took."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.people import Speaker
from domain.ports import Clerk, Desk, Staff
from domain.refusals import NothingToAnswer
from domain.usecases.efforts import correct_by_command, correct_effort
from domain.usecases.fate import marks_at
from domain.usecases.staff_place import must_be_here
from handlers.callbacks import TicketButton
from handlers.filters import Presses
from handlers.recorded import reply_to
from handlers.speaker import speaker_of
from handlers.view.effort import choice, corrected_words, effort_usage, spent, under_fate
from handlers.view.rota import anonymous
from handlers.view.say import Methods, reply, toast
from handlers.view.words import _, speaking

router = Router(name="efforts")


@router.message(Command("effort"))
async def on_effort(
    event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """`/effort 17 45`, or in reply to the answer without the number."""
    with speaking(staff.language):
        if event.sender_chat is not None or event.from_user is None:
            return [reply(event, anonymous())]
        if not (command.args or "").strip():
            return [reply(event, effort_usage())]
        by = speaker_of(event, arrived_at)
        to = await reply_to(event, by, clerk) or ""
        done = await clerk.do(correct_by_command, by=by, text=command.args or "", reply_to=to)
        return [reply(event, corrected_words(done))]


@router.callback_query(TicketButton.filter(), Presses("effort"))
async def on_button(
    event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """How long it took first, then it is so."""
    by, number = speaker_of(event, arrived_at), callback_data.number
    n, chose, minutes = callback_data.value.partition("-")
    if not n.isdecimal() or not isinstance(event.message, Message) or len(callback_data.value) > 12:
        raise NothingToAnswer
    chat, shown = event.message.chat.id, event.message.message_id
    with speaking(staff.language):
        said = toast(event)
        if minutes.isdecimal():
            done = await clerk.do(correct_effort, by=by, number=number, n=int(n), minutes=int(minutes))
            said = toast(event, _("It counts with {minutes}.").format(minutes=spent(done.effort.minutes)))
        markup = await clerk.read(
            keyboard_at, by=by, number=number, remote=str(shown), choosing=None if chose else int(n)
        )
        return [said, EditMessageReplyMarkup(chat_id=chat, message_id=shown, reply_markup=markup)]


def keyboard_at(
    desk: Desk, *, by: Speaker, number: str, remote: str, choosing: int | None = None
) -> InlineKeyboardMarkup | None:
    """What stands under the fate of an answer now, or while its time is being chosen. NotStaff, OtherLine, NotYours."""
    desk.people.agent(by)
    must_be_here(desk, by=by, number=number)
    ticket = desk.tickets.get(number)
    if choosing is not None:
        return choice(ticket, choosing)
    marks = marks_at(desk, number, by.place.chat, remote)
    return under_fate(desk, marks[0], ticket) if marks else None
