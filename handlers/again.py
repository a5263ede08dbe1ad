"""Again: what is said when an update comes a second time, or could not be handled at all."""

from __future__ import annotations

from datetime import datetime

from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove, Update

from domain.answers import utf16_length
from domain.ports import Clerk
from domain.usecases.meeting import standing
from handlers.speaker import private_thread, speaker_of
from handlers.view.prompts import idle, prompt
from handlers.view.say import LONGEST, Methods, Passing, in_thread, message, toast
from handlers.view.words import _, ngettext, speaking, supported


async def where_things_stand(update: Update, clerk: Clerk, arrived_at: datetime) -> Methods:
    """The same, in the topic of who is answered."""
    return in_thread(await _standing(update, clerk, arrived_at), private_thread(update.event))


async def _standing(update: Update, clerk: Clerk, arrived_at: datetime) -> Methods:
    """The update was carried out before; a requester is shown where the conversation stands now, staff see it on the card."""
    event = update.message or update.callback_query
    if event is None or event.from_user is None:
        return []
    answered: Methods = [toast(event)] if isinstance(event, CallbackQuery) else []
    place = event.message if isinstance(event, CallbackQuery) else event
    if place is None or place.chat.type != "private":
        return answered
    talk = await clerk.read(standing, by=speaker_of(event, arrived_at))
    chat = str(place.chat.id)
    with speaking(talk.person.language):
        if talk.draft is not None:
            return answered + prompt(talk, chat, typed=isinstance(event, Message))
        if isinstance(event, Message):
            return [message(chat, _("Your message is recorded.") + " " + idle(talk), ReplyKeyboardRemove())]
    return answered


def summed(said: Passing, spared: int) -> Methods:
    """One answer for many messages: it says that those before it are recorded too."""
    with speaking(said.language):
        words = ngettext(
            "I record everything and answer in one message: there was {n} more before this one.",
            "I record everything and answer in one message: there were {n} more before this one.",
            spared,
        ).format(n=spared)
    for method in said:
        if isinstance(method, SendMessage) and utf16_length(method.text) + len(words) < LONGEST:
            return [method.model_copy(update={"text": f"{words}\n{method.text}"}), *said[said.index(method) + 1 :]]
    return list(said)


def apology(update: Update, number: int) -> Methods:
    """Something went wrong on our side; the number finds it in the log."""
    event = update.message or update.callback_query
    if event is None or event.from_user is None:
        return []
    place = event.message if isinstance(event, CallbackQuery) else event
    with speaking(supported(event.from_user.language_code)):
        words = _(
            "I am sorry, something went wrong on our side. Please try once more; if it happens again, quote number {n}."
        )
    said: Methods = [toast(event)] if isinstance(event, CallbackQuery) else []
    return said + ([message(place.chat.id, words.format(n=number))] if place is not None else [])
