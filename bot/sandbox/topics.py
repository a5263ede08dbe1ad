"""Topics of private chats: a bot-wide switch, as BotFather has it; threads that the bot opens, names and deletes (Bot API 9.3, 9.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
ICONS = {str(7_000_000_000_000_000_001 + n): emoji for n, emoji in enumerate("📰💡🔎📝📆📁❓🔥👀✅🏁💬🤖")}
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


def _private(world: World, call: Json) -> Json:
    chat: Json = chat_for_bot(world, call["chat_id"])
    if chat["type"] != "private" or not world.bot.get("topics"):
        raise BadRequest("the chat is not a forum")
    return chat


def _name(call: Json) -> str:
    name = str(call.get("name") or "").strip()
    if not 1 <= units(name) <= LONGEST_NAME:
        raise BadRequest("TOPIC_TITLE_INVALID" if name else "topic title must be non-empty")
    return name


def icon_stickers(world: World, call: Json) -> list[Json]:
    """getForumTopicIconStickers: custom emoji that any bot may use as a topic's icon."""
    form = {"type": "custom_emoji", "width": SIDE, "height": SIDE, "is_animated": True, "is_video": False}
    return [
        {"file_id": f"icon-{key}", "file_unique_id": f"icon{key}", **form, "emoji": emoji, "custom_emoji_id": key}
        | {"set_name": "Topics"}
        for key, emoji in ICONS.items()
    ]


def _icon(call: Json) -> Json:
    """The icon that was asked for, as a field of the topic."""
    icon = call.get("icon_custom_emoji_id")
    if icon and icon not in ICONS:
        raise BadRequest("DOCUMENT_INVALID")
    return {"icon_custom_emoji_id": icon} if icon else {}


def create(world: World, call: Json) -> Json:
    """createForumTopic: its id is that of the service message that opens it."""
    chat, name = _private(world, call), _name(call)
    facts = {"name": name, "icon_color": call.get("icon_color") or COLOR, **_icon(call)}
    made = world.post(chat, BOT_ID, {"forum_topic_created": facts})
    thread = made["message"]["message_id"]
    _keep(world, chat["id"], thread, facts)
    world.change(made, {"message_thread_id": thread, "is_topic_message": True}, edited=False)
    return {"message_thread_id": thread, **facts}


def edit(world: World, call: Json) -> bool:
    """editForumTopic: what is not given stays."""
    chat, thread = _private(world, call), call["message_thread_id"]
    held = chat.get("topics", {}).get(str(thread))
    if held is None:
        raise BadRequest(NOT_FOUND)
    now = {**held, **({"name": _name(call)} if call.get("name") else {}), **_icon(call)}
    if now == held:
        raise BadRequest("TOPIC_NOT_MODIFIED")
    _keep(world, chat["id"], thread, now)
    return True


def delete(world: World, call: Json) -> bool:
    """deleteForumTopic: with all that was said in it."""
    chat, thread = _private(world, call), call["message_thread_id"]
    if str(thread) not in chat.get("topics", {}):
        raise BadRequest(NOT_FOUND)
    _gone(world, chat, thread)
    return True


async def deed(world: World, asked: Json) -> Json:
    """{on} -> {on}: topics in private chats. Or {person, delete: thread} -> the chat: a person deletes one."""
    if isinstance(asked.get("on"), bool):
        switch(world, asked["on"])
        return {"on": asked["on"]}
    if asked.get("person") is None or asked.get("delete") is None:
        raise Mistake('say {"on": true or false}, or {"person": ..., "delete": the thread of a topic}')
    chat = world.chats[world.person(asked["person"])["user"]["id"]]
    if str(asked["delete"]) not in chat.get("topics", {}):
        raise Mistake(f"there is no topic {asked['delete']} in the chat {chat['id']}")
    _gone(world, chat, int(asked["delete"]))
    return world.chat_face(world.chats[chat["id"]])


def _gone(world: World, chat: Json, thread: int) -> None:
    for message_id, record in list(world.messages[chat["id"]].items()):
        if record["message"].get("message_thread_id") == thread:
            world.delete(chat["id"], message_id)
    _keep(world, chat["id"], thread, None)


def _keep(world: World, chat_id: int, thread: int, facts: Json | None) -> None:
    chat = world.chats[chat_id]
    topics = {key: held for key, held in chat.get("topics", {}).items() if key != str(thread)}
    if facts and (icon := facts.get("icon_custom_emoji_id")):
        facts = {**facts, "emoji": ICONS[icon]}  # for the page
    world.keep_chat({**chat, "topics": topics | ({str(thread): facts} if facts else {})})
    world.note("chat", chat=world.chat_face(world.chats[chat_id]))


METHODS: dict[str, Callable[[World, Json], Any]] = {
    "getForumTopicIconStickers": icon_stickers,
    "createForumTopic": create,
    "editForumTopic": edit,
    "deleteForumTopic": delete,
}
