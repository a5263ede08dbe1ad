"""What the bot sends, edits and deletes: the Bot API's methods that make or change messages."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from bot.sandbox import cast
from bot.sandbox.errors import BadRequest, Forbidden, Migrated
from bot.sandbox.keyboards import checked
from bot.sandbox.markup import from_html, noticed, plain, units
from bot.sandbox.schema import Upload
from bot.sandbox.threads import placed
from bot.sandbox.world import World

Json = dict[str, Any]

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024  # UTF-16 code units, after entities


def chat_for_bot(world: World, chat_id: int | str) -> Json:
    """The chat the bot may write to. Raises what Telegram answers when it may not."""
    chat = world.chats.get(int(chat_id)) if str(chat_id).lstrip("-").isdigit() else None
    if chat is None:
        raise BadRequest("chat not found")
    if chat.get("migrated_to"):
        raise Migrated(chat["migrated_to"])
    if chat["type"] != "private":
        if world.status(chat, cast.BOT_ID) == "kicked":
            raise Forbidden("bot was kicked from the group chat")
        if not world.is_in(chat, cast.BOT_ID):
            raise Forbidden("bot is not a member of the group chat")
        return chat
    person = world.people[chat["id"]]
    if person["blocked"]:
        raise Forbidden("bot was blocked by the user")
    if not person["started"]:
        if any(world.is_in(group, chat["id"]) for group in world.chats.values() if group["type"] != "private"):
            raise Forbidden("bot can't initiate conversation with a user")
        raise BadRequest("chat not found")
    return chat


def text_of(call: Json, field: str, limit: int, *, entities_field: str = "entities") -> Json:
    """{field: text, entities} of a request. Raises BadRequest on bad HTML, an empty text or one that is too long."""
    mode = call.get("parse_mode")
    source = call.get(field) or ""
    if mode and str(mode).lower() != "html":
        raise BadRequest(f"unsupported parse_mode {mode!r}: the sandbox reads HTML")
    text, entities = from_html(source) if mode else plain(source, call.get(entities_field))
    if field == "text" and not text:
        raise BadRequest("message text is empty" if not source else "text must be non-empty")
    if units(text) > limit:
        raise BadRequest("message is too long" if field == "text" else "message caption is too long")
    out: Json = {field: text} if text else {}
    entities = noticed(text, entities)
    if entities:
        out[entities_field] = entities
    return out


def caption_of(call: Json) -> Json:
    return text_of(call, "caption", CAPTION_LIMIT, entities_field="caption_entities")


def _usual(world: World, call: Json) -> tuple[Json, Json, Json | None]:
    """What all send methods share: the chat, fields of the message, its reply keyboard."""
    chat = chat_for_bot(world, call["chat_id"])
    for field in ("ephemeral_message_parameters", "business_connection_id", "direct_messages_topic_id"):
        if call.get(field):
            raise BadRequest(f"the sandbox does not do {field}")
    content: Json = placed(chat, call.get("message_thread_id"))
    reply = call.get("reply_parameters")
    if reply:
        target_chat = int(reply.get("chat_id") or chat["id"])
        record = world.record(target_chat, reply.get("message_id", 0))
        if record is not None:
            content["reply_to_message"] = {k: v for k, v in record["message"].items() if k != "reply_to_message"}
        elif not reply.get("allow_sending_without_reply"):
            raise BadRequest("message to be replied not found")
    markup = checked(call.get("reply_markup"), chat["type"])
    if markup and "inline_keyboard" in markup:
        content["reply_markup"] = markup
        markup = None
    if call.get("protect_content"):
        content["has_protected_content"] = True
    return chat, content, markup


def _posted(world: World, chat: Json, content: Json, keyboard: Json | None, call: Json) -> Json:
    """A Message does not say whether it made a sound (`disable_notification`): that stands beside it, for who sees it."""
    beside = {"silent": True} if call.get("disable_notification") else {}
    message: Json = world.post(chat, cast.BOT_ID, content, keyboard=keyboard, **beside)["message"]
    return message


def send_message(world: World, call: Json) -> Json:
    chat, content, keyboard = _usual(world, call)
    content |= text_of(call, "text", TEXT_LIMIT)
    world.limits.spend(chat["id"])
    return _posted(world, chat, content, keyboard, call)


def _photo(world: World, given: Upload | str) -> list[Json]:
    if isinstance(given, Upload):
        return world.files.add_photo(given.body)
    found = world.files.find(given)
    if "width" not in found["facts"]:
        raise BadRequest("can't use file of type Document as Photo")
    return [found["facts"]]


def _document(world: World, given: Upload | str) -> Json:
    if isinstance(given, Upload):
        return world.files.add_document(given.name, given.body, given.mime)
    facts: Json = world.files.find(given)["facts"]
    if "width" in facts:
        raise BadRequest("can't use file of type Photo as Document")
    return facts


def send_photo(world: World, call: Json) -> Json:
    chat, content, keyboard = _usual(world, call)
    content |= caption_of(call)
    world.limits.spend(chat["id"])
    return _posted(world, chat, content | {"photo": _photo(world, call["photo"])}, keyboard, call)


def send_document(world: World, call: Json) -> Json:
    chat, content, keyboard = _usual(world, call)
    content |= caption_of(call)
    world.limits.spend(chat["id"])
    return _posted(world, chat, content | {"document": _document(world, call["document"])}, keyboard, call)


def send_media_group(world: World, call: Json) -> list[Json]:
    chat, content, _ = _usual(world, call)
    media = call["media"]
    if not 2 <= len(media) <= 10:
        raise BadRequest("there must be 2 to 10 items in an album")
    if len({item["type"] for item in media}) > 1:
        raise BadRequest("documents can't be mixed with other media types")
    if media[0]["type"] not in {"photo", "document"}:
        raise BadRequest("the sandbox sends albums of photos or documents")
    parts = []
    for item in media:
        kind = item["type"]
        file = _photo(world, item["media"]) if kind == "photo" else _document(world, item["media"])
        parts.append({**caption_of(item), kind: file})
    world.limits.spend(chat["id"], len(media))
    album = str(secrets.randbits(53))
    with world.store.together():
        return [_posted(world, chat, content | part | {"media_group_id": album}, None, call) for part in parts]


def _own(world: World, call: Json) -> tuple[Json, Json]:
    """The chat and the bot's own message that is to be edited."""
    if call.get("inline_message_id") or not call.get("chat_id"):
        raise BadRequest("the sandbox edits by chat_id and message_id")
    chat = chat_for_bot(world, call["chat_id"])
    record = world.record(chat["id"], call.get("message_id", 0))
    if record is None:
        raise BadRequest("message to edit not found")
    if record["message"]["from"]["id"] != cast.BOT_ID or "forward_origin" in record["message"]:
        raise BadRequest("message can't be edited")
    return chat, record


_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(world: World, call: Json) -> Json:
    chat, record = _own(world, call)
    old = record["message"]
    if "text" not in old:
        raise BadRequest("there is no text in the message to edit")
    new = text_of(call, "text", TEXT_LIMIT)
    markup = checked(call.get("reply_markup"), chat["type"])
    if markup and markup.get("inline_keyboard"):
        new["reply_markup"] = markup
    fields = ("text", "entities", "reply_markup")
    if all(old.get(field) == new.get(field) for field in fields):
        raise BadRequest(_SAME)
    world.limits.spend(chat["id"])
    changed: Json = world.change(record, new, drop=fields)["message"]
    return changed


def edit_message_reply_markup(world: World, call: Json) -> Json:
    chat, record = _own(world, call)
    markup = checked(call.get("reply_markup"), chat["type"])
    new = {"reply_markup": markup} if markup and markup.get("inline_keyboard") else {}
    if record["message"].get("reply_markup") == new.get("reply_markup"):
        raise BadRequest(_SAME)
    world.limits.spend(chat["id"])
    # A changed keyboard shows no "edited" mark.
    changed: Json = world.change(record, new, drop=("reply_markup",), edited=False)["message"]
    return changed


def delete_message(world: World, call: Json) -> bool:
    chat = chat_for_bot(world, call["chat_id"])
    record = world.record(chat["id"], call["message_id"])
    if record is None:
        raise BadRequest("message to delete not found")
    mine = record["message"]["from"]["id"] == cast.BOT_ID
    leads = world.status(chat, cast.BOT_ID) in {"administrator", "creator"}
    if not (mine or chat["type"] == "private" or leads):
        raise BadRequest("message can't be deleted")
    world.delete(chat["id"], call["message_id"])
    return True


def delete_messages(world: World, call: Json) -> bool:
    """Those that are not there are skipped; one that may not be deleted stops it."""
    chat = chat_for_bot(world, call["chat_id"])
    if not 1 <= len(call["message_ids"]) <= 100:
        raise BadRequest("there must be 1 to 100 message identifiers")
    for message_id in call["message_ids"]:
        if world.record(chat["id"], message_id) is not None:
            delete_message(world, {"chat_id": chat["id"], "message_id": message_id})
    return True


# What a copy takes along; the keyboard comes with the call.
_COPIED = ("text", "entities", "photo", "document", "contact", "caption", "caption_entities")


def _source(world: World, call: Json, verb: str) -> Json:
    record = world.record(int(call["from_chat_id"]), call["message_id"])
    if record is None:
        raise BadRequest(f"message to {verb} not found")
    message: Json = record["message"]
    if not any(field in message for field in _COPIED):
        raise BadRequest(f"message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return message


def copy_message(world: World, call: Json) -> Json:
    chat, content, keyboard = _usual(world, call)
    source = _source(world, call, "copy")
    copied = {field: source[field] for field in _COPIED if field in source}
    if call.get("caption") is not None and "text" not in copied:
        copied.pop("caption", None)
        copied.pop("caption_entities", None)
        copied |= caption_of(call)
    world.limits.spend(chat["id"])
    return {"message_id": _posted(world, chat, content | copied, keyboard, call)["message_id"]}


def forward_message(world: World, call: Json) -> Json:
    chat, content, _ = _usual(world, call)
    source = _source(world, call, "forward")
    copied = {field: source[field] for field in _COPIED if field in source}
    origin = source.get("forward_origin") or {"type": "user", "date": source["date"], "sender_user": source["from"]}
    world.limits.spend(chat["id"])
    return _posted(world, chat, content | copied | {"forward_origin": origin}, None, call)


METHODS: dict[str, Callable[[World, Json], Any]] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
