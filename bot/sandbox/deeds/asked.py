"""What is asked of a deed: who does it and where, which field, which message. A `Mistake` says what to write instead."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import Mistake
from bot.sandbox.world import World

Json = dict[str, Any]


def who(world: World, asked: Json, *, speaking: bool = True) -> tuple[Json, Json]:
    """The person and the chat they act in; a private chat when none is named."""
    person = world.person(need(asked, "person"))
    user_id = person["user"]["id"]
    chat = world.chats.get(number(asked, "chat")) if asked.get("chat") is not None else world.chats[user_id]
    if chat is None:
        raise Mistake(
            f"there is no chat {asked['chat']}: \"chat\" is the person's id, or a group's id from /sandbox/state"
        )
    if chat.get("migrated_to") and speaking:
        raise Mistake(f"this group became a supergroup: write to {chat['migrated_to']}")
    if not world.is_in(chat, user_id):
        raise Mistake(f"{person['user']['first_name']} is not in the chat {chat['id']}")
    return person, chat


def need(asked: Json, field: str) -> Any:
    """A field that must be there."""
    value = asked.get(field)
    if value is None or value == "":
        raise Mistake(f'"{field}" is missing')
    return value


def number(asked: Json, field: str) -> int:
    """A field that must be a whole number."""
    try:
        return int(need(asked, field))
    except (TypeError, ValueError):
        raise Mistake(f'"{field}" must be a whole number, not {asked[field]!r}') from None


def record_of(world: World, chat: Json, message_id: int) -> Json:
    """What the world keeps of a message that must be there."""
    record = world.record(chat["id"], message_id)
    if record is None:
        raise Mistake(f"there is no message {message_id} in the chat {chat['id']}")
    return record
