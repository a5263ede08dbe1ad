"""The story that is told again and again: from the first word to a rating with a comment, with a dispute in between.

After each deed everything comes to rest; what a person should see now is there, or it was lost.
"""

from __future__ import annotations

import io

from PIL import Image

from tests.stories.crash.town import Town

NUMBER = "BAR-000001"
MAIL = "anna@romashka.example"
QUESTION = "Какая модель принтера?"
ANSWER = "Модель указана на крышке: Пантум"
FIRST, ARGUMENT, SECOND = "Заменили картридж", "Лампа погасла, но печати всё равно нет", "Заменили и барабан"
COMMENT = "Долго, но вежливо"
FIELDS = (
    ("Организация", "ООО «Ромашка»"),
    ("ФИО", "Соколова Анна Сергеевна"),
    ("Должность", "Главный бухгалтер"),
    ("Телефон", "+7 916 123-45-67"),
    ("Почта", MAIL),
    ("Описание", "Не печатает принтер на втором этаже, мигает красная лампа"),
    ("Как повторить", "Открыть документ, нажать «Печать», ничего не происходит"),
)


async def tell(town: Town) -> None:
    """The whole story; AssertionError where somebody does not see what they must."""
    await intake(town)
    await work(town)
    await verdict(town)
    town.takes_stock()


async def intake(town: Town) -> None:
    """Seven answers, two choices, a photo, the number; the letter's code proves the address."""
    anna, boris = town.anna, town.boris
    await town.says(anna, "/start")
    town.sees_new(anna, "персональных данных")
    await town.presses(anna, "Даю согласие")
    for label, answer in FIELDS:
        town.sees_new(anna, label)
        await town.says(anna, answer)
    town.sees_new(anna, "О чём заявка?")
    await town.presses(anna, "Что-то не работает")
    town.sees_new(anna, "Насколько")
    await town.presses(anna, "частично")
    town.sees_new(anna, "Скриншоты")
    await town.attaches(anna, photo())
    town.sees_new(anna, "Получил: photo-")
    await town.presses(anna, "Готово")
    town.sees_new(anna, "Проверьте")
    await town.presses(anna, "Отправить заявку")
    town.sees_new(anna, NUMBER, "Заявка зарегистрирована")
    town.sees_new(boris, f"Новая заявка {NUMBER}")
    town.sees_new(boris, NUMBER, "[photo]")
    letter = town.got(f"[{NUMBER}]", "Код:")
    await town.says(anna, str(letter["text"]).split("Код: ")[1][:6])
    town.got(f"[{NUMBER}]", "Вся переписка")


async def work(town: Town) -> None:
    """Taken, the priority confirmed, a question asked and answered, completed."""
    anna, boris = town.anna, town.boris
    await town.presses(boris, "Взять")
    town.sees_new(anna, NUMBER, "Взяли в работу", "Борис")
    await town.presses(boris, "Подтвердить:")
    town.sees_new(anna, NUMBER, "Приоритет подтверждён", "Срок:")
    town.got(f"{NUMBER}. Приоритет подтверждён")

    await town.presses(boris, "Спросить")
    ask = town.sees_new(boris, f"вопросом по {NUMBER}")
    await town.says(boris, QUESTION, reply_to=ask)
    town.sees_new(anna, NUMBER, QUESTION)
    town.got(f"[{NUMBER}]", QUESTION)
    await town.says(anna, ANSWER)
    town.sees_new(boris, NUMBER, "Заявитель отвечает", ANSWER)
    town.got(f"[{NUMBER}]", ANSWER)
    await completes(town, FIRST)


async def completes(town: Town, words: str) -> None:
    """Staff give the final answer."""
    await town.presses(town.boris, "Завершить")
    ask = town.sees_new(town.boris, f"итоговым ответом по {NUMBER}")
    await town.says(town.boris, words, reply_to=ask)
    town.sees_new(town.anna, NUMBER, "Заявка завершена", words)
    town.got(f"{NUMBER}. Заявка завершена", words)


async def verdict(town: Town) -> None:
    """Disputed with an argument, completed again, confirmed, rated with a comment."""
    anna, boris = town.anna, town.boris
    await town.presses(anna, "Не решено")
    town.sees_new(anna, "Что именно не решено")
    await town.says(anna, ARGUMENT)
    town.sees_new(anna, NUMBER, "Снова в работе")
    town.sees_new(boris, NUMBER, "не решено", ARGUMENT)
    await completes(town, SECOND)
    await town.presses(anna, "Подтверждаю")
    town.sees_new(anna, NUMBER, "Заявка закрыта", "Как мы справились?")
    town.got(f"{NUMBER}. Заявка закрыта")
    await town.presses(anna, "4 ★")
    town.sees_new(boris, NUMBER, "Оценка ★★★★☆")
    town.sees_new(anna, "Хотите добавить пару слов")
    await town.says(anna, COMMENT)
    town.sees_new(boris, NUMBER, "Оценка ★★★★☆", COMMENT)


def photo() -> bytes:
    """A small picture."""
    body = io.BytesIO()
    Image.new("RGB", (64, 48), (200, 30, 30)).save(body, "JPEG")
    return body.getvalue()
