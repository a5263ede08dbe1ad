"""People: they join, start the bot by writing to it, block it."""

from __future__ import annotations

from typing import Any

from bot.sandbox import cast
from bot.sandbox.deeds.asked import need
from bot.sandbox.errors import Mistake
from bot.sandbox.world import World

Json = dict[str, Any]


async def add_person(world: World, asked: Json) -> Json:
    """{first_name, last_name?, username?, language_code?, phone?} -> the person."""
    first = str(need(asked, "first_name")).strip()[:64]
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


async def block(world: World, asked: Json) -> Json:
    """{person, blocked} -> the person."""
    person = world.person(need(asked, "person"))
    if not isinstance(asked.get("blocked"), bool):
        raise Mistake('"blocked" must be true or false')
    set_blocked(world, person, asked["blocked"])
    return world.person_face(world.people[person["user"]["id"]])


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


def awake(world: World, person: Json, chat: Json) -> None:
    """Whoever writes to the bot has started it, and has not blocked it."""
    if chat["type"] != "private" or (person["started"] and not person["blocked"]):
        return
    if person["blocked"]:
        set_blocked(world, person, False)
    world.keep_person({**world.people[person["user"]["id"]], "started": True})
    _tell_people(world)


def _tell_people(world: World) -> None:
    world.note("people", people=[world.person_face(p) for p in world.people.values()])
