"""Addressed: whether what a colleague wrote is said to the desk. A reply to a message of the desk's is, and all in a ticket's topic.

One function decides it, so that no remark among colleagues reaches a requester by another way.
"""

from __future__ import annotations

from datetime import datetime

from aiogram.enums import ContentType
from aiogram.types import Message

from domain.ports import Clerk
from domain.usecases.answer import is_ticket_topic
from handlers.speaker import speaker_of, thread_of

SAID = frozenset(
    {
        ContentType.TEXT,
        ContentType.PHOTO,
        ContentType.LIVE_PHOTO,
        ContentType.DOCUMENT,
        ContentType.VOICE,
        ContentType.AUDIO,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.ANIMATION,
        ContentType.STICKER,
        ContentType.CONTACT,
        ContentType.LOCATION,
        ContentType.VENUE,
        ContentType.POLL,
        ContentType.DICE,
    }
)
"""What people send; everything else in a topic is Telegram's own word of what happened there."""


async def is_addressed(event: Message, clerk: Clerk, arrived_at: datetime) -> bool:
    """Whether it is for the desk; a reply to a colleague's message is talk among colleagues, in a ticket's topic too."""
    to = really_replied(event)
    if to is not None:
        return to.from_user is not None and event.bot is not None and to.from_user.id == event.bot.id
    if not thread_of(event) or event.content_type not in SAID:
        return False
    return await clerk.read(is_ticket_topic, by=speaker_of(event, arrived_at))


def really_replied(event: Message) -> Message | None:
    """The message it replies to. In a forum whatever replies to nothing names the message that opened its topic."""
    to = event.reply_to_message
    return None if to is None or to.forum_topic_created is not None else to


def replies_elsewhere(event: Message) -> bool:
    """Whether it replies to what stands in another topic or chat (Bot API: external_reply): nobody can say whom it is for."""
    return event.external_reply is not None and really_replied(event) is None


def is_command(event: Message) -> bool:
    """Whether it is a mistyped command in a topic, and no answer; two strokes begin a note."""
    text = event.text or ""
    return really_replied(event) is None and text.startswith("/") and not text.startswith("//")
