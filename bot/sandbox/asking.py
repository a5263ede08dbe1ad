"""Everything else the bot asks of Telegram: about itself, chats, members, files, presses, commands, updates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from telegram import ChatFullInfo

from bot.sandbox import cast
from bot.sandbox.errors import BadRequest
from bot.sandbox.groups import leave
from bot.sandbox.sending import chat_for_bot
from bot.sandbox.threads import placed
from bot.sandbox.topics import abilities
from bot.sandbox.world import World

Json = dict[str, Any]

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def get_me(world: World, call: Json) -> Json:
    return cast.BOT | cast.BOT_ABILITIES | abilities(world)


def answer_callback_query(world: World, call: Json) -> bool:
    query_id = call["callback_query_id"]
    asked = world.callbacks.get(query_id)
    if asked is None:
        raise BadRequest("query is too old and response timeout expired or query ID is invalid")
    text = call.get("text") or ""
    if len(text) > 200:
        raise BadRequest("MESSAGE_TOO_LONG")
    if asked.get("answer") is None:
        asked["answer"] = {"text": text, "show_alert": bool(call.get("show_alert")), "url": call.get("url")}
        world.store.save("callbacks", query_id, asked)
        world.note("answer", person=asked["person"], chat=asked["chat"], callback_id=query_id, **asked["answer"])
        if query_id in world.answers:
            world.answers[query_id].set()
    return True


def send_chat_action(world: World, call: Json) -> bool:
    chat = chat_for_bot(world, call["chat_id"])
    placed(chat, call.get("message_thread_id"))
    if call["action"] not in ACTIONS:
        raise BadRequest("wrong parameter action in request")
    world.note("action", chat=chat["id"], action=call["action"])
    return True


def set_message_reaction(world: World, call: Json) -> bool:
    chat = chat_for_bot(world, call["chat_id"])
    record = world.record(chat["id"], call["message_id"])
    if record is None:
        raise BadRequest("message to react not found")
    reaction = call.get("reaction") or []
    if len(reaction) > 1 or any(kind["type"] == "paid" for kind in reaction):
        raise BadRequest("REACTIONS_TOO_MANY")
    world.react(record, cast.BOT_ID, reaction)
    return True


def get_file(world: World, call: Json) -> Json:
    return world.files.get_file(call["file_id"])


def get_chat(world: World, call: Json) -> Json:
    chat = chat_for_bot(world, call["chat_id"])
    full = cast.full_chat_json(chat)
    ChatFullInfo.de_json(full, None)  # the second opinion on its form
    return full


def _group(world: World, call: Json) -> Json:
    chat = chat_for_bot(world, call["chat_id"])
    if chat["type"] == "private":
        raise BadRequest("there are no administrators in the private chat")
    return chat


def get_chat_member(world: World, call: Json) -> Json:
    chat = chat_for_bot(world, call["chat_id"])
    user_id = call["user_id"]
    if user_id != cast.BOT_ID and user_id not in world.people:
        raise BadRequest("member not found")
    status = "member" if chat["type"] == "private" else world.status(chat, user_id)
    return cast.member_json(world.user(user_id), status)


def get_chat_administrators(world: World, call: Json) -> list[Json]:
    chat = _group(world, call)
    return [
        cast.member_json(world.user(int(user_id)), status)
        for user_id, status in chat["members"].items()
        if status in {"creator", "administrator"} and int(user_id) != cast.BOT_ID
    ]


def get_chat_member_count(world: World, call: Json) -> int:
    chat = chat_for_bot(world, call["chat_id"])
    if chat["type"] == "private":
        return 2
    return sum(1 for status in chat["members"].values() if status in cast.PRESENT)


def leave_chat(world: World, call: Json) -> bool:
    chat = _group(world, call)
    leave(world, chat)
    return True


def _command_key(call: Json) -> str:
    scope = call.get("scope") or {"type": "default"}
    return "/".join(str(value) for value in [*scope.values(), call.get("language_code") or ""])


def set_my_commands(world: World, call: Json) -> bool:
    for command in call["commands"]:
        name = command["command"].removeprefix("/")
        if not (1 <= len(name) <= 32 and name.replace("_", "a").isalnum() and name.islower() and name.isascii()):
            raise BadRequest("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    _remember(world, "commands", _command_key(call), call["commands"])
    return True


def delete_my_commands(world: World, call: Json) -> bool:
    _remember(world, "commands", _command_key(call), None)
    return True


def set_chat_menu_button(world: World, call: Json) -> bool:
    """Of one private chat, or without one of all that have none of their own."""
    if call.get("chat_id") is not None and chat_for_bot(world, call["chat_id"])["type"] != "private":
        raise BadRequest("chat_id must be that of a private chat")
    _remember(world, "menu_buttons", str(call.get("chat_id") or ""), call.get("menu_button") or {"type": "default"})
    return True


def get_chat_menu_button(world: World, call: Json) -> Json:
    kept: dict[str, Json] = world.bot.get("menu_buttons", {})
    return kept.get(str(call.get("chat_id") or "")) or kept.get("") or {"type": "commands"}


def set_my_description(world: World, call: Json) -> bool:
    text = call.get("description") or ""
    if len(text) > 512:
        raise BadRequest("BOT_DESCRIPTION_INVALID")
    _remember(world, "descriptions", call.get("language_code") or "", text)
    return True


def set_my_short_description(world: World, call: Json) -> bool:
    text = call.get("short_description") or ""
    if len(text) > 120:
        raise BadRequest("BOT_SHORT_DESCRIPTION_INVALID")
    _remember(world, "short_descriptions", call.get("language_code") or "", text)
    return True


def _remember(world: World, shelf: str, key: str, value: Any) -> None:
    kept = {**world.bot.get(shelf, {}), key: value}
    if value is None:
        kept.pop(key)
    if kept != world.bot.get(shelf):
        world.bot[shelf] = kept
        world.store.save("bot", shelf, kept)
        world.note("bot", **{shelf: kept})


def set_webhook(world: World, call: Json) -> bool:
    secret = call.get("secret_token")
    if secret is not None and not (0 < len(secret) <= 256 and secret.replace("-", "a").replace("_", "a").isalnum()):
        raise BadRequest("bad webhook: secret token contains unallowed characters")
    url = call["url"]
    world.updates.allow(call.get("allowed_updates"))
    webhook = {key: call[key] for key in ("url", "secret_token", "max_connections") if call.get(key)}
    world.updates.set_webhook(webhook if url else {}, drop=bool(call.get("drop_pending_updates")))
    return True


def delete_webhook(world: World, call: Json) -> bool:
    world.updates.set_webhook({}, drop=bool(call.get("drop_pending_updates")))
    return True


def get_webhook_info(world: World, call: Json) -> Json:
    return world.updates.webhook_info()


METHODS: dict[str, Callable[[World, Json], Any]] = {
    "getMe": get_me,
    "answerCallbackQuery": answer_callback_query,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
    "getFile": get_file,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "setMyDescription": set_my_description,
    "setMyShortDescription": set_my_short_description,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
