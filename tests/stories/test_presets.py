"""Every shipped regulation carries a request from Start to its end, under its own rules and clauses."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from domain.regulation import load, shipped
from tests.stories.conftest import ANNA, Town

ANSWERS = ANNA | {
    "contact": "Телеграм @anna",
    "subject": "Не видно корзину",
    "details": "нет",
    "site": "shop.example.org",
    "version": "2.4",
    "link": "https://portal.example.org/doc/5",
}
MORNING = "2026-11-23T10:30:00+03:00"


@pytest.fixture
async def city(request: pytest.FixtureRequest, sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    """A town that works by the regulation the test names."""
    async with build(settings.model_copy(update={"regulation": request.param}), limits=False) as app:
        town = Town(sandbox, app, settings)
        await town.set_clock(MORNING)
        yield town


async def registers(
    town: Town, preset: str, *, kind: int = 0, impact: int = -1, head: bool = False, first: bool = True
) -> str:
    """An intake as this regulation asks it, by the kind and impact with those places; returns the number."""
    rules, anna = load(preset), town.anna
    await anna.says("/start" if first else "/new")
    if first:
        await anna.sees_new("согл")
        await anna.presses("Даю согласие")
    kinds = [rules.kinds[kind].label.in_("ru")] if rules.kinds else []
    if kinds and rules.kind_first:
        await anna.sees_new("О чём заявка?")
        await anna.presses(kinds[0])
    for n, field in enumerate(rules.fields, start=1):
        await anna.sees_new(f"{n} из {len(rules.fields)}")
        await anna.says("anna@romashka.example" if field.kind == "email" else ANSWERS[field.key])
    if kinds and not rules.kind_first:
        await anna.sees_new("О чём заявка?")
        await anna.presses(kinds[0])
    if rules.impacts:
        await anna.sees_new("Насколько")
        await anna.presses(rules.impacts[impact].label.in_("ru"))
    if rules.queue.head:
        await anna.sees_new(rules.queue.head.ask.in_("ru"))
        await anna.presses((rules.queue.head.yes if head else rules.queue.head.no).in_("ru"))
    if rules.attachments.max_count:
        await anna.sees_new("Скриншоты")
        await anna.presses("Без файлов")
    await anna.sees_new("Проверьте")
    await anna.presses("Отправить заявку")
    told = await anna.sees_new("Заявка зарегистрирована")
    await town.settled()
    return str(told["text"]).split(" · ")[0]


@pytest.mark.parametrize(("city", "preset"), [(name, name) for name in shipped()], indirect=["city"], ids=str)
async def test_each_regulation_carries_a_request_to_its_end(city: Town, preset: str) -> None:
    """Registered, taken, answered, completed and closed as this regulation has it, and rated."""
    rules = load(preset)
    number = await registers(city, preset)
    assert number == f"{rules.prefix}-000001"

    await city.boris.presses("Взять")
    await city.anna.sees(number, "Взяли в работу")
    await city.settled()
    await city.boris.presses("Завершить")
    if rules.completion.closes:
        await city.settled()
        await city.boris.presses(rules.resolutions[rules.completion.resolutions[0]].in_("ru"))
    ask = await city.boris.sees_new(f"итоговым ответом по {number}")
    await city.boris.says("Сделали, проверьте", reply_to=ask)
    if not rules.completion.closes:
        await city.anna.sees(number, "Заявка завершена", "Сделали, проверьте")
        await city.anna.presses("Подтверждаю")
    await city.anna.sees(number, "Заявка закрыта")
    await city.anna.presses("5 ★")
    await city.anna.sees("Спасибо за оценку")
    await city.settled()


@pytest.mark.parametrize("city", ["intervale"], indirect=True)
async def test_any_word_brings_a_completed_request_back(city: Town) -> None:
    """intervale 5.10: a question or information reopens the work, no argument is asked."""
    number = await registers(city, "intervale")
    await city.boris.presses("Завершить")
    ask = await city.boris.sees_new("итоговым ответом")
    await city.boris.says("Сделали", reply_to=ask)
    told = await city.anna.sees(number, "Заявка завершена", "3 рабочих дня", "5.10")
    await city.settled()
    await city.anna.says("А на втором складе тоже?", reply_to=told)
    await city.anna.sees(number, "Снова в работе")
    await city.boris.sees("А на втором складе тоже?")
    await city.settled()
    await city.boris.sees(number, "Ответственный: Борис Иванов")


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_a_closed_request_can_be_opened_again(city: Town) -> None:
    """gravity 6: closed too early, the same request goes on under its number."""
    number = await registers(city, "gravity")
    await city.boris.presses("Завершить")
    await city.settled()
    await city.boris.presses("Инфраструктура")
    ask = await city.boris.sees_new("итоговым ответом")
    await city.boris.says("Сеть провайдера", reply_to=ask)
    await city.anna.sees(number, "Заявка закрыта", "Инфраструктура", "Сеть провайдера")
    await city.anna.presses("Открыть повторно")
    await city.anna.sees(number, "Снова в работе")
    await city.boris.sees(number, "Заявитель: не решено")
    await city.settled()


@pytest.mark.parametrize("city", ["e-doc"], indirect=True)
async def test_a_question_without_an_answer_closes_the_request(city: Town) -> None:
    """e-doc 15: eight working hours without the information asked for, and what was done is listed."""
    number = await registers(city, "e-doc")
    await city.boris.presses("Спросить")
    ask = await city.boris.sees_new("вопросом по")
    await city.boris.says("Какой документ?", reply_to=ask)
    await city.anna.sees(number, "У нас вопрос")
    await city.settled()
    await city.forward(hours=25)
    await city.anna.sees(number, "Ждём вашего ответа", "15")
    await city.anna.sees(number, "8 рабочих часов", "15", "Что сделано", "Вопрос")


@pytest.mark.parametrize("city", ["megafon"], indirect=True)
async def test_only_an_answer_ends_the_response(city: Town) -> None:
    """megafon: an answer within a day, so taking the request does not stop that clock."""
    number = await registers(city, "megafon")
    await city.boris.presses("Взять")
    await city.settled()
    card = await city.boris.sees(number, "Ответить до")
    await city.boris.says("Проверяем", reply_to=card)
    await city.anna.sees("Проверяем")
    await city.settled()
    assert "Взята" in (await city.boris.sees(number, "Ответственный"))["text"]
