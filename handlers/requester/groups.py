"""Groups, in private: an author takes their message up, by its link or button; a lead says whose group a chat is."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from domain.draft import Conversation
from domain.ports import Clerk
from domain.refusals import NothingToAnswer
from domain.usecases.bind_group import bind_to
from domain.usecases.from_group import DOOR, draft_of_link, take_from_group
from handlers.callbacks import BindButton, GroupButton
from handlers.requester.intake import on_start
from handlers.speaker import speaker_of
from handlers.view import prompts
from handlers.view.greeting import greeting
from handlers.view.say import Methods, message, toast, without_buttons
from handlers.view.words import _, speaking

router = Router(name="groups")


@router.message(CommandStart(deep_link=True, magic=F.args.startswith(DOOR)))
async def on_link(event: Message, command: CommandObject, clerk: Clerk, arrived_at: datetime) -> Methods:
    """«Продолжить в личном чате»: whatever else the payload is, it is a plain Start."""
    token = (command.args or "").removeprefix(DOOR)
    draft_id = await clerk.read(draft_of_link, token=token)
    if draft_id is None:
        return await _plainly(event, clerk, arrived_at)
    try:
        talk = await clerk.do(take_from_group, by=speaker_of(event, arrived_at), draft_id=draft_id)
    except NothingToAnswer:
        return await _plainly(event, clerk, arrived_at)
    return _begun(talk, str(event.chat.id))


@router.callback_query(GroupButton.filter())
async def on_button(event: CallbackQuery, callback_data: GroupButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    talk = await clerk.do(take_from_group, by=speaker_of(event, arrived_at), draft_id=callback_data.draft)
    return [*without_buttons(event), *_begun(talk, talk.person.chat)]


@router.callback_query(BindButton.filter())
async def on_bind(event: CallbackQuery, callback_data: BindButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    by = speaker_of(event, arrived_at)
    done = await clerk.do(bind_to, by=by, chat=callback_data.chat, organization_id=callback_data.customer)
    with speaking(by.language):
        words = _("{title} is now tied to {customer}.")
        told = words.format(title=done.group.title, customer=done.organization.name)
        return [toast(event, told), *without_buttons(event)]


async def _plainly(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    said: Methods = await on_start(event, clerk, arrived_at)
    return said


def _begun(talk: Conversation, chat: str) -> Methods:
    with speaking(talk.person.language):
        if talk.step == "consent":
            return greeting(talk, chat) + prompts.prompt(talk, chat)
        return [message(chat, _("I have taken your message down as the description.")), *prompts.prompt(talk, chat)]
