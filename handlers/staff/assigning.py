"""Assigning: /assign and the buttons by which a ticket goes to a colleague or comes back; /auto has it done by itself."""

from __future__ import annotations

import re
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.ports import Clerk, Desk, Staff
from domain.refusals import NothingToAnswer
from domain.usecases.assign import assign, give_back, meant, to_choose_from
from domain.usecases.auto import HOUSE, WAYS, auto, set_auto
from domain.usecases.telling import CHAT
from handlers.callbacks import TicketButton
from handlers.recorded import reply_to
from handlers.speaker import speaker_of
from handlers.view.assigned import colleagues_keyboard, left_keyboard
from handlers.view.rota import assign_usage, auto_usage, auto_words
from handlers.view.say import Methods, bold, reply, toast
from handlers.view.words import _, speaking

router = Router(name="assigning")

NUMBER = re.compile(r"(?:[A-Za-z]{1,8}-)?[0-9]{1,9}")


@router.message(Command("assign"))
async def on_assign(
    event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """As a reply to a card, in its topic, or with a number: /assign 17 @olga."""
    by = speaker_of(event, arrived_at)
    words = (command.args or "").split()
    numbers = [word for word in words if NUMBER.fullmatch(word)][:1]
    mentioned = [str(e.user.id) for e in event.entities or () if e.type == "text_mention" and e.user is not None]
    to = mentioned[0] if mentioned else " ".join(word for word in words if word not in numbers)
    with speaking(staff.language):
        replied = await reply_to(event, by, clerk) or "" if event.reply_to_message else ""
        number = await clerk.read(meant, by=by, reply_to=replied, said="".join(numbers))
        if number is None or not to:
            return [reply(event, assign_usage())]
        done = await clerk.do(assign, by=by, number=number, to=to)
        # A colleague is called by name under the card, which is answer enough; who takes it themselves is not.
        taken = _("{number} is yours.").format(number=bold(done.ticket.number))
        return [reply(event, taken)] if done.taken else []


@router.message(Command("auto"))
async def on_auto(event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """How new tickets are assigned in this group; a lead changes it, `/auto all` for every group without a way of its own."""
    by, said = speaker_of(event, arrived_at), (command.args or "").casefold().split()
    house = said[:1] == ["all"]
    ways = said[1:] if house else said
    with speaking(staff.language):
        if not said:
            return [reply(event, auto_words(await clerk.read(auto, by=by), usage=True))]
        if len(ways) != 1 or ways[0] not in (WAYS if house else (*WAYS, HOUSE)):
            return [reply(event, auto_usage(lines=(await clerk.read(auto, by=by)).lines))]
        return [reply(event, auto_words(await clerk.do(set_auto, by=by, way=ways[0], house=house), of_house=house))]


@router.callback_query(TicketButton.filter(F.verb.in_({"assign", "give_back", "left", "pass"})))
async def on_button(
    event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """The choice of a colleague under a card, or under the list of what somebody left behind; and giving back."""
    by = speaker_of(event, arrived_at)
    number, value = callback_data.number, callback_data.value
    with speaking(staff.language):
        match callback_data.verb:
            case "assign" if value:
                done = await clerk.do(assign, by=by, number=number, to=value)
                words = _("{number} goes to {name}.").format(number=done.ticket.number, name=done.to.name)
                return [toast(event, words)]
            case "give_back":
                await clerk.do(give_back, by=by, number=number)
                return [toast(event, _("{number} is anybody's again.").format(number=number))]
            case "pass":
                to, _dot, leaves = value.partition(".")
                done = await clerk.do(assign, by=by, number=number, to=to)
                words = _("{number} goes to {name}.").format(number=done.ticket.number, name=done.to.name)
                return [toast(event, words), *_under(event, await clerk.read(_left, chat=by.place.chat, whose=leaves))]
            case "left" if value.endswith("."):
                whose = value.removesuffix(".")
                return _under(event, await clerk.read(_left, chat=by.place.chat, whose=whose))

        def choice(desk: Desk) -> InlineKeyboardMarkup:
            ticket, colleagues = to_choose_from(desk, by=by, number=number)
            return colleagues_keyboard(desk, ticket, colleagues, leaves=value)

        return _under(event, await clerk.read(choice))


def _left(desk: Desk, *, chat: str, whose: str) -> InlineKeyboardMarkup | None:
    """The list of what somebody holds, as it is now. NothingToAnswer for nobody."""
    person = desk.people.by_address(CHAT, whose)
    if person is None:
        raise NothingToAnswer
    return left_keyboard(desk, chat, person.id, whose)


def _under(event: CallbackQuery, markup: InlineKeyboardMarkup | None) -> Methods:
    """Other buttons under the message that was pressed."""
    if not isinstance(event.message, Message):
        return []
    chat, message_id = event.message.chat.id, event.message.message_id
    return [EditMessageReplyMarkup(chat_id=chat, message_id=message_id, reply_markup=markup)]
