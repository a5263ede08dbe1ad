"""Recorded: somebody quick may reply to a message before it is written down what it is; wait a moment for that."""

from __future__ import annotations

import asyncio

from aiogram.types import Message

from domain.people import Speaker
from domain.ports import Clerk
from domain.usecases.answer import is_known

PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds between two looks."""


def replied(event: Message) -> str | None:
    """Which message this one replies to."""
    return str(event.reply_to_message.message_id) if event.reply_to_message else None


async def reply_to(event: Message, by: Speaker, clerk: Clerk) -> str | None:
    """The same, once it is settled whether that message belongs to a ticket."""
    remote = replied(event)
    if remote is not None:
        for pause in PATIENCE:
            if await clerk.read(is_known, channel=by.place.channel, chat=by.place.chat, remote=remote):
                break
            await asyncio.sleep(pause)
    return remote
