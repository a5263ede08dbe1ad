"""In which language a letter is answered."""

from __future__ import annotations

import pytest

from domain.incoming import spoken


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The warehouse does not open, it says error 500.", "en"),
        ("Не открывается склад: connection timed out after 30 seconds", "ru"),
        ("Қойма ашылмайды, 500 қатесін көрсетеді", "kk"),
        ("Здравствуйте! Меня зовут Әлия, у нас не печатает принтер", "ru"),
        ("Error 500", "ru"),
        ("", "ru"),
    ],
)
def test_a_letter_is_answered_in_its_own_language(text: str, language: str) -> None:
    """By its words; few of them, or a name, tell nothing."""
    assert spoken(text) == language
