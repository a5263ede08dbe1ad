"""Canned answers: which names and variables there are, and that nothing is expanded twice."""

from __future__ import annotations

import pytest

from domain.canned import expand, read_name, read_text, short
from domain.staff_refusals import WrongCanned


@pytest.mark.parametrize("name", ["", "два слова", "-", "a" * 33, "a{b}", "<b>", "x_"])
def test_a_name_is_one_word(name: str) -> None:
    """What could not be typed again, or fits on no button, is refused."""
    with pytest.raises(WrongCanned):
        read_name(name)


def test_a_name_in_any_alphabet_fits_a_button() -> None:
    """Cyrillic takes two bytes a letter; the button carries ten signs of its digest."""
    assert read_name(" Обходной-Путь ") == "обходной-путь"
    assert len(f"t:{'A' * 32}:canned_page:{short('ы' * 32)}".encode()) <= 64


@pytest.mark.parametrize(
    ("text", "problem"), [("  ", "empty"), ("Здравствуйте, {имя}", "variable"), ("{}", "variable")]
)
def test_a_text_with_an_unknown_variable_is_refused(text: str, problem: str) -> None:
    """Better when it is written than before a customer's eyes."""
    with pytest.raises(WrongCanned) as refused:
        read_text(text)
    assert refused.value.problem == problem


def test_values_are_put_in_once() -> None:
    """What somebody typed as their name is a name, whatever it looks like; what has no value is named."""
    text, lacking = expand(
        "{name}, {number} {name}; {deadline}", {"name": "{agent}<b>", "number": "BAR-1", "agent": "Б"}
    )
    assert text == "{agent}<b>, BAR-1 {agent}<b>; {deadline}"
    assert lacking == ["deadline"]
