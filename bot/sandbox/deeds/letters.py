"""Letters: those that people write to the desk or their programs answer, and what goes wrong on the way of the desk's own."""

from __future__ import annotations

from typing import Any

from bot.sandbox.deeds.asked import need, number
from bot.sandbox.returning import answered_by_itself
from bot.sandbox.world import World
from bot.sandbox.writing import Written, compose

Json = dict[str, Any]


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


async def refuse(world: World, asked: Json) -> Json:
    """{address, code, text?} -> {refused}; code 0 takes the address again."""
    address = str(need(asked, "address"))
    world.mailbox.refuse(address, number(asked, "code"), str(asked.get("text") or ""))
    return {"refused": world.mailbox.refused}


async def drop_after_data(world: World, asked: Json) -> Json:
    """{keep?, times?}: drop the connection after the next letters."""
    world.mailbox.drop_after_data(keep=bool(asked.get("keep", True)), times=int(asked.get("times", 1)))
    return {}


async def _handed_in(world: World, written: Written) -> Json:
    letter = world.postbox.post(written)
    await world.carrier.round()
    return letter
