"""Now: /now, for leads: how the desk stands, in a card that keeps up with it; in the staff group and in private."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from domain.ports import Clerk, Staff
from domain.usecases.now import show_now
from handlers.speaker import speaker_of
from handlers.view.rota import anonymous
from handlers.view.say import Methods, reply
from handlers.view.words import speaking

router = Router(name="now")


@router.message(Command("now"))
async def on_now(event: Message, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """The card itself comes through the outbox, so that it is known where it stands."""
    if event.sender_chat is not None:
        with speaking(staff.language):
            return [reply(event, anonymous())]
    await clerk.do(show_now, by=speaker_of(event, arrived_at), key=str(event.message_id))
    return []
