"""Lines: /line makes a staff group of a chat and says what comes there; /move and a button hand a ticket from line to line."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware, Bot, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command, CommandObject
from aiogram.methods import EditMessageReplyMarkup, EditMessageText
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject

from domain.people import Speaker
from domain.ports import Clerk, Desk, Staff
from domain.refusals import NotStaff
from domain.usecases.lines import CUSTOMER, KIND, abolish, choose, forget_line, found, move, named, others, shown
from domain.usecases.staff_place import must_be_here, name_of
from domain.usecases.topics import topic_at
from handlers.callbacks import LineButton, TicketButton
from handlers.speaker import speaker_of
from handlers.staff.addressed import really_replied
from handlers.staff.membership import INSIDE, LEADS
from handlers.view.groups import where_it_works
from handlers.view.say import HTML, Methods, bold, reply, toast
from handlers.view.staff_lines import line_keyboard, line_text, lines_keyboard
from handlers.view.words import _, speaking

router = Router(name="lines")
founding = Router(name="founding")

NUMBER = re.compile(r"[A-Za-z0-9]+-[0-9]+")
LOOKS = frozenset({"find", "queue", "mine", "late"})
"""Commands that only look: they may name tickets of other lines."""


class Here(BaseMiddleware):
    """A press or a command that names a ticket of another line is refused, whatever it would do. OtherLine."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        assert isinstance(event, Message | CallbackQuery)
        numbers = _numbers(event)
        if numbers and event.from_user is not None:
            by = speaker_of(event, data["arrived_at"])
            for number in numbers:
                await data["clerk"].read(must_be_here, by=by, number=number)
        return await handler(event, data)


def _numbers(event: Message | CallbackQuery) -> list[str]:
    """What looks like a ticket's number in the data of a button, or in the words of a command."""
    if isinstance(event, CallbackQuery):
        words = (event.data or "").split(":")[1:]
    else:
        command, *words = (event.text or "").split() or [""]
        if not command.startswith("/") or command[1:].partition("@")[0].lower() in LOOKS:
            return []
    return [word for word in words if NUMBER.fullmatch(word)]


@founding.message(Command("line"))
async def on_found(
    event: Message, command: CommandObject, bot: Bot, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """A lead of the first group makes a line of this one. To anybody who is no staff the command does not exist."""
    if event.sender_chat is not None or event.from_user is None:
        return []
    by = speaker_of(event, arrived_at)
    try:
        await clerk.do(
            found,
            by=by,
            name=command.args or "",
            administers=await _administers(bot, event),
            forum=bool(event.chat.is_forum),
        )
    except NotStaff:
        return []
    with speaking(staff.language):
        return await _shown(event, by, clerk)


@router.message(Command("line"))
async def on_line(
    event: Message, command: CommandObject, bot: Bot, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """`/line`: what comes here; `/line off`; `/line` and another name. In the first group: how a line is made."""
    if event.sender_chat is not None:
        with speaking(staff.language):
            return [reply(event, _("I cannot see who is writing. Please write as yourself. Nothing was sent."))]
    by, words = speaker_of(event, arrived_at), (command.args or "").strip()
    with speaking(staff.language):
        if words.lower() == "off":
            line = await clerk.do(abolish, by=by)
            return [
                reply(
                    event,
                    _("{name} is no line any more; its requests go on in the first group.").format(
                        name=bold(line.name)
                    ),
                )
            ]
        if words and words.lower() not in ("kinds", "customers"):
            administers = await _administers(bot, event)
            await clerk.do(found, by=by, name=words, administers=administers, forum=bool(event.chat.is_forum))
        return await _shown(event, by, clerk, what={"kinds": KIND, "customers": CUSTOMER}.get(words.lower(), ""))


@router.message(Command("bind", "unbind", "posts"))
async def on_of_a_customers_group(event: Message, command: CommandObject, staff: Staff) -> Methods:
    """Where it works: this group is nobody's customer."""
    with speaking(staff.language):
        return [reply(event, where_it_works(command.command.lower()))]


@router.callback_query(LineButton.filter())
async def on_choice(
    event: CallbackQuery, callback_data: LineButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """A kind or customer chosen, or a page of them."""
    by, verb = speaker_of(event, arrived_at), callback_data.verb
    if verb in (KIND, CUSTOMER):
        await clerk.do(choose, by=by, what=verb, key=callback_data.key)
    line, kinds, customers = await clerk.read(shown, by=by)
    what = {"kinds": KIND, "customers": CUSTOMER, KIND: KIND, CUSTOMER: CUSTOMER}.get(verb, "")
    if not isinstance(event.message, Message):
        return []
    with speaking(staff.language):
        return [
            EditMessageText(
                chat_id=event.message.chat.id,
                message_id=event.message.message_id,
                text=line_text(line, kinds, customers),
                parse_mode=HTML,
                reply_markup=line_keyboard(line, kinds, customers, what, callback_data.page),
            ),
            toast(event),
        ]


@router.message(Command("move"))
async def on_move(event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """`/move Line` in a ticket's topic or as a reply to its card; `/move BAR-000123 Line`; without a line: all of them."""
    if event.sender_chat is not None or event.from_user is None:
        return []
    by, words = speaker_of(event, arrived_at), (command.args or "").split()
    with speaking(staff.language):
        number = words.pop(0) if words and NUMBER.fullmatch(words[0]) else ""
        replied = really_replied(event)
        number = number or await clerk.read(_meant, by=by, remote=str(replied.message_id) if replied else "")
        if not number:
            return [reply(event, _("Which request? For example: /move BAR-000123 Payments"))]
        if not words:
            return [_choice(event, number, await clerk.read(others, by=by, number=number))]
        to = await clerk.read(named, name=" ".join(words))
        await clerk.do(move, by=by, number=number, to=to)
        line = await clerk.read(name_of, chat=to)
        return [reply(event, _("{number} is handed to {line}.").format(number=bold(number), line=bold(line)))]


async def on_line_button(event: CallbackQuery, by: Speaker, pressed: TicketButton, clerk: Clerk) -> Methods:
    """«To another line» on a card: all lines, then the one that was chosen. NotStaff, OtherLine, NoLine, WrongState."""
    if pressed.verb == "lines":
        keyboard = lines_keyboard(pressed.number, await clerk.read(others, by=by, number=pressed.number))
        if not isinstance(event.message, Message):
            return []
        at = event.message
        return [EditMessageReplyMarkup(chat_id=at.chat.id, message_id=at.message_id, reply_markup=keyboard)]
    await clerk.do(move, by=by, number=pressed.number, to=pressed.value)
    line = await clerk.read(name_of, chat=pressed.value) or _("the first group")
    return [toast(event, _("{number} is handed to {line}.").format(number=pressed.number, line=line))]


@router.my_chat_member()
async def on_removed(event: ChatMemberUpdated, clerk: Clerk, staff: Staff) -> None:
    """The desk was removed from a line's group: what it had goes to the first one."""
    if event.new_chat_member.status not in INSIDE and str(event.chat.id) in staff.lines:
        await clerk.do(forget_line, chat=str(event.chat.id))


async def _shown(event: Message, by: Speaker, clerk: Clerk, what: str = "") -> Methods:
    line, kinds, customers = await clerk.read(shown, by=by)
    method = reply(event, line_text(line, kinds, customers))
    method.reply_markup = line_keyboard(line, kinds, customers, what)
    return [method]


def _choice(event: Message, number: str, lines: list[tuple[str, str]]) -> Any:
    method = reply(event, _("To which line is {number} handed?").format(number=bold(number)))
    method.reply_markup = lines_keyboard(number, lines)
    return method


async def _administers(bot: Bot, event: Message) -> bool:
    """Whether the writer is an administrator here, as Telegram says now."""
    if event.from_user is None:
        return False
    try:
        member = await bot.get_chat_member(event.chat.id, event.from_user.id)
    except TelegramAPIError:
        return False
    return member.status in LEADS


def _meant(desk: Desk, *, by: Speaker, remote: str) -> str:
    """The ticket of the message replied to, or of the topic written in; empty if that is neither."""
    delivery = desk.deliveries.find(by.place.channel, by.place.chat, remote) if remote else None
    topic = topic_at(desk, by.place)
    return (delivery.ticket if delivery else None) or (topic.ticket if topic else "")
