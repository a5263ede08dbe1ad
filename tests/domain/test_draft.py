"""A draft: which question comes next is computed from the answers, never remembered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.draft import Draft, DraftKind, article_field, article_of, steps
from domain.people import Person
from domain.regulation import load
from domain.usecases.faq import take_article

RULES = load("barier")
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
ORDER = ["organization", "name", "position", "phone", "email", "description", "steps", "kind", "impact", "files"]


def anna(agreed: bool = True) -> Person:
    person = Person("Анна")
    if agreed:
        person.agrees(RULES.consent.version, NOW)
    return person


def draft(**answers: str) -> Draft:
    return Draft(DraftKind.INTAKE, "telegram", "1", 0, "anna", NOW, answers=dict(answers))


def test_nothing_is_asked_before_consent() -> None:
    """Personal data begin with the first field, so consent comes before it (152-ФЗ)."""
    assert draft().awaits(RULES, anna(agreed=False)) == "consent"
    assert draft().awaits(RULES, anna()) == "organization"


def test_a_new_text_of_consent_is_asked_again() -> None:
    """Who agreed to an older text has not agreed to this one."""
    person = anna()
    person.consent_version = "2020"
    assert draft().awaits(RULES, person) == "consent"


def test_questions_come_in_the_order_of_the_regulation_and_end_in_the_summary() -> None:
    """Seven fields, kind, impact, files, summary."""
    going, asked = draft(), []
    while (step := going.awaits(RULES, anna())) != "summary":
        asked.append(step)
        going.put(step, {"kind": "failure", "impact": "partly"}.get(step, "x"))
    assert asked == ORDER


def test_a_change_of_settings_is_not_asked_for_its_impact() -> None:
    """Its priority is fixed by the kind, so the question would be idle."""
    assert "impact" not in steps(RULES, {"kind": "change"})


@pytest.mark.parametrize("n", range(1, len(ORDER)))
def test_back_asks_the_question_before_and_keeps_the_answer(n: int) -> None:
    """Nothing that was given is lost by going back."""
    given_so_far = {"kind": "failure"} | {key: "x" for key in ORDER[:n] if key != "kind"}
    if n <= ORDER.index("kind"):
        del given_so_far["kind"]
    going = draft(**given_so_far)
    assert going.awaits(RULES, anna()) == ORDER[n]
    going.back(RULES, anna())
    assert going.awaits(RULES, anna()) == ORDER[n - 1]
    assert going.answers == given_so_far


def test_a_correction_returns_to_the_summary() -> None:
    """One answer is asked again, then everything is shown again."""
    going = draft(**dict.fromkeys(ORDER, "x") | {"kind": "failure", "impact": "partly"})
    going.correct("phone")
    assert going.awaits(RULES, anna()) == "phone"
    going.put("phone", "+79161234567")
    assert going.awaits(RULES, anna()) == "summary"


@given(st.lists(st.sampled_from(["put", "back"]), max_size=40))
def test_however_one_goes_back_and_forth_the_end_is_reached(moves: list[str]) -> None:
    """No order of Back and answers leaves a question out."""
    going, person = draft(), anna()
    for move in [*moves, *["put"] * 2 * len(ORDER)]:
        step = going.awaits(RULES, person)
        if move == "back":
            going.back(RULES, person)
        elif step != "summary":
            going.put(step, {"kind": "failure", "impact": "partly"}.get(step, "x"))
    assert going.awaits(RULES, person) == "summary"
    assert set(ORDER) <= going.answers.keys()


def test_articles_come_before_everything_else_where_they_are_demanded() -> None:
    """gravity 1.2, insales, e-doc 10, megafon; and the field for the article is not asked for once more (e-doc)."""
    for name in ("gravity", "insales", "e-doc", "megafon"):
        assert steps(load(name), {})[0] == "faq"
        assert (article_field(load(name)) is not None) is (name == "e-doc")
    assert "faq" not in steps(RULES, {})
    rules, going = load("e-doc"), draft()
    take_article(rules, going, "Читал https://help.example.org/a, не то")
    assert article_of(rules, going.answers) == "https://help.example.org/a"
    assert going.answers["link"] == "Читал https://help.example.org/a, не то"
    assert going.answers.keys() >= {"faq", "link"}


def test_a_link_too_long_for_its_field_loses_no_words() -> None:
    """The link goes to the field, what was said around it waits for the description."""
    rules, going, words = load("e-doc"), draft(), "не то " * 100 + "https://help.example.org/a"
    take_article(rules, going, words)
    assert going.answers["link"] == "https://help.example.org/a"
    assert going.answers["_said"] == words
