"""Staging: what happens to the world itself: the clock is moved, a call fails, limits are switched, all is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.deeds.asked import need
from bot.sandbox.errors import Mistake
from bot.sandbox.world import World

Json = dict[str, Any]


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


async def fail(world: World, asked: Json) -> Json:
    """{method, status?, description?, retry_after?, after_accepting?, times?}: let the next call(s) fail."""
    method = str(need(asked, "method"))
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
