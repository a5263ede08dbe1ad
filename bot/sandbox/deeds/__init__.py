"""Deeds: what can be done in the sandbox, by name, on the page and in the person-side API.

Each deed takes the JSON of the person-side API and returns JSON. A `Mistake` says what to write instead.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox import inline, topics
from bot.sandbox.deeds import gathering, letters, people, pressing, saying, staging
from bot.sandbox.world import World

Json = dict[str, Any]

Deed = Callable[[World, Json], Awaitable[Json]]
DEEDS: dict[str, Deed] = {
    "say": saying.say,
    "edit": saying.edit,
    "react": saying.react,
    "contact": saying.contact,
    "send": saying.send,
    "press": pressing.press,
    "people": people.add_person,
    "block": people.block,
    "staff": gathering.staff,
    "groups": gathering.add_group,
    "topics": topics.deed,
    "inline": inline.ask,
    "inline/choose": inline.choose,
    "migrate": gathering.migrate,
    "clock": staging.clock,
    "write": letters.write,
    "mailbox/return": letters.give_back,
    "mailbox/refuse": letters.refuse,
    "mailbox/drop": letters.drop_after_data,
    "fail": staging.fail,
    "limits": staging.limits,
    "reset": staging.reset,
}
