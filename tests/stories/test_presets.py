"""Every shipped regulation carries a request from Start to its end, under its own rules and clauses."""

from __future__ import annotations

import pytest

from domain.regulation import load, shipped
from tests.stories.conftest import Town
from tests.stories.moves import registers


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is told here does not depend on the database."""
    return sqlite_url


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
