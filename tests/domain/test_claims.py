"""Claims: a name counts if it was typed but for slips; numbers are no slips, and what is not clear is nobody's."""

from __future__ import annotations

import pytest

from domain.claims import by_contract, claimed, named, spelt_so
from domain.customers import Organization

ROMASHKA = Organization("ООО «Ромашка»", "12-34", domains=["romashka.example"])
WIND = Organization("АО «Северный ветер»", "77")
SCHOOL = Organization("Школа № 17 города Химки", "Ш-17/2026")
OTHER_SCHOOL = Organization("Школа № 18 города Химки", "Ш-18/2026")
ALL = [ROMASHKA, WIND, SCHOOL, OTHER_SCHOOL]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Ромашка", ROMASHKA),
        ("РОМАШКА, ООО", ROMASHKA),
        ("Общество с ограниченной ответственностью «Ромашка»", ROMASHKA),
        ("Сверный ветер", WIND),
        ("ветер северный", WIND),
        ("Школа 17 города Химки", SCHOOL),
        ("Школа 17 города Химк", SCHOOL),
        ("Школа 19 города Химки", None),
        ("Школа города Химки", None),
        ("Ромашка плюс", None),
        ("Ромаш", None),
        ("Северный", None),
        ("ООО", None),
        ("", None),
        ("...", None),
    ],
)
def test_a_name_is_recognized_but_for_slips(typed: str, found: Organization | None) -> None:
    assert named(ALL, typed) is found


def test_two_that_are_alike_are_nobodys() -> None:
    twins = [Organization("ООО «Ромашка»"), Organization("АО «Ромашка»")]
    assert named(twins, "Ромашка") is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("12-34", ROMASHKA),
        ("Договор № 12-34", ROMASHKA),
        ("ООО Ромашка, договор 12-34 от 01.02.2026", ROMASHKA),
        ("112-345", None),
        ("ш-17/2026", SCHOOL),
        ("77", WIND),
        ("Школа 77", None),
        ("договор 12-34 и 77", ROMASHKA),
        ("", None),
    ],
)
def test_a_contract_is_recognized_by_its_number_alone(typed: str, found: Organization | None) -> None:
    assert by_contract(ALL, typed) is found


def test_the_very_name_needs_no_question() -> None:
    assert spelt_so(ROMASHKA, 'ооо "ромашка"')
    assert not spelt_so(ROMASHKA, "Ромашка")
    assert not spelt_so(ROMASHKA, "АО «Ромашка»")


def test_a_mail_domain_is_a_hint_for_staff_and_a_providers_is_none() -> None:
    assert claimed(ALL, "Лютик", "anna@romashka.example") is ROMASHKA
    assert claimed(ALL, "Лютик", "romashka@mail.ru") is None
    assert claimed(ALL, "Северный ветер", "anna@romashka.example") is WIND
