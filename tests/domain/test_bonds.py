"""Numbers and tags as people type them, and what is news to whoever watches a ticket."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.journal import Actor, Audience, Entry, EntryKind, write
from domain.linked import LinkKind
from domain.numbers import number_at
from domain.regulation import load
from domain.staff_refusals import WrongTag
from domain.tags import tags_in
from domain.watching import news

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "number", "rest"),
    [
        ("17", "BAR-000017", ""),
        ("№ 17: тот же сбой", "BAR-000017", "тот же сбой"),
        ("bar-17, касса", "BAR-000017", "касса"),
        ("BAR-000017", "BAR-000017", ""),
        ("#17 — x", "BAR-000017", "x"),
        ("GRV-5", "GRV-000005", ""),
        ("0", "", "0"),
        ("17a", "", "17a"),
        ("касса 17", "", "касса 17"),
        ("٣", "", "٣"),
        ("", "", ""),
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str, number: str, rest: str) -> None:
    """Of what is no number, nothing is guessed."""
    assert number_at(load("barier"), typed) == (number, rest)


def test_tags_are_words_as_hashtags_are() -> None:
    """Apart by commas or as hashtags, small letters, once each."""
    assert tags_in("Касса, не печатает; #VIP #касса") == ["касса", "не_печатает", "vip"]


@pytest.mark.parametrize(("typed", "problem"), [("", "empty"), (" , #", "empty"), ("<b>", "sign"), ("ы" * 33, "long")])
def test_what_is_no_tag_is_refused(typed: str, problem: str) -> None:
    """And says what is wrong."""
    with pytest.raises(WrongTag) as refused:
        tags_in(typed)
    assert refused.value.problem == problem


@pytest.mark.parametrize("kind", LinkKind)
def test_each_side_of_a_link_knows_what_the_other_is(kind: LinkKind) -> None:
    """Back and back again is the same."""
    assert kind.back.back is kind


def _journal(*steps: tuple[EntryKind, str]) -> list[Entry]:
    entries: list[Entry] = []
    for n, (kind, who) in enumerate(steps, start=1):
        previous = entries[-1].digest if entries else ""
        actor = Actor(who, who, "telegram")
        entries.append(write("BAR-000001", n, AT, kind, actor, {}, previous=previous, audience=Audience.PUBLIC))
    return entries


def test_only_what_comes_after_watching_began_is_news() -> None:
    """What was before is known, and so is what they do themselves; notes are no news."""
    before = [(EntryKind.TAKEN, "boris"), (EntryKind.WATCHED, "olga")]
    assert news(_journal(*before), "olga") is None
    later = _journal(*before, (EntryKind.MESSAGE, "anna"), (EntryKind.NOTE, "boris"), (EntryKind.QUESTION, "olga"))
    found = news(later, "olga")
    assert found is not None
    assert found.n == 3
