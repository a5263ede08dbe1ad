"""House codes: a lead keeps the list in the chat, staff put one on a request that has ended; its requester does not see it."""

from __future__ import annotations

from tests.stories.conftest import Town, captions
from tests.stories.quickly import registered
from tests.stories.test_staff_assignment import card, works


async def test_a_house_has_its_own_codes_of_how_requests_end(town: Town) -> None:
    """Added, listed, dropped; chosen under the final answer, on the card and in the journal, with the name of then."""
    await works(town)
    await town.olga.says("/codes add Настройка")
    await town.olga.sees_new("только руководитель")
    await town.boris.says("/codes")
    await town.boris.sees_new("Своих кодов завершения пока нет", "/codes add")
    await town.boris.says("/codes add Замена оборудования | Hardware replaced")
    await town.boris.sees_new("Добавлен: Замена оборудования | Hardware replaced")
    await town.boris.says("/codes add Настройка")
    await town.boris.sees_new("Добавлен: Настройка")
    for wrong, why in (
        ("/codes add", "нужно название"),
        ("/codes drop Ой", "Такого кода нет"),
        ("/codes ой", "/codes drop"),
    ):
        await town.boris.says(wrong)
        await town.boris.sees_new(why)

    number = await registered(town)
    await town.boris.presses("Завершить", on=await card(town, number))
    await town.boris.says("Заменили картридж", reply_to=await town.boris.sees_new("итоговым ответом"))
    await town.settled()
    fate = await town.boris.sees(f"{number} завершена", "доставлено")
    assert captions(fate) == ["⏱ 30\u00a0мин", "Примечание", "Код"]
    await town.olga.presses("Код", on=fate)
    await town.settled()
    told = await town.olga.presses("Замена оборудования", on=fate)
    assert "на карточке" in told["text"]
    await town.settled()
    again = next(m for m in town.boris.messages() if m["message_id"] == fate["message_id"])
    assert captions(again) == captions(fate)
    await town.boris.sees(number, "Заявителю:", "Код завершения: Замена оборудования")
    town.anna.does_not_see("Замена оборудования")
    await town.boris.says("/codes drop hardware replaced")
    await town.boris.sees_new("Убран: Замена оборудования")
    await town.olga.says("/codes")
    listed = await town.olga.sees_new("Наши коды завершения", "Настройка")
    assert "• Замена" not in listed["text"]
    await town.anna.presses("Подтверждаю")
    await town.boris.sees(number, "Закрыта", "Код завершения: Замена оборудования")
    coded = await town.app.clerk.read(
        lambda desk: [(e.actor_name, e.audience) for e in desk.journal.of(number) if e.kind == "coded"]
    )
    assert coded == [("Ольга Петрова", "staff")]
