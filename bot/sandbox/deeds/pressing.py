"""Pressing: a person presses a button under a message, and sees what the bot answers."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.sandbox.deeds.asked import need, number, record_of, who
from bot.sandbox.deeds.people import awake
from bot.sandbox.errors import Mistake
from bot.sandbox.keyboards import buttons
from bot.sandbox.world import World

Json = dict[str, Any]

ANSWER_WAIT = 15.0  # seconds until a press without an answer gives up


async def press(world: World, asked: Json) -> Json:
    """{person, chat?, message_id, data | text, wait?, forged?} -> what the bot answered.

    `forged`: send `data` whether or not the message has such a button (any more), as a late or hostile client can.
    Returns {"answered": true, "text", "show_alert", "url"} or, after `wait` seconds (15), {"answered": false}.
    """
    person, chat = who(world, asked, speaking=False)
    record = record_of(world, chat, number(asked, "message_id"))
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
        awake(world, person, chat)
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
        return str(need(asked, "data"))[:64]
    there = buttons(record["message"].get("reply_markup"))
    wanted = "data" if asked.get("data") is not None else "text"
    key = "callback_data" if wanted == "data" else "text"
    found = [button for button in there if button.get(key) == need(asked, wanted)]
    if not found:
        captions = ", ".join(button["text"] for button in there) or "none"
        raise Mistake(f"this message has no button with {wanted} {asked[wanted]!r}; its buttons: {captions}")
    if found[0].get("disabled") is not None:
        raise Mistake(f"the button {found[0]['text']!r} is disabled")
    if "callback_data" not in found[0]:
        raise Mistake(f"the button {found[0]['text']!r} asks the bot nothing: it is for the person's own device")
    return str(found[0]["callback_data"])
