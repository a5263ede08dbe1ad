"""Privacy: a requester sees what is kept of them, gets it, takes their consent back, or has themselves forgotten."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.ports import Clerk
from domain.usecases.my_data import ask_for_my_data
from domain.usecases.privacy import Kept, erase_me, look, stay, withdraw
from handlers.callbacks import PrivacyButton
from handlers.speaker import speaker_of
from handlers.view import privacy
from handlers.view.say import Methods, edit, message, toast
from handlers.view.words import _, speaking

router = Router(name="privacy")


@router.message(Command("privacy"))
async def on_privacy(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    kept = await clerk.read(look, by=speaker_of(event, arrived_at))
    with speaking(kept.person.language):
        text, keyboard = privacy.front(kept)
        return [message(event.chat.id, text, keyboard)]


@router.message(Command("mydata"))
async def on_my_data(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    """Everything as a document (152-ФЗ, article 14)."""
    person = await clerk.do(ask_for_my_data, by=speaker_of(event, arrived_at))
    with speaking(person.language):
        return [message(event.chat.id, privacy.packing())]


@router.callback_query(PrivacyButton.filter())
async def on_button(event: CallbackQuery, callback_data: PrivacyButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """Each deed takes two presses: the first explains what follows."""
    by = speaker_of(event, arrived_at)
    match callback_data.verb:
        case "export":
            person = await clerk.do(ask_for_my_data, by=by)
            with speaking(person.language):
                return [toast(event), message(event.from_user.id, privacy.packing())]
        case "withdrawn":
            kept = await clerk.do(withdraw, by=by)
            with speaking(kept.person.language):
                return _in_place(event, privacy.withdrawn(kept))
        case "erased" | "later":
            done = await clerk.do(erase_me, by=by, later=callback_data.verb == "later")
            with speaking(done.language):
                return _in_place(event, privacy.erased(done, later=callback_data.verb == "later"))
        case "stay":
            kept = await clerk.do(stay, by=by)
            with speaking(kept.person.language):
                return [toast(event, _("All right, nothing more is erased.")), *_in_place(event, privacy.front(kept))]
    kept = await clerk.read(look, by=by)
    with speaking(kept.person.language):
        return _in_place(event, _page(callback_data.verb, kept))


def _page(verb: str, kept: Kept) -> privacy.Page:
    """What explains a deed before it is done; the front for whatever else a press may carry."""
    match verb:
        case "withdraw":
            return privacy.before_withdrawing(kept)
        case "erase":
            return privacy.before_erasing(kept)
    return privacy.front(kept)


def _in_place(event: CallbackQuery, page: privacy.Page) -> Methods:
    text, keyboard = page
    if isinstance(event.message, Message):
        return [edit(event.message.chat.id, event.message.message_id, text, keyboard)]
    return [message(event.from_user.id, text, keyboard)]
