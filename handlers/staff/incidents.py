"""Incidents: /incident opens a failure that hits many or lists those that are open; their buttons, and «К сбою» of a card."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.people import Speaker
from domain.ports import Clerk, Desk, Staff
from domain.refusals import WrongState
from domain.usecases import incidents
from domain.usecases.known_failure import NONE
from handlers.callbacks import IncidentButton, TicketButton
from handlers.filters import Presses
from handlers.speaker import speaker_of
from handlers.view.card_keys import card_keyboard
from handlers.view.incidents import done_words, incident_card, incident_choice, incidents_page
from handlers.view.say import Methods, edit, reply, toast, without_buttons
from handlers.view.told import Page
from handlers.view.words import _, speaking

router = Router(name="incidents")

ASKS: dict[str, incidents.Does] = {"open": "open", "write": "write", "link": "link", "end": "end"}


@router.message(Command("incident"))
async def on_incident(
    event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """With words behind it: opens one; without: those that are open."""
    with speaking(staff.language):
        if event.sender_chat is not None:
            return [reply(event, _("I cannot see who is writing. Please write as yourself. Nothing was sent."))]
        if event.from_user is None or event.from_user.is_bot:
            return []
        by, text = speaker_of(event, arrived_at), (command.args or "").strip()
        if text:
            opened = await clerk.do(incidents.open_incident, by=by, text=text)
            words, keyboard = await clerk.read(_card_of, shown=opened.shown)
            words = done_words(opened)
        else:
            words, keyboard = await clerk.read(_page, by=by)
        method = reply(event, words)
        method.reply_markup = keyboard
        return [method]


@router.callback_query(IncidentButton.filter(F.verb == "show"))
async def on_show(
    event: CallbackQuery, callback_data: IncidentButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """One of the list, in its place."""
    if not isinstance(event.message, Message):
        return []
    with speaking(staff.language):
        page = await clerk.read(_card, by=speaker_of(event, arrived_at), incident_id=callback_data.incident)
        return [edit(event.message.chat.id, event.message.message_id, *page)]


@router.callback_query(IncidentButton.filter(F.verb.in_(set(ASKS))))
async def on_move(event: CallbackQuery, callback_data: IncidentButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """What needs words: they are asked for."""
    does, which = ASKS[callback_data.verb], callback_data.incident
    by = speaker_of(event, arrived_at)
    await clerk.do(incidents.ask_for_words, by=by, does=does, incident_id=which, key=event.id)
    return [toast(event)]


@router.callback_query(TicketButton.filter(), Presses("incident"))
async def on_card(
    event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """«К сбою» under a card: the failures to choose from; then one of them, or none. A dot behind it: under a message that asks."""
    by, number, which = speaker_of(event, arrived_at), callback_data.number, callback_data.value
    aside, which = which.endswith("."), which.removesuffix(".")
    with speaking(staff.language):
        if not which:
            return _under(event, await clerk.read(_choice, by=by, number=number))
        if which == NONE:
            await clerk.do(incidents.unlink, by=by, number=number)
        else:
            await clerk.do(incidents.link, by=by, number=number, incident_id=which)
        if aside:
            return [toast(event, _("The requester is told.")), *without_buttons(event)]
        return [toast(event, _("The requester is told.")), *_under(event, await clerk.read(_keys, number=number))]


def _page(desk: Desk, *, by: Speaker) -> Page:
    return incidents_page(incidents.open_now(desk, by=by), desk.regulation)


def _card(desk: Desk, *, by: Speaker, incident_id: str) -> Page:
    return incident_card(incidents.look_at(desk, by=by, incident_id=incident_id), desk.regulation)


def _card_of(desk: Desk, *, shown: incidents.Shown) -> Page:
    return incident_card(shown, desk.regulation)


def _choice(desk: Desk, *, by: Speaker, number: str) -> InlineKeyboardMarkup | None:
    ticket, found = incidents.choices(desk, by=by, number=number)
    if not ticket.is_open:
        raise WrongState(ticket.status, "incident")
    return incident_choice(ticket, found)


def _keys(desk: Desk, *, number: str) -> InlineKeyboardMarkup | None:
    return card_keyboard(desk, desk.tickets.get(number))


def _under(event: CallbackQuery, markup: InlineKeyboardMarkup | None) -> Methods:
    """Other buttons under the card that was pressed."""
    if not isinstance(event.message, Message):
        return []
    here = event.message
    return [EditMessageReplyMarkup(chat_id=here.chat.id, message_id=here.message_id, reply_markup=markup)]
