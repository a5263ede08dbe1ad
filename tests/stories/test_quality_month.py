"""The month of quality control: told once on the first working morning after it, to its mailbox and to leads; asked for at any time."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from tests.stories.conftest import Town, on_monday
from tests.stories.moves import registers
from tests.stories.seen import told
from tests.stories.test_quality import QUALITY, WORDS, closes, complains

TITLE = "Контроль качества: ноябрь 2026"


@pytest.fixture
async def city(sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    changed = {"regulation": "gravity", "quality_email": QUALITY}
    async with on_monday(sandbox, settings.model_copy(update=changed)) as town:
        yield town


async def a_bad_month(town: Town) -> str:
    """A complaint that is answered in time, and one star that nobody cared about; returns the number."""
    number = await registers(town, "gravity")
    await complains(town, number)
    await town.boris.sees("GRA-Q00001", "ответить до")
    await town.boris.presses("Ответить на жалобу")
    ask = await town.boris.sees_new("текстом ответа на жалобу")
    await town.boris.says("Разобрались", reply_to=ask)
    await town.anna.sees("Ответ на вашу жалобу")
    await closes(town, number)
    await town.anna.presses("1 ★")
    await town.anna.sees_new("Спасибо за оценку")
    await town.anna.says("Долго ждали")
    await town.boris.sees("Долго ждали")
    await town.settled()
    return number


async def test_the_month_is_told_once_on_the_first_working_morning(city: Town) -> None:
    """With what was done in time and what was not; nobody's name or address is in it; a restart tells nothing twice."""
    number = await a_bad_month(city)
    await city.set_clock("2026-12-01T08:59:00+03:00")
    assert not [one for one in city.mailbox.letters(QUALITY) if TITLE in one["subject"]]
    await city.set_clock("2026-12-01T12:00:00+03:00")
    letter = await city.mailbox.gets(TITLE, to=QUALITY)
    for words in (
        "Жалобы: 1",
        f"GRA-Q00001 по {number}, 23 ноября",
        f"жалоба: «{WORDS}». Ответили в срок: «Разобрались».",
        "Низкие оценки: 1",
        "1 из 5: «Долго ждали». Не связались, срок прошёл 25 ноября",
        "Закрыто заявок: 1, из них с оценкой: 1 (100",
        "Средняя оценка: 1,0 из 5",
        "не согласились с результатом: 0",
    ):
        assert words in letter["text"], (words, letter["text"])
    for secret in ("Анна", "Соколова", "anna@romashka.example"):
        assert secret not in letter["text"]
    shown = await city.boris.sees(TITLE, "Долго ждали", "Ответили в срок")
    assert WORDS not in shown["text"]

    await city.app.stop()
    async with build(city.settings, limits=False) as city.app:
        await city.forward(hours=24)
        assert len([one for one in city.mailbox.letters(QUALITY) if TITLE in one["subject"]]) == 1
        assert len(told(city.boris, TITLE)) == 1
        await city.set_clock("2027-01-20T12:00:00+03:00")
        empty = await city.mailbox.gets("Контроль качества: декабрь 2026", to=QUALITY)
        for words in ("Жалоб не было", "Низких оценок не было", "Ни одной заявки не закрыли"):
            assert words in empty["text"]


async def test_leads_ask_for_a_month_where_they_are(city: Town) -> None:
    """Of the month that runs, of another, and of none; in private too; nobody else gets an answer of that kind."""
    await registers(city, "gravity")
    boris = city.boris.alone()
    await boris.says("/start")
    for who, command, words in (
        (city.boris, "/quality", f"{TITLE}, на сегодня"),
        (boris, "/quality 2026-10", "Контроль качества: октябрь 2026"),
        (city.boris, "/quality 2026-13", "Назовите месяц"),
        (boris, "/quality 2027-01", "Назовите месяц"),
        (city.olga, "/quality", "руководител"),
        (city.olga.alone(), "/quality", "руководител"),
    ):
        await who.says(command)
        await city.settled()
        assert words in str(who.messages()[-1].get("text")), command
    await city.anna.says("/quality")
    await city.settled()
    city.anna.does_not_see("Контроль качества:")


async def test_what_is_erased_leaves_the_chat(city: Town) -> None:
    """Anna wants to be forgotten: the month in the group says how to ask anew, and then has no words of hers."""
    await a_bad_month(city)
    await city.boris.says("/quality")
    await city.boris.sees(TITLE, "Долго ждали")
    await forgets(city, city.anna)
    await city.boris.sees("/quality 2026-11")
    assert not told(city.boris, TITLE)
    await city.boris.says("/quality")
    await city.settled()
    assert "слова удалены" in told(city.boris, TITLE)[-1]
    assert "Долго ждали" not in told(city.boris, TITLE)[-1]


async def forgets(town: Town, who: Person) -> None:
    await who.says("/privacy")
    await town.settled()
    await who.presses("Удалить")
    await town.settled()
    await who.presses("удалить")
    await town.settled()
