"""Card numbers: all shapes are masked; dates, phones, orders, accounts and the like are left alone."""

from __future__ import annotations

import time

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.cards import mask, passes_luhn

# First digits and lengths by which payment systems number cards.
ISSUED = [
    *(("4", n) for n in (13, 16, 19)),
    *((str(n), 16) for n in (51, 55, 2221, 2720, 2200, 2204, 3528, 3589, 6011, 65, 8600, 9860, 62, 644)),
    *(("34", 15), ("37", 15), ("36", 14), ("300", 14), ("38", 16), ("2202", 19), ("5018", 18), ("6759", 19)),
]
SHAPES = {16: [(4, 4, 4, 4), (6, 10), (8, 8), (2,) * 8, (1,) * 16], 15: [(4, 6, 5)], 14: [(4, 6, 4)], 13: [(4, 4, 5)]}


def complete(start: str) -> str:
    """With the check digit that fits."""
    return next(start + str(d) for d in range(10) if passes_luhn(start + str(d)))


@st.composite
def cards(draw: st.DrawFn) -> str:
    """A number that some bank may have given out."""
    start, length = draw(st.sampled_from(ISSUED))
    rest = draw(st.text("0123456789", min_size=length - len(start) - 1, max_size=length - len(start) - 1))
    number = complete(start + rest)
    assume(len(number) > 15 or not is_phone(number))
    return number


def is_phone(digits: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False


def spread(number: str, shape: tuple[int, ...], sign: str) -> str:
    """In groups: 4111-1111-1111-1111."""
    parts, at = [], 0
    for size in shape:
        parts.append(number[at : at + size])
        at += size
    return sign.join(parts)


@given(cards(), st.sampled_from(["{}", "карта {}.", "№{} до 12/27", "({})", "a{}b", "{}, CVV 123", "\n{}\n"]))
def test_a_card_is_masked_wherever_it_stands(number: str, around: str) -> None:
    """Only the last four digits stay."""
    masked = mask(around.format(number))
    assert masked == around.format(f"•••• {number[-4:]}")


@given(cards(), st.sampled_from([" ", "-", " - ", "\u00a0", "–", "  ", "\u200b"]), st.data())
def test_blanks_and_hyphens_hide_nothing(number: str, sign: str, data: st.DataObject) -> None:
    """People copy numbers as they stand on the card."""
    shapes = [s for s in SHAPES.get(len(number), []) if max(s) <= 6]
    shape = data.draw(st.sampled_from([*shapes, (4, 4, 4, len(number) - 12)]))
    assume(max(shape) <= 6)
    assert mask(spread(number, shape, sign)) == f"•••• {number[-4:]}"


@given(cards())
def test_a_wrong_digit_is_no_card(number: str) -> None:
    """A contract's number that only looks like one stays readable."""
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert mask(f"договор {wrong}") == f"договор {wrong}"


@given(cards(), st.text("0123456789", min_size=7, max_size=12))
def test_a_part_of_a_longer_number_is_no_card(number: str, more: str) -> None:
    """Accounts have twenty digits."""
    assert mask(number + more) == number + more
    assert mask(more + number) == more + number


@given(st.text(alphabet=st.characters(exclude_categories=("Nd", "Cs"))))
def test_words_stay_as_they_are(text: str) -> None:
    """Nothing but numbers is touched."""
    assert mask(text) == text


@given(st.text())
def test_what_is_masked_once_is_masked(text: str) -> None:
    """Masking twice changes nothing more, and nothing breaks it."""
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "23.11.2026 10:30:00",
        "2026-11-23 10:30:15.123456",
        "20261123103015",
        "заказ 1234567890123",
        "договор № 2026/11-4411-228-15",
        "счёт 40702 810 9 0000 0012345",
        "40702810900000012345",
        "ИНН 7707083893 КПП 770701001",
        "5001007322 500101001",
        "+7 916 123-45-67, 8 (800) 555-35-35",
        "+49 1512 3456789",
        "+998901234567",
        "IMEI 35-209900-176148-1",
        "356938035643809",
        "0.4111111111111111",
        "3,4111111111111111",
        "ИИН 870412300012",
        "KZ75125KZT2069100100",
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "192.168.100.101 10.20.30.40",
        "версия 2.4.1, сборка 20261123.1",
        "00000000000000000",
    ],
)
def test_what_is_no_card_stays_readable(text: str) -> None:
    """Support works with numbers all day."""
    assert mask(text) == text


@pytest.mark.parametrize("some", ["1 ", "4-1 ", "42 ", "4111 1111 1111 1112 ", "4" * 4000])
def test_many_numbers_take_no_time(some: str) -> None:
    """Whole letters of them: seconds of it would be everybody's, for the register is written by one after the other."""
    began = time.process_time()
    assert mask(some * (18_000 // len(some))).startswith(some[:1])
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("4111 1111 1111 1111 12/27 123", "•••• 1111 12/27 123"),
        ("4111 1111 1111 1111 12 27 123", "•••• 1111 12 27 123"),
        ("4111 1111 1111 1111 5500 0000 0000 0004", "•••• 1111 •••• 0004"),
        ("заказ 5 4111 1111 1111 1111", "заказ 5 •••• 1111"),
        ("3782 822463 10005", "•••• 0005"),
        ("４１１１１１１１１１１１１１１１", "•••• 1111"),
        ("карта:2200000000000004;", "карта:•••• 0004;"),
    ],
)
def test_numbers_beside_a_card_stay(text: str, masked: str) -> None:
    """The date behind it, an order before it, another card."""
    assert mask(text) == masked
