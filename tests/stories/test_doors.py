"""The door by phone: requests, advice and answers; and what the chat says of the letter with the number."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from tests.stories.conftest import MORNING, Town
from tests.stories.moves import hears_of, presses_more, registers
from tests.stories.pictures import picture

given = pytest.mark.parametrize
CALLER = """Звонок: {call}
Организация: ООО «Василёк»
ФИО: Ромашкин Пётр Ильич
Должность: Кладовщик
Телефон: {phone}
Почта: petr@vasilek.example
Описание: Не открывается склад
с самого утра
Вид заявки: 1
Влияние: {impact}"""


def caller(call: str = "", phone: str = "8 916 765-43-21", impact: str = "2") -> str:
    return CALLER.format(call=call, phone=phone, impact=impact)


async def numbers(town: Town) -> list[str]:
    return await town.app.clerk.read(lambda desk: [t.number for t in desk.tickets.open_all()])


# -- a request by phone


async def test_a_call_becomes_a_request_with_the_calls_time_as_its_receipt(town: Town) -> None:
    """barier 4.1, 7.1, 7.10: staff take it down, the caller gets number and deadline by letter, staff the card."""
    await town.set_clock(MORNING)
    await town.boris.says("/new")
    form = await town.boris.sees_new("заявка по телефону (п. 7.1", "Организация:", "Звонок", "1 — Что-то не работает")
    assert "персональных данных" in form["text"]
    await town.boris.says(caller(call="10:05"), reply_to=form)
    await town.boris.sees_new("BAR-000001", "зарегистрирована, поступила 23 ноября, 10:05", "на почту")
    card = await town.boris.sees("BAR-000001", "ООО «Василёк»", "Принята по телефону 23 ноября, 10:05")
    # three working hours from the call, not from its being written down; with the afterthought in the description
    assert "Взять до 23 ноября, 13:05" in card["text"]
    assert "с самого утра" in card["text"]
    await hears_of(town.boris, "BAR-000001")
    letter = await town.mailbox.gets("[BAR-000001]", "24 ноября, 09:05", to="petr@vasilek.example")
    assert "Код" not in letter["text"]

    first = (await town.app.clerk.read(lambda desk: desk.journal.of("BAR-000001")))[0]
    assert (first.actor_name, first.channel, first.facts["consent"]) == ("Борис Иванов", "phone", "")
    assert first.facts["consent_asked_by"] == "Борис Иванов"


async def test_what_a_form_lacks_is_said_line_by_line_and_nothing_is_typed_twice(town: Town) -> None:
    """A wrong number, a call in the future and no impact: three lines are asked for again, and only they."""
    await town.set_clock(MORNING)
    await town.boris.says("/new")
    form = await town.boris.sees_new("заявка по телефону")
    await town.boris.says(caller(call="23.11 11:00", phone="12345", impact="так себе"), reply_to=form)
    again = await town.boris.sees_new("Чего ещё не хватает", "Телефон", "Звонок", "ещё не наступило", "Влияние")
    assert "Организация" not in again["text"]
    assert await numbers(town) == []
    await town.boris.says("Звонок: вчера\nТелефон: 8 916 765-43-21\nВлияние: Ничего", reply_to=again)
    last = await town.boris.sees_new("Чего ещё не хватает", "Не могу прочитать время")
    await town.boris.says("22.11 19:00", reply_to=last)
    await town.boris.sees_new("BAR-000001", "поступила 22 ноября, 19:00")
    await town.settled()
    card = await town.boris.sees("BAR-000001", "ООО «Василёк»")
    assert "+79167654321" in card["text"]
    assert "Решить до 23 ноября, 13:00" in card["text"]

    await town.boris.says(caller(), reply_to=last)
    await town.boris.sees_new("уже стала заявкой")
    assert await numbers(town) == ["BAR-000001"]


async def test_the_caller_follows_the_request_by_letters_that_carry_the_words(town: Town) -> None:
    """Whoever has no chat is told everything by letter; nothing points them to a chat they never had."""
    await town.set_clock(MORNING)
    await town.boris.says("/new")
    await town.boris.says(caller(), reply_to=await town.boris.sees_new("заявка по телефону"))
    await town.settled()
    card = await town.boris.sees("BAR-000001", "ООО «Василёк»")
    await town.boris.says("Перезапустите службу склада", reply_to=card)
    letter = await town.mailbox.gets("[BAR-000001]", "Перезапустите службу склада", to="petr@vasilek.example")
    assert "чате" not in letter["text"]
    await town.settled()
    town.boris.does_not_see("не дошло")


async def test_an_address_proved_later_hands_over_no_caller(town: Town) -> None:
    """Anna proves the very address that a caller gave: the caller's request does not become hers."""
    await town.set_clock(MORNING)
    await town.boris.says("/new")
    text = caller().replace("petr@vasilek.example", "anna@romashka.example")
    await town.boris.says(text, reply_to=await town.boris.sees_new("заявка по телефону"))
    await town.settled()
    await town.registers(town.anna)
    code = re.search(r"Код: (\d{6})", (await town.mailbox.gets("Код:"))["text"])
    assert code
    await town.anna.says(code[1])
    await town.anna.sees_new("подтверждён")
    await town.settled()
    await town.anna.says("Добавьте, пожалуйста, отдел продаж")
    asked = await town.anna.sees_new("К чему это отнести?")
    captions = [b["text"] for row in asked["reply_markup"]["inline_keyboard"] for b in row]
    assert captions == ["Добавить к BAR-000002", "Это новая проблема", "Не нужно"]
    town.anna.does_not_see("BAR-000001")


@pytest.mark.parametrize("city", ["intervale"], indirect=True)
async def test_intervale_takes_calls_under_its_own_clause(city: Town) -> None:
    """intervale 5.2: staff make the ticket, its number goes to the user; it has other lines than barier."""
    await city.boris.says("/new")
    form = await city.boris.sees_new("заявка по телефону (п. 5.2", "Контактное лицо:", "Дополнительно:")
    text = (
        "Контактное лицо: Пётр Ромашкин\nПочта: petr@vasilek.example\nОписание: Платёж не проходит\n"
        "Как повторить: Оплатить любой счёт\nДополнительно: нет\nВлияние: 1"
    )
    await city.boris.says(text, reply_to=form)
    await city.boris.sees_new("-000001", "зарегистрирована, поступила 23 ноября, 10:3")
    await city.mailbox.gets("-000001]", to="petr@vasilek.example")


@pytest.mark.parametrize(
    ("city", "words"),
    [
        ("gravity", ("не официальный способ", "п. 4.5", "apim-support@bellintegrator.com")),
        ("insales", ("только консультации", "по Регламенту", "/call")),
        ("megafon", ("не официальный способ", "в чат")),
    ],
    indirect=["city"],
)
async def test_where_calls_become_no_requests_new_is_refused_with_what_to_do(
    city: Town, words: tuple[str, ...]
) -> None:
    """gravity 4.5 knows no phone, insales advises by phone only: the clause, and the way that is open."""
    await city.boris.says("/new")
    await city.boris.sees_new(*words)
    await city.settled()
    city.boris.does_not_see("заполненной формой")


async def test_the_form_is_for_staff_and_in_words(town: Town) -> None:
    """A picture is no form; and in private /new remains the intake."""
    await town.boris.says("/new")
    form = await town.boris.sees_new("заявка по телефону")
    await town.boris.attaches(picture(), reply_to=form)
    await town.boris.sees_new("только текст")
    await town.anna.says("/new")
    await town.anna.sees_new("персональных данных")
    town.anna.does_not_see("Звонок")


# -- advice by phone


async def test_advice_by_phone_is_written_down_without_number_or_clock(town: Town) -> None:
    """barier 7.1: by phone there is consultation; it is kept, and nobody's clock runs."""
    await town.set_clock(MORNING)
    await town.boris.says("/call Иванов, ООО «Василёк» — подсказал, как сбросить пароль")
    await town.boris.sees_new("Консультация по телефону (п. 7.1", "Иванов, ООО «Василёк»", "/new")
    await town.boris.says("/call")
    ask = await town.boris.sees_new("кто звонил и что вы посоветовали")
    await town.boris.says("Петров", reply_to=ask)
    await town.boris.sees_new("Пока ничего не записано")
    await town.boris.says("Петров\nОбъяснил, где отчёты\nи как их печатать", reply_to=ask)
    await town.boris.sees_new("Консультация по телефону", "Петров")

    since = datetime.fromisoformat("2026-11-23T00:00:00+03:00")
    calls = await town.app.clerk.read(lambda desk: desk.consultations.since(since))
    assert [(c.agent, c.caller, c.text) for c in calls] == [
        ("Борис Иванов", "Иванов, ООО «Василёк»", "подсказал, как сбросить пароль"),
        ("Борис Иванов", "Петров", "Объяснил, где отчёты\nи как их печатать"),
    ]
    assert await numbers(town) == []


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_insales_keeps_calls_and_wants_changes_in_writing(city: Town) -> None:
    """insales: support by phone is advice; a request is a written one."""
    await city.boris.says("/call Иванов: где менять валюту")
    told = await city.boris.sees_new("Консультация по телефону (по Регламенту)", "Заявка нужна письменная")
    assert "/new" not in told["text"]


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_where_the_phone_is_not_official_a_call_is_not_noted_either(city: Town) -> None:
    """gravity 4.5 names the phone as a way by which there is no support."""
    await city.boris.says("/call Иванов: где менять валюту")
    await city.boris.sees_new("не официальный способ", "п. 4.5")


# -- an answer by phone


@pytest.mark.parametrize(
    ("means", "title"), [("По телефону", "по телефону"), ("Через удалённый доступ", "через удалённый доступ")]
)
async def test_an_answer_by_phone_is_recorded_counted_and_mirrored(town: Town, means: str, title: str) -> None:
    """barier 4.7: by the means that serve best; chat and mailbox hold it all the same, and it counts thirty minutes (5.2)."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await presses_more(town.boris, "Ответ по телефону")
    await town.boris.presses(means)
    ask = await town.boris.sees_new("ответьте на это сообщение", "BAR-000001")
    await town.boris.says("Звонок: 10:20\nПерезагрузили принтер вместе, печатает", reply_to=ask)
    await town.boris.sees_new("Устный ответ по", "письменно: в чат доставлено")
    told = await town.anna.sees(f"Борис Иванов, {title} 23 ноября, 10:20", "Перезагрузили принтер вместе", "п. 4.7")
    assert "Звонок" not in told["text"]
    await town.mailbox.gets("BAR-000001. Мы ответили", to="anna@romashka.example")
    await town.settled()
    entries = await town.app.clerk.read(lambda desk: desk.journal.of("BAR-000001"))
    answer = next(e for e in entries if e.kind == "answer")
    assert (answer.facts["minutes"], answer.actor_name) == (30, "Борис Иванов")
    card = await town.boris.sees("BAR-000001", "ООО «Ромашка»")
    assert "Взята 23 ноября, 10:30" in card["text"]


async def test_an_answer_in_the_future_is_refused_and_can_be_given_again(town: Town) -> None:
    """The same prompt takes the corrected words."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await presses_more(town.boris, "Ответ по телефону")
    await town.boris.presses("По телефону")
    ask = await town.boris.sees_new("ответьте на это сообщение")
    await town.boris.says("Звонок: 18:00\nВсё починили", reply_to=ask)
    await town.boris.sees_new("ещё не наступило")
    await town.boris.says("Звонок: 10:20", reply_to=ask)
    await town.boris.sees_new("Ответ пустой")
    await town.boris.attaches(picture(), caption="Всё починили", reply_to=ask)
    await town.boris.sees_new("только текст")
    await town.boris.says("Всё починили", reply_to=ask)
    await town.anna.sees("по телефону 23 ноября", "Всё починили")
    await town.settled()


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_where_there_is_no_phone_no_card_offers_it(city: Town) -> None:
    """gravity 4.5: no support by phone, so no answer by phone; a forged press is refused."""
    await registers(city, "gravity")
    assert "Ответ по телефону" not in city.boris.captions()


# -- what the chat says of letters


async def test_the_chat_shows_quietly_that_the_registration_letter_got_through(town: Town) -> None:
    """barier 7.10: accepted only when the letter with the number has come; the message that told of it says so, no new one does."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    told = await town.anna.sees("Заявка зарегистрирована", "принято почтовым сервером", "п. 7.10")
    assert told["text"].startswith("BAR-000001")
    await town.settled()
    assert sum("принято почтовым сервером" in str(m.get("text")) for m in town.anna.messages()) == 1
    assert sum("Заявка зарегистрирована" in str(m.get("text")) for m in town.anna.messages()) == 1


async def test_a_corrected_address_is_confirmed_by_a_line_of_its_own(town: Town) -> None:
    """The first letter bounced: the chat said so, and says when the second one got through."""
    await town.set_clock(MORNING)
    await town.anna.stage.do(
        "mailbox/refuse", {"address": "anna@romashka.example", "code": 550, "text": "no such user"}
    )
    await town.registers(town.anna)
    await town.anna.sees("не дошло")
    await town.settled()
    town.anna.does_not_see("принято почтовым сервером")
    await town.anna.presses("Исправить адрес")
    await town.anna.sees_new("На какой адрес")
    await town.anna.says("anna.sokolova@romashka.example")
    await town.settled()
    line = await town.anna.sees("BAR-000001", "принято почтовым сервером", "п. 7.10")
    assert "Заявка зарегистрирована" not in line["text"]


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_no_clause_no_word_of_it(city: Town) -> None:
    """gravity has no such rule."""
    await registers(city, "gravity")
    city.anna.does_not_see("принято почтовым сервером")
