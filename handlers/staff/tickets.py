"""Tickets among others: buttons and commands to link, merge, split, tag and watch, and to answer an objection."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.notices import Code
from domain.people import Speaker
from domain.ports import Clerk, Desk, Staff
from domain.refusals import WrongState
from domain.ticket import Ticket
from domain.usecases.ask_for_words import ask_for_words
from domain.usecases.merge import merge_all_the_same, same_answer
from domain.usecases.object import give_in
from domain.usecases.related import unrelate
from domain.usecases.split import begin, choose, give_up, split
from domain.usecases.tag import tag_by_command
from domain.usecases.watch import watch
from handlers.callbacks import SplitButton, TicketButton
from handlers.filters import Presses
from handlers.recorded import reply_to
from handlers.speaker import speaker_of
from handlers.view.card_keys import more_keyboard
from handlers.view.say import Methods, bold, edit, reply, toast, without_buttons
from handlers.view.splitting import given_up, split_page, split_words
from handlers.view.told import Page
from handlers.view.words import _, speaking
from handlers.view.work_keys import unrelate_keyboard

router = Router(name="tickets")

PROMPTS = {
    "stays": Code.PROMPT_OBJECTION,
    "relate": Code.PROMPT_RELATE,
    "duplicate": Code.PROMPT_DUPLICATE,
    "tag": Code.PROMPT_TAG,
    "address": Code.PROMPT_ADDRESS,
}


@router.callback_query(TicketButton.filter(), Presses(*PROMPTS))
async def on_needs_words(
    event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime
) -> Methods:
    """The words come as a reply."""
    by, pressed = speaker_of(event, arrived_at), callback_data
    code = PROMPTS[pressed.verb]
    await clerk.do(ask_for_words, by=by, number=pressed.number, code=code, key=event.id, reason=pressed.value)
    return [toast(event)]


@router.callback_query(TicketButton.filter(), Presses("give_in", "merge_sure", "same_answer"))
async def on_decided(
    event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """One tap; its message is done with."""
    by, number, value = speaker_of(event, arrived_at), callback_data.number, callback_data.value
    match callback_data.verb:
        case "give_in":
            await clerk.do(give_in, by=by, number=number, n=value)
        case "merge_sure":
            await clerk.do(merge_all_the_same, by=by, number=number, main=value)
        case "same_answer":
            await clerk.do(same_answer, by=by, number=number, main=value)
    with speaking(staff.language):
        return [toast(event, _("The requester is told.")), *without_buttons(event)]


@router.callback_query(TicketButton.filter(), Presses("unrelate"))
async def on_unrelate(
    event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """Which link first, then it goes."""
    by, number = speaker_of(event, arrived_at), callback_data.number
    if callback_data.value:
        await clerk.do(unrelate, by=by, number=number, other=callback_data.value)

    def keyboard(desk: Desk) -> InlineKeyboardMarkup:
        desk.people.agent(by)
        ticket: Ticket = desk.tickets.get(number)
        if not ticket.is_open:
            raise WrongState(ticket.status, "relate")
        return more_keyboard(desk, ticket) if callback_data.value else unrelate_keyboard(desk, ticket)

    if not isinstance(event.message, Message):
        return []
    with speaking(staff.language):
        markup = await clerk.read(keyboard)
    chat, shown = event.message.chat.id, event.message.message_id
    return [EditMessageReplyMarkup(chat_id=chat, message_id=shown, reply_markup=markup)]


@router.callback_query(TicketButton.filter(), Presses("watch", "unwatch"))
async def on_watch(
    event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    by, on = speaker_of(event, arrived_at), callback_data.verb == "watch"
    privately = await clerk.do(watch, by=by, number=callback_data.number, on=on)
    with speaking(staff.language):
        words = _("You do not watch {number} any more.")
        if on:
            words = (
                _("You watch {number}: I tell you in private what happens.")
                if privately
                else _("You watch {number}: I call you here. Start a chat with me, and I tell you in private.")
            )
        return [toast(event, words.format(number=callback_data.number), alert=on and not privately)]


@router.callback_query(TicketButton.filter(), Presses("split"))
async def on_split(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """The choice comes as a message of its own."""
    await clerk.do(begin, by=speaker_of(event, arrived_at), number=callback_data.number, key=event.id)
    return [toast(event)]


@router.callback_query(SplitButton.filter())
async def on_choice(
    event: CallbackQuery, callback_data: SplitButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """What of the ticket becomes one of its own; the message is changed in place."""
    by, pressed = speaker_of(event, arrived_at), callback_data
    if not isinstance(event.message, Message):
        return []
    chat, shown = event.message.chat.id, event.message.message_id
    with speaking(staff.language):
        match pressed.verb:
            case "make":
                ticket, new = await clerk.do(split, by=by, draft_id=pressed.draft, kind=pressed.value)
                return [edit(chat, shown, split_words(ticket, new))]
            case "drop":
                return [edit(chat, shown, given_up(await clerk.do(give_up, by=by, draft_id=pressed.draft)))]
        return [edit(chat, shown, *await clerk.do(_chosen, by=by, pressed=pressed))]


def _chosen(desk: Desk, *, by: Speaker, pressed: SplitButton) -> Page:
    n = int(pressed.value) if pressed.value.isdecimal() else 0
    return split_page(desk, *choose(desk, by=by, draft_id=pressed.draft, verb=pressed.verb, n=n))


@router.message(Command("tag", "untag"))
async def on_tag(event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """`/tag BAR-17 касса, срочно`, or in reply to the card without the number."""
    with speaking(staff.language):
        if event.sender_chat is not None or event.from_user is None:
            return [reply(event, _("I cannot see who is writing. Please write as yourself. Nothing was sent."))]
        by, off = speaker_of(event, arrived_at), command.command == "untag"
        to = await reply_to(event, by, clerk) or ""
        ticket = await clerk.do(tag_by_command, by=by, text=command.args or "", reply_to=to, off=off)
        tags = " ".join(f"#{one.replace('-', '_')}" for one in ticket.tags) or _("no tags")
        return [reply(event, f"{bold(ticket.number)} · {tags}")]
