"""What by letter confirms, and what objects; one word more, and it is a message."""

from __future__ import annotations

import pytest

from domain.verdict import objection, says_solved


@pytest.mark.parametrize(
    "text", ["Подтверждаю", "Решено, спасибо!", " вопрос решён. ", "Confirmed", "«подтверждаю»", "Растаймын"]
)
def test_it_confirms(text: str) -> None:
    assert says_solved(text)
    assert not objection(text)


@pytest.mark.parametrize(
    "text",
    ["", "Спасибо", "Хорошо", "Не подтверждаю", "Решено? А почта?", "решено, но не всё", "да"],
)
def test_it_does_not(text: str) -> None:
    assert not says_solved(text)


def test_an_objection_is_what_stands_behind_its_beginning() -> None:
    assert objection("Не решено: второй принтер молчит") == "второй принтер молчит"
    assert objection("не согласна, касса закрыта\nс утра") == "касса закрыта\nс утра"
    assert objection("Нет, к сожалению, не решено: касса молчит") == "касса молчит"
    assert not objection("Нет, спасибо")
    assert not objection("Не решенона")
    assert not objection("Касса не решено")
