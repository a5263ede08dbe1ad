"""Saying: a person says, edits, reacts, shares a contact, sends a thing, attaches files."""

from __future__ import annotations

import re
import secrets
from typing import Any

from bot.sandbox import cast
from bot.sandbox.deeds.asked import need, number, record_of, who
from bot.sandbox.deeds.people import awake
from bot.sandbox.errors import Failure, Mistake
from bot.sandbox.markup import noticed, plain, units
from bot.sandbox.schema import Upload
from bot.sandbox.things import thing
from bot.sandbox.threads import written
from bot.sandbox.world import World, face

Json = dict[str, Any]


async def say(world: World, asked: Json) -> Json:
    """{person, chat?, text, reply_to?} -> the message."""
    person, chat = who(world, asked)
    return _send(world, person, chat, asked, _text(asked))


async def edit(world: World, asked: Json) -> Json:
    """{person, chat?, message_id, text} -> the message; the bot gets edited_message."""
    person, chat = who(world, asked)
    record = record_of(world, chat, number(asked, "message_id"))
    if record["message"]["from"]["id"] != person["user"]["id"]:
        raise Mistake("people edit their own messages only")
    field = "text" if "text" in record["message"] else "caption"
    new = _text(asked)
    if field == "caption":
        new = {"caption": new["text"]} | ({"caption_entities": new["entities"]} if "entities" in new else {})
    with world.store.together():
        world.change(record, new, drop=("entities", "caption_entities"))
        world.updates.push("edited_message", record["message"], chat["id"])
    return face(record)


async def react(world: World, asked: Json) -> Json:
    """{person, chat?, message_id, emoji} -> the message; an empty emoji takes the reaction back."""
    person, chat = who(world, asked)
    record = record_of(world, chat, number(asked, "message_id"))
    user_id = person["user"]["id"]
    old = record.get("reactions", {}).get(str(user_id), [])
    new = [{"type": "emoji", "emoji": str(asked["emoji"])}] if asked.get("emoji") else []
    world.react(record, user_id, new)
    body = {"chat": cast.chat_json(chat), "message_id": record["message"]["message_id"], "user": person["user"]}
    body |= {"date": world.clock.stamp(), "old_reaction": old, "new_reaction": new}
    world.updates.push("message_reaction", body, chat["id"])
    return face(record)


async def contact(world: World, asked: Json) -> Json:
    """{person, chat?, phone?} -> the message with the person's own contact, as Telegram's button sends it."""
    person, chat = who(world, asked)
    phone = str(asked.get("phone") or person["phone"])
    if not re.fullmatch(r"\+?[\d ()-]{5,20}", phone):
        raise Mistake('"phone" must be digits: "+79161234567"')
    user = person["user"]
    names = {key: user[key] for key in ("first_name", "last_name") if user.get(key)}
    body = {"phone_number": re.sub(r"[^\d+]", "", phone), **names, "user_id": user["id"]}
    return _send(world, person, chat, asked, {"contact": body})


async def send(world: World, asked: Json) -> Json:
    """{person, chat?, kind, caption?, reply_to?, facts...} -> the message: a voice, a sticker, a poll, or any unknown kind."""
    person, chat = who(world, asked)
    content = thing(world, str(need(asked, "kind")), asked)
    if asked.get("caption"):
        content["caption"] = plain(str(asked["caption"]))[0]
    return _send(world, person, chat, asked, content)


async def attach(world: World, asked: Json, files: list[Upload]) -> Json:
    """{person, chat?, as: photo|document, caption?, reply_to?, album?} and files (several: an album) -> {messages}.

    `album`: of which album these are parts; so an album can come in pieces, as it does over a bad line.
    """
    person, chat = who(world, asked)
    kind = asked.get("as") or "document"
    if kind not in {"photo", "document"}:
        raise Mistake('"as" must be "photo" or "document"')
    if not 1 <= len(files) <= 10:
        raise Mistake("attach 1 to 10 files, as parts of a multipart form")
    parts: list[Json] = []
    for file in files:
        try:
            if kind == "photo":
                parts.append({"photo": world.files.add_photo(file.body)})
            else:
                parts.append({"document": world.files.add_document(file.name, file.body, file.mime)})
        except Failure as failure:
            hint = ': send it with as="document"' if kind == "photo" else ""
            raise Mistake(f"{file.name}: {failure.description}{hint}") from None
    caption, _ = plain(str(asked.get("caption") or ""))
    if units(caption) > 1024:
        raise Mistake(f'"caption" is too long: {units(caption)} of 1024 characters')
    if caption:
        entities = noticed(caption, [])
        # Telegram's apps put the caption on an album's first picture, but on the last of several documents.
        captioned = parts[0] if kind == "photo" else parts[-1]
        captioned |= {"caption": caption} | ({"caption_entities": entities} if entities else {})
    if len(parts) > 1 or asked.get("album"):
        album = str(asked.get("album") or secrets.randbits(53))
        parts = [{**part, "media_group_id": album} for part in parts]
    return {"messages": [_send(world, person, chat, asked, part) for part in parts]}


def _send(world: World, person: Json, chat: Json, asked: Json, content: Json) -> Json:
    """Post a person's message and queue it for the bot."""
    if asked.get("reply_to") is not None:
        replied = record_of(world, chat, number(asked, "reply_to"))["message"]
        content = {**content, **_as_reply(chat, asked, replied)}
    leads = world.status(chat, person["user"]["id"]) in {"creator", "administrator"}
    content = {**content, **written(chat, asked, content, leads=leads)}
    root = world.record(chat["id"], content.get("message_thread_id", 0)) if chat.get("is_forum") else None
    if root is not None and "reply_to_message" not in content:
        # In a forum whatever replies to nothing comes as a reply to the message that opened the topic.
        content["reply_to_message"] = root["message"]
    with world.store.together():
        awake(world, person, chat)
        chat = world.chats[chat["id"]]
        record = world.post(chat, person["user"]["id"], content)
        if world.is_in(chat, cast.BOT_ID) or chat["type"] == "private":
            world.updates.push("message", record["message"], chat["id"])
    keyboard = chat.get("keyboard")
    if keyboard and keyboard.get("one_time_keyboard"):
        world.show_keyboard(world.chats[chat["id"]], None)
    return face(record)


def _as_reply(chat: Json, asked: Json, replied: Json) -> Json:
    """How the bot is told what it replies to: another way where that stands in another topic (Bot API 7.0: external_reply)."""
    thread = number(asked, "thread") if asked.get("thread") else 0  # a form tells it as a text
    if chat.get("is_forum") and thread and replied.get("message_thread_id") != thread:
        origin = {"type": "user", "sender_user": replied["from"], "date": replied["date"]}
        there = {"chat": replied["chat"], "message_id": replied["message_id"]}
        return {"external_reply": {"origin": origin, **there}}
    return {"reply_to_message": {k: v for k, v in replied.items() if k != "reply_to_message"}}


def _text(asked: Json) -> Json:
    text, _ = plain(str(need(asked, "text")).replace("\r\n", "\n"))
    if not text:
        raise Mistake('"text" is empty')
    if units(text) > 4096:
        raise Mistake(f'"text" is too long: {units(text)} of 4096 characters; send it in parts')
    entities = noticed(text, [])
    return {"text": text} | ({"entities": entities} if entities else {})
