"""Who is in a group: adding, removing, promoting, the bot's leaving, and the group's becoming a supergroup."""

from __future__ import annotations

from typing import Any

from bot.sandbox import cast
from bot.sandbox.errors import Mistake
from bot.sandbox.world import World

Json = dict[str, Any]


def found(world: World, *, title: str, members: list[int], creator: int, kind: str) -> Json:
    """A new group of people, without the bot yet. Returns the chat."""
    if kind == "supergroup":
        chat_id = -1_000_000_000_000 - world.count("supergroup", 3_000_000_001)
    else:
        chat_id = -world.count("group", 4_100_000_001)
    statuses = {str(one): "member" for one in members} | {str(creator): "creator"}
    chat: Json = {"id": chat_id, "type": kind, "title": title, "members": statuses}
    world.keep_chat(chat)
    world.note("chat", chat=world.chat_face(chat))
    return chat


def set_status(world: World, chat: Json, user_id: int, status: str, *, by: int) -> Json:
    """Give a member a status; tells the bot (my_chat_member, chat_member, a service message). Returns the chat."""
    before = world.status(chat, user_id)
    if before == status:
        return chat
    chat = {**chat, "members": {**chat["members"], str(user_id): status}}
    with world.store.together():
        world.keep_chat(chat)
        told = "my_chat_member" if user_id == cast.BOT_ID else "chat_member"
        change = {
            "chat": cast.chat_json(chat),
            "from": world.user(by),
            "date": world.clock.stamp(),
            "old_chat_member": cast.member_json(world.user(user_id), before),
            "new_chat_member": cast.member_json(world.user(user_id), status),
        }
        if told == "my_chat_member" or world.status(chat, cast.BOT_ID) in {"administrator", "creator"}:
            # A bot that is no administrator does not hear about the others.
            world.updates.push(told, change, chat["id"])
        service: Json = {}
        if before not in cast.PRESENT and status in cast.PRESENT:
            service = {"new_chat_members": [world.user(user_id)]}
        elif before in cast.PRESENT and status not in cast.PRESENT:
            service = {"left_chat_member": world.user(user_id)}
        if service:
            record = world.post(chat, by, service)
            if world.is_in(chat, cast.BOT_ID):
                world.updates.push("message", record["message"], chat["id"])
    world.note("chat", chat=world.chat_face(chat))
    if user_id in world.people:
        world.note("people", people=[world.person_face(p) for p in world.people.values()])
    return chat


def leave(world: World, chat: Json) -> None:
    """The bot leaves by itself."""
    set_status(world, chat, cast.BOT_ID, "left", by=cast.BOT_ID)


def migrate(world: World, chat: Json) -> Json:
    """The group becomes a supergroup with a new id; both chats get their service message. Returns the new chat."""
    if chat["type"] != "group" or chat.get("migrated_to"):
        raise Mistake(f"only a plain group can become a supergroup; {chat['id']} cannot")
    new_id = -1_000_000_000_000 - world.count("supergroup", 3_000_000_001)
    creator = next((int(k) for k, v in chat["members"].items() if v == "creator"), cast.BORIS)
    new: Json = {key: value for key, value in chat.items() if key != "keyboard"}
    new |= {"id": new_id, "type": "supergroup", "migrated_from": chat["id"]}
    with world.store.together():
        was_staff = world.staff_chat_id == chat["id"]
        world.keep_chat(new)
        old_record = world.post(chat, creator, {"migrate_to_chat_id": new_id})
        new_record = world.post(new, creator, {"migrate_from_chat_id": chat["id"]})
        world.keep_chat({**chat, "migrated_to": new_id})
        if was_staff:
            world.bot["staff_chat_id"] = new_id
            world.store.save("bot", "staff_chat_id", new_id)
        if world.is_in(new, cast.BOT_ID):
            world.updates.push("message", old_record["message"], chat["id"])
            world.updates.push("message", new_record["message"], new_id)
    world.note("chat", chat=world.chat_face(world.chats[chat["id"]]))
    world.note("chat", chat=world.chat_face(new))
    return new
