"""A judge behind an endpoint, where one is configured: its verdict is what is shown, and without one everything is as it was."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import pytest

from bot.poller import Poller
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from domain.ports import Desk
from domain.usecases.telling import CHAT
from tests.endpoint import Model, listening, raw, said, silent
from tests.stories.conftest import ANNA, Town
from tests.stories.test_intruders import set_aside
from tests.stories.test_one_issue import ANOTHER, SEVERAL, STORE, numbers, says_what_each_is

LAMP = "мигает красная лампа"
PAPER = "Не печатает принтер на втором этаже"
"""Two parts of ANNA's description that the desk's own judge takes for one problem."""
WHOLE = f"{ANNA['description']}\n{ANNA['steps']}"


@pytest.fixture
async def model() -> AsyncIterator[Model]:
    async with listening() as server:
        yield server


@pytest.fixture
def advised(settings: Settings, model: Model) -> Settings:
    return settings.model_copy(update={"judge_url": model.url, "judge_model": "small"})


@pytest.fixture
async def town(sandbox: Sandbox, advised: Settings) -> AsyncIterator[Town]:
    async with build(advised, limits=False) as app:
        yield Town(sandbox, app, advised)


async def steps_kept(town: Town) -> list[str]:
    """What Anna's intakes say of the steps."""
    return await town.app.clerk.read(_steps_of, address=str(town.anna.id))


def _steps_of(desk: Desk, *, address: str) -> list[str]:
    person = desk.people.by_address(CHAT, address)
    return [draft.answers["steps"] for draft in desk.drafts.of_person(person.id)] if person else []


# -- at the intake


async def test_its_parts_are_shown_and_become_requests(town: Town, model: Model) -> None:
    """It is sent description and steps, once; and the rest of the way is as ever."""
    anna = town.anna
    model.answer = said([PAPER, LAMP])
    await town.answers_all(anna)
    await anna.sees_new("несколько проблем", "Одна заявка — одна проблема (п. 4.3)", f"1. «{PAPER}»", f"2. «{LAMP}»")
    await anna.presses("Зарегистрировать отдельно (2)")
    await says_what_each_is(anna, "частично", "частично")
    await anna.presses("Без файлов")
    await anna.sees_new("Получатся 2 заявки")
    await anna.presses("Отправить заявки (2)")
    await anna.sees_new("BAR-000002", "зарегистрирована")
    assert await numbers(town) == ["BAR-000001", "BAR-000002"]
    assert model.texts() == [WHOLE]


async def test_one_problem_by_its_verdict_asks_nothing(town: Town, model: Model) -> None:
    """Where the desk itself saw two."""
    await town.answers_all(town.anna, description=SEVERAL)
    await town.anna.sees_new("О чём заявка?")
    town.anna.does_not_see("несколько проблем")
    assert len(model.asked) == 1


async def test_a_text_that_was_corrected_is_asked_about_again(town: Town, model: Model) -> None:
    """Only then: neither ticks, nor presses, nor the summary ask."""
    anna = town.anna
    model.answer = said([PAPER, LAMP])
    await town.answers_all(anna)
    await anna.sees_new("несколько проблем")
    await anna.presses("✅ 2.")
    await anna.sees_new("отметьте хотя бы две")
    await anna.presses("Исправить")
    await anna.sees_new("6 из 7")
    model.answer = said([])
    await anna.says(SEVERAL)
    await anna.sees_new("О чём заявка?")
    assert model.texts() == [WHOLE, f"{SEVERAL}\n{ANNA['steps']}"]


async def test_without_a_verdict_the_desks_own_stands(
    town: Town, model: Model, caplog: pytest.LogCaptureFixture
) -> None:
    """An endpoint that fails: nothing is lost, and the log names nothing that was typed."""
    anna = town.anna
    model.answer = raw(500)
    with caplog.at_level(logging.INFO):
        await town.answers_all(anna, description=SEVERAL)
        await anna.sees_new("несколько проблем", STORE)
        await town.settled()
    assert "gave no verdict" in caplog.text
    assert "принтер" not in caplog.text
    await anna.presses("Это одна проблема")
    await anna.sees_new("О чём заявка?")
    assert await set_aside(town) == 0


async def test_nobody_waits_for_an_endpoint_that_hangs(town: Town, model: Model) -> None:
    """What she wrote is committed, others are answered, and after a few seconds so is she."""
    anna, john = town.anna, Person(town.anna.stage, "John")
    model.answer = silent(model)
    await town.answers_all(anna, description=SEVERAL)
    await model.was_asked.wait()
    await john.says("/start")
    await john.sees_new("personal data")
    assert await steps_kept(town) == [ANNA["steps"]]
    anna.does_not_see("несколько проблем")
    await anna.sees("несколько проблем", STORE)
    assert await set_aside(town) == 0


async def test_a_restart_while_it_is_asked_leaves_the_desks_own_verdict(town: Town, model: Model) -> None:
    """The desk is gone before the endpoint answers; the next one knows what was said, and what the desk saw in it."""
    anna = town.anna
    model.answer = silent(model)
    await town.answers_all(anna, description=SEVERAL)
    await model.was_asked.wait()
    assert isinstance(town.app.intake, Poller)
    await town.app.intake.stop(patience=0)
    await town.app.stop()
    model.answer = said([])
    async with build(town.settings, limits=False) as town.app:
        await anna.sees("несколько проблем", STORE)
        assert len(model.asked) == 1
        await anna.presses("Зарегистрировать отдельно (2)")
        await says_what_each_is(anna, "частично", "частично")
        assert await set_aside(town) == 0


# -- on a ticket


async def test_on_a_ticket_its_verdict_decides_too(town: Town, model: Model) -> None:
    """What the desk takes for more of the same is offered, and what it takes for another problem is not."""
    anna = town.anna
    number = await town.registers(anna)
    told = await anna.sees(number, "зарегистрирована")
    await anna.says(ANOTHER, reply_to=told)
    await anna.sees_new(f"Добавлено к {number}")
    await town.settled()
    anna.does_not_see("отдельная проблема")

    words = "И ещё: это происходит у всех пользователей филиала"
    model.answer = said([PAPER, words])
    await anna.says(words, reply_to=told)
    await anna.sees_new("отдельная проблема", words)
    assert model.texts()[-2:] == [f"{ANNA['description']}\n\n{text}" for text in (ANOTHER, words)]
    await anna.presses("Зарегистрировать отдельно")
    await anna.sees_new("Ваши данные")


async def test_on_a_ticket_too_the_desks_own_verdict_stands_without_one(town: Town, model: Model) -> None:
    """Typed, and added by a button."""
    anna = town.anna
    number = await town.registers(anna)
    model.answer = raw(500)
    await anna.says(ANOTHER, reply_to=await anna.sees(number, "зарегистрирована"))
    await anna.sees_new("отдельная проблема", "обмен с банком")
    await anna.presses(f"Нет, это про {number}")
    await town.settled()
    await anna.says(ANOTHER)
    await anna.sees_new("К чему это отнести?")
    await anna.presses(f"Добавить к {number}")
    await anna.sees_new("отдельная проблема", "обмен с банком")
    assert await set_aside(town) == 0
