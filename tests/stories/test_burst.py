"""A burst: more new tickets in a minute than Telegram lets a bot tell a group of one by one. What must be seen waits for nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.limits import Rates
from bot.sandbox import limits
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from domain.people import Place, Speaker
from domain.ports import Desk
from domain.usecases.start import start
from tests.stories.conftest import MORNING, Town
from tests.stories.moves import ANSWERS
from tests.stories.quickly import _register

MINUTE = 8.0
"""Seconds of Telegram's minute here, so that a story need not last several."""
PROBLEMS = (
    "принтер",
    "сканер",
    "вход",
    "отчёт",
    "подпись",
    "корзина",
    "почта",
    "склад",
    "касса",
    "телефон",
    "архив",
    "поиск",
)


@pytest.fixture
async def sandbox(monkeypatch: pytest.MonkeyPatch, *, forum: bool) -> AsyncIterator[Sandbox]:
    """A Telegram that refuses the 21st message of its minute."""
    monkeypatch.setattr(limits, "GROUP_SPAN", MINUTE)
    async with Sandbox(None, limits=True, forum=forum) as sandbox:
        yield sandbox


@pytest.fixture
async def town(sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    async with build(settings, limits=True) as app:
        app.limiter._rates = Rates(group_span=MINUTE)
        yield Town(sandbox, app, settings)


async def registers(town: Town, who: Person, about: str, *, impact: int = -1) -> str:
    """One more ticket, at once; nothing is waited for."""
    answers = ANSWERS | {"description": f"Не работает {about}", "steps": f"Открыть {about}, подождать минуту"}

    def deed(desk: Desk) -> str:
        by = Speaker(Place("telegram", str(who.id)), str(who.id), who.name, desk.now())
        start(desk, by=by)
        return _register(desk, by, answers, 0, impact)

    return await town.app.clerk.do(deed)


def shown(town: Town) -> list[str]:
    """The cards in the staff group."""
    texts = [str(m.get("text")) for m in town.boris.messages() if "Начните с //, упомяните" in str(m.get("text"))]
    return sorted({text.split(" · ")[0] for text in texts})


async def test_twelve_tickets_in_a_minute(town: Town) -> None:
    """The first have their cards at once, one list names the others, and their cards follow; urgent words pass them all."""
    refused: list[Any] = []
    spend = town.sandbox.world.limits.spend

    def counts(chat: int, messages: int = 1) -> None:
        try:
            spend(chat, messages)
        except Exception as error:
            refused.append((chat, error))
            raise

    town.sandbox.world.limits.spend = counts  # type: ignore[method-assign]
    await town.app.roster.known.wait()
    await town.set_clock(MORNING)
    people = [town.anna, Person.of(town.sandbox, "John")]
    for who in people:
        await who.says("/start")
        await who.sees_one_of("персональных данных", "personal data")
    numbers = [await registers(town, people[n % 2], about) for n, about in enumerate(PROBLEMS)]
    began = time.monotonic()
    await town.boris.sees(numbers[6], "карточки появятся по очереди", timeout=20)
    assert time.monotonic() - began < MINUTE
    urgent = await registers(town, town.anna, "всё, сервис недоступен", impact=0)
    asked = time.monotonic()
    await town.boris.sees(f"Новая заявка {urgent}", "@boris_ivanov", timeout=20)
    assert time.monotonic() - asked < MINUTE
    assert len(shown(town)) < len(numbers) + 1
    told = await town.anna.sees("Заявка зарегистрирована", numbers[0])
    await town.anna.says("Лампа погасла", reply_to=told)
    asked = time.monotonic()
    await town.boris.sees("Лампа погасла", timeout=20)
    assert time.monotonic() - asked < MINUTE
    async with asyncio.timeout(60):
        while len(shown(town)) < len(numbers) + 1:
            assert await town.boris.stage.changed(20)
    assert not [one for one in refused if one[0] == town.sandbox.staff_chat_id]
    await town.boris.sees(numbers[-1], "карточки появятся по очереди", timeout=30)
    lists = [str(m.get("text")) for m in town.boris.messages() if "по очереди" in str(m.get("text"))]
    assert len(lists) <= 2
    assert all(number in "".join(lists) for number in numbers[6:])
