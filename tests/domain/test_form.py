"""The form in words: what was filled in comes back as it was meant, in whatever shape somebody sends it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.answers import Text
from domain.form import Filled, Names, call_line, call_time, choose, read, render
from domain.refusals import WrongAnswer
from domain.regulation import LANGUAGES, Regulation, load, shipped

NAMES = Names(
    kind=Text({"ru": "Вид заявки", "en": "Request", "kk": "Өтініш түрі"}),
    impact=Text({"ru": "Влияние", "en": "Impact", "kk": "Әсері"}),
    call=Text({"ru": "Звонок", "en": "Call", "kk": "Қоңырау"}),
    optional=Text({"ru": "можно не заполнять", "en": "may be left empty", "kk": "толтырмауға болады"}),
)
BARIER = load("barier")
ANSWERS = {
    "organization": "ООО «Ромашка»",
    "name": "Соколова Анна",
    "position": "Бухгалтер",
    "phone": "+79161234567",
    "email": "anna@romashka.example",
    "description": "Не печатает принтер\nна втором этаже",
    "steps": "",
    "link": "https://portal.example.org/doc/5",
    "subject": "Корзина",
    "admin_email": "",
    "site": "shop.example.org",
    "version": "2.4.1",
    "details": "нет",
    "contact": "Телеграм anna",
}
NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
"""Monday, 10:30 in Moscow."""

WHOLE = """Организация: ООО «Ромашка»
ФИО: Соколова Анна
Должность: Бухгалтер
Телефон: 8 916 123-45-67
Почта: anna@romashka.example
Описание: Не печатает принтер
Вид заявки: 1
Влияние: 2"""


def filled_in(form: str, rules: Regulation, answers: dict[str, str], below: bool, language: str = "ru") -> str:
    """Somebody types each answer behind its label, or below it."""
    lines = []
    for line in form.splitlines():
        lines.append(line)
        for field in rules.fields:
            label = field.label.in_(language)
            if line.startswith(label) and line.endswith(":") and answers.get(field.key):
                value = answers[field.key]
                lines[-1:] = [line, value] if below else [f"{line} {value}"]
    return "\n".join(lines)


@pytest.mark.parametrize("below", [False, True], ids=["behind", "below"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("preset", shipped())
def test_each_regulations_form_comes_back_as_it_was_filled_in(preset: str, language: str, below: bool) -> None:
    """Behind the labels or on the lines below, in any language; the kind and the impact by number."""
    rules = load(preset)
    given_answers = {
        f.key: ANSWERS[f.key] or ("" if not f.required else "Открыть и нажать «Печать»") for f in rules.fields
    }
    text = filled_in(render(rules, NAMES, language, call=True), rules, given_answers, below, language)
    for name in (NAMES.kind, NAMES.impact):
        text = text.replace(f"{name.in_(language)}:", f"{name.in_(language)}: 1")
    found = read(rules, NAMES, text)
    assert found.wrong == ()
    assert found.answers == given_answers
    assert found.kind == (rules.kinds[0].key if rules.kinds else "")
    assert found.impact == (rules.impacts[0].key if rules.impacts else "")


LABELS = {w.casefold() for f in BARIER.fields for w in f.label.words.values()}
LINE = st.text(st.characters(whitelist_categories=("L", "N", "Zs"), max_codepoint=0x4FF), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)


@settings(deadline=None)
@given(
    st.lists(LINE.filter(lambda line: line and line.casefold() not in LABELS), min_size=1, max_size=6),
    st.booleans(),
    st.permutations(list(ANSWERS)),
)
def test_whatever_is_written_below_a_label_is_its_answer(lines: list[str], shout: bool, order: list[str]) -> None:
    """Several lines, labels in any case, lines of the form in any order: each answer is what its field takes of it."""
    description = "\n".join(lines)
    answers = {f.key: ANSWERS[f.key] for f in BARIER.fields} | {"description": description}
    keys = [key for key in order if key in answers]
    said = []
    for key in keys:
        label = BARIER.field(key).label.in_("ru")
        said.append(f"{label.upper() if shout else label} — {answers[key]}")
    found = read(BARIER, NAMES, "\n".join(said))
    expected = BARIER.field("description")
    if expected.takes(description):
        assert found.answers["description"] == expected.accept(description)
    else:
        assert "description" in found.lacking()
    assert {k: v for k, v in found.answers.items() if k != "description"} == {
        k: v for k, v in answers.items() if k != "description"
    }


def test_what_is_missing_or_wrong_is_said_line_by_line_and_the_rest_is_kept() -> None:
    """A second message with the wrong lines alone makes it whole."""
    first = read(BARIER, NAMES, WHOLE.replace("8 916 123-45-67", "12345").replace("Влияние: 2", ""))
    assert [(w.field, w.problem) for w in first.wrong] == [("phone", "phone"), ("impact", "empty")]
    whole = read(BARIER, NAMES, "Влияние: нич\nтелефон 8", first)
    assert [w.field for w in whole.wrong] == ["phone"]
    whole = read(BARIER, NAMES, "8 916 123-45-67", Filled(whole.answers, whole.kind, whole.impact), awaited=["phone"])
    assert (whole.wrong, whole.answers["phone"], whole.impact) == ((), "+79161234567", "down")


def test_lines_without_a_label_belong_to_the_description() -> None:
    """Greetings, quotations and afterthoughts are not lost."""
    found = read(BARIER, NAMES, "Добрый день!\n\n> " + WHOLE.replace("\n", "\n> ") + "\n\nСрочно, пожалуйста")
    assert found.wrong == ()
    assert found.answers["description"] == "Не печатает принтер\nДобрый день!\n\nСрочно, пожалуйста"


def test_a_plain_letter_is_a_description_and_nothing_else() -> None:
    """No line of the form at all."""
    found = read(BARIER, NAMES, "Не печатает принтер, помогите")
    assert (found.answers["description"], found.labelled) == ("Не печатает принтер, помогите", False)
    assert found.lacking() == ["organization", "name", "position", "phone", "email", "kind", "impact"]


@pytest.mark.parametrize(
    ("said", "impact"),
    [
        ("Влияние: 2", "partly"),
        ("Влияние: Работает частично или медленно", "partly"),
        ("влияние — НУЖНА к", "consultation"),
        ("Impact: nothing works", "down"),
        ("Влияние:\n1 — Ничего не работает\n2 — Работает частично или медленно\n3", "consultation"),
        ("Влияние:\n2 — Работает частично или медленно", "partly"),  # the other choices were deleted
        ("Влияние: 9", ""),
        ("Влияние: так себе", ""),
        ("Влияние:\n1 — Ничего не работает\n2 — Работает частично или медленно", ""),
    ],
)
def test_impact_is_read_by_number_words_or_a_beginning_of_its_own(said: str, impact: str) -> None:
    """As people fill in a list: by number, by words, by leaving one line standing."""
    assert read(BARIER, NAMES, f"Вид заявки: 1\n{said}").impact == impact


def test_a_beginning_that_fits_two_chooses_neither() -> None:
    """«Н» could be «Ничего не работает» or «Нужна консультация»."""
    assert choose(BARIER.impacts, "н") is None
    assert choose(BARIER.impacts, "ни") == "down"


def test_a_kind_that_settles_the_priority_asks_no_impact() -> None:
    """Changing the settings is priority 3 whatever it hits."""
    found = read(BARIER, NAMES, WHOLE.replace("Вид заявки: 1", "Вид заявки: Изменить").replace("Влияние: 2", ""))
    assert (found.kind, found.impact, found.wrong) == ("change", "", ())


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("", NOW),
        ("21.11 14:05", datetime(2026, 11, 21, 11, 5, tzinfo=UTC)),
        ("21.11.26 14:05", datetime(2026, 11, 21, 11, 5, tzinfo=UTC)),
        ("21.11.2026, в 14:05.", datetime(2026, 11, 21, 11, 5, tzinfo=UTC)),
        ("21.11, сағат 14:05", datetime(2026, 11, 21, 11, 5, tzinfo=UTC)),
        ("10:05", datetime(2026, 11, 23, 7, 5, tzinfo=UTC)),
        ("10:30", NOW),
    ],
)
def test_a_call_is_timed_in_the_regulations_zone(words: str, at: datetime) -> None:
    """Without words it is now; a time without a day is today's."""
    assert call_time(words, NOW, BARIER) == at


def test_a_call_on_new_years_eve_was_last_year() -> None:
    """A day without a year is the last such day."""
    assert call_time("31.12 17:00", datetime(2027, 1, 2, 9, tzinfo=UTC), BARIER) == datetime(
        2026, 12, 31, 14, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("words", "problem"),
    [("вчера", "time"), ("31.02 10:00", "time"), ("10:31", "future"), ("24.11 09:00", "future"), ("25:00", "time")],
)
def test_a_call_that_was_not_yet_or_cannot_be_read_is_refused(words: str, problem: str) -> None:
    """The receipt is never in the future."""
    with pytest.raises(WrongAnswer) as caught:
        call_time(words, NOW, BARIER)
    assert (caught.value.field, caught.value.problem) == ("call", problem)


def test_the_line_of_the_call_is_taken_out_of_an_answer() -> None:
    """What is left are the words for the requester."""
    assert call_line(NAMES, "Звонок: 21.11 14:05\nПерезагрузили сервер") == ("21.11 14:05", "Перезагрузили сервер")
    assert call_line(NAMES, "Звонок не прошёл") == ("", "Звонок не прошёл")
