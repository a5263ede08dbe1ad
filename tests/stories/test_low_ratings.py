"""Low ratings: quality control hears of the stars, and somebody gets in touch with whoever gave them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from tests.stories.conftest import Town, on_monday
from tests.stories.moves import registers
from tests.stories.test_quality import QUALITY, closes, forges, seen_by_staff


@pytest.fixture
async def city(sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    changed = {"regulation": "gravity", "quality_email": QUALITY}
    async with on_monday(sandbox, settings.model_copy(update=changed)) as town:
        yield town


async def rates_low(town: Town) -> str:
    """Anna's request is closed, and she gives one star; returns the number."""
    number = await registers(town, "gravity")
    await closes(town, number)
    await town.anna.presses("1 ★")
    await town.anna.sees_new("Спасибо за оценку")
    await town.settled()
    return number


async def test_a_low_rating_reaches_quality_control_and_somebody_gets_in_touch(city: Town) -> None:
    """The stars at once, the comment when it comes, and what a lead did about it, by a number and a deadline of ours."""
    number = await rates_low(city)
    await city.mailbox.gets("Низкая оценка: 1 из 5", number, "GRA-R00001", to=QUALITY)
    await city.anna.says("Долго ждали")
    told = await city.boris.sees("★☆☆☆☆", "Долго ждали", "GRA-R00001: свяжитесь с заявителем до 25 ноября")
    assert "п. " not in told["text"]
    await city.mailbox.gets("Комментарий к низкой оценке", "Долго ждали", to=QUALITY)
    await city.settled()

    assert "руководител" in (await city.olga.presses("Связались"))["text"]
    await city.boris.presses("Связались")
    ask = await city.boris.sees_new("что сделано по оценке GRA-R00001")
    await city.boris.says("Созвонились, извинились", reply_to=ask)
    await city.mailbox.gets("связались с заявителем", "GRA-R00001", "извинились", to=QUALITY)
    await city.settled()
    assert "устарела" in (await city.boris.presses("Связались"))["text"]
    await city.forward(hours=24 * 10)
    assert "надо было связаться" not in seen_by_staff(city)
    city.anna.does_not_see("извинились")


async def test_a_low_rating_that_nobody_cares_about_warns_and_calls_once(city: Town) -> None:
    """Two working days: a warning before, a call after; an answer in writing settles it as well."""
    number = await rates_low(city)
    await city.forward(hours=24 * 7)
    text = seen_by_staff(city)
    assert text.count("ещё никто не связался") == 1
    assert text.count("надо было связаться") == 1
    await city.boris.presses("Написать заявителю")
    ask = await city.boris.sees_new("GRA-R00001")
    await city.boris.says("Просим прощения, разобрались", reply_to=ask)
    await city.anna.sees(number, "О вашей оценке", "разобрались")
    await city.mailbox.gets("заявителю ответили", "разобрались", to=QUALITY)


async def test_stars_that_are_raised_settle_it(city: Town) -> None:
    """Five stars a minute later: quality control hears it, and nobody has to get in touch."""
    await rates_low(city)
    closed = await city.anna.sees("Заявка закрыта")
    assert "обновлена" not in await forges(city, city.anna, "t:GRA-000001:rate:5", on=closed)
    await city.mailbox.gets("Низкую оценку изменили: 5 из 5", to=QUALITY)
    await city.forward(hours=24 * 7)
    assert "надо было связаться" not in seen_by_staff(city)
