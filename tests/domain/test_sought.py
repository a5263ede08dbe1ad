"""What a ticket is found by: forms of words, names, phones in any writing; nothing that is typed is a pattern."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.journal import EntryKind
from domain.sought import LONGEST, MOST, added, numbered, sought, with_entry

KNOWN = added(
    "",
    [
        "Соколова Анна Сергеевна",
        "+7 916 123-45-67",
        "anna@romashka.example",
        "Не печатает принтер на втором этаже, ошибка 0x803 при выгрузке отчёта",
        "The scanner was broken",
        "Жүйеге кіре алмаймын",
    ],
)


def finds(typed: str, known: str = KNOWN, *, loosely: bool = False) -> bool:
    """Whether what was typed leads to it: one form of each term is there."""
    meant = sought(typed)
    terms = meant.loosely if loosely else meant.terms
    return bool(terms) and all(any(form in known for form in forms) for forms in terms)


@pytest.mark.parametrize(
    "typed",
    [
        *("принтеры", "ПРИНТЕРОМ", "отчет", "отчёты", "Соколовой", "соколова анна", "Сергеевна", "сокол"),
        *("89161234567", "8 (916) 123-45-67", "+7 916 123 45 67", "123-45-67", "9161234567", "Анна +79161234567"),
        *("anna@romashka.example", "ANNA@romashka.example", "romashka", "0x803", "scanners", "сканер", "жүйеге"),
    ],
)
def test_it_is_found_in_whatever_form(typed: str) -> None:
    assert finds(typed)


@pytest.mark.parametrize(
    "typed", ["монитор печатает", "Иванова", "8 916 123-45-68", "принтер Лютик", "", "  ", "и на при"]
)
def test_all_that_is_typed_must_be_there(typed: str) -> None:
    assert not finds(typed)


def test_words_of_one_root_are_a_second_try() -> None:
    assert not finds("печать")
    assert finds("печать", loosely=True)


@settings(deadline=None)
@given(st.text())
def test_nothing_that_is_typed_is_a_pattern(typed: str) -> None:
    """What is looked for holds letters and digits, never more than so many words, and matches no ticket without words."""
    meant = sought(typed)
    assert len(meant.terms) <= MOST
    assert all(form.strip() and "%" not in form for forms in meant.loosely for form in forms)
    assert not finds(typed, "")


@pytest.mark.parametrize("text", ["слово " * 5000, "я" * 9000, " ".join(f"слово{n}" for n in range(3000))])
def test_a_ticket_keeps_so_much_of_it_and_no_more(text: str) -> None:
    """What was said first stays; said again, it takes no room."""
    known = KNOWN
    for n in range(20):
        known = added(known, [text, f"ещё{n} " * 50])
    assert len(known) <= LONGEST + 2
    assert known.startswith(KNOWN.rstrip())
    assert added(known, [text]) == known


def test_only_what_says_what_it_is_about_counts() -> None:
    """A rating's comment or a note among staff leads nowhere; a message does."""
    assert with_entry("", EntryKind.NOTE, {"text": "бункер"}) == ""
    assert with_entry("", EntryKind.RATED, {"text": "бункер"}) == ""
    assert "бункер" in with_entry("", EntryKind.MESSAGE, {"text": "В бункере"})
    assert "бункер" in with_entry("", EntryKind.REGISTERED, {"answers": {"description": "бункеры"}})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *(
            (("17", ("", 17))),
            ("№ 17", ("", 17)),
            ("#000017", ("", 17)),
            ("bar-000017", ("BAR", 17)),
            ("BAR 17", ("BAR", 17)),
        ),
        *((("17 принтер", None)), ("8 916 123-45-67", None), ("", None), ("-17", None), ("1234567890", None)),
    ],
)
def test_a_number_is_known_by_its_form(typed: str, expected: tuple[str, int] | None) -> None:
    assert numbered(typed) == expected
