"""About: when the desk is open, and which ways to it are official (gravity 7, megafon, e-doc 8)."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from domain.ports import Clerk, Desk
from domain.usecases.meeting import standing
from domain.usecases.staff import chat_link
from handlers.speaker import speaker_of
from handlers.view.about import contacts_words, hours_words
from handlers.view.say import Methods, message
from handlers.view.words import speaking

router = Router(name="about")


@router.message(Command("hours"))
async def on_hours(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    talk = await clerk.do(standing, by=speaker_of(event, arrived_at))
    now = await clerk.read(_now)
    with speaking(talk.person.language):
        return [message(event.chat.id, hours_words(talk.regulation, now))]


@router.message(Command("contacts"))
async def on_contacts(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    talk = await clerk.do(standing, by=speaker_of(event, arrived_at))
    link = await clerk.read(chat_link)
    with speaking(talk.person.language):
        return [message(event.chat.id, contacts_words(talk.regulation, link))]


def _now(desk: Desk) -> datetime:
    return desk.now()
