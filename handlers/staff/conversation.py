"""Conversation in the staff group: a reply to a ticket's message goes to the requester; all other talk stays there."""

from __future__ import annotations

import asyncio
from datetime import datetime

from aiogram import Router
from aiogram.types import Message

from domain.people import Speaker
from domain.ports import Clerk, Staff
from domain.usecases.answer import Answered, Internal, answer, is_known
from handlers.requester.conversation import file_of, replied
from handlers.speaker import speaker_of
from handlers.view.say import Methods, bold, reply
from handlers.view.words import _, speaking

router = Router(name="staff conversation")

PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds between two looks for a message that Telegram delivered faster than its delivery could be written down."""


async def _recorded(clerk: Clerk, by: Speaker, remote: str) -> None:
    """Wait a moment until it is written down what the message replied to is: somebody quick may answer it before."""
    place = by.place
    for pause in PATIENCE:
        if await clerk.read(is_known, channel=place.channel, chat=place.chat, remote=remote):
            return
        await asyncio.sleep(pause)


@router.message()
async def on_message(event: Message, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """Only a reply to one of the desk's messages is work; what colleagues say to each other is not stored."""
    to = event.reply_to_message
    if to is None or to.from_user is None or event.bot is None or to.from_user.id != event.bot.id:
        return []
    has_file = bool(event.photo or event.document)
    text = event.text or event.caption or ""
    if not text and not has_file:
        with speaking(staff.language):
            return [reply(event, _("Only texts, pictures and documents can be sent on. Nothing was sent."))]
    by = speaker_of(event, arrived_at)
    await _recorded(clerk, by, replied(event) or "")
    done = await clerk.do(
        answer,
        by=by,
        reply_to=replied(event) or "",
        text=text,
        file=file_of(event) if has_file else None,
    )
    with speaking(staff.language):
        match done:
            case Answered():
                words = {
                    "ask": _("Question on {number} recorded, on its way to {name}."),
                    "complete": _("{number} is completed; the answer is on its way to {name}."),
                    "promise": _("The new date on {number} is on its way to {name}."),
                    "hold": _("{number} is put off; the reason is on its way to {name}."),
                    "refuse": _("{number} is refused; the reason is on its way to {name}."),
                    "reply": _("Answer on {number} recorded, on its way to {name}."),
                }[done.move]
                return [reply(event, words.format(number=bold(done.ticket.number), name=bold(done.requester)))]
            case Internal():
                return [reply(event, _("A note on {number}, for us only.").format(number=bold(done.ticket.number)))]
        return [reply(event, _("Which request is this for? Reply to its card, please. Nothing was sent."))]
