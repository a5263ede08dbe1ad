"""Rating: 1 to 5 after each closing; for a day it may be changed, and a low one is told to the leads."""

from __future__ import annotations

import pytest

from tests.stories.conftest import Town
from tests.stories.moves import registers


async def closes(town: Town) -> None:
    """Completed and confirmed."""
    await town.boris.presses("Взять")
    await town.settled()
    await town.boris.presses("Завершить")
    ask = await town.boris.sees_new("итоговым ответом")
    await town.boris.says("Готово", reply_to=ask)
    await town.anna.sees_new("Заявка завершена")
    await town.settled()
    await town.anna.presses("Подтверждаю")
    await town.anna.sees_new("Заявка закрыта")
    await town.settled()


def told(town: Town, words: str) -> list[str]:
    return [m["text"] for m in town.boris.messages() if words in m.get("text", "")]


async def test_a_low_rating_calls_the_leads(town: Town) -> None:
    """Two stars: Boris, who leads, is named; the words that follow reach him too."""
    await town.registers(town.anna)
    await closes(town)
    await town.anna.presses("2 ★")
    await town.anna.sees_new("Спасибо за оценку")
    await town.anna.says("Долго ждали")
    await town.boris.sees("Оценка ★★☆☆☆", "Долго ждали", "@boris_ivanov")
    await town.settled()
    first, second = told(town, "· Оценка")
    assert "@boris_ivanov" in first
    assert "@boris_ivanov" in second


async def test_a_good_rating_calls_nobody(town: Town) -> None:
    """Three stars and more are told, and ring for nobody."""
    await town.registers(town.anna)
    await closes(town)
    await town.anna.presses("3 ★")
    await town.boris.sees("Оценка ★★★☆☆")
    await town.settled()
    assert "@boris_ivanov" not in told(town, "· Оценка")[0]


async def test_a_rating_may_be_changed_for_a_day(town: Town) -> None:
    """From the request's own page; the same stars again say nothing to staff; after a day it stands."""
    anna = town.anna
    await town.registers(anna)
    await closes(town)
    closed = await anna.sees("Заявка закрыта")
    await anna.presses("1 ★", on=closed)
    await anna.sees_new("Спасибо за оценку")
    await anna.presses("Нет, спасибо")
    await anna.says("/my")
    await anna.sees_new("Ваши заявки")
    await anna.presses("BAR-000001")
    await anna.sees_new("Ваша оценка: ★☆☆☆☆")
    await anna.presses("Изменить оценку")
    card = await anna.sees_new("Ваша оценка: ★☆☆☆☆")
    await anna.presses("5 ★", on=card)
    await anna.sees_new("Спасибо за оценку")
    await town.boris.sees("Оценка ★★★★★")
    await town.settled()
    assert len(told(town, "· Оценка")) == 2

    await town.forward(hours=25)
    await anna.says("/my")
    await anna.sees_new("Ваши заявки")
    await anna.presses("BAR-000001")
    card = await anna.sees_new("Ваша оценка: ★★★★★")
    assert "Изменить оценку" not in str(card["reply_markup"])
    data = {"person": anna.id, "chat": anna.chat, "message_id": card["message_id"], "data": "t:BAR-000001:rate:1"}
    assert "Изменить её можно в течение суток" in (await anna.stage.do("press", data | {"forged": True}))["text"]
    assert len(told(town, "· Оценка")) == 2


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_each_closing_asks_anew(city: Town) -> None:
    """gravity 6: opened again and closed again, the same stars count once more."""
    anna, boris = city.anna, city.boris
    number = await registers(city, "gravity")
    for _ in range(2):
        await boris.presses("Завершить")
        await city.settled()
        await boris.presses("Ошибка пользователя")
        ask = await boris.sees_new("итоговым ответом")
        await boris.says("Готово", reply_to=ask)
        closed = await anna.sees_new(number, "Заявка закрыта")
        await city.settled()
        await anna.presses("4 ★", on=closed)
        await anna.sees_new("Спасибо за оценку")
        await anna.presses("Нет, спасибо")
        await city.settled()
        await city.forward(hours=30)
        await anna.says("/my")
        await anna.sees_new("Ваши заявки")
        await anna.presses(number)
        card = await anna.sees_new("Ваша оценка: ★★★★☆")
        await anna.presses("Открыть повторно", on=card)
        await anna.sees("Снова в работе")
        await city.settled()
    assert len(told(city, "· Оценка ★★★★☆")) == 2
