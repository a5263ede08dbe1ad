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


def is_forum(who: Person) -> bool:
    """Whether the group they stand in has topics."""
    return bool(who.stage.chat(who.chat).get("is_forum"))


def announced(who: Person, number: str) -> list[dict[str, Any]]:
    """How often a staff group was told that there is a new ticket: by a call under its card, or in a forum by a list in
    General, and a call in the ticket's topic if it names somebody."""
    lists = f"\n{number} · "
    return [m for m in who.messages() if f"Новая заявка {number}" in said(m) or (is_forum(who) and lists in said(m))]


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
