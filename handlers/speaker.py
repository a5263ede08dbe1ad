"""Speaker: who wrote or pressed, in the domain's terms."""

from __future__ import annotations

from datetime import datetime

from aiogram.types import CallbackQuery, Chat, Message, User

from domain.answers import clean
from domain.people import Place, Speaker
from domain.usecases.telling import CHAT
from handlers.view.words import supported


def speaker_of(event: Message | CallbackQuery, arrived_at: datetime) -> Speaker:
    """Who is behind a message (said when Telegram dated it) or a press (said when it arrived: it carries no date)."""
    message = event.message if isinstance(event, CallbackQuery) else event
    user = event.from_user
    assert user is not None
    assert message is not None
    said_at = min(event.date, arrived_at) if isinstance(event, Message) else arrived_at
    spoken = str(event.message_id) if isinstance(event, Message) else ""
    return speaker(user, message.chat, said_at, thread_of(message), spoken)


def speaker(user: User, chat: Chat, said_at: datetime, thread: int = 0, spoken: str = "") -> Speaker:
    """A Telegram user speaking in a chat."""
    return Speaker(
        place=Place(CHAT, str(chat.id), thread),
        address=str(user.id),
        name=clean(user.full_name, lines=False) or user.username or str(user.id),
        said_at=said_at,
        username=user.username or "",
        language=supported(user.language_code),
        private=chat.type == "private",
        message=spoken,
    )


def private_thread(event: object) -> int:
    """The topic of a private chat in which somebody wrote or pressed: what is answered stands there too."""
    place = event.message if isinstance(event, CallbackQuery) else event
    return thread_of(place) if isinstance(place, Message) and place.chat.type == "private" else 0


def thread_of(message: object) -> int:
    """The topic a message stands in; 0 where there are none."""
    if isinstance(message, Message) and message.is_topic_message and message.message_thread_id:
        return message.message_thread_id
    return 0
