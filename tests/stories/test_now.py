"""Now: how the desk stands, on one card for leads that keeps up with it for a day, and no longer."""

from __future__ import annotations

import pytest

from bot.sandbox.person import Json, Person
from bot.wiring import build
from tests.stories.conftest import MORNING, Town
from tests.stories.quickly import registered
from tests.stories.seen import count
from tests.stories.test_lines import line

TITLE = "Сводка · "


def cards(who: Person) -> list[Json]:
    return [m for m in who.messages() if str(m.get("text", "")).startswith(TITLE)]


async def asks(town: Town, who: Person) -> Json:
    """`/now`; returns the card."""
    await who.says("/now")
    await town.settled()
    return cards(who)[-1]


async def test_the_card_keeps_up_with_the_desk_in_place(town: Town) -> None:
    """Counts by priority, who is late, what nobody took; five minutes later the same message says how it is then."""
    await town.set_clock(MORNING)
    await registered(town, impact=0)
    await town.olga.says("Доброе утро")
    await town.boris.says("/duty @olga_petrova 23.11 10:00 - 23.11 19:00")
    await town.settled()
    card = await asks(town, town.boris)
    for words in (
        "23 ноября, 10:30 (Москва)",
        "Открыто: 1",
        "Просрочено: 0 · скоро срок: 0",
        "Никто не взял: 1, дольше всех ждут меньше минуты",
        "Дежурят: Ольга Петрова",
        "Открыты до 23 ноября, 18:00",
        "не дошло за сутки: 0",
        "последнее письмо принято 10:3",
        "Ошибок бота за сутки нет",
        "до 24 ноября, 10:30",
    ):
        assert words in card["text"], (words, card["text"])

    await town.forward(minutes=6)
    before = cards(town.boris)[0]["text"]
    await registered(town)
    assert cards(town.boris)[0]["text"] == before
    await town.forward(minutes=5)
    (later,) = cards(town.boris)
    assert later["message_id"] == card["message_id"]
    assert "Открыто: 2" in later["text"]
    assert "10:41" in later["text"]
    await town.forward(hours=4)
    late = cards(town.boris)[0]["text"]
    assert "Просрочено: 2" in late
    assert "Исходящие: ждут 0" in late, "what went out just then would stand here as waiting for hours"


async def test_while_nothing_changes_nothing_is_drawn(town: Town) -> None:
    """Five minutes later the card says the minute at which it was drawn, and no other."""
    await town.set_clock(MORNING)
    card = await asks(town, town.boris)
    assert "Открытых заявок нет" in card["text"]
    for _ in range(3):
        await town.forward(minutes=6)
    assert cards(town.boris)[0]["text"] == card["text"]


async def test_asking_again_replaces_it_and_a_day_later_it_stands_still(town: Town) -> None:
    """One card in a chat; after a working day without a question it says that it is not kept any more."""
    await town.set_clock(MORNING)
    first = await asks(town, town.boris)
    second = await asks(town, town.boris)
    assert [one["message_id"] for one in cards(town.boris)] == [second["message_id"]]
    assert count(town.boris, "Новая сводка — ниже") == 1
    assert first["message_id"] != second["message_id"]
    await town.forward(hours=25)
    assert "Дальше сводка не обновляется" in cards(town.boris)[0]["text"]
    await registered(town)
    await town.forward(minutes=10)
    assert "Открыто" not in cards(town.boris)[0]["text"]


async def test_it_goes_on_after_a_restart_and_stops_where_it_was_deleted(town: Town) -> None:
    """The timer and the card are rows; a card that somebody deleted does not come back."""
    await town.set_clock(MORNING)
    card = await asks(town, town.boris)
    await registered(town)
    await town.app.stop()
    async with build(town.settings, limits=False) as town.app:
        await town.forward(minutes=6)
        await town.boris.sees(TITLE, "Открыто: 1")
        await town.settled()
        assert cards(town.boris)[0]["message_id"] == card["message_id"]
        await town.app.bot.delete_message(town.boris.chat, card["message_id"])
        await registered(town)
        await town.forward(minutes=6)
        await registered(town)
        await town.forward(minutes=6)
        assert not cards(town.boris)
        assert not await town.app.clerk.read(lambda desk: desk.timers.subjects("now"))


async def test_it_is_for_leads_alone_and_works_in_private(town: Town) -> None:
    """Olga leads nobody and Anna works nowhere; Boris has a card of his own, until he leads no more."""
    await town.set_clock(MORNING)
    await registered(town)
    boris, olga = town.boris.alone(), town.olga.alone()
    await asks_in_vain(town, town.olga, "руководител")
    await asks_in_vain(town, olga, "руководител")
    await asks_in_vain(town, town.anna, "")
    await boris.says("/start")
    await town.settled()
    card = await asks(town, boris)
    assert "Открыто: 1" in card["text"]
    await town.boris.stage.do("staff", {"remove": boris.id})
    await registered(town)
    await town.forward(minutes=6)
    assert "Дальше сводка не обновляется" in cards(boris)[0]["text"]


async def asks_in_vain(town: Town, who: Person, why: str) -> None:
    await who.says("/now")
    await town.settled()
    assert not cards(who)
    assert why in str(who.messages()[-1].get("text"))


@pytest.mark.parametrize("forum", [False])
async def test_lines_are_told_apart_in_the_first_group(town: Town) -> None:
    """Each group's own numbers, below those of all; a line's lead sees the line."""
    payments = (await line(town)).boris
    await registered(town)
    card = await asks(town, town.boris)
    assert "По линиям" in card["text"]
    assert "открыто 1" in card["text"]
    theirs = await asks(town, payments)
    assert "По линиям" not in theirs["text"]
