"""Opening words: what a text is about, without its greeting and in whole words."""

from __future__ import annotations

import pytest

from handlers.view.opening import opening


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Здравствуйте! После перезагрузки счёт уходит без вложения.", "После перезагрузки счёт уходит…"),
        ("Коллеги, добрый день. Можно ли работать с планшета?", "Можно ли работать с планшета?"),
        ("Добрый день, коллеги! не печатает", "Не печатает"),
        ("Hello team, the printer is dead", "The printer is dead"),
        ("Сәлеметсіз бе! Принтер жұмыс істемейді", "Принтер жұмыс істемейді"),
        ("Здравствуйте!", "Здравствуйте!"),
        ("Приветствие в письмах не меняется", "Приветствие в письмах…"),
        ("Неразрывноеслововдлинустрокиибольше", "Неразрывноеслововдлинустрокиибо…"),
        ("", ""),
    ],
)
def test_the_first_words_tell_what_it_is_about(text: str, said: str) -> None:
    assert opening(text, 31) == said
