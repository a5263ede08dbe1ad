"""The journal is evidence: what was written cannot be changed, moved or taken out unnoticed, and may yet be forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.journal import Actor, Audience, Entry, EntryKind, first_broken, write

START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
ANNA = Actor("anna", "Анна", "telegram")


def chain(*words: str) -> list[Entry]:
    entries: list[Entry] = []
    for n, text in enumerate(words, start=1):
        previous = entries[-1].digest if entries else ""
        moment = START + timedelta(minutes=n)
        entries.append(write("BAR-000001", n, moment, EntryKind.MESSAGE, ANNA, {"text": text}, previous=previous))
    return entries


def test_an_untouched_journal_verifies() -> None:
    """Nothing is wrong with what nobody touched."""
    assert first_broken(chain("раз", "два", "три")) is None


@pytest.mark.parametrize(
    "change",
    [
        {"payload": {"text": "не два"}},
        {"at": START},
        {"kind": EntryKind.ANSWER},
        {"n": 7},
        {"previous": "0" * 64},
        {"digest": "0" * 64},
        {"salt": "00"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_shows_where_it_was_made(change: dict[str, Any]) -> None:
    """Words, time, kind, place or links changed: the entry is named."""
    entries = chain("раз", "два", "три")
    entries[1] = replace(entries[1], **change)
    assert first_broken(entries) is entries[1]


def test_an_entry_taken_out_shows() -> None:
    """The one after the gap does not follow."""
    entries = chain("раз", "два", "три")
    del entries[1]
    assert first_broken(entries) is entries[1]


def test_erased_words_are_gone_and_the_chain_still_verifies() -> None:
    """Personal data can be forgotten without breaking the evidence that something was said then."""
    entries = chain("раз", "паспорт 4510 123456", "три")
    entries[1].erase()

    assert entries[1].facts == {}
    assert "паспорт" not in repr(entries[1])
    assert first_broken(entries) is None


def test_equal_words_do_not_give_equal_seals() -> None:
    """Without the salt nobody can guess an erased word by trying."""
    one, two = chain("да", "да")
    assert one.seal != two.seal


def test_notes_are_for_staff_and_words_for_all_unless_said_otherwise() -> None:
    """Each entry says for whose eyes it is."""
    entry = write("BAR-000001", 1, START, EntryKind.NOTE, ANNA, {}, previous="", audience=Audience.STAFF)
    assert entry.audience is Audience.STAFF
    assert chain("раз")[0].audience is Audience.PUBLIC
