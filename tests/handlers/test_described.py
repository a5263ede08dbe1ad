"""Described: every kind of message there is has words, or is Telegram's own note; what is yet to come has words too."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram.enums import ContentType
from aiogram.types import Message

from bot.sandbox.things import thing
from bot.sandbox.world import World, built
from handlers.view.described import NOTES, rich_text, thing_of
from handlers.view.words import LANGUAGES, speaking

ELSEWHERE = {ContentType.TEXT, ContentType.PHOTO, ContentType.DOCUMENT, ContentType.RICH_MESSAGE}
"""Words and files, which have doors of their own."""
USER = {"id": 7, "is_bot": False, "first_name": "Анна"}
CHAT = {"id": 7, "type": "private", "first_name": "Анна"}
FILE = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}

FACTS: dict[str, Any] = {
    "live_photo": FILE | {"duration": 3},
    "story": {"chat": CHAT, "id": 3},
    "paid_media": {"star_count": 5, "paid_media": []},
    "game": {"title": "Змейка", "description": "!", "photo": []},
    "invoice": {"title": "Счёт", "description": "!", "start_parameter": "x", "currency": "RUB", "total_amount": 100},
    "giveaway": {"chats": [CHAT], "winners_selection_date": 1, "winner_count": 3},
    "giveaway_winners": {
        "chat": CHAT, "giveaway_message_id": 1, "winners_selection_date": 1, "winner_count": 3, "winners": [USER],
    },
}  # fmt: skip


def message(**content: Any) -> Message:
    return Message.model_validate({"message_id": 17, "date": 1, "chat": CHAT, "from": USER, **content})


def sent(kind: str, **facts: Any) -> Message:
    """As the sandbox sends it, through the second opinion on its form."""
    world = World()
    raw = {"message_id": 17, "date": 1, "chat": CHAT, "from": USER, **thing(world, kind, facts)}
    return Message.model_validate(built(raw))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(set(ContentType) - ELSEWHERE - {ContentType.ANY, ContentType.UNKNOWN}))
def test_every_kind_has_words_or_is_a_note(kind: ContentType, language: str) -> None:
    """Nothing a person sends is dropped; nothing that Telegram notes is answered."""
    if kind in NOTES:
        return
    with speaking(language):
        event = message(**{kind: FACTS[kind]}) if kind in FACTS else sent(kind)
        found = thing_of(event)
    assert found is not None
    assert found.kind == kind
    assert found.words
    assert "None" not in found.words
    assert found.remote


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        ("voice", {"duration": 12}, "Голосовое сообщение, 0:12"),
        ("video", {"duration": 75, "file_name": "сбой.mp4"}, "Видео «сбой.mp4», 1:15"),
        ("location", {}, "Координаты: 55.75, 37.61"),
        ("poll", {"question": "Работает?", "options": ["Да", "Нет"]}, "Опрос: Работает? (Да; Нет)"),
        ("sticker", {"emoji": "🙂"}, "Стикер 🙂"),
        ("contact", {"first_name": "Пётр", "phone_number": "+7999"}, "Контакт: Пётр, +7999"),
        ("dice", {"value": 5}, "Кубик 🎲: 5"),
        ("hologram", {"depth": 3}, "Сообщение вида «hologram»"),
        ("live_smell", {}, "Сообщение вида «live smell»"),
    ],
)
def test_the_words_say_what_it_is(kind: str, facts: dict[str, Any], words: str) -> None:
    with speaking("ru"):
        found = thing_of(sent(kind, **facts))
    assert found is not None
    assert found.words == words


def test_hostile_names_do_no_harm() -> None:
    """Overrides, line ends and a thousand options: one line of words that fits."""
    with speaking("ru"):
        found = thing_of(sent("poll", question="да\u202eтен\n\n", options=["х" * 100] * 12))
    assert found is not None
    assert "\u202e" not in found.words
    assert "\n" not in found.words
    assert len(found.words) <= 700


def test_a_note_of_telegrams_is_no_talk() -> None:
    assert thing_of(message(message_auto_delete_timer_changed={"message_auto_delete_time": 60})) is None


def test_a_message_laid_out_like_a_page_is_words() -> None:
    event = message(rich_message={"blocks": [{"type": "paragraph", "text": "Не печатает принтер"}]})
    assert rich_text(event) == "Не печатает принтер"
    assert rich_text(message(text="x")) == ""
