"""House codes in the staff group: /codes keeps the list, «Код» under the fate of a final answer puts one on the request."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, Message

from domain.ports import Clerk, Staff
from domain.usecases.codes import add_code, all_codes, drop_code, put_code, to_choose_from
from handlers.callbacks import TicketButton
from handlers.filters import Presses
from handlers.speaker import speaker_of
from handlers.staff.efforts import keyboard_at
from handlers.view import house_codes
from handlers.view.code_refusals import usage
from handlers.view.rota import anonymous
from handlers.view.say import Methods, reply, toast
from handlers.view.words import _, speaking

router = Router(name="house codes")


@router.message(Command("codes"))
async def on_codes(event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """The list; a lead adds to it and takes away."""
    with speaking(staff.language):
        if event.sender_chat is not None:
            return [reply(event, anonymous())]
        by = speaker_of(event, arrived_at)
        verb, _space, text = (command.args or "").strip().partition(" ")
        match verb.lower():
            case "":
                return [reply(event, house_codes.shown(await clerk.read(all_codes, by=by)))]
            case "add":
                return [reply(event, house_codes.added(await clerk.do(add_code, by=by, text=text)))]
            case "drop":
                return [reply(event, house_codes.dropped(await clerk.do(drop_code, by=by, text=text)))]
        return [reply(event, usage())]


@router.callback_query(TicketButton.filter(), Presses("code"))
async def on_button(
    event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """Which one, then it is put on the request."""
    by, number, key = speaker_of(event, arrived_at), callback_data.number, callback_data.value
    if not isinstance(event.message, Message):
        return []
    with speaking(staff.language):
        ticket, codes = await clerk.read(to_choose_from, by=by, number=number)
        said, markup = toast(event), None
        chat, shown = event.message.chat.id, event.message.message_id
        if key == house_codes.BACK:
            markup = await clerk.read(keyboard_at, by=by, number=number, remote=str(shown))
        elif key:
            ticket = await clerk.do(put_code, by=by, number=number, key=key)
            said = toast(event, _("It is on the card."))
            markup = await clerk.read(keyboard_at, by=by, number=number, remote=str(shown))
        else:
            markup = house_codes.choice(ticket, codes)
        return [said, EditMessageReplyMarkup(chat_id=chat, message_id=shown, reply_markup=markup)]
