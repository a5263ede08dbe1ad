"""Canned answers in the staff group: /canned keeps them, «Шаблон» behind «Ещё…» on a card sends one."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, Message

from domain.ports import Clerk, Staff
from domain.usecases.canned import (
    all_canned,
    ask_for_canned,
    choices,
    drop_canned,
    fix_canned,
    look_at,
    send_canned,
    show_canned,
)
from handlers.callbacks import CannedButton, TicketButton
from handlers.filters import Presses
from handlers.speaker import speaker_of
from handlers.view import canned
from handlers.view.say import Methods, edit, reply, toast, without_buttons
from handlers.view.words import _, speaking

router = Router(name="canned answers")


@router.message(Command("canned"))
async def on_canned(
    event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    if event.sender_chat is not None:
        with speaking(staff.language):
            return [reply(event, _("I cannot see who is writing. Please write as yourself. Nothing was sent."))]
    by = speaker_of(event, arrived_at)
    verb, *names = (command.args or "").split() or [""]
    match verb.lower(), names:
        case "", []:
            kept = await clerk.read(all_canned, by=by)
            with speaking(staff.language):
                text, keyboard = canned.shelf(kept)
                return [reply(event, text).model_copy(update={"reply_markup": keyboard})]
        case "show", [name]:
            answers = await clerk.read(show_canned, by=by, name=name)
            with speaking(staff.language):
                return [reply(event, canned.shown(answers))]
        case "add" | "edit", [name, *language] if len(language) < 2:
            key = str(event.message_id)
            await clerk.do(ask_for_canned, by=by, name=name, language="".join(language), key=key)
            return []
        case "drop", [name, *language] if len(language) < 2:
            gone = await clerk.do(drop_canned, by=by, name=name, language="".join(language))
            with speaking(staff.language):
                return [reply(event, canned.dropped(gone))]
    with speaking(staff.language):
        return [reply(event, canned.usage())]


@router.callback_query(CannedButton.filter())
async def on_page(
    event: CallbackQuery, callback_data: CannedButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """Another page of the list."""
    kept = await clerk.read(all_canned, by=speaker_of(event, arrived_at), page=callback_data.page)
    if not isinstance(event.message, Message):
        return []
    with speaking(staff.language):
        return [edit(event.message.chat.id, event.message.message_id, *canned.shelf(kept))]


@router.callback_query(TicketButton.filter(), Presses("canned", "canned_page", "canned_send", "canned_fix"))
async def on_button(
    event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """Choose one, look at it, send it or put it right: nothing goes out before «Отправить»."""
    if not isinstance(event.message, Message):
        return []
    by, number, value = speaker_of(event, arrived_at), callback_data.number, callback_data.value
    remote = str(event.message.message_id)
    match callback_data.verb:
        case "canned" if value:
            await clerk.do(look_at, by=by, number=number, chosen=value, key=event.id, when=canned.when_in)
            return [toast(event)]
        case "canned_send":
            await clerk.do(send_canned, by=by, number=number, remote=remote)
            return without_buttons(event)
        case "canned_fix":
            await clerk.do(fix_canned, by=by, number=number, remote=remote, key=event.id)
            return [toast(event)]
    names = await clerk.read(choices, by=by, number=number)
    with speaking(staff.language):
        markup = canned.choice(number, names, int(value) if value.isdecimal() else 0)
        chat = event.message.chat.id
        return [EditMessageReplyMarkup(chat_id=chat, message_id=int(remote), reply_markup=markup)]
