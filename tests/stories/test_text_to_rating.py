"""From a chat message to a registered, mirrored, rated ticket."""

from __future__ import annotations

from tests.stories.conftest import Town
from tests.stories.moves import hears_of


async def test_a_request_is_registered_worked_on_confirmed_and_rated(town: Town) -> None:
    """The whole main job, as each of the three sides sees it."""
    anna, boris, mailbox = town.anna, town.boris, town.mailbox

    number = await town.registers(anna)

    assert number == "BAR-000001"
    letter = await mailbox.gets("[BAR-000001]", "Код:", to="anna@romashka.example")
    assert "Не печатает" not in letter["text"]
    card = await boris.sees("BAR-000001", "ООО «Ромашка»", "Не печатает принтер")
    await hears_of(boris, number)

    await boris.presses("Взять", on=card)
    await anna.sees_new("BAR-000001", "Взяли в работу", "Борис Иванов", "п. 7.4")
    await boris.presses("Подтвердить", on=card)
    await anna.sees_new("BAR-000001", "Приоритет подтверждён", "Срок:")
    await mailbox.gets("BAR-000001. Приоритет подтверждён")

    code = str(letter["text"]).split("Код: ")[1][:6]
    await anna.says(code)
    await anna.sees_new("подтверждён")
    await mailbox.gets("[BAR-000001]", "Вся переписка", "Не печатает принтер")

    await boris.presses("Завершить", on=card)
    ask = await boris.sees_new("итоговым ответом по BAR-000001")
    await boris.says("Заменили картридж, печать проверили", reply_to=ask)
    await anna.sees_new("Заявка завершена", "Заменили картридж", "п. 4.9")
    await mailbox.gets("BAR-000001. Заявка завершена", "Заменили картридж")

    await anna.presses("Подтверждаю")
    await anna.sees_new("Заявка закрыта", "Как мы справились?")
    await anna.presses("4 ★")
    await anna.sees_new("Спасибо за оценку")
    await anna.says("Быстро и вежливо")
    await boris.sees("Оценка ★★★★☆", "Быстро и вежливо")
    await town.settled()
