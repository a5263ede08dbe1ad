"""Inline mode: somebody types `@bot words` in any chat, the bot answers with results, and one of them may be sent there."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.sandbox import cast
from bot.sandbox.errors import BadRequest, Mistake
from bot.sandbox.keyboards import checked
from bot.sandbox.sending import TEXT_LIMIT, text_of
from bot.sandbox.world import World, face

Json = dict[str, Any]

MOST_RESULTS, LONGEST_ID, QUERY = 50, 64, 256
WAIT = 15.0  # seconds until a query without an answer gives up


def answer_inline_query(world: World, call: Json) -> bool:
    """answerInlineQuery. Raises BadRequest for a query that nobody waits on, and for results Telegram would refuse."""
    asked = world.inline.get(call["inline_query_id"])
    if asked is None or "answer" in asked:
        raise BadRequest("query is too old and response timeout expired or query ID is invalid")
    results = call["results"]
    ids = [result["id"] for result in results]
    if len(ids) > MOST_RESULTS:
        raise BadRequest("RESULTS_TOO_MUCH")
    if len(ids) != len(set(ids)) or any(not 1 <= len(one.encode()) <= LONGEST_ID for one in ids):
        raise BadRequest("RESULT_ID_INVALID")
    button = call.get("button")
    if button and not _is_parameter(button.get("start_parameter")):
        raise BadRequest("START_PARAM_INVALID")
    for result in results:
        if not result["title"].strip():
            raise BadRequest("ARTICLE_TITLE_EMPTY")
        _message(result)
    given = {key: call.get(key) for key in ("cache_time", "is_personal", "next_offset")}
    asked["answer"] = {"results": results, "button": button, **given}
    asked["answered"].set()
    return True


def _is_parameter(words: str | None) -> bool:
    return bool(words) and len(str(words)) <= 64 and str(words).replace("-", "a").replace("_", "a").isalnum()


def _message(result: Json) -> Json:
    """What is posted when the result is chosen."""
    content = result["input_message_content"]
    words = {"text": content["message_text"], "parse_mode": content.get("parse_mode")}
    markup = checked(result.get("reply_markup"), "private")
    return text_of(words, "text", TEXT_LIMIT) | ({"reply_markup": markup} if markup else {})


async def ask(world: World, asked: Json) -> Json:
    """{person, query?, wait?} -> {answered, query_id, results, button, cache_time, is_personal}."""
    person = world.person(asked.get("person"))
    query = str(asked.get("query") or "")
    if len(query) > QUERY:
        raise Mistake(f'"query" is too long: {len(query)} of {QUERY} characters')
    query_id = str(world.count("inline", 5_000_000_000_000_000_001))
    held = world.inline[query_id] = {"person": person["user"]["id"], "answered": asyncio.Event()}
    body = {"id": query_id, "from": person["user"], "query": query, "offset": ""}
    world.updates.push("inline_query", body, person["user"]["id"])
    try:
        async with asyncio.timeout(float(asked.get("wait", WAIT))):
            await held["answered"].wait()
    except TimeoutError:
        pass
    return {"answered": "answer" in held, "query_id": query_id, **held.get("answer", {})}


async def choose(world: World, asked: Json) -> Json:
    """{person, chat, query_id, result} -> the message: what the person sends by it, to any chat they are in."""
    person = world.person(asked.get("person"))
    user_id = person["user"]["id"]
    held = world.inline.get(str(asked.get("query_id")))
    results = held.get("answer", {}).get("results", []) if held and held["person"] == user_id else []
    chosen = next((result for result in results if result["id"] == asked.get("result")), None)
    if chosen is None:
        raise Mistake(f'"result" must be the id of one of: {", ".join(one["id"] for one in results) or "none"}')
    chat = world.chats.get(int(asked.get("chat") or user_id))
    if chat is None or not world.is_in(chat, user_id):
        raise Mistake('"chat" must be a chat that the person is in')
    record = world.post(chat, user_id, {**_message(chosen), "via_bot": cast.BOT})
    if world.is_in(chat, cast.BOT_ID):
        world.updates.push("message", record["message"], chat["id"])
    return face(record)


METHODS = {"answerInlineQuery": answer_inline_query}
