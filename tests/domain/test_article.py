"""An article: its name, its title and text, and in which language it is read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.article import LONGEST, Article, in_language, read_name, read_text
from domain.refusals import WrongArticle

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def article(slug: str, language: str) -> Article:
    return Article(slug, language, "x", "y", "", NOW)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("printer", ("printer", "ru")),
        ("Reset-Password.EN", ("reset-password", "en")),
        (" a1.kk ", ("a1", "kk")),
        ("a" * 32, ("a" * 32, "ru")),
    ],
)
def test_a_name_is_a_slug_and_a_language(name: str, read: tuple[str, str]) -> None:
    """Without a language it is the one of whoever asks."""
    assert read_name(name, "ru") == read


@pytest.mark.parametrize("name", ["", "-a", "a-", "a b", "принтер", "a.ru.md", "a" * 33, "a/b", "..", "a:b", "a\n.ru"])
def test_what_is_no_name_is_refused(name: str) -> None:
    """It ends up in a button and in a file's name."""
    with pytest.raises(WrongArticle) as refusal:
        read_name(name, "ru")
    assert refusal.value.problem == "name"


def test_a_language_we_do_not_keep_is_refused() -> None:
    """Also where none is named and there is none to take."""
    for name in ("a.fr", "a"):
        with pytest.raises(WrongArticle) as refusal:
            read_name(name)
        assert refusal.value.problem == "language"


@pytest.mark.parametrize(
    "text", ["# Раз  два\n\nтри\n", "\ufeff\n\nРаз два\nтри", "#Раз два#\r\n\r\nтри\r\n".replace("#\r", "\r")]
)
def test_the_first_line_is_the_title(text: str) -> None:
    """With or without its sign, whatever the ends of lines."""
    assert read_text(text) == ("Раз два", "три")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "title"),
        ("#\n\nтекст", "title"),
        ("# Раз", "body"),
        ("# Раз\n\n \n", "body"),
        ("# Раз\n\n" + "> " * 300 + "x", "body"),
        ("# " + "я" * 61 + "\n\nтекст", "long title"),
        ("# Раз\n\n" + "я" * LONGEST, "long"),
        ("# Раз\n\n" + "-\n" * 1700, "long"),
    ],
)
def test_what_no_requester_could_read_is_refused(text: str, problem: str) -> None:
    """It must fit on a button and into one message."""
    with pytest.raises(WrongArticle) as refusal:
        read_text(text)
    assert refusal.value.problem == problem


def test_it_is_read_in_ones_own_language_or_in_one_there_is() -> None:
    """Better in Russian than not at all."""
    kept = [article("a", "kk"), article("a", "ru"), article("b", "kk")]
    assert in_language(kept, "a", "kk") is kept[0]
    assert in_language(kept, "a", "en") is kept[1]
    assert in_language(kept, "b", "en") is kept[2]
    assert in_language(kept, "c", "ru") is None
