"""A reply that answers among our own lines, which its program did not mark: what the desk sent is taken for quoted, and no more."""

from __future__ import annotations

from bot.mail.reading.model import Split
from bot.mail.reading.own_words import without_known
from bot.mail.reading.quoted import split

OURS = """##- Пишите ответ выше этой черты -##

BAR-000123. Нужен ваш ответ

Борис спрашивает:

> Какая у вас модель кассы и версия прошивки?
> Горит ли индикатор ошибки на корпусе?

Здравствуйте!

Ответьте, пожалуйста, до 24 ноября, 18:00 (п. 4.9).

1. Какая у вас модель кассы и версия прошивки, и где она стоит, на складе или в зале?

2. Горит ли индикатор ошибки на корпусе?

3. Чек?

Решено: https://desk.example.org/v/abc

--
Поддержка
"""
HEADERS = """От: Поддержка <support@desk.example>
Отправлено: четверг, 7 мая 2026 г. 13:38
Кому: Пётр Савин <savin.p@rybalka.example>
Тема: [BAR-000123] Не печатает чек
"""
UNMARKED = "\n".join(line for line in OURS.splitlines() if not line.startswith(">"))


def test_answers_among_unmarked_lines_are_told_from_them() -> None:
    body = UNMARKED.replace("в зале?", "в зале?\nАтол Сигма 10, в зале").replace("корпусе?", "корпусе?\nДа, красным")
    parted = without_known(split(f"Ответы ниже, в тексте.\n\n{HEADERS}\n{body}"), [OURS])
    assert parted.new == (
        "Ответы ниже, в тексте.\n\n> 1. Какая у вас модель кассы и версия прошивки, и где она стоит, на складе или в зале?\n"
        "Атол Сигма 10, в зале\n\n> 2. Горит ли индикатор ошибки на корпусе?\nДа, красным"
    )
    assert "Отправлено: четверг" in parted.quoted
    assert "Ответьте, пожалуйста" in parted.quoted


def test_an_answer_below_the_whole_letter_stands_alone() -> None:
    parted = without_known(Split(f"{HEADERS}\n{UNMARKED}\n\n1. Атол\n2. Горит\n3. Вышел белый"), [OURS])
    assert parted.new == "1. Атол\n2. Горит\n3. Вышел белый"


def test_lines_that_a_program_wrapped_are_still_ours() -> None:
    long = "1. Какая у вас модель кассы и версия прошивки, и где она стоит, на складе или в зале?"
    body = UNMARKED.replace(long, f"{long[:40]}\n{long[40:]}\nАтол, на складе")
    parted = without_known(Split(f"Отвечаю.\n\n{HEADERS}\n{body}"), [OURS])
    assert parted.new == f"Отвечаю.\n\n> {long[:40].strip()}\n> {long[40:].strip()}\nАтол, на складе"


def test_what_a_person_says_again_is_theirs() -> None:
    """Words that our letter quotes are somebody's own, and one line of ours alone proves nothing."""
    again = "Борис, вы спросили:\nКакая у вас модель кассы и версия прошивки?\nГорит ли индикатор ошибки на корпусе?\nАтол. Да."
    ours = OURS.split("Здравствуйте!")[0]
    assert without_known(Split(again), [ours]).new == again
    alone = "Ответьте, пожалуйста, до 24 ноября, 18:00 (п. 4.9).\nНе успею до 24-го, болею"
    assert without_known(Split(alone), [OURS]).new == alone


def test_a_form_that_was_filled_in_stays_where_it_was_filled_in() -> None:
    form = "Организация:\nТелефон:\nОписание проблемы:\nШаги воспроизведения:"
    filled = "Организация: ООО «Ромашка»\nТелефон: +7 916 765-43-21\nОписание проблемы: белый чек\nШаги воспроизведения: печать"
    parted = without_known(Split(f"{HEADERS}\n{filled}"), [f"Нужно узнать ещё кое-что о вас\n\n{form}"])
    assert parted.new.endswith(filled)


def test_a_letter_that_says_nothing_new_is_left_alone() -> None:
    whole = Split(f"{HEADERS}\n{UNMARKED}")
    assert without_known(whole, [OURS]) == whole


def test_without_a_letter_of_ours_nothing_changes() -> None:
    parted = Split("Здравствуйте!\n\nНе печатает", "> старое")
    assert without_known(parted, []) == parted
    assert without_known(parted, ["Ваша заявка зарегистрирована"]) == parted
