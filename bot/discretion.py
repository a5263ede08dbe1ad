"""Discretion: what of an update's words may be kept when it has to be set aside.

Whoever was asked for a password may have been writing it just then: of such an update the words go, and its skeleton stays.
"""

from __future__ import annotations

from typing import Any

from domain.cards import mask
from domain.people import Place
from domain.ports import Clerk
from domain.regulation import Regulation
from domain.usecases.confide import is_confidential
from domain.usecases.telling import CHAT

Raw = dict[str, Any]

HIDDEN = "[in confidence]"
# What names places and shapes, and is nobody's words.
KEPT = frozenset({"chat", "from", "type", "language_code", "file_id", "file_unique_id", "mime_type"})


async def must_hide(raw: Raw, clerk: Clerk) -> bool:
    """Whether the words may have been meant in confidence; where that cannot be found out, they count as such.

    A corrected message may be one that was told in confidence before.
    """
    if "edited_message" in raw:
        return True
    event = raw.get("message")
    if event is None:
        return False
    try:
        place = Place(CHAT, str(event["chat"]["id"]), int(event.get("message_thread_id") or 0))
        to = event.get("reply_to_message")
        reply_to = str(to["message_id"]) if to else None
        address = str(event["from"]["id"])
        return await clerk.read(is_confidential, place=place, address=address, reply_to=reply_to)
    except Exception:  # whatever it is that is wrong here: rather nothing to read than a password
        return True


def is_strangers(raw: Raw, *staff: str) -> bool:
    """Whether it was said in a group that is none of staff's: of such talk no trace may be kept."""
    return any(_of_a_group(event, staff) for event in raw.values() if isinstance(event, dict))


def is_command(raw: Raw) -> bool:
    """Whether somebody spoke to the desk, and must hear that it failed."""
    text = (raw.get("message") or {}).get("text")
    return isinstance(text, str) and text.startswith("/")


def outline(raw: Raw) -> Raw:
    """That something came, of which kinds, and nothing of what it was, where, or whose."""
    return {name: value if name == "update_id" else HIDDEN for name, value in raw.items()}


def _of_a_group(event: Raw, staff: tuple[str, ...]) -> bool:
    held = event.get("message")
    chat = (held if isinstance(held, dict) else event).get("chat")
    return isinstance(chat, dict) and chat.get("type") != "private" and str(chat.get("id")) not in staff


def hidden(value: Any, key: str = "") -> Any:
    """The same shape without anybody's words."""
    if key in KEPT:
        return value
    if isinstance(value, dict):
        return {name: hidden(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [hidden(item) for item in value]
    return HIDDEN if isinstance(value, str) else value


def without_cards(value: Any, rules: Regulation) -> Any:
    """The same with the numbers of bank cards masked, where the regulation wants that (gravity 3.5)."""
    if rules.demand("cards") is None:
        return value
    return _masked(value)


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _masked(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_masked(item) for item in value]
    return mask(value) if isinstance(value, str) else value
