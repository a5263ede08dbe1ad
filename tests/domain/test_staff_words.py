"""What an agent's letter asks for: few commands, and in doubt nothing."""

from __future__ import annotations

import pytest

from domain.staff_words import Meant, Move, Unclear, meant


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Перезагрузите принтер", Meant(Move.ANSWER, "Перезагрузите принтер")),
        ("Здравствуйте, Анна!\n\nрешено: нет", Meant(Move.ANSWER, "Здравствуйте, Анна!\n\nрешено: нет")),
        ("Ask your administrator for the key", Meant(Move.ANSWER, "Ask your administrator for the key")),
        ("Note that it restarts twice", Meant(Move.ANSWER, "Note that it restarts twice")),
        ("Беру в работу, отвечу завтра", Meant(Move.ANSWER, "Беру в работу, отвечу завтра")),
        ("Ждём, когда привезут деталь", Meant(Move.ANSWER, "Ждём, когда привезут деталь")),
        ("Внутренняя ошибка исправлена", Meant(Move.ANSWER, "Внутренняя ошибка исправлена")),
        ("Ответ: да, можно", Meant(Move.ANSWER, "Ответ: да, можно")),
        ("Анна Сергеевна: принтер готов", Meant(Move.ANSWER, "Анна Сергеевна: принтер готов")),
        ("https://example.org/faq", Meant(Move.ANSWER, "https://example.org/faq")),
        ("// клиент сердится", Meant(Move.NOTE, "клиент сердится")),
        ("//\nклиент\nсердится", Meant(Move.NOTE, "клиент\nсердится")),
        ("внутр: клиент сердится", Meant(Move.NOTE, "клиент сердится")),
        ("Note: they are angry", Meant(Move.NOTE, "they are angry")),
        ("Заметка\nне забыть про кабель", Meant(Move.NOTE, "не забыть про кабель")),
        ("Беру", Meant(Move.TAKE)),
        ("беру.\n\nС уважением,\nБорис Иванов", Meant(Move.TAKE)),
        ("take\n\nBest regards,\nBoris", Meant(Move.TAKE)),
        ("Аламын", Meant(Move.TAKE)),
        ("Ждём: модель?", Meant(Move.ASK, "модель?")),
        ("ЖДЕМ :\nкакая модель?\nи где стоит?", Meant(Move.ASK, "какая модель?\nи где стоит?")),
        ("ask: which model?", Meant(Move.ASK, "which model?")),
        ("Решено: заменили\nкартридж", Meant(Move.COMPLETE, "заменили\nкартридж")),
        ("Решено\n\nЗаменили картридж", Meant(Move.COMPLETE, "Заменили картридж")),
        ("done", Meant(Move.COMPLETE)),
        ("Срок: ждём деталь. 25.11 15:00", Meant(Move.PROMISE, "ждём деталь. 25.11 15:00")),
        ("Шешілді: ауыстырдық", Meant(Move.COMPLETE, "ауыстырдық")),
    ],
)
def test_a_letter_says_what_is_to_be_done(text: str, wanted: Meant) -> None:
    """By a word alone on the first line or before a colon; everything else is an answer."""
    assert meant(text) == wanted


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Unclear.EMPTY),
        (" \n\t", Unclear.EMPTY),
        ("//", Unclear.WORDLESS),
        ("внутр:", Unclear.WORDLESS),
        ("ждём:\n\nС уважением,\nБорис", Unclear.WORDLESS),
        ("Решено:", Unclear.WORDLESS),
        ("Беру\n\nЗдравствуйте, Анна!", Unclear.WORDS),
        ("take: tomorrow", Unclear.WORDS),
        ("внутр. клиент сердится", Unclear.ALIKE),
        ("Внутр клиент сердится", Unclear.ALIKE),
        ("внутр - клиент сердится", Unclear.ALIKE),
        ("Заметка — клиент сердится", Unclear.ALIKE),
        ("note, they are angry", Unclear.ALIKE),
        ("внурт: клиент сердится", Unclear.ALIKE),
        ("внутри: клиент сердится", Unclear.ALIKE),
        ("рещено: всё", Unclear.ALIKE),
        ("решено - всё", Unclear.ALIKE),
        ("решено — всё", Unclear.ALIKE),
        ("Решено перезапустили сервер", Unclear.ALIKE),
        ("Решено, проверьте", Unclear.ALIKE),
        ("Закрыть\n\nС уважением,\nБорис", Unclear.ALIKE),
        ("/take", Unclear.ALIKE),
        ("/ заметка", Unclear.ALIKE),
        ("Да\n\n> Не печатает принтер\n> второй день", Unclear.QUOTED),
        ("Да\n\n##- Пишите ответ выше этой черты -##\nСекрет", Unclear.QUOTED),
    ],
)
def test_in_doubt_nothing_is_done(text: str, why: Unclear) -> None:
    """A slip of the finger must not send colleagues' words to the requester, nor complete what is not solved."""
    assert meant(text) is why
