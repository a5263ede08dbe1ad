"""Journal: /journal in the staff group and in private; it holds personal data, so it comes in a lead's private chat only."""

from __future__ import annotations

from datetime import datetime
from html import escape

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from domain.ports import Clerk, Staff
from domain.usecases.extracts import look_up, order
from handlers.callbacks import JournalButton
from handlers.speaker import speaker_of
from handlers.staff.membership import OfStaff
from handlers.view.journal import offered
from handlers.view.say import Methods, message, reply, toast
from handlers.view.words import _, speaking

router = Router(name="journal")
alone = Router(name="journal in private")


@router.message(Command("journal"))
async def on_journal(
    event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """In the group: the answer comes in private, where the lead has a private chat with the desk."""
    if event.sender_chat is not None or event.from_user is None:
        return []
    with speaking(staff.language):
        asked = await clerk.read(look_up, by=speaker_of(event, arrived_at), text=command.args or "")
        if asked.chat:
            return [message(asked.chat, *offered(asked)), reply(event, _("I answered in our private chat."))]
        words = _(
            "The journal holds personal data, so I send it in a private chat only. Please write /journal to me there: {link}"
        )
        return [reply(event, escape(words.format(link=asked.bot)).strip())]


@alone.message(Command("journal"), OfStaff())
async def on_journal_alone(
    event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """In private: how much there is, and the forms."""
    with speaking(staff.language):
        asked = await clerk.read(look_up, by=speaker_of(event, arrived_at), text=command.args or "")
        return [message(event.chat.id, *offered(asked))]


@alone.callback_query(JournalButton.filter())
async def on_form(
    event: CallbackQuery, callback_data: JournalButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """The file comes as a message of its own; making it may take a minute."""
    pressed, by = callback_data, speaker_of(event, arrived_at)
    with speaking(staff.language):
        await clerk.do(
            order,
            by=by,
            form=pressed.form,
            which=pressed.which,
            since=pressed.since,
            until=pressed.until,
            key=event.id,
        )
        return [toast(event, _("I am making the file; it comes here."))]
