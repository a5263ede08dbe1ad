"""Articles in the staff group: /faq lists them, and adds, shows, changes and drops one."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from domain.ports import Clerk, Staff
from domain.usecases.articles import all_for_staff, ask_for_article, drop_article, show_to_staff
from handlers.callbacks import FaqButton
from handlers.speaker import speaker_of
from handlers.view import articles
from handlers.view.say import Methods, edit, reply
from handlers.view.words import _, speaking

router = Router(name="staff articles")


@router.message(Command("faq"))
async def on_faq(event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    verb, *names = (command.args or "").split() or [""]
    by = speaker_of(event, arrived_at)
    with speaking(staff.language):
        if event.sender_chat is not None:
            return [reply(event, _("I cannot see who is writing. Please write as yourself. Nothing was sent."))]
        match verb.lower(), names:
            case "", []:
                text, keyboard = articles.staff_shelf(await clerk.read(all_for_staff, by=by))
                method = reply(event, text)
                method.reply_markup = keyboard
                return [method]
            case "show", [name]:
                return [reply(event, articles.staff_article(await clerk.read(show_to_staff, by=by, name=name)))]
            case "add" | "edit", [name]:
                key = str(event.message_id)
                await clerk.do(ask_for_article, by=by, name=name, edits=verb.lower() == "edit", key=key)
                return []
            case "drop", [name]:
                return [reply(event, articles.dropped(await clerk.do(drop_article, by=by, name=name)))]
        return [reply(event, articles.usage())]


@router.callback_query(FaqButton.filter())
async def on_page(
    event: CallbackQuery, callback_data: FaqButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """Another page of the list."""
    kept = await clerk.read(all_for_staff, by=speaker_of(event, arrived_at), page=callback_data.page)
    if not isinstance(event.message, Message):
        return []
    with speaking(staff.language):
        return [edit(event.message.chat.id, event.message.message_id, *articles.staff_shelf(kept))]
