"""Stars in a letter: what is a rating, and what only begins with a digit."""

from __future__ import annotations

import pytest

from domain.stars import Stars, read_stars

given = pytest.mark.parametrize


@given(
    ("text", "stars", "comment"),
    [
        ("Оценка 5", 5, ""),
        ("оценка: 4. Спасибо, но долго", 4, "Спасибо, но долго"),
        ("Моя оценка — 3 из 5\nДолго ждали", 3, "Долго ждали"),
        ("Оценка 5 спасибо", 5, "спасибо"),
        ("Rating: 2/5, slow", 2, "slow"),
        ("Бағам: 5", 5, ""),
        ("★★★★☆ хорошо", 4, "хорошо"),
        ("⭐⭐⭐⭐⭐", 5, ""),
    ],
)
def test_a_rating_that_is_named_is_one_anywhere(text: str, stars: int, comment: str) -> None:
    """The word before it, or stars."""
    assert read_stars(text) == Stars(stars, comment, named=True)


@given(
    ("text", "stars", "comment"),
    [
        ("5", 5, ""),
        (" 4! ", 4, ""),
        ("5/5", 5, ""),
        ("3 балла", 3, ""),
        ("5\nВсё быстро, спасибо", 5, "Всё быстро, спасибо"),
        ("5, спасибо", 5, "спасибо"),
        ("2 - долго", 2, "долго"),
    ],
)
def test_a_digit_alone_may_be_one(text: str, stars: int, comment: str) -> None:
    """It counts where it answers the question for it."""
    assert read_stars(text) == Stars(stars, comment, named=False)


@given(
    "text",
    [
        "",
        "5 принтеров не печатают",
        "1. Принтер\n2. Сканер",
        "4.5",
        "2) и ещё",
        "5-й день ждём",
        "Спасибо! 5",
        "№ 5",
        "555",
        "5,5",
        "Оценка 4,5",
    ],
)
def test_what_is_none(text: str) -> None:
    """Numbers of things, lists, and words before it."""
    assert read_stars(text) is None
