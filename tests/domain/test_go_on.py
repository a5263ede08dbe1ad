"""Go on: by the numbers of messages, which ones were said before our answer; and how cut texts are put together again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from domain.people import Person, Place, Speaker
from domain.ports import Desk, Utterance
from domain.usecases.go_on import goes_on_with, together

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANNA = Person("Анна")
NO_DESK = cast(Desk, None)
"""Words that stand in no ticket yet need no register to be looked up."""


def said(number: int, text: str = "Не печатает", *, step: str = "description", person: Person = ANNA) -> Utterance:
    return Utterance("telegram", "7", str(number), person.id, NOON, step, text, "draft")


def speaks(number: int | str, *, seconds: float = 0.0) -> Speaker:
    return Speaker(Place("telegram", "7"), "7", "Анна", NOON + timedelta(seconds=seconds), message=str(number))


@pytest.mark.parametrize(
    ("now", "answered", "seconds", "goes_on"),
    [
        (21, None, 60, True),  # nothing stands between the two
        (22, None, 0, False),  # something does, and the desk has just started: it may be the question
        (22, 21, 0, False),  # the question stands between them
        (25, 18, 0, True),  # other people's messages do; our answer was not out
        (25, 30, 0, True),  # it came after both
        (25, 24, 0, False),
        (20, None, 0, False),  # the same number, or an older one
        (19, None, 0, False),
    ],
)
def test_what_was_said_before_our_answer_goes_on(now: int, answered: int | None, seconds: float, goes_on: bool) -> None:
    before = said(20)
    found = goes_on_with(NO_DESK, speaks(now, seconds=seconds), ANNA, before, answered)
    assert found is (before if goes_on else None)


@pytest.mark.parametrize(
    ("length", "seconds", "goes_on"), [(3900, 3, True), (3900, 4, False), (3899, 0, False), (4096, 1, True)]
)
def test_the_rest_of_a_cut_text_goes_on_past_our_answer_for_a_moment(
    length: int, seconds: float, goes_on: bool
) -> None:
    before = said(20, "ж" * length)
    found = goes_on_with(NO_DESK, speaks(22, seconds=seconds), ANNA, before, 21)
    assert (found is before) is goes_on


def test_nothing_goes_on_with_somebody_elses_words_a_caption_or_a_press() -> None:
    assert goes_on_with(NO_DESK, speaks(21), ANNA, said(20, person=Person("Пётр")), None) is None
    assert goes_on_with(NO_DESK, speaks(21), ANNA, said(20, step="_caption"), None) is None
    assert goes_on_with(NO_DESK, speaks(""), ANNA, said(20), None) is None
    assert goes_on_with(NO_DESK, speaks(21), ANNA, None, None) is None


def test_lines_stay_lines_and_a_cut_is_mended() -> None:
    """Short messages are lines; a text cut at a blank gets it back; one cut in a word is a word again; a log stays a log."""
    assert together([]) == ""
    assert together(["Не печатает", "второй этаж"]) == "Не печатает\nвторой этаж"
    assert together(["ж" * 4000, "конец"]) == "ж" * 4000 + " конец"
    assert together(["ж" * 4096, "конец"]) == "ж" * 4096 + "конец"
    assert together(["ж\n" * 2000, "конец"]) == "ж\n" * 2000 + "\nконец"
