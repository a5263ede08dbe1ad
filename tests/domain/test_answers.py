"""Answers: what of a typed answer is kept, in which form, and why one is refused (barier 4.2, 7.2)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.answers import Text, utf16_length
from domain.refusals import WrongAnswer
from domain.regulation import load

BARIER = load("barier")


def refusal(key: str, raw: str) -> tuple[str, int]:
    with pytest.raises(WrongAnswer) as caught:
        BARIER.field(key).accept(raw)
    assert caught.value.field == key
    return caught.value.problem, caught.value.over


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("+7 (473) 202-24-64", "+74732022464"),
        ("8 473 202-24-64", "+74732022464"),
        ("8-916-123-45-67", "+79161234567"),
        ("79161234567", "+79161234567"),  # as the contact button sends it
        ("375291234567", "+375291234567"),
        ("+49 30 901820", "+4930901820"),
        ("тел. +7 916 123 45 67", "+79161234567"),
        ("+7 473 202-24-64 доб. 12", "+74732022464;ext=12"),
        ("\u202a+7 916 123-45-67\u202c", "+79161234567"),  # as contact apps copy it
    ],
)
def test_a_phone_number_is_kept_in_one_form(raw: str, kept: str) -> None:
    assert BARIER.field("phone").accept(raw) == kept


@pytest.mark.parametrize(
    "raw", ["12345", "нет телефона", "+7 916", "8 916 123 45 67 и 8 916 765 43 21", "+99912345678"]
)
def test_a_phone_number_that_cannot_be_called_is_refused(raw: str) -> None:
    assert refusal("phone", raw) == ("phone", 0)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (" Anna@Example.ORG ", "Anna@example.org"),
        ("<anna@example.org>", "anna@example.org"),
        ("mailto:anna@example.org", "anna@example.org"),
        ("info@почта.рф", "info@xn--80a1acny.xn--p1ai"),
    ],
)
def test_an_address_is_kept_in_the_form_that_mail_servers_take(raw: str, kept: str) -> None:
    assert BARIER.field("email").accept(raw) == kept


@pytest.mark.parametrize(
    "raw", ["anna", "anna@", "a@x.ru,b@y.ru", "a b@x.ru", "анна@example.org", "a@x", "a@[127.0.0.1]"]
)
def test_what_is_no_single_address_is_refused(raw: str) -> None:
    assert refusal("email", raw) == ("email", 0)


@pytest.mark.parametrize(
    "raw",
    [
        "............",
        "аааааааааа",
        "аа аа аа аа аа",
        "asdf?",
        "asdfasdf qwerty",
        "йцукен фывапр",
        "тест тест тест",
        "Сынақ, сынақ",
        "1234567890",
        "👍👍👍👍👍👍👍👍👍👍",
    ],
)
def test_a_description_that_says_nothing_is_refused(raw: str) -> None:
    assert refusal("description", raw) == ("meaningless", 0)


@pytest.mark.parametrize(
    "raw",
    [
        "Не печатает принтер",
        "VPN SSL TLS",
        "Ошибка 0x80070005",
        "1С не запускается",
        "Wi-Fi пропал :(",
        "Qwerty завис сервер",
    ],
)
def test_a_description_that_says_something_is_kept_as_it_is(raw: str) -> None:
    assert BARIER.field("description").accept(raw) == raw


@pytest.mark.parametrize("raw", ["", "   ", "\u200b\u2060", "\u202e\u202c", "\n\n", "\x00\x01"])
def test_an_answer_without_anything_to_see_is_empty(raw: str) -> None:
    for field in BARIER.fields:
        assert refusal(field.key, raw) == ("empty", 0)


def test_an_answer_says_by_how_much_it_is_too_long_or_too_short() -> None:
    """As Telegram counts: an emoji outside the first plane is two."""
    longest = BARIER.field("description").max_length

    assert refusal("description", "Не работает. " + "я" * longest) == ("long", 13)
    assert refusal("description", "Сломалось " + "🙈" * (longest // 2)) == ("long", 10)
    assert refusal("description", "Не") == ("short", 8)


@pytest.mark.parametrize("raw", ["...", "-", "33", "ааааа", "🙂"])
def test_a_name_needs_letters(raw: str) -> None:
    assert refusal("organization", raw) == ("meaningless", 0)


@pytest.mark.parametrize("raw", ["AAA", "1С", "X5", "ООО «Ромашка»", "О'Коннор-Петрова"])
def test_unusual_names_are_names(raw: str) -> None:
    assert BARIER.field("organization").accept(raw) == raw


def test_lines_are_kept_where_they_matter_and_joined_where_not() -> None:
    assert BARIER.field("name").accept("Петрова\nАнна\u2028 Сергеевна\t") == "Петрова Анна Сергеевна"
    assert BARIER.field("description").accept("Первая строка  \r\nвторая\u2029третья\n\n\n\nчетвёртая\n") == (
        "Первая строка\nвторая\nтретья\n\nчетвёртая"
    )


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from([field.key for field in BARIER.fields]))
def test_whatever_is_kept_can_be_sent_stored_and_kept_again(raw: str, key: str) -> None:
    field = BARIER.field(key)
    try:
        kept = field.accept(raw)
    except WrongAnswer:
        return

    kept.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069]", kept)
    assert utf16_length(kept) <= field.max_length
    assert field.accept(kept) == kept


def test_a_text_falls_back_to_russian_then_to_any() -> None:
    both = Text({"ru": "да", "en": "yes"})

    assert [both.in_(language) for language in ("en", "en-GB", "EN", "kk", None, "")] == ["yes"] * 3 + ["да"] * 3
    assert Text({"kk": "иә"}).in_("en") == "иә"
