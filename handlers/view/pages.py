"""Pages: more than one message holds, turned over in place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import unescape
from typing import Any

from aiogram.types import InlineKeyboardButton

from domain.answers import utf16_length
from handlers.view.say import button

_TAG = re.compile(r"<[^>]*>")


def visible(html: str) -> int:
    """How long Telegram holds it: in UTF-16 units, without the tags."""
    return utf16_length(unescape(_TAG.sub("", html)))


def paged(blocks: Iterable[str], room: int) -> list[str]:
    """Blocks of HTML on pages of at most `room` units; a block stays whole, and must fit on a page by itself."""
    pages: list[str] = []
    page = ""
    for block in blocks:
        longer = f"{page}\n{block}" if page else block
        if page and visible(longer) > room:
            pages.append(page)
            longer = block
        page = longer
    return [*pages, page] if page else pages


def pieces(text: str, room: int) -> list[str]:
    """A text in pieces of at most `room` units, cut between words where it can be; together they are the whole."""
    found: list[str] = []
    while utf16_length(text) > room:
        end = room
        while utf16_length(text[:end]) > room:
            end -= 1
        gap = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))
        end = gap + 1 if gap > end // 2 else end
        found.append(text[:end])
        text = text[end:]
    return [*found, text]


def turning(page: int, pages: int, to: Callable[[int], Any]) -> list[InlineKeyboardButton]:
    """«‹ ›»: only the ways there are. `to` makes the callback data for a page; pages count from 0."""
    back = [button("‹", to(page - 1))] if page > 0 else []
    return [*back, button("›", to(page + 1))] if page + 1 < pages else back


def place(page: int, pages: int) -> str:
    """«2/5» below a page, where there are several."""
    return f"\n\n{page + 1}/{pages}" if pages > 1 else ""
