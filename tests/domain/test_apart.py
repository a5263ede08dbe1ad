"""Several problems in one intake: what is asked because of them, and what becomes of each part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import apart
from domain.draft import Draft, DraftKind, steps
from domain.one_issue import Judgement
from domain.people import Person
from domain.regulation import load

RULES = load("barier")
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
FIRST, SECOND, THIRD = "Не печатает принтер.", "не открывается склад", "Как добавить пользователя?"
BEFORE = dict.fromkeys(("organization", "name", "position", "phone", "email"), "x")
TOLD = BEFORE | {"description": f"{FIRST} А ещё {SECOND}. {THIRD}", "steps": ""}


@dataclass
class File:
    id: str


def found(*parts: str) -> Judgement:
    return Judgement(len(parts), parts, tuple((0, 1) for _ in parts), 0.99)


def parted(**more: Any) -> dict[str, Any]:
    return apart.weigh(RULES, TOLD, found(FIRST, SECOND, THIRD)) | more


def test_nothing_is_judged_before_all_of_it_is_told() -> None:
    """Description and steps are one text; a text of one problem asks nothing."""
    for lacking in ("description", "steps"):
        half = {key: value for key, value in TOLD.items() if key != lacking}
        assert apart.weigh(RULES, half, found(FIRST, SECOND)) is half
    assert "parts" not in steps(RULES, apart.weigh(RULES, TOLD, found("x")))


@pytest.mark.parametrize(
    ("preset", "asked"), [("barier", True), ("saveit", True), ("intervale", True), ("gravity", True), ("e-doc", False)]
)
def test_only_a_regulation_that_cuts_requests_has_them_cut(preset: str, asked: bool) -> None:
    """By problems, or by people (gravity 2.4)."""
    answers = apart.weigh(load(preset), TOLD, found(FIRST, SECOND))
    assert ("parts" in steps(load(preset), answers)) is asked


def test_it_is_asked_right_after_the_text() -> None:
    order = steps(RULES, parted())
    assert order[order.index("steps") + 1] == "parts"


def test_what_was_decided_goes_with_its_text() -> None:
    """The same text is not judged again; another one forgets what was decided, but not that the first is one problem."""
    decided = parted(parts=apart.APART, _stays=[1], _whose={"f": "1"}, whose="done") | {
        "kind": "failure",
        "kind@1": "change",
    }
    assert apart.weigh(RULES, decided) is decided
    assert apart.weigh(RULES, decided, found("x")) is decided
    other = apart.weigh(RULES, decided | {"description": FIRST}, found(FIRST))
    assert other.keys() == TOLD.keys() | {apart.JUDGED, "kind"}
    one = parted(parts=apart.TOGETHER)
    one[apart.ONE] = one[apart.JUDGED]
    away = apart.weigh(RULES, one | {"description": FIRST}, found(FIRST))
    back = apart.weigh(RULES, away | {"description": TOLD["description"]}, found(FIRST, SECOND, THIRD))
    assert back["parts"] == apart.TOGETHER


def test_what_stays_joins_the_first() -> None:
    """Wherever it stands in the text."""
    assert apart.split(parted()) == []
    assert apart.split(parted(parts=apart.TOGETHER)) == []
    assert apart.split(parted(parts=apart.APART)) == [FIRST, SECOND, THIRD]
    assert apart.split(parted(parts=apart.APART, _stays=[1])) == [f"{FIRST}\n{SECOND}", THIRD]
    assert apart.split(parted(parts=apart.APART, _stays=[0])) == [f"{SECOND}\n{FIRST}", THIRD]


def test_each_request_is_asked_its_kind_and_its_impact() -> None:
    """The impact only where the kind does not settle it."""
    answers = parted(parts=apart.APART, kind="failure", _stays=[2])
    assert steps(RULES, answers)[-5:] == ["kind", "impact", "kind@1", "impact@1", "files"]
    assert steps(RULES, answers | {"kind@1": "change"})[-3:] == ["impact", "kind@1", "files"]
    assert apart.answered(answers | {"kind@1": "change"}, "kind", 1) == "change"


def test_files_are_asked_about_until_each_is_sorted() -> None:
    """None: no question. A new one: the question again, with what was said of the others."""
    answers = parted(parts=apart.APART, files="done")
    assert apart.sort_out(answers, []) is answers
    asked = apart.sort_out(answers, [File("a")])
    assert steps(RULES, asked)[-2:] == ["files", "whose"]
    assert apart.sort_out(asked, [File("a")]) is asked
    assert "whose" not in steps(RULES, apart.sort_out(asked, []))
    sorted_ = asked | {apart.WHOSE: {"a": "1"}, "whose": "done"}
    assert apart.sort_out(sorted_, [File("a")]) is sorted_
    again = apart.sort_out(sorted_, [File("a"), File("b")])
    assert "whose" not in again
    assert [apart.owner(again, one) for one in "ab"] == ["1", "0"]
    assert [apart.belongs(again | {apart.WHOSE: {"a": apart.ALL}}, "a", n) for n in (0, 1, 2)] == [True] * 3


@given(st.lists(st.sampled_from(["put", "back", "apart", "one", "steps"]), max_size=40))
def test_however_one_goes_back_and_forth_every_request_is_asked_about(moves: list[str]) -> None:
    """No order of answers, changes of mind and Back leaves a question out."""
    person = Person("Анна")
    person.agrees(RULES.consent.version, NOW)
    going = Draft(DraftKind.INTAKE, "telegram", "1", 0, person.id, NOW, answers=parted())
    for move in [*moves, *["put"] * 40]:
        step = going.awaits(RULES, person)
        base, _n = apart.place(step)
        if move == "back":
            going.back(RULES, person)
        elif step == "parts":
            going.put(step, apart.TOGETHER if move == "one" else apart.APART)
        elif move == "steps" and step != "summary":
            going.correct("steps")
        elif step != "summary":
            going.put(step, {"kind": "failure", "impact": "partly"}.get(base, going.answers.get(step, "x")))
            going.answers = apart.weigh(RULES, going.answers, found(FIRST, SECOND))
    assert going.awaits(RULES, person) == "summary"
    parts = apart.split(going.answers)
    asked = [apart.answered(going.answers, key, n) for n in range(len(parts) or 1) for key in ("kind", "impact")]
    assert all(asked)
