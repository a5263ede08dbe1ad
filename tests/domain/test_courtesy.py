"""Courtesy: what only thanks, what only assents, and what must never be taken for either."""

from __future__ import annotations

import pytest

from domain.courtesy import Courtesy, courtesy


@pytest.mark.parametrize(
    "text",
    [
        "спасибо", "Спасибо!", "СПАСИБО!!!", "спс", "Благодарю", "Спасибо большое!", "Большое спасибо за помощь 🙏", "🙏",
        "Огромное вам спасибо!))", "thanks", "Thank you very much!", "thx", "Рахмет", "Көп рахмет!", "спасибо 😊", "❤️",
        "  спасибо \n", "Спасибо ещё раз",
    ],
)  # fmt: skip
def test_thanks(text: str) -> None:
    assert courtesy(text) is Courtesy.THANKS


@pytest.mark.parametrize(
    "text",
    [
        "ок", "Ок.", "OK", "хорошо", "Понял, спасибо", "хорошо, спасибо!", "Поняла", "👍", "👍🏽", "👌👌", "got it, thanks", "Принято!",
        "Отлично, большое спасибо", "жақсы",
    ],
)  # fmt: skip
def test_assent(text: str) -> None:
    assert courtesy(text) is Courtesy.ASSENT


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "…", ")", "спасибо, проверю", "Спасибо, но не работает", "спасибо, не помогло", "не хорошо", "нет, спасибо", "спасибо?",
        "ок?", "хорошо, когда?", "да", "нет", "+", "1", "окно", "спасибочка2", "Спасибо вам, что всё сломали", "спасибо за ничего",
        "👎", "😡", "🙂", "большое", "за помощь", "ок, версия 5.2", "спасибо\n\nА ещё не печатает принтер", "хорошо бы ответить",
        "okapi", "thanks for nothing", "thank you, it still fails", "спасибо. 👎", "ok " * 60,
    ],
)  # fmt: skip
def test_anything_else_is_a_message(text: str) -> None:
    """A wrong «thanks» would swallow somebody's words; a missed one costs one tap."""
    assert courtesy(text) is None
