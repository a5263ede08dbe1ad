"""Gathering: a group is made, people and the bot join and leave it, it gets topics or becomes a supergroup."""

from __future__ import annotations

from typing import Any

from bot.sandbox import cast, groups, topics
from bot.sandbox.deeds.asked import need, number
from bot.sandbox.errors import Mistake
from bot.sandbox.world import World

Json = dict[str, Any]

_STAFF_VERBS = {"add": "member", "remove": "left", "promote": "administrator", "demote": "member"}


async def add_group(world: World, asked: Json) -> Json:
    """{title, creator, members?: [person], type?: group|supergroup} -> the chat; the bot joins by `staff`, {"chat", "add": "bot"}."""
    creator = world.person(need(asked, "creator"))["user"]["id"]
    members = [world.person(one)["user"]["id"] for one in asked.get("members") or []]
    kind = asked.get("type") or "group"
    if kind not in {"group", "supergroup"}:
        raise Mistake('"type" must be "group" or "supergroup"')
    title = str(need(asked, "title")).strip()[:128]
    return world.chat_face(groups.found(world, title=title, members=members, creator=creator, kind=kind))


async def staff(world: World, asked: Json) -> Json:
    """{add | remove | promote | demote: person id, or "bot"; chat?} -> the group. Or {forum: true or false; chat?}: its topics."""
    chat = world.chats.get(number(asked, "chat") if asked.get("chat") else world.staff_chat_id)
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
    chat = world.chats.get(number(asked, "chat") if asked.get("chat") else world.staff_chat_id)
    if chat is None:
        raise Mistake(f'"chat" must be a group; the staff group is {world.staff_chat_id}')
    return world.chat_face(groups.migrate(world, chat))
