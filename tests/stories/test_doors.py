"""The other doors: requests and advice by phone, answers by phone, letters that are none, and what the desk says of itself."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from domain.people import Place, Speaker
from domain.usecases.receive_letter import Received, receive_letter
from handlers.view.form import names
from tests.stories.conftest import MORNING, Town
from tests.stories.moves import presses_more, registers
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


async def writes(
    town: Town, subject: str, text: str, *, sender: str = "petr@vasilek.example", **facts: Any
) -> Received:
    """A letter as the mail side will hand it in."""
    now = town.app.clock.now()
    by = Speaker(Place("email", sender), sender, "Пётр", now)
    letter: dict[str, Any] = {"received_at": now, "reply_number": None, "trusted": True} | facts
    received = await town.app.clerk.do(receive_letter, by=by, subject=subject, text=text, names=names(), **letter)
    await town.settled()
    return received


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
    await town.boris.sees_new("BAR-000001", "зарегистрирована, поступила 23 ноября, 10:05", "petr@vasilek.example")
    card = await town.boris.sees("BAR-000001", "ООО «Василёк»", "Принята по телефону 23 ноября, 10:05")
    # three working hours from the call, not from its being written down; with the afterthought in the description
    assert "Взять до 23 ноября, 13:05" in card["text"]
    assert "с самого утра" in card["text"]
    await town.boris.sees("Новая заявка BAR-000001")
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


@given("city", ["intervale"], indirect=True)
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


@given(
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


@given("city", ["insales"], indirect=True)
async def test_insales_keeps_calls_and_wants_changes_in_writing(city: Town) -> None:
    """insales: support by phone is advice; a request is a written one."""
    await city.boris.says("/call Иванов: где менять валюту")
    told = await city.boris.sees_new("Консультация по телефону (по Регламенту)", "Заявка нужна письменная")
    assert "/new" not in told["text"]


@given("city", ["gravity"], indirect=True)
async def test_where_the_phone_is_not_official_a_call_is_not_noted_either(city: Town) -> None:
    """gravity 4.5 names the phone as a way by which there is no support."""
    await city.boris.says("/call Иванов: где менять валюту")
    await city.boris.sees_new("не официальный способ", "п. 4.5")


# -- an answer by phone


@given(("means", "title"), [("По телефону", "по телефону"), ("Через удалённый доступ", "через удалённый доступ")])
async def test_an_answer_by_phone_is_recorded_counted_and_mirrored(town: Town, means: str, title: str) -> None:
    """barier 4.7: by the means that serve best; chat and mailbox hold it all the same, and it counts thirty minutes (5.2)."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await presses_more(town.boris, "Ответ по телефону")
    await town.boris.presses(means)
    ask = await town.boris.sees_new("ответьте на это сообщение", "BAR-000001")
    await town.boris.says("Звонок: 10:20\nПерезагрузили принтер вместе, печатает", reply_to=ask)
    await town.boris.sees_new("получит его и письменно")
    told = await town.anna.sees(f"Борис Иванов, {title} 23 ноября, 10:20", "Перезагрузили принтер вместе", "п. 4.7")
    assert "Звонок" not in told["text"]
    await town.mailbox.gets("[BAR-000001] Мы ответили", to="anna@romashka.example")
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


@given("city", ["gravity"], indirect=True)
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


@given("city", ["gravity"], indirect=True)
async def test_no_clause_no_word_of_it(city: Town) -> None:
    """gravity has no such rule."""
    await registers(city, "gravity")
    city.anna.does_not_see("принято почтовым сервером")


# -- letters


async def test_a_plain_letter_is_registered_and_asked_for_the_rest(town: Town) -> None:
    """barier 7.3, 7.7: at arrival, without a level, receipt as the server had it; what lacks is asked back, the clock stands."""
    await town.set_clock(MORNING)
    early = datetime.fromisoformat("2026-11-23T09:10:00+03:00")
    await writes(town, "Склад", "Не открывается склад, помогите", received_at=early)
    letter = await town.mailbox.gets("[BAR-000001]", "Организация:", "Вид заявки:", "п. 4.2", to="petr@vasilek.example")
    card = await town.boris.sees("BAR-000001", "Пришла письмом 23 ноября, 09:10", "Без уровня обслуживания", "п. 7.7")
    assert "часы стоят" in card["text"]
    assert "Описание:" not in letter["text"]

    await writes(
        town,
        f"Re: {letter['subject']}",
        caller(impact="1").split("Описание")[0] + "Вид заявки: 1\nВлияние: 1",
        reply_number="BAR-000001",
    )
    card = await town.boris.sees("BAR-000001", "ООО «Василёк»", "+79167654321", "Ничего не работает")
    assert "Приоритет 1" in card["text"]
    await town.boris.sees("Заявитель пишет письмом", "Адрес отправителя не подтверждён")
    await town.boris.presses("Подтвердить уровень")
    await town.settled()
    card = await town.boris.sees("BAR-000001", "ООО «Василёк»")
    assert "Без уровня" not in card["text"]


async def test_a_filled_in_letter_needs_nothing_more(town: Town) -> None:
    """The form by letter is as good as the chat's questions; the answer comes by letter, words and all."""
    await town.set_clock(MORNING)
    await writes(town, "Склад", caller().split("\n", 1)[1])
    letter = await town.mailbox.gets("[BAR-000001]", "24 ноября, 09:30", to="petr@vasilek.example")
    assert "нужно узнать ещё" not in letter["text"]
    card = await town.boris.sees("BAR-000001", "ООО «Василёк»", "Взять до 23 ноября, 13:30")
    await town.boris.says("Перезапустите службу", reply_to=card)
    await town.mailbox.gets("[BAR-000001]", "Перезапустите службу", to="petr@vasilek.example")
    await town.settled()


async def test_a_letter_joins_its_request_for_its_requester_only(town: Town) -> None:
    """Anna answers by mail and sees it in the chat; a stranger's letter with her number becomes a request of their own."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await writes(
        town, "Re: [BAR-000001]", "Лампа погасла сама", sender="Anna@romashka.example", reply_number="BAR-000001"
    )
    await town.boris.sees("BAR-000001 · Заявитель пишет письмом", "Лампа погасла сама", "не подтверждён")
    await town.anna.sees("Вы написали письмо", "Лампа погасла сама")
    await writes(town, "Re: [BAR-000001]", "Пришлите мне всё по этой заявке", reply_number="BAR-000001")
    assert await numbers(town) == ["BAR-000001", "BAR-000002"]
    town.anna.does_not_see("Пришлите мне всё")


@given("city", ["e-doc"], indirect=True)
async def test_a_letter_of_no_kind_promises_nothing_yet_and_may_end_by_silence(city: Town) -> None:
    """e-doc: the promise depends on the kind, so it is asked first; without an answer for 8 working hours it ends (15)."""
    await writes(city, "Документ", "Не открывается документ на портале")
    letter = await city.mailbox.gets("[EDOC-000001]", "Вид заявки:", "Имя:", "п. 12", to="petr@vasilek.example")
    assert "Почта:" not in letter["text"]
    text = "Имя: Пётр Ромашкин\nВид заявки: 1"
    await writes(city, "Re: Документ", text, reply_number="EDOC-000001")
    await city.boris.sees("EDOC-000001", "Пётр Ромашкин", "Решить до 26 ноября, 12:30")
    await writes(city, "Ещё документ", "И второй не открывается")
    await city.forward(hours=26)
    await city.mailbox.gets("[EDOC-000002]", "8 рабочих часов", "п. 15", to="petr@vasilek.example")


@given("city", ["insales"], indirect=True)
async def test_a_letter_where_only_the_back_office_counts_is_told_so_once_a_day(city: Town) -> None:
    """insales: not registered, by which clause, and where the chat is; a second letter the same day gets no second answer."""
    await writes(city, "Корзина", "Не видно корзину")
    await writes(city, "Корзина!", "Алло?")
    letter = await city.mailbox.gets("не зарегистрировано", "по Регламенту", "бэк-офис", "https://t.me/")
    assert len(city.mailbox.letters(to="petr@vasilek.example")) == 1
    assert letter["subject"].endswith("Корзина")
    await city.forward(hours=24)
    await writes(city, "Корзина", "Так что же?")
    assert len(city.mailbox.letters(to="petr@vasilek.example")) == 2
    assert await numbers(city) == []


async def test_a_suspicious_letter_is_listed_and_released_with_its_receipt(town: Town) -> None:
    """barier 7.10: nothing is dropped silently; staff say that it is a request, and its clock began when it came."""
    await town.set_clock(MORNING)
    await writes(town, "Выиграйте склад", "Не открывается склад", suspicious=True)
    await town.boris.sees("похожее на спам", "Выиграйте склад", "Не открывается склад", "23 ноября, 10:30")
    assert await numbers(town) == []
    assert town.mailbox.letters() == []
    await town.forward(hours=2)
    await town.boris.presses("Это заявка")
    await town.settled()
    await town.boris.sees("BAR-000001", "Пришла письмом 23 ноября, 10:30")
    await town.mailbox.gets("[BAR-000001]", to="petr@vasilek.example")


async def test_a_letter_on_a_closed_request_waits_for_staff(town: Town) -> None:
    """«Спасибо» after the end is no new request by itself."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await town.boris.presses("Завершить")
    await town.boris.says("Сделали", reply_to=await town.boris.sees_new("итоговым ответом"))
    await town.anna.sees("Заявка завершена")
    await town.anna.presses("Подтверждаю")
    await town.settled()
    await writes(town, "Re:", "Спасибо!", sender="anna@romashka.example", reply_number="BAR-000001")
    await town.boris.sees("Письмо по закрытой BAR-000001", "Спасибо!")
    assert await numbers(town) == []


# -- what the desk says of itself


@given(
    ("city", "words"),
    [
        ("barier", ("п. 5.1", "Сейчас работаем, до 23 ноября, 18:00", "пн–пт 9:00–18:00", "сб–вс закрыто", "Москва")),
        ("gravity", ("п. 2.1", "пн–вс 10:00–22:00", "info@bellintegrator.ru", "п. 7")),
        ("insales", ("по Регламенту", "круглосуточно")),
        ("intervale", ("Высший", "круглосуточно", "пн–пт 9:00–18:00", "п. 4.1")),
        ("e-doc", ("п. 5", "Нерабочие дни: 16 декабря", "Астана")),
    ],
    indirect=["city"],
    ids=str,
)
async def test_hours_tells_when_and_by_which_clause(city: Town, words: tuple[str, ...]) -> None:
    """/hours: open or not, the week, days off, the zone, each with the regulation's own clause."""
    await city.anna.says("/hours")
    told = await city.anna.sees_new("Время:")
    for one in words:
        assert one.lower() in told["text"].lower(), one


async def test_hours_at_night_tells_when_it_opens(town: Town) -> None:
    """And what differs from the usual week ahead."""
    await town.set_clock("2026-12-30T20:00:00+03:00")
    await town.anna.says("/hours")
    await town.anna.sees_new("Сейчас закрыто", "11 января, 09:00", "31 декабря", "1 января – 8 января")


@given(
    ("city", "words", "never"),
    [
        (
            "barier",
            ("портал поддержки", "support@barier.pro (п. 4.1", "202-24-87 (п. 7.1", "п. 7.5", "t.me/"),
            "здесь они не",
        ),
        ("gravity", ("CRM", "apim-support@bellintegrator.com (п. 4.1", "п. 4.5"), "По телефону"),
        ("insales", ("бэк-офис", "По телефону", "по письменной заявке"), "По почте"),
        ("intervale", ("Helpdesk", "helpdesk@intervale.ru", "мобильном приложении"), "здесь они не"),
        ("megafon", ("форма обратной связи", "здесь они не регистрируются", "8 800 5500 500", "0500"), "По почте"),
        ("e-doc", ("в этом чате", "support@mitwork.kz", "п. 8"), "По телефону"),
    ],
    indirect=["city"],
    ids=str,
)
async def test_contacts_names_the_doors_and_what_is_none(city: Town, words: tuple[str, ...], never: str) -> None:
    """/contacts: the official ways with their clauses; others are marked as such."""
    await city.settled()
    await city.anna.says("/contacts")
    told = await city.anna.sees_new("Официальные способы обратиться")
    for one in words:
        assert one in told["text"], one
    assert never not in told["text"]


async def test_help_knows_them(town: Town) -> None:
    """Nobody has to guess the commands."""
    await town.anna.says("/help")
    await town.anna.sees_new("/hours", "/contacts")
