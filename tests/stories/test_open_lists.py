"""A list under a card: whoever is choosing from it keeps it while the card is drawn anew, and nobody is bound by it."""

from __future__ import annotations

import pytest

from bot.sandbox.person import Json
from tests.stories.conftest import MORNING, Town, captions
from tests.stories.moves import answers, completes, registers
from tests.stories.quickly import registered
from tests.stories.test_intruders import forge


def card_of(town: Town, number: str) -> Json:
    """The card as it stands now."""
    return next(m for m in town.boris.messages() if str(m.get("text")).startswith(f"{number} · "))


async def olga_answers(town: Town, number: str, words: str) -> None:
    """And the card is drawn anew: it tells who holds it, and what became of the answer."""
    await answers(town.olga, number, words)
    await town.anna.sees(words)
    await town.settled()


@pytest.mark.parametrize("city", ["intervale"], indirect=True)
async def test_a_choice_that_was_begun_is_ended(city: Town) -> None:
    """«Ещё…», «Приостановить поддержку», and while the lead reads the names the card changes: the names stay, the text is new."""
    number = await registers(city, "intervale")
    await olga_answers(city, number, "Смотрим")
    await city.boris.presses("Ещё…")
    await city.settled()
    await olga_answers(city, number, "Нашли причину")
    await city.boris.presses("Приостановить поддержку", on=card_of(city, number))
    await city.settled()
    names = captions(card_of(city, number))
    assert any("Анна" in name for name in names)
    await city.olga.says(f"/tag {number} касса")
    await city.settled()
    assert "#касса" in card_of(city, number)["text"]
    assert captions(card_of(city, number)) == names

    refused = await city.olga.presses(names[0], on=card_of(city, number))
    assert "руководител" in str(refused)
    await olga_answers(city, number, "Проверяем")
    assert captions(card_of(city, number)) == names

    await city.boris.presses(names[0], on=card_of(city, number))
    await city.boris.sees_new("ответьте на это сообщение", "поддержку")
    await city.settled()
    await olga_answers(city, number, "Готово")
    assert "Ещё…" in captions(card_of(city, number))


async def test_a_list_is_over_with_a_minute_with_back_and_with_the_moves_it_stood_among(town: Town) -> None:
    """And a press on it that comes too late changes nothing."""
    await town.set_clock(MORNING)
    number = await registered(town)

    async def opens() -> list[str]:
        await town.boris.presses(
            "ой приоритет" if "Другой приоритет" in captions(card_of(town, number)) else "Изменить приоритет",
            on=card_of(town, number),
        )
        await town.settled()
        listed = captions(card_of(town, number))
        assert "« Назад" in listed
        return listed

    await opens()
    late = card_of(town, number)
    await town.olga.says(f"/assign {number} @olga")
    await town.settled()
    assert "Ольга" in captions(card_of(town, number))[0]

    listed = await opens()
    await olga_answers(town, number, "Смотрим")
    assert captions(card_of(town, number)) == listed
    await town.forward(seconds=61)
    await olga_answers(town, number, "Всё ещё смотрим")
    assert "Ещё…" in captions(card_of(town, number))

    await opens()
    await town.boris.presses("« Назад", on=card_of(town, number))
    await town.settled()
    await olga_answers(town, number, "Ждём запчасть")
    assert "Ещё…" in captions(card_of(town, number))
    await completes(town, "Заменили")
    for verb in ("priorities:", "priority:2", "more:", "card:"):
        await forge(town, town.boris, town.boris.chat, late["message_id"], f"t:{number}:{verb}")
    await town.settled()
    assert "Приоритет 4" in card_of(town, number)["text"]
    assert "« Назад" not in captions(card_of(town, number))
