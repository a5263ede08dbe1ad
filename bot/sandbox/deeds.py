"""What a person does: says, presses, edits, shares a contact, attaches; and what the page's buttons do.

Each deed takes the JSON of the person-side API and returns JSON. A `Mistake` says what to write instead.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox import cast, groups, inline, topics
from bot.sandbox.errors import Failure, Mistake
from bot.sandbox.keyboards import buttons
from bot.sandbox.markup import noticed, plain, units
from bot.sandbox.returning import answered_by_itself
from bot.sandbox.schema import Upload
from bot.sandbox.things import thing
from bot.sandbox.threads import written
from bot.sandbox.world import World, face
from bot.sandbox.writing import Written, compose

Json = dict[str, Any]

ANSWER_WAIT = 15.0  # seconds until a press without an answer gives up


def _who(world: World, asked: Json, *, speaking: bool = True) -> tuple[Json, Json]:
    """The person and the chat they act in; a private chat when none is named."""
    person = world.person(_need(asked, "person"))
    user_id = person["user"]["id"]
    chat = world.chats.get(_number(asked, "chat")) if asked.get("chat") is not None else world.chats[user_id]
    if chat is None:
        raise Mistake(
            f"there is no chat {asked['chat']}: \"chat\" is the person's id, or a group's id from /sandbox/state"
        )
    if chat.get("migrated_to") and speaking:
        raise Mistake(f"this group became a supergroup: write to {chat['migrated_to']}")
    if not world.is_in(chat, user_id):
        raise Mistake(f"{person['user']['first_name']} is not in the chat {chat['id']}")
    return person, chat


def _need(asked: Json, field: str) -> Any:
    value = asked.get(field)
    if value is None or value == "":
        raise Mistake(f'"{field}" is missing')
    return value


def _number(asked: Json, field: str) -> int:
    try:
        return int(_need(asked, field))
    except (TypeError, ValueError):
        raise Mistake(f'"{field}" must be a whole number, not {asked[field]!r}') from None


def _record(world: World, chat: Json, message_id: int) -> Json:
    record = world.record(chat["id"], message_id)
    if record is None:
        raise Mistake(f"there is no message {message_id} in the chat {chat['id']}")
    return record


def _awake(world: World, person: Json, chat: Json) -> None:
    """Whoever writes to the bot has started it, and has not blocked it."""
    if chat["type"] != "private" or (person["started"] and not person["blocked"]):
        return
    if person["blocked"]:
        set_blocked(world, person, False)
    world.keep_person({**world.people[person["user"]["id"]], "started": True})
    _tell_people(world)


def _tell_people(world: World) -> None:
    world.note("people", people=[world.person_face(p) for p in world.people.values()])


def _send(world: World, person: Json, chat: Json, asked: Json, content: Json) -> Json:
    """Post a person's message and queue it for the bot."""
    if asked.get("reply_to") is not None:
        replied = _record(world, chat, _number(asked, "reply_to"))["message"]
        content = {**content, **_as_reply(chat, asked, replied)}
    leads = world.status(chat, person["user"]["id"]) in {"creator", "administrator"}
    content = {**content, **written(chat, asked, content, leads=leads)}
    root = world.record(chat["id"], content.get("message_thread_id", 0)) if chat.get("is_forum") else None
    if root is not None and "reply_to_message" not in content:
        # In a forum whatever replies to nothing comes as a reply to the message that opened the topic.
        content["reply_to_message"] = root["message"]
    with world.store.together():
        _awake(world, person, chat)
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
    thread = _number(asked, "thread") if asked.get("thread") else 0  # a form tells it as a text
    if chat.get("is_forum") and thread and replied.get("message_thread_id") != thread:
        origin = {"type": "user", "sender_user": replied["from"], "date": replied["date"]}
        there = {"chat": replied["chat"], "message_id": replied["message_id"]}
        return {"external_reply": {"origin": origin, **there}}
    return {"reply_to_message": {k: v for k, v in replied.items() if k != "reply_to_message"}}


def _text(asked: Json) -> Json:
    text, _ = plain(str(_need(asked, "text")).replace("\r\n", "\n"))
    if not text:
        raise Mistake('"text" is empty')
    if units(text) > 4096:
        raise Mistake(f'"text" is too long: {units(text)} of 4096 characters; send it in parts')
    entities = noticed(text, [])
    return {"text": text} | ({"entities": entities} if entities else {})


async def say(world: World, asked: Json) -> Json:
    """{person, chat?, text, reply_to?} -> the message."""
    person, chat = _who(world, asked)
    return _send(world, person, chat, asked, _text(asked))


async def edit(world: World, asked: Json) -> Json:
    """{person, chat?, message_id, text} -> the message; the bot gets edited_message."""
    person, chat = _who(world, asked)
    record = _record(world, chat, _number(asked, "message_id"))
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
    person, chat = _who(world, asked)
    record = _record(world, chat, _number(asked, "message_id"))
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
    person, chat = _who(world, asked)
    phone = str(asked.get("phone") or person["phone"])
    if not re.fullmatch(r"\+?[\d ()-]{5,20}", phone):
        raise Mistake('"phone" must be digits: "+79161234567"')
    user = person["user"]
    names = {key: user[key] for key in ("first_name", "last_name") if user.get(key)}
    body = {"phone_number": re.sub(r"[^\d+]", "", phone), **names, "user_id": user["id"]}
    return _send(world, person, chat, asked, {"contact": body})


async def send(world: World, asked: Json) -> Json:
    """{person, chat?, kind, caption?, reply_to?, facts...} -> the message: a voice, a sticker, a poll, or any unknown kind."""
    person, chat = _who(world, asked)
    content = thing(world, str(_need(asked, "kind")), asked)
    if asked.get("caption"):
        content["caption"] = plain(str(asked["caption"]))[0]
    return _send(world, person, chat, asked, content)


async def attach(world: World, asked: Json, files: list[Upload]) -> Json:
    """{person, chat?, as: photo|document, caption?, reply_to?, album?} and files (several: an album) -> {messages}.

    `album`: of which album these are parts; so an album can come in pieces, as it does over a bad line.
    """
    person, chat = _who(world, asked)
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


async def press(world: World, asked: Json) -> Json:
    """{person, chat?, message_id, data | text, wait?, forged?} -> what the bot answered.

    `forged`: send `data` whether or not the message has such a button (any more), as a late or hostile client can.
    Returns {"answered": true, "text", "show_alert", "url"} or, after `wait` seconds (15), {"answered": false}.
    """
    person, chat = _who(world, asked, speaking=False)
    record = _record(world, chat, _number(asked, "message_id"))
    data = _pressed(record, asked)
    message = record["message"]
    query_id = str(world.count("callback", 4_000_000_000_000_000_001))
    query = {
        "id": query_id,
        "from": person["user"],
        "message": message,
        "chat_instance": str(7_000_000_000_000 + abs(chat["id"])),
        "data": data,
    }
    asked_for = {"person": person["user"]["id"], "chat": chat["id"], "message_id": message["message_id"]}
    waiting = world.answers[query_id] = asyncio.Event()
    with world.store.together():
        _awake(world, person, chat)
        world.callbacks[query_id] = {**asked_for, "answer": None}
        world.store.save("callbacks", query_id, world.callbacks[query_id])
        world.updates.push("callback_query", query, chat["id"])
    try:
        async with asyncio.timeout(float(asked.get("wait", ANSWER_WAIT))):
            await waiting.wait()
    except TimeoutError:
        pass
    finally:
        world.answers.pop(query_id, None)
    answer = world.callbacks.get(query_id, {}).get("answer")
    return {"answered": answer is not None, **(answer or {})}


def _pressed(record: Json, asked: Json) -> str:
    """The callback data of the button that is meant."""
    if asked.get("forged"):
        return str(_need(asked, "data"))[:64]
    there = buttons(record["message"].get("reply_markup"))
    wanted = "data" if asked.get("data") is not None else "text"
    key = "callback_data" if wanted == "data" else "text"
    found = [button for button in there if button.get(key) == _need(asked, wanted)]
    if not found:
        captions = ", ".join(button["text"] for button in there) or "none"
        raise Mistake(f"this message has no button with {wanted} {asked[wanted]!r}; its buttons: {captions}")
    if found[0].get("disabled") is not None:
        raise Mistake(f"the button {found[0]['text']!r} is disabled")
    if "callback_data" not in found[0]:
        raise Mistake(f"the button {found[0]['text']!r} asks the bot nothing: it is for the person's own device")
    return str(found[0]["callback_data"])


async def add_person(world: World, asked: Json) -> Json:
    """{first_name, last_name?, username?, language_code?, phone?} -> the person."""
    first = str(_need(asked, "first_name")).strip()[:64]
    user_id = world.count("person", cast.FIRST_NEWCOMER)
    user: Json = {"id": user_id, "is_bot": False, "first_name": first}
    for field in ("last_name", "username"):
        if asked.get(field):
            user[field] = str(asked[field]).strip().lstrip("@")[:64]
    user["language_code"] = str(asked.get("language_code") or "ru")[:16]
    phone = str(asked.get("phone") or f"+7999{user_id % 10_000_000:07d}")
    world.keep_person({"user": user, "phone": phone, "started": False, "blocked": False})
    _tell_people(world)
    world.note("chat", chat=world.chat_face(world.chats[user_id]))
    return world.person_face(world.people[user_id])


def set_blocked(world: World, person: Json, blocked: bool) -> None:
    """Let a person block the bot, or take it back; the bot gets my_chat_member."""
    if person["blocked"] == blocked:
        return
    user = person["user"]
    statuses = ("member", "kicked") if blocked else ("kicked", "member")
    with world.store.together():
        world.keep_person({**person, "blocked": blocked})
        old, new = (cast.member_json(cast.BOT, status) for status in statuses)
        change = {"chat": cast.chat_json(world.chats[user["id"]]), "from": user, "date": world.clock.stamp()}
        world.updates.push("my_chat_member", {**change, "old_chat_member": old, "new_chat_member": new}, user["id"])
    _tell_people(world)


async def block(world: World, asked: Json) -> Json:
    """{person, blocked} -> the person."""
    person = world.person(_need(asked, "person"))
    if not isinstance(asked.get("blocked"), bool):
        raise Mistake('"blocked" must be true or false')
    set_blocked(world, person, asked["blocked"])
    return world.person_face(world.people[person["user"]["id"]])


async def add_group(world: World, asked: Json) -> Json:
    """{title, creator, members?: [person], type?: group|supergroup} -> the chat; the bot joins by `staff`, {"chat", "add": "bot"}."""
    creator = world.person(_need(asked, "creator"))["user"]["id"]
    members = [world.person(one)["user"]["id"] for one in asked.get("members") or []]
    kind = asked.get("type") or "group"
    if kind not in {"group", "supergroup"}:
        raise Mistake('"type" must be "group" or "supergroup"')
    title = str(_need(asked, "title")).strip()[:128]
    return world.chat_face(groups.found(world, title=title, members=members, creator=creator, kind=kind))


_STAFF_VERBS = {"add": "member", "remove": "left", "promote": "administrator", "demote": "member"}


async def staff(world: World, asked: Json) -> Json:
    """{add | remove | promote | demote: person id, or "bot"; chat?} -> the group. Or {forum: true or false; chat?}: its topics."""
    chat = world.chats.get(_number(asked, "chat") if asked.get("chat") else world.staff_chat_id)
    if chat is None or chat["type"] == "private" or chat.get("migrated_to"):
        raise Mistake(f'"chat" must be a group; the staff group is {world.staff_chat_id}')
    if isinstance(asked.get("forum"), bool):
        return world.chat_face(topics.make_forum(world, chat, asked["forum"]))
    verbs = [verb for verb in _STAFF_VERBS if asked.get(verb) is not None]
    if len(verbs) != 1:
        raise Mistake('say one of "add", "remove", "promote", "demote" with a person\'s id, or "bot"; or "forum": true')
    verb, who = verbs[0], asked[verbs[0]]
    user_id = cast.BOT_ID if who in ("bot", cast.BOT_ID) else world.person(who)["user"]["id"]
    if verb in {"promote", "demote"} and not world.is_in(chat, user_id):
        raise Mistake(f"{who} is not in the group: add them first")
    by = next((int(k) for k, v in chat["members"].items() if v == "creator"), user_id)
    return world.chat_face(groups.set_status(world, chat, user_id, _STAFF_VERBS[verb], by=by))


async def migrate(world: World, asked: Json) -> Json:
    """{chat?} -> the new supergroup."""
    chat = world.chats.get(_number(asked, "chat") if asked.get("chat") else world.staff_chat_id)
    if chat is None:
        raise Mistake(f'"chat" must be a group; the staff group is {world.staff_chat_id}')
    return world.chat_face(groups.migrate(world, chat))


async def clock(world: World, asked: Json) -> Json:
    """{forward: seconds} or {to: ISO 8601 with zone} -> {now, offset}; waits until a watcher has noticed."""
    watched = world.clock.watched
    if isinstance(asked.get("forward"), int | float) and not isinstance(asked["forward"], bool):
        if asked["forward"] > 10 * 366 * 86400:
            raise Mistake("ten years at a time are enough")
        world.clock.forward(timedelta(seconds=asked["forward"]))
    elif isinstance(asked.get("to"), str):
        try:
            moment = datetime.fromisoformat(asked["to"])
        except ValueError:
            raise Mistake('"to" must be a moment like 2026-11-23T09:00:00+03:00') from None
        world.clock.to(moment)
    else:
        raise Mistake('say {"forward": seconds} or {"to": "2026-11-23T09:00:00+03:00"}')
    world.note("clock", clock=world.clock.face())
    if watched:
        await world.clock.noticed()
    return world.clock.face()


async def write(world: World, asked: Json) -> Json:
    """{from, name?, to | reply_to | copy_of, cc?, subject?, text?, quote?, lang?, vouched?, attachments?: [{name, type?, base64}]} or
    {from, to, raw}: a letter to the desk -> the letter, with `taken`: whether the desk has it; else it is tried again.

    `reply_to`: the id of a letter of the desk; `copy_of`: of one that was written here; `quote`: with its words below.
    `vouched`: whether the own server does.
    """
    return await _handed_in(world, compose(world.mailbox, world.clock, asked, world.postbox.letters))


async def give_back(world: World, asked: Json) -> Json:
    """{letter, how: unknown | full | delayed | away, address?, text?, lang?}: what a server, or the reader's mail program,
    answers to a letter of the desk by itself -> that letter."""
    return await _handed_in(world, answered_by_itself(world.mailbox, world.clock, asked))


async def _handed_in(world: World, written: Written) -> Json:
    letter = world.postbox.post(written)
    await world.carrier.round()
    return letter


async def refuse(world: World, asked: Json) -> Json:
    """{address, code, text?} -> {refused}; code 0 takes the address again."""
    address = str(_need(asked, "address"))
    world.mailbox.refuse(address, _number(asked, "code"), str(asked.get("text") or ""))
    return {"refused": world.mailbox.refused}


async def drop_after_data(world: World, asked: Json) -> Json:
    """{keep?, times?}: drop the connection after the next letters."""
    world.mailbox.drop_after_data(keep=bool(asked.get("keep", True)), times=int(asked.get("times", 1)))
    return {}


async def fail(world: World, asked: Json) -> Json:
    """{method, status?, description?, retry_after?, after_accepting?, times?}: let the next call(s) fail."""
    method = str(_need(asked, "method"))
    known = ("status", "description", "retry_after", "after_accepting", "times")
    world.faults.add(method, **{key: asked[key] for key in known if asked.get(key) is not None})
    return {}


async def limits(world: World, asked: Json) -> Json:
    """{on} -> {on}: Telegram's limits on sending."""
    if not isinstance(asked.get("on"), bool):
        raise Mistake('"on" must be true or false')
    world.limits.on = asked["on"]
    world.note("limits", on=world.limits.on)
    return {"on": world.limits.on}


async def reset(world: World, asked: Json) -> Json:
    """Forget everything."""
    world.reset()
    return {}


Deed = Callable[[World, Json], Awaitable[Json]]
DEEDS: dict[str, Deed] = {
    "say": say,
    "edit": edit,
    "react": react,
    "contact": contact,
    "send": send,
    "press": press,
    "people": add_person,
    "block": block,
    "staff": staff,
    "groups": add_group,
    "topics": topics.deed,
    "inline": inline.ask,
    "inline/choose": inline.choose,
    "migrate": migrate,
    "clock": clock,
    "write": write,
    "mailbox/return": give_back,
    "mailbox/refuse": refuse,
    "mailbox/drop": drop_after_data,
    "fail": fail,
    "limits": limits,
    "reset": reset,
}
