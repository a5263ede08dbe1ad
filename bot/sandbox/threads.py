"""Threads: in which topic of a chat a message stands."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import BadRequest, Mistake

Json = dict[str, Any]

NOT_FOUND = "message thread not found"


def placed(chat: Json, thread: Any) -> Json:
    """The fields of a message in a thread, for what the bot sends. BadRequest if there is no such thread."""
    if not thread:
        return {}
    if str(thread) not in chat.get("topics", {}):
        raise BadRequest(NOT_FOUND)
    return {"message_thread_id": int(thread), "is_topic_message": True}


def written(chat: Json, asked: Json, content: Json, *, leads: bool = True) -> Json:
    """The same for what a person writes: where they say, or where the message they reply to stands. `leads`: also in a closed one."""
    thread = asked.get("thread") or content.get("reply_to_message", {}).get("message_thread_id")
    held = chat.get("topics", {}).get(str(thread)) if thread else None
    if thread and held is None:
        raise Mistake(f"there is no topic {thread} in the chat {chat['id']}")
    if held and held.get("closed") and not leads:
        raise Mistake("the topic is closed: only administrators write there")
    return placed(chat, thread)
