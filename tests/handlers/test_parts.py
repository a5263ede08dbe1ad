"""Parts: what no single message holds goes out in several, and nothing of it is lost or broken."""

from __future__ import annotations

import random
import re

import pytest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox.markup import from_html
from domain.answers import utf16_length
from handlers.view.parts import in_parts, whole
from handlers.view.say import message, quote

WORDS = [
    "принтер",
    "<b>лампа</b>",
    "&lt;тег&gt;",
    "не&amp;печатает",
    "🙈",
    "👨‍👩‍👧‍👦",
    "<i>мигает. <u>Да!</u></i>",
    "и",
    "\n",
]


def seen(html: str) -> str:
    """What a reader sees, as the sandbox's own reader of HTML says."""
    return from_html(html)[0]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_what_fits_stays_as_it_is() -> None:
    assert in_parts("<b>Готово</b>") == ["<b>Готово</b>"]
    assert in_parts("&lt;" * 4096) == ["&lt;" * 4096]  # an entity is one sign when it is counted


@pytest.mark.parametrize("seed", range(60))
def test_nothing_is_lost_and_every_part_is_whole(seed: int) -> None:
    """Random texts with tags in tags: each part is valid HTML and fits; together they say all, with the same emphasis."""
    chance = random.Random(seed)
    html = " ".join(chance.choices(WORDS, k=chance.randint(30, 400)))
    if seed % 2:
        html = f"<blockquote>{html}</blockquote>"
    room = chance.randint(40, 300)
    parts = in_parts(html, room)
    assert all(0 < utf16_length(seen(part)) <= room for part in parts)
    assert squeezed("".join(map(seen, parts))) == squeezed(seen(html))
    assert sum(emphasized(part) for part in parts) == emphasized(html)


def emphasized(html: str) -> int:
    """How many signs, blanks not counted, stand in bold."""
    text, entities = from_html(html)
    units = text.encode("utf-16-le")
    spans = ((e["offset"] * 2, e["length"] * 2) for e in entities if e["type"] == "bold")
    return sum(len(squeezed(units[at : at + length].decode("utf-16-le"))) for at, length in spans)


def test_it_is_cut_between_lines_then_sentences_then_words() -> None:
    assert in_parts("Первая строка.\nВторая строка", 20) == ["Первая строка.", "Вторая строка"]
    assert in_parts("Первая фраза. Вторая фраза", 20) == ["Первая фраза.", "Вторая фраза"]
    assert in_parts("однодва тричетыре", 14) == ["однодва", "тричетыре"]


@pytest.mark.parametrize("sign", ["😀", "👨‍👩‍👧‍👦", "👍🏽", "e\u0301", "1\ufe0f\u20e3"])
def test_no_sign_is_cut_in_two(sign: str) -> None:
    """A long row without any blank: surrogate pairs, families, skin tones and accents stay whole."""
    for part in in_parts(sign * 200, 101):
        assert part.replace(sign, "") == ""


def test_a_quotation_goes_on_in_the_next_part() -> None:
    first, second = in_parts(f"<b>BAR-1</b>\n{quote('слово ' * 20)}", 70)
    assert first.startswith("<b>BAR-1</b>\n<blockquote>слово")
    assert first.endswith("слово</blockquote>")
    assert second.startswith("<blockquote>слово")
    assert second.endswith("слово</blockquote>")


def test_the_first_part_replies_the_last_has_the_buttons_and_each_says_that_it_may_be_there_twice() -> None:
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="x")]])
    long, short = message(1, "слово " * 1000, keyboard, thread=7, reply_to=5), message(1, "коротко")
    first, second, last = whole([long, short], mark="(Дважды?)")
    assert [m.reply_parameters is not None for m in (first, second, last)] == [True, False, False]
    assert [m.reply_markup for m in (first, second, last)] == [None, keyboard, None]
    assert [m.message_thread_id for m in (first, second)] == [7, 7]
    assert [m.text.endswith("(Дважды?)") for m in (first, second, last)] == [True, True, False]
    assert all(utf16_length(m.text) <= 4096 for m in (first, second))
