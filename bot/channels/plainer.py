"""Plainer: the same call without what an older Bot API does not know, for when it refuses one with it."""

from __future__ import annotations

import re
from typing import Any

from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardMarkup

_TIME = re.compile(r"</?tg-time\b[^>]*>")
"""Dates in the reader's own zone (Bot API 9.5: MessageEntity `date_time`); without the tag their words stay."""
_REFUSED = ("entities", "button", "keyboard")
"""What is in the description when a tag or a button was not understood."""


def plainer(method: TelegramMethod[Any], refused: str) -> TelegramMethod[Any] | None:
    """What to call instead after this refusal; None where it was for something else, or there is nothing to leave out.

    Left out: `date_time` (9.5), buttons that are disabled (10.2) or copy a text (7.11).
    """
    if not any(word in refused.lower() for word in _REFUSED):
        return None
    changed: dict[str, Any] = {}
    text = getattr(method, "text", None)
    if isinstance(text, str) and _TIME.search(text):
        changed["text"] = _TIME.sub("", text)
    markup = getattr(method, "reply_markup", None)
    if isinstance(markup, InlineKeyboardMarkup):
        lines = [[one for one in row if not (one.disabled or one.copy_text)] for row in markup.inline_keyboard]
        if lines != markup.inline_keyboard:
            kept = [line for line in lines if line]
            changed["reply_markup"] = InlineKeyboardMarkup(inline_keyboard=kept) if kept else None
    return method.model_copy(update=changed) if changed else None
