"""Topics: of private chats by a bot-wide switch, as BotFather has it; of a supergroup that is a forum (Bot API 6.3, 9.3, 9.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox import groups
from bot.sandbox.cast import BOT_ID
from bot.sandbox.errors import BadRequest, Mistake
from bot.sandbox.markup import units
from bot.sandbox.sending import chat_for_bot
from bot.sandbox.threads import NOT_FOUND
from bot.sandbox.world import World

Json = dict[str, Any]

LONGEST_NAME = 128
COLOR = 7322096
# Emoji that topics may show, as Telegram's own set has them among others; the ids are the sandbox's.
ICONS = {str(7_000_000_000_000_000_001 + n): emoji for n, emoji in enumerate("📰💡🔎📝📆📁❓🔥👀✅🏁💬🤖💻")}
ICONS |= {"7000000000000000101": "⚡️", "7000000000000000102": "❗️", "7000000000000000103": "✍️"}
SIDE = 100  # pixels of a custom emoji


def switch(world: World, on: bool) -> None:
    """What getMe says from now on; chats keep the topics they have."""
    world.bot["topics"] = on
    world.store.save("bot", "topics", on)
    world.note("bot", topics=on)


def abilities(world: World) -> Json:
    """The bot's own account, as far as topics are concerned."""
    on = bool(world.bot.get("topics"))
    return {"has_topics_enabled": on, "allows_users_to_create_topics": False}


def make_forum(world: World, chat: Json, on: bool) -> Json:
    """A group has topics from now on, or none: that makes a supergroup of it, and the bot an administrator, who may open them."""
    if on and chat["type"] == "group":
        chat = groups.migrate(world, chat)
    if on and world.status(chat, BOT_ID) != "administrator":
        creator = next((int(k) for k, v in chat["members"].items() if v == "creator"), BOT_ID)
        chat = groups.set_status(world, chat, BOT_ID, "administrator", by=creator)
    chat = {**chat, "is_forum": True} if on else {k: v for k, v in chat.items() if k != "is_forum"}
    world.keep_chat(chat)
    world.note("chat", chat=world.chat_face(chat))
    return chat


def _with_topics(world: World, call: Json) -> Json:
    chat: Json = chat_for_bot(world, call["chat_id"])
    if not (chat.get("is_forum") or (chat["type"] == "private" and world.bot.get("topics"))):
        raise BadRequest("the chat is not a forum")
    return chat


def _open(world: World, call: Json) -> tuple[Json, int, Json]:
    """The chat, the thread and what is known of it."""
    chat, thread = _with_topics(world, call), call["message_thread_id"]
    held = chat.get("topics", {}).get(str(thread))
    if held is None:
        raise BadRequest(NOT_FOUND)
    return chat, thread, held


def _name(call: Json) -> str:
    name = str(call.get("name") or "").strip()
    if not 1 <= units(name) <= LONGEST_NAME:
        raise BadRequest("TOPIC_TITLE_INVALID" if name else "topic title must be non-empty")
    return name


def _icon(call: Json) -> Json:
    """The icon that was asked for, as a field of the topic."""
    icon = call.get("icon_custom_emoji_id")
    if icon and icon not in ICONS:
        raise BadRequest("DOCUMENT_INVALID")
    return {"icon_custom_emoji_id": icon} if icon else {}


def create(world: World, call: Json) -> Json:
    """createForumTopic: its id is that of the service message that opens it."""
    chat, name = _with_topics(world, call), _name(call)
    if chat["type"] != "private" and world.status(chat, BOT_ID) not in {"administrator", "creator"}:
        raise BadRequest("not enough rights to create a topic")
    facts = {"name": name, "icon_color": call.get("icon_color") or COLOR, **_icon(call)}
    made = world.post(chat, BOT_ID, {"forum_topic_created": facts})
    thread = made["message"]["message_id"]
    _keep(world, chat["id"], thread, facts)
    world.change(made, {"message_thread_id": thread, "is_topic_message": True}, edited=False)
    return {"message_thread_id": thread, **facts}


def edit(world: World, call: Json) -> bool:
    """editForumTopic: the name, the icon, or both."""
    chat, thread, held = _open(world, call)
    new = {**held, **({"name": _name(call)} if call.get("name") else {}), **_icon(call)}
    if new == held:
        raise BadRequest("TOPIC_NOT_MODIFIED")
    _keep(world, chat["id"], thread, new)
    return True


def close(world: World, call: Json) -> bool:
    """closeForumTopic: from now on only administrators write there."""
    return _set_closed(world, call, True)


def reopen(world: World, call: Json) -> bool:
    """reopenForumTopic."""
    return _set_closed(world, call, False)


def _set_closed(world: World, call: Json, closed: bool) -> bool:
    chat, thread, held = _open(world, call)
    if chat["type"] == "private":
        raise BadRequest("the chat is not a forum")
    if bool(held.get("closed")) is closed:
        raise BadRequest("TOPIC_NOT_MODIFIED")
    told: Json = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
    world.post(chat, BOT_ID, {**told, "message_thread_id": thread, "is_topic_message": True})
    _keep(world, chat["id"], thread, {**held, "closed": closed})
    return True


def icons(world: World, call: Json) -> list[Json]:
    """getForumTopicIconStickers: custom emoji that any bot may use as a topic's icon."""
    form = {"type": "custom_emoji", "width": SIDE, "height": SIDE, "is_animated": True, "is_video": False}
    return [
        {"file_id": f"icon-{key}", "file_unique_id": f"icon{key}", **form, "emoji": emoji, "custom_emoji_id": key}
        | {"set_name": "Topics"}
        for key, emoji in ICONS.items()
    ]


def pin(world: World, call: Json) -> bool:
    """pinChatMessage: beside the message, as `pinned`."""
    chat = chat_for_bot(world, call["chat_id"])
    record = world.record(chat["id"], call["message_id"])
    if record is None:
        raise BadRequest("message to pin not found")
    if chat["type"] != "private" and world.status(chat, BOT_ID) not in {"administrator", "creator"}:
        raise BadRequest("not enough rights to manage pinned messages in the chat")
    record["pinned"] = True
    world.change(record, {}, edited=False)
    return True


def delete(world: World, call: Json) -> bool:
    """deleteForumTopic: with all that was said in it."""
    chat, thread, _held = _open(world, call)
    _gone(world, chat, thread)
    return True


async def deed(world: World, asked: Json) -> Json:
    """{on} -> {on}: topics in private chats. Or {person, chat?, delete: thread} -> the chat: a person deletes one."""
    if isinstance(asked.get("on"), bool):
        switch(world, asked["on"])
        return {"on": asked["on"]}
    if asked.get("person") is None or asked.get("delete") is None:
        raise Mistake('say {"on": true or false}, or {"person": ..., "delete": the thread of a topic}')
    chat = world.chats.get(int(asked.get("chat") or world.person(asked["person"])["user"]["id"]))
    if chat is None or str(asked["delete"]) not in chat.get("topics", {}):
        raise Mistake(f"there is no topic {asked['delete']} in that chat")
    _gone(world, chat, int(asked["delete"]))
    return world.chat_face(world.chats[chat["id"]])


def _gone(world: World, chat: Json, thread: int) -> None:
    for message_id, record in list(world.messages[chat["id"]].items()):
        if record["message"].get("message_thread_id") == thread:
            world.delete(chat["id"], message_id)
    _keep(world, chat["id"], thread, None)


def _keep(world: World, chat_id: int, thread: int, facts: Json | None) -> None:
    chat = world.chats[chat_id]
    if facts and (icon := facts.get("icon_custom_emoji_id")):
        facts = {**facts, "emoji": ICONS[icon]}  # for the page
    topics = {**chat.get("topics", {}), str(thread): facts}
    world.keep_chat({**chat, "topics": {key: held for key, held in topics.items() if held}})
    world.note("chat", chat=world.chat_face(world.chats[chat_id]))


METHODS: dict[str, Callable[[World, Json], Any]] = {
    "createForumTopic": create,
    "editForumTopic": edit,
    "closeForumTopic": close,
    "reopenForumTopic": reopen,
    "getForumTopicIconStickers": icons,
    "pinChatMessage": pin,
    "deleteForumTopic": delete,
}
