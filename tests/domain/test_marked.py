"""Marked: an article's Markdown in plain words and in Telegram's HTML; nothing hostile gets through."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.marked import plain
from handlers.view.marked import marked

TAGS = {"b", "i", "s", "code", "pre", "blockquote", "a"}


class Strict(HTMLParser):
    """As strict as Telegram: only its tags, each closed in order, links that lead somewhere harmless."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        assert tag != "blockquote" or "blockquote" not in self.open
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        assert all(re.match(r"(https?|tg|mailto):", value or "", re.IGNORECASE) for _, value in attrs)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def strict(html: str) -> None:
    parser = Strict()
    parser.feed(html)
    parser.close()
    assert parser.open == []


@pytest.mark.parametrize(
    ("markdown", "html", "words"),
    [
        ("**жирно** *косо* ~~нет~~ `код`", "<b>жирно</b> <i>косо</i> <s>нет</s> <code>код</code>", "жирно косо нет код"),
        ("# Раз\n\nдва\nтри", "<b>Раз</b>\n\nдва\nтри", "Раз\n\nдва\nтри"),
        ("- раз\n- два\n  - ещё", "• раз\n• два\n\u00a0\u00a0\u00a0• ещё", "• раз\n• два\n\u00a0\u00a0\u00a0• ещё"),
        ("3. раз\n4. два", "3. раз\n4. два", "3. раз\n4. два"),
        ("> раз\n>> два", "<blockquote>раз\n\nдва</blockquote>", "раз\n\nдва"),
        ("```sh\na < b\n```", "<pre>a &lt; b</pre>", "a < b"),
        ("[тут](https://a.example/?x=1&y=2)", '<a href="https://a.example/?x=1&amp;y=2">тут</a>', "тут (https://a.example/?x=1&y=2)"),
        ("<https://a.example>", '<a href="https://a.example">https://a.example</a>', "https://a.example"),
        ("[пишите](mailto:a@b.example)", '<a href="mailto:a@b.example">пишите</a>', "пишите (a@b.example)"),
        ("![схема](https://a.example/x.png)", '<a href="https://a.example/x.png">схема</a>', "схема (https://a.example/x.png)"),
    ],
)  # fmt: skip
def test_what_is_marked_reads_as_it_should(markdown: str, html: str, words: str) -> None:
    """The same article for the chat and for the letter."""
    assert marked(markdown) == html
    assert plain(markdown) == words


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<b onclick=x>жирно",
        "<!-- тихо -->",
        "</blockquote></b>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHN2Zz4=)",
        "[x](file:///etc/passwd)",
        "[x](ftp://a.example)",
        "[x](/there)",
        "[x](//a.example)",
        "<javascript:alert(1)>",
        '[x](https://a.example/"onmouseover="x)',
        "[x](https://[a)",
        "![x](javascript:alert(1))",
        "&lt;script&gt; &#60;b&#62;",
        "> " * 200 + "глубоко",
        "- " * 200 + "глубоко",
        "[" * 500,
        "*" * 500,
        "```\nне закрыто",
        "**раз *два** три*",
    ],
)
def test_hostile_markdown_is_only_words(hostile: str) -> None:
    """No tag but Telegram's, no link but to http, https, tg and mailto."""
    html = marked(hostile)
    strict(html)
    assert "<script" not in html
    assert "href" not in html or "https://" in html


@given(st.text(alphabet=st.sampled_from("ab \n#*_~`[]()<>!-+.1&\\|:/\"'яё\u2028"), max_size=80))
def test_whatever_was_typed_is_well_formed(text: str) -> None:
    """Telegram refuses a message with a tag that is not closed."""
    strict(marked(text))
    plain(text)
