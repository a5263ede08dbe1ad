"""Invite: somebody follows a customer's link. Whatever stands in it is hostile until its signature is checked."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.types import Message

from domain.ports import Clerk
from domain.usecases.invite import DOOR, follow
from handlers.filters import DeepLink
from handlers.speaker import speaker_of
from handlers.view import prompts
from handlers.view.greeting import greeting
from handlers.view.invite import welcome
from handlers.view.say import Methods
from handlers.view.words import speaking

router = Router(name="invite")


@router.message(DeepLink(DOOR))
async def on_invite(event: Message, payload: str, clerk: Clerk, arrived_at: datetime) -> Methods:
    """`/start i-…`"""
    welcomed = await clerk.do(follow, by=speaker_of(event, arrived_at), token=payload)
    talk, chat = welcomed.talk, str(event.chat.id)
    with speaking(talk.person.language):
        first = greeting(talk, chat) if talk.step == "consent" else []
        return [*welcome(welcomed.outcome, welcomed.name, chat), *first, *prompts.prompt(talk, chat)]
