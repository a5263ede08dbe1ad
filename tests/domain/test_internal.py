"""What staff write goes out, or stays among them: one rule for every place."""

from __future__ import annotations

import pytest

from domain.internal import NOBODY, Called, Why, why_internal, without_mark

STAFF = Called(frozenset({"olga_petrova"}), frozenset({"6200000002"}))
OLGA, BY_ADDRESS, STRANGER = (
    Called(frozenset({"olga_petrova"})),
    Called(addresses=frozenset({"6200000002"})),
    Called(frozenset({"anna_sokolova"})),
)


@pytest.mark.parametrize(
    ("text", "called", "to_colleague", "why"),
    [
        ("Готово", NOBODY, False, None),
        ("  // проверить", NOBODY, False, Why.BEGINS),
        ("//", NOBODY, False, Why.BEGINS),
        ("см. https://romashka.example // там всё", NOBODY, False, None),
        ("Готово\n// 45 мин", NOBODY, False, None),
        ("/ проверить", NOBODY, False, None),
        ("@olga_petrova, глянь", OLGA, False, Why.CALLS),
        ("Ольга, глянь", BY_ADDRESS, False, Why.CALLS),
        ("Пишите @anna_sokolova", STRANGER, False, None),
        ("Зря ты так", NOBODY, True, Why.REPLIES),
        ("// и тут", OLGA, True, Why.BEGINS),
    ],
)
def test_by_which_sign_it_is_internal(text: str, called: Called, to_colleague: bool, why: Why | None) -> None:
    """«//» at the beginning only; a colleague and nobody else; any reply to a person."""
    assert why_internal(text, called, STAFF, to_colleague=to_colleague) is why


def test_the_mark_is_no_part_of_the_note() -> None:
    """Only the first one is taken off."""
    assert without_mark(" // ключ // у охраны") == "ключ // у охраны"
