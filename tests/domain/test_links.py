"""Links: found in what people write around them, and not where there is none."""

from __future__ import annotations

import pytest

from domain.links import find_link
from domain.refusals import WrongAnswer
from domain.usecases.involve import read_participant


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://help.example.org/podpis", "https://help.example.org/podpis"),
        ("Смотрите https://help.example.org/podpis.", "https://help.example.org/podpis"),
        ("(см. http://a.example/x?y=1&z=2, раздел 2)", "http://a.example/x?y=1&z=2"),
        ("«https://a.example/x»!", "https://a.example/x"),
        ("https://ru.wikipedia.org/wiki/A_(b)", "https://ru.wikipedia.org/wiki/A_(b)"),
        ("HTTPS://A.example/c, да", "HTTPS://A.example/c"),
        ("https://сайт.рф/статья", "https://сайт.рф/статья"),
        ("http://x и https://a.example", "https://a.example"),
    ],
)
def test_a_link_is_found_without_the_sentence_around_it(text: str, link: str) -> None:
    """The full stop that ends the sentence is no part of the address."""
    assert find_link(text) == link


@pytest.mark.parametrize("text", ["", "нет", "ftp://a.example", "http://", "https://x", "http://[::1", "a.example/x"])
def test_what_is_no_link_is_none(text: str) -> None:
    """A scheme other than http(s), or no host, answers nobody's question."""
    assert find_link(text) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("pavel@vendor.example Павел\nПосмотрите", ("pavel@vendor.example", "Павел", "Посмотрите")),
        ("  <Pavel@Vendor.EXAMPLE>\n\nраз\nдва", ("Pavel@vendor.example", "", "раз\nдва")),
        ("a@b.example, Иван Ильич\nда", ("a@b.example", "Иван Ильич", "да")),
    ],
)
def test_an_address_a_name_and_words_are_read(text: str, read: tuple[str, str, str]) -> None:
    """The first line is for whom, the rest is for them."""
    assert read_participant(text) == read


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Павел\nда", "email"),
        ("", "email"),
        ("a@b\nда", "email"),
        ("a@b.example", "empty"),
        ("a@b.example\n \n", "empty"),
    ],
)
def test_without_an_address_or_words_nothing_is_read(text: str, problem: str) -> None:
    """Staff hear which of the two is missing."""
    with pytest.raises(WrongAnswer) as refused:
        read_participant(text)
    assert refused.value.problem == problem
