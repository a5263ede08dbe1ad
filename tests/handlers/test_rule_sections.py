"""The sections of /rules: every one of every regulation fits into a message and says something a person understands."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import utf16_length
from domain.regulation import load, shipped
from handlers.view.pages import paged, pieces, visible
from handlers.view.rule_sections import ROOM, sections
from handlers.view.rules import rules_words, section_page
from handlers.view.words import LANGUAGES, speaking

OUR_KEYS = re.compile(r"\b(None|True|False|[a-z]+_[a-z_]+)\b|без номера|[{}]|<[A-Z]|\(\)")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("preset", shipped())
def test_every_section_reads_well(preset: str, language: str) -> None:
    """Within Telegram's limit, nothing of the program in it, no empty heading, no clause where the value is ours."""
    rules = load(preset)
    with speaking(language):
        found = sections(rules)
        assert found
        pages = [(section.title, page) for section in found for page in section.pages]
        for title, page in [*pages, ("", rules_words(rules))]:
            text = unescape(re.sub("<[^>]*>", "", page))
            assert visible(page) <= 4096
            assert not OUR_KEYS.search(text), text
            if title:
                assert text.startswith(title + "\n")
                assert len(text.splitlines()) > 1
                assert visible(page) <= ROOM
        for section in found:
            for n in range(len(section.pages)):
                assert section.pages[n] in section_page(rules, section.key, n)[0]


@pytest.mark.parametrize("preset", shipped())
def test_what_the_regulation_does_not_have_is_not_offered(preset: str) -> None:
    """A section without anything in it has no button: megafon takes no files, barier names no scope."""
    rules = load(preset)
    with speaking("ru"):
        offered = {section.key for section in sections(rules)}
    assert ("scope" in offered) is bool(rules.scope or rules.protected)
    assert ("files" in offered) is bool(rules.attachments.max_count)
    assert {"times", "closing", "reasons"} <= offered


def test_clauses_stand_where_the_source_has_them_and_nowhere_else() -> None:
    """intervale's times are ours, so no clause is cited for them; gravity's norms are called so, and cited."""
    with speaking("ru"):
        ours = next(s for s in sections(load("intervale")) if s.key == "times")
        norms = next(s for s in sections(load("gravity")) if s.key == "times")
        scope = next(s for s in sections(load("e-doc")) if s.key == "scope")
    assert "п." not in "".join(ours.pages)
    assert "норматив: 96 часов (п. 5.2)" in norms.pages[0]
    assert "подключения к интернету.\n" in scope.pages[0] + "\n"


def test_a_group_that_goes_on_says_so_again() -> None:
    """gravity's list takes two pages: what is not solved never looks as if it were."""
    with speaking("ru"):
        scope = next(s for s in sections(load("gravity")) if s.key == "scope")
    assert len(scope.pages) > 1
    for page in scope.pages:
        assert re.search(r"<b>(Решаем|Не решаем)</b>\n•", page)


@given(st.text(), st.integers(min_value=2, max_value=50))
def test_pieces_are_the_whole(text: str, room: int) -> None:
    """Whatever is cut, nothing is lost and each piece fits."""
    found = pieces(text, room)
    assert "".join(found) == text
    assert all(utf16_length(piece) <= room for piece in found)


@given(st.lists(st.text("ab <&>", min_size=1, max_size=20)), st.integers(min_value=20, max_value=60))
def test_pages_hold_all_blocks_in_order(blocks: list[str], room: int) -> None:
    """A block that fits on a page by itself stays whole."""
    safe = [block.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for block in blocks]
    assert "\n".join(paged(safe, room)) == "\n".join(safe)
    assert all(visible(page) <= room for page in paged(safe, room))
