"""What a decision must hold, read out of the words that staff wrote for it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.given import Given, explains, read, read_date
from domain.refusals import NotGiven, WrongDate
from domain.regulation import load
from domain.terms import ReasonDemand

RULES = load("gravity")
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def holds(text: str, *demands: ReasonDemand) -> Given:
    return read(text, demands, NOW, RULES)


@pytest.mark.parametrize(
    ("text", "words", "whom"),
    [
        ("Ведёт партнёр\n→ партнёру Альфа", "Ведёт партнёр", "партнёру Альфа"),
        ("-> никому.", "", ""),
        ("Серіктес айналысады\n→ ешкімге", "Серіктес айналысады", ""),
        ("До\n->Nobody\nПосле", "До\nПосле", ""),
        ("  →   в отдел продаж  \nПозвонят", "Позвонят", "в отдел продаж"),
    ],
)
def test_the_line_with_the_arrow_is_the_addressee(text: str, words: str, whom: str) -> None:
    """It is recorded, and does not go to the requester as it stands; «никому» is an answer too."""
    found = holds(text, "addressee")
    assert (found.text, found.addressee) == (words, whom)
    assert found.facts() == {"addressee": whom}


@pytest.mark.parametrize("text", ["Партнёру Альфа", "вот → так", "→", "→   \nтекст", ""])
def test_without_such_a_line_there_is_no_addressee(text: str) -> None:
    """An arrow in the middle of a line, or one that points at nothing, names nobody."""
    with pytest.raises(NotGiven) as refused:
        holds(text, "addressee")
    assert refused.value.missing == ("addressee",)


def test_all_that_is_missing_is_said_at_once() -> None:
    """Nobody is sent back twice."""
    with pytest.raises(NotGiven) as refused:
        holds("нет", "addressee", "article", "explanation", "release", "split")
    assert set(refused.value.missing) == {"addressee", "article", "explanation", "release", "split"}


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("Войдёт в 2.5", "2.5"),
        ("Войдёт в v2.5.1.", "2.5.1"),
        ("Ждите версию 12.10", "12.10"),
        ("Ждите версии 3", "3"),
        ("релиз 25.11.26", "25.11.26"),
        ("Жаңа нұсқада болады, нұсқа 12.10", "12.10"),
        ("2.5-rc1", "2.5-rc1"),
        ("1.12", "1.12"),
    ],
)
def test_a_version_at_the_end_is_the_release(text: str, version: str) -> None:
    """«2.5» is one; what could be a day is one if the word is said."""
    found = holds(text, "release")
    assert (found.text, found.release, found.until) == (text, version, None)


def test_a_day_at_the_end_is_the_release_too() -> None:
    """With or without its hour, and beside a version; without an hour it is the end of that working day."""
    assert holds("Обновление. 25.12", "release").until == datetime(2026, 12, 25, 19, 0, tzinfo=UTC)
    assert holds("25.11 15:00", "release").until == datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    both = holds("Войдёт в 2.5. 25.12", "release")
    assert (both.release, both.text) == ("2.5", "Войдёт в 2.5.")


@pytest.mark.parametrize("text", ["Скоро", "12.10", "32.11", "2.5 скоро", "версия"])
def test_what_is_neither_a_version_nor_a_day_ahead_is_no_release(text: str) -> None:
    """A day that lies behind promises nothing."""
    with pytest.raises(NotGiven):
        holds(text, "release")


@pytest.mark.parametrize("text", ["Ждём версию 2.5", "Ждём версию 12.12", "Ждём", "Осталось 5.5"])
def test_a_promise_is_no_version(text: str) -> None:
    """Where a date is asked for, a version is not taken for one."""
    with pytest.raises(WrongDate):
        read_date(text, NOW, RULES)


def test_a_day_without_its_hour_ends_when_the_desk_closes() -> None:
    """On a day off, and round the clock, it is the last minute."""
    barier, insales = load("barier"), load("insales")
    assert read_date("Ждём 25.11", NOW, barier)[1] == datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
    assert read_date("Ждём 28.11", NOW, barier)[1] == datetime(2026, 11, 28, 20, 59, tzinfo=UTC)
    assert read_date("Ждём 5.12", NOW, insales)[1] == datetime(2026, 12, 5, 20, 59, tzinfo=UTC)
    assert read_date("Ждём 10.01", NOW, insales)[1] == datetime(2027, 1, 10, 20, 59, tzinfo=UTC)


def test_a_link_is_an_article() -> None:
    """The sign after it is not part of it."""
    assert holds("Смотрите (https://a.example/faq?x=1).", "article").article == "https://a.example/faq?x=1"
    with pytest.raises(NotGiven):
        holds("Смотрите a.example/faq", "article")


def test_parts_are_numbered_lines() -> None:
    """At least two."""
    assert holds("Разделим:\n1. Корзина\n 2) Оплата", "split").facts() == {}
    with pytest.raises(NotGiven):
        holds("1. Корзина, 2. Оплата", "split")


@pytest.mark.parametrize(("text", "enough"), [("Не открылось", True), ("нет нет нет", True), ("нет", False)])
def test_an_explanation_has_words(text: str, enough: bool) -> None:
    """Ten letters and digits, signs not counted."""
    assert explains(text) == enough
    assert not explains("." * 500)


@given(st.text())
def test_no_words_break_the_reading(text: str) -> None:
    """Whatever staff write, it is read or refused."""
    for demand in ("addressee", "article", "explanation", "release", "split"):
        with suppress(NotGiven):
            assert len(holds(text, demand).text) <= len(text)
