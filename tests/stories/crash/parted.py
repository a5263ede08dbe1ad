"""The other story that is told again and again: two problems in one intake, a topic for each, and the day everything is forgotten.

Private chats have topics here. A long answer goes out in several messages, so that the desk dies between them too.
"""

from __future__ import annotations

from tests.stories.crash.story import FIELDS, MAIL, photo
from tests.stories.crash.town import Town

FIRST, SECOND = "BAR-000001", "BAR-000002"
PRINTER, STORE = "Не печатает принтер на втором этаже.", "не открывается склад в программе"
SEVERAL = f"{PRINTER} А ещё {STORE}."
CAPTION = "Так выглядит экран склада"
WORDS = "Склад открылся и снова закрылся"
LONG = "раз-два " * 511 + "готово"
YEARS = 4 * 366 * 86400.0
"""Longer than any regulation keeps personal data."""


async def tell(town: Town) -> None:
    """The whole story; AssertionError where somebody does not see what they must."""
    await intake(town)
    await work(town)
    town.takes_stock()
    await forgotten(town)
    town.takes_stock(told=False)


async def intake(town: Town) -> None:
    """Seven answers, two problems told apart, a file for the second, two numbers; one code proves the address."""
    anna, boris = town.anna, town.boris
    await town.says(anna, "/start")
    await town.presses(anna, "Даю согласие")
    for label, answer in FIELDS:
        town.sees_new(anna, label)
        await town.says(anna, SEVERAL if label == "Описание" else answer)
    town.sees_new(anna, "несколько проблем")
    await town.presses(anna, "✅ 2.")
    town.sees_new(anna, "отметьте хотя бы две")
    await town.presses(anna, "⬜ 2.")
    await town.presses(anna, "Зарегистрировать отдельно (2)")
    for n in (1, 2):
        town.sees_new(anna, f"Заявка {n} из 2", "О чём заявка?")
        await town.presses(anna, "Что-то не работает")
        town.sees_new(anna, f"Заявка {n} из 2", "Насколько")
        await town.presses(anna, "частично")
    town.sees_new(anna, "Скриншоты")
    await town.attaches(anna, photo(), caption=CAPTION)
    town.sees_new(anna, "Получил: photo-")
    await town.presses(anna, "Готово")
    town.sees_new(anna, "К какой заявке относятся файлы?")
    await town.presses(anna, "→ 1")
    await town.presses(anna, "Готово")
    town.sees_new(anna, "Получатся 2 заявки")
    await town.presses(anna, "Отправить заявки (2)")
    for number, other in ((FIRST, SECOND), (SECOND, FIRST)):
        told = town.sees_new(anna, f"{number} · Заявка зарегистрирована", other)
        assert told["message_thread_id"] == anna.in_topic(number).thread, f"lost: {number} is told beside its topic"
        town.sees_new(boris, f"Новая заявка {number}")
        town.got(f"{number}. Заявка зарегистрирована", other)
    town.sees_new(boris, SECOND, "[photo]")
    code = str(town.got(f"[{FIRST}]", "Код:")["text"]).split("Код: ")[1][:6]
    await town.says(anna, code)
    town.got("Вся переписка")


async def work(town: Town) -> None:
    """Words in a topic, a long final answer in several messages, a verdict; the other one is withdrawn."""
    anna, boris = town.anna, town.boris
    await town.presses(boris, "Взять", of=SECOND)
    town.sees_new(anna, SECOND, "Взяли в работу")
    await town.says(anna.in_topic(SECOND), WORDS)
    town.sees_new(boris, SECOND, "Заявитель пишет", WORDS)
    town.got(f"[{SECOND}]", WORDS)
    await town.presses(boris, "Завершить", of=SECOND)
    ask = town.sees_new(boris, f"итоговым ответом по {SECOND}")
    await town.says(boris, LONG, reply_to=ask)
    assert len(town.all_new(anna, "раз-два")) >= 2, "lost: a part of the long answer"
    town.sees_new(anna, "готово")
    town.got(f"{SECOND}. Заявка завершена", "раз-два", "готово")
    await town.presses(anna.in_topic(SECOND), "Подтверждаю")
    town.sees_new(anna, SECOND, "Заявка закрыта")
    await town.presses(anna.in_topic(SECOND), "5 ★")
    town.sees_new(boris, SECOND, "Оценка ★★★★★")
    await town.presses(anna.in_topic(SECOND), "Нет, спасибо")
    await town.says(anna, "/my 1")
    town.sees_new(anna, FIRST, "Не печатает принтер")
    await town.presses(anna, "Отозвать")
    town.sees_new(anna, f"Отозвать {FIRST}?")
    await town.presses(anna, "Да, отозвать")
    town.sees_new(anna, FIRST, "Вы отозвали заявку")
    town.sees_new(boris, FIRST, "Заявитель отозвал заявку")
    town.got(f"{FIRST}. Заявка закрыта")


async def forgotten(town: Town) -> None:
    """Years later: nothing of hers is left in the register or among the files; the numbers, the stars and the chain are."""
    await town.forgets(YEARS)
    for number in (FIRST, SECOND):
        town.sees(town.boris, number, "Закрыта", "Персональные данные удалены")
    for words in ("Ромашка", "Соколова", MAIL, "принтер", "склад", "раз-два", "916123", CAPTION):
        town.has_forgotten(words)
