"""Seen: what somebody in a story was told, how often, and in which order."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bot.sandbox.keyboards import buttons
from bot.sandbox.person import Person, said
from tests.stories.conftest import Town


def told(who: Person, *words: str) -> list[str]:
    """What somebody was told with all these words, oldest first."""
    found = [said(m) for m in who.messages() if m["from"]["is_bot"]]
    return [text for text in found if all(word in text for word in words)]


def count(who: Person, *words: str) -> int:
    return len(told(who, *words))


def in_order(text: str, *parts: str) -> bool:
    """Whether each part is there once, in this order."""
    return all(text.count(part) == 1 for part in parts) and sorted(parts, key=text.index) == list(parts)


def style(message: dict[str, Any], caption: str) -> str | None:
    return next(b.get("style") for b in buttons(message["reply_markup"]) if caption in b["text"])


def shown_pictures(town: Town) -> list[dict[str, Any]]:
    return [m for m in town.boris.messages() if "photo" in m]


def letters(town: Town, *words: str) -> int:
    """How many letters hold all these words."""
    return sum(all(word in f"{one['subject']}\n{one['text']}" for word in words) for one in town.mailbox.letters())


def twice(who: Person) -> list[str]:
    """What somebody was told more than once in the very same words."""
    return [text for text, times in Counter(told(who)).items() if text and times > 1]
