"""Quiet nights: what concerns quality and leads comes at once and makes no sound until the desk opens; what is urgent rings."""

from __future__ import annotations

import pytest

from bot.sandbox.person import Json
from tests.stories.conftest import Town
from tests.stories.quickly import registered
from tests.stories.test_quality import WORDS, city, closes  # noqa: F401
from tests.stories.test_staff_calls import NIGHT

DAY = "2026-11-24T11:00:00+03:00"


async def complains(town: Town, number: str) -> Json:
    """Anna does; the group hears of it."""
    await town.anna.presses("Пожаловаться")
    await town.anna.sees_new("Что не так с", number)
    await town.anna.says(WORDS)
    heard = await town.boris.sees(number, "пожаловался в контроль качества")
    await town.settled()
    return heard


async def rates_low(town: Town, number: str) -> Json:
    await town.anna.presses("2 ★")
    heard = await town.boris.sees(number, "Оценка ★★☆☆☆")
    await town.settled()
    return heard


async def closed(town: Town) -> str:
    number = await registered(town)
    await town.boris.presses("Взять")
    await town.settled()
    await closes(town, number)
    return number


@pytest.mark.parametrize("at", [NIGHT, DAY])
async def test_complaints_and_low_ratings_ring_by_day_only(city: Town, at: str) -> None:  # noqa: F811
    """The leads are named all the same: they see it first thing in the morning, once."""
    number = await closed(city)
    await city.set_clock(at)
    heard = [await complains(city, number), await rates_low(city, number)]
    for one in heard:
        assert "@boris_ivanov" in one["text"]
        assert bool(one.get("silent")) is (at == NIGHT), one["text"]


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_a_lead_in_private_is_left_to_sleep(city: Town) -> None:  # noqa: F811
    """He has a chat with the desk: it is told there, with the words, and without a sound."""
    alone = city.boris.alone()
    await alone.says("/start")
    number = await closed(city)
    await city.set_clock(NIGHT)
    await city.anna.presses("Пожаловаться")
    await city.anna.sees_new("Что не так с", number)
    await city.anna.says(WORDS)
    assert (await alone.sees(number, WORDS))["silent"]
    await city.settled()


@pytest.mark.parametrize("city", ["e-doc"], indirect=True)
@pytest.mark.parametrize("at", [NIGHT, DAY])
async def test_insults_wake_nobody(city: Town, at: str) -> None:  # noqa: F811
    """e-doc 16: leads hear of them; at night without a sound."""
    number = await registered(city)
    await city.set_clock(at)
    await city.anna.says(
        "Вы там все козлы и идиоты, сука!", reply_to=await city.anna.sees(number, "Заявка зарегистрирована")
    )
    flag = await city.boris.sees(number, "Посмотрите, пожалуйста")
    assert bool(flag.get("silent")) is (at == NIGHT)


async def test_the_first_priority_rings_at_night(town: Town) -> None:
    """Its hours are all hours."""
    number = await registered(town, impact=0)
    await town.boris.presses("Взять")
    await town.settled()
    await town.boris.presses("Завершить")
    await town.boris.says("Сделали", reply_to=await town.boris.sees_new("итоговым ответом"))
    await town.settled()
    await town.anna.presses("Подтверждаю")
    await town.settled()
    await town.set_clock(NIGHT)
    assert not (await rates_low(town, number)).get("silent")
