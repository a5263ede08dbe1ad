"""House codes: what is typed for one, and how the list is kept."""

from __future__ import annotations

import pytest

from domain.codes import kept, read_code, read_kept
from domain.staff_refusals import WrongCode


def test_a_code_has_a_russian_name_and_perhaps_an_english_one() -> None:
    both, one = read_code(" Замена  оборудования | Hardware replaced"), read_code("Настройка")
    assert (both.name.in_("ru"), both.name.in_("en")) == ("Замена оборудования", "Hardware replaced")
    assert one.name.in_("en") == "Настройка"
    assert read_code("замена оборудования").key == both.key
    assert len(f"t:BAR-000001:code:{both.key}") <= 64
    assert read_kept(kept([both, one])) == [both, one]
    assert read_kept(None) == []


@pytest.mark.parametrize(
    ("text", "problem"), [("", "empty"), (" | X", "empty"), ("a|b|c", "empty"), ("я" * 41, "long")]
)
def test_what_is_no_code(text: str, problem: str) -> None:
    with pytest.raises(WrongCode) as refused:
        read_code(text)
    assert refused.value.problem == problem
