"""One ticket, one problem: what the judge finds, and what it never does to a text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.one_issue import LANGUAGES, Judgement, judge, verdict
from domain.parting.thesaurus import likeness, things
from domain.parting.words import Language

BENCH = Path(__file__).parents[1] / "bench" / "one_issue"
TEXTS = [json.loads(line) for line in (BENCH / "dev.jsonl").read_text("utf-8").splitlines()]
HOSTILE = [
    "",
    " \n\t ",
    "-",
    "1.",
    ">",
    "«" * 3000,
    "((((" * 2000 + "да",
    "а, " * 5000,
    "не печатает и " * 3000,
    "\n- " * 5000,
    "а" * 100_000,
    "http://" + "a/" * 20_000,
    "1) " * 5000,
    "\ud800 не работает\x00, и дайте доступ",
    "🙏" * 5000,
    "." * 50_000,
    " " * 100_000,
    "P.S. " * 5000,
    "ещё и кстати также " * 3000,
    "1)  0 не работает не работает \n не работает принтер",
    "x" * 50 + "." * 50 + "Error: " + "\\" * 9000,
]


def must_hold(text: str, found: Judgement) -> None:
    """What is true of every judgement."""
    assert found.issues == len(found.parts) == len(found.spans) >= 1
    assert 0 <= found.likelihood <= 1
    assert tuple(text[start:end] for start, end in found.spans) == found.parts
    ends = [0, *(end for _, end in found.spans)]
    assert all(before <= start <= end for before, (start, end) in zip(ends, found.spans, strict=False))
    if found.issues == 1:
        assert found.parts == (text,)
    else:
        assert all(part.strip() == part != "" for part in found.parts)


@pytest.mark.parametrize("row", TEXTS, ids=lambda row: row["id"])
def test_parts_are_exact_substrings_in_text_order(row: dict[str, str]) -> None:
    """One for each problem; the whole text where there is one."""
    must_hold(row["text"], judge(row["text"]))


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
@pytest.mark.timeout(10)
def test_nothing_makes_it_fall_over_or_think_for_long(text: str) -> None:
    """Neither emptiness nor length nor what looks like a list, a log, a quotation."""
    must_hold(text, judge(text))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "не работает",
                "принтер",
                "и",
                "а ещё",
                ",",
                ".",
                "\n",
                "- ",
                "1) ",
                ": ",
                "«",
                "»",
                "P.S.",
                "как?",
                "(",
                ")",
                ">",
                "📷",
            ]
        )
        | st.text(max_size=12),
        max_size=40,
    ),
    st.sampled_from([None, *LANGUAGES]),
)
def test_any_text_is_judged(pieces: list[str], lang: str | None) -> None:
    """Whatever people paste, in whatever language they say it is."""
    text = " ".join(pieces)
    must_hold(text, judge(text, lang))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Не печатает принтер в приёмной.",
        "Не формируется акт.\nШаги:\n1. Открываю карточку\n2. Нажимаю «Печать»\n3. Появляется пустой лист",
        "Не открывается портал. Также пробовали в другом браузере, то же самое. Кстати, вчера всё работало.",
        "Прошу дать доступ к папке «Договоры» сотрудникам:\n- Иванов\n- Петрова\n- Сидоров",
        "Laptop does not turn on. I tried another charger and also another socket.",
        "Есеп ашылмайды. Қайта кіріп көрдік, көмектеспеді.",
        "не печатает принтер, перезагружал, не помогло",
        "Не открывается отчёт. И ещё: он не открывается у всего отдела.",
        "Как поменять пароль? Где это сделать? Нужно ли звонить?",
    ],
    ids=["plain", "steps", "attempts", "people", "english", "kazakh", "careless", "everybody", "questions"],
)
def test_details_are_no_problems(text: str) -> None:
    """Steps, attempts, people concerned belong to the one thing asked for."""
    assert judge(text).issues == 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Не печатает принтер в приёмной. Кстати, нужен доступ к CRM новому менеджеру.",
            ("Не печатает принтер в приёмной.", "нужен доступ к CRM новому менеджеру"),
        ),
        (
            "1. Не открывается отчёт по продажам\n2. Выдайте пропуск новому сотруднику",
            ("Не открывается отчёт по продажам", "Выдайте пропуск новому сотруднику"),
        ),
        (
            "The scanner doesn't work. Also, please send us the invoice for May.",
            ("The scanner doesn't work.", "please send us the invoice for May"),
        ),
        (
            "Не открывается отчёт. И ещё сбросьте пароль",
            ("Не открывается отчёт.", "сбросьте пароль"),
        ),
        (
            "- принтер қағазды алмайды\n- жаңа қызметкерге логин керек",
            ("принтер қағазды алмайды", "жаңа қызметкерге логин керек"),
        ),
    ],
    ids=["in passing", "numbered", "english", "and also", "kazakh"],
)
def test_separate_problems_are_told_apart(text: str, parts: tuple[str, ...]) -> None:
    """Without the words that only introduce them."""
    assert judge(text).parts == parts


def test_what_somebody_else_says_is_a_judgement_too() -> None:
    """Each part is found after the one before it, even if its words stand earlier as well."""
    text = "сбой и сбой"

    found = verdict(text, ("сбой", "сбой"))

    must_hold(text, found)
    assert found.spans == ((0, 4), (7, 11))
    assert verdict(text, ()) == verdict(text, ("сбой",)) == Judgement(1, (text,), ((0, len(text)),), 0.0)


@pytest.mark.parametrize("parts", [("сбой", "нет"), ("б", "а"), ("а", ""), ("а", " "), ("а", "а")])
def test_words_that_the_text_has_not_in_this_order_are_no_parts(parts: tuple[str, ...]) -> None:
    """Whoever names them."""
    with pytest.raises(ValueError, match="not in the text"):
        verdict("а, б", parts)


@pytest.mark.parametrize(
    ("words", "others"),
    [
        (("принтер", "ru"), ("картриджем", "ru")),
        (("printers", "en"), ("картридж", "ru")),
        (("қағазды", "kk"), ("toner", "en")),
    ],
)
def test_words_of_three_languages_speak_of_the_same_things(
    words: tuple[str, Language], others: tuple[str, Language]
) -> None:
    """And of other things than an invoice, which is not even of the same field."""
    one, other, invoice = things(*words), things(*others), things("фактура", "ru")

    assert likeness(one, other) == 1
    assert likeness(one, invoice) == 0 != len(invoice)
    assert likeness(things("монитор", "ru"), one) == 0.5
