"""Called: whom a message names, by @username or by a mention that carries the person."""

from __future__ import annotations

from aiogram.types import Message

from domain.internal import Called


def called_in(event: Message) -> Called:
    """Everybody named in a text or a caption (Bot API: MessageEntity `mention`, `text_mention`)."""
    text, entities = event.text or event.caption or "", event.entities or event.caption_entities or []
    named = (one.extract_from(text).removeprefix("@").lower() for one in entities if one.type == "mention")
    meant = (str(one.user.id) for one in entities if one.type == "text_mention" and one.user is not None)
    return Called(frozenset(named), frozenset(meant))
