"""What a requester can look up: their own requests with the whole conversation, and the regulation section by section."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.person import Person
from domain.answers import utf16_length
from domain.journal import Actor
from domain.ports import Desk
from domain.ticket import Resolution, Status
from domain.usecases.register import proposed
from handlers.callbacks import LookButton
from tests.stories.conftest import Town
from tests.stories.moves import registers
from tests.stories.test_dialogue import completed, taken
from tests.stories.test_intruders import forge, set_aside


def _copies(desk: Desk, *, number: str, times: int) -> None:
    """A use case: as many more requests like that one, closed one after the other long ago."""
    first = desk.tickets.get(number)
    by = Actor(first.requester_id, "Анна", "telegram")
    for n in range(times):
        at = desk.now() - timedelta(days=times - n)
        ticket = type(first)(
            number=desk.tickets.next_number(desk.regulation),
            regulation_digest=first.regulation_digest,
            requester_id=first.requester_id,
            door="telegram",
            answers=first.answers | {"description": f"Старая беда номер {n + 1}"},
            kind=first.kind,
            impact=first.impact,
            priority=proposed(desk.regulation, first.kind, first.impact),
            received_at=at,
            registered_at=at,
        )
        desk.tickets.add(ticket)
        ticket.register(at, by, clause="4.4")
        ticket.status, ticket.resolution, ticket.closed_at = Status.CLOSED, Resolution.SOLVED, at


def _texts(messages: list[dict[str, Any]], words: str) -> int:
    return sum(words in str(message.get("text")) for message in messages)


def _now(who: Person, message: dict[str, Any]) -> str:
    """What the message says by now."""
    return str(next(m["text"] for m in who.messages() if m["message_id"] == message["message_id"]))


async def opens(who: Person, number: str) -> dict[str, Any]:
    """/my, and a tap on the number; returns the card."""
    await who.says("/my")
    await who.sees_new("Ваши заявки", number)
    await who.presses(number)
    return await who.sees_new(number, "Ответственный")


async def test_all_own_requests_are_there_open_ones_first(town: Town) -> None:
    """«Мои заявки»: five on a page, turned over in place; each with its state and how it stands or ended."""
    anna = town.anna
    number = await taken(town)
    await town.app.clerk.do(_copies, number=number, times=7)
    await anna.says("/my")
    shown = await anna.sees_new("Ваши заявки", "BAR-000001 · В работе", "Срок:")
    assert re.findall(r"BAR-\d+", shown["text"]) == [f"BAR-{n:06d}" for n in (1, 8, 7, 6, 5)]
    assert "Закрыта" in shown["text"]
    assert "Решена, 22 ноября" in shown["text"]

    await anna.presses("›")
    await anna.sees_new("Старая беда номер 1")
    assert re.findall(r"BAR-\d+", _now(anna, shown)) == ["BAR-000004", "BAR-000003", "BAR-000002"]
    assert _texts(anna.messages(), "Ваши заявки") == 1
    assert "›" not in anna.captions()

    await anna.presses("BAR-000003")
    await anna.sees_new("BAR-000003 · Закрыта", "Старая беда номер 2", "Решена")
    await anna.presses("Мои заявки")
    await anna.sees_new("Старая беда номер 1")


async def test_the_list_is_a_tap_away_where_nothing_is_asked(town: Town) -> None:
    """Whoever has no request is told so, and offered one."""
    await town.anna.says("/cancel")
    await town.anna.sees_new("открытых заявок нет")
    await town.anna.presses("Мои заявки")
    await town.anna.sees_new("У вас пока нет заявок")
    await town.anna.presses("Новая заявка")
    await town.anna.sees_new("персональных данных")


async def test_a_card_shows_where_it_stands_and_what_can_be_done(town: Town) -> None:
    """Who is in charge, by when, what was chosen; the buttons of the notices work from here."""
    anna = town.anna
    await taken(town)
    await opens(anna, "BAR-000001")
    await anna.sees_new("BAR-000001 · В работе", "Не печатает", "Ответственный: Борис Иванов", "Срок:", "Приоритет 2")
    await anna.presses("Дополнить")
    await anna.sees_new("Напишите ответ по BAR-000001")
    await anna.says("Лампа погасла")
    await town.boris.sees("Заявитель пишет", "Лампа погасла")
    await town.settled()

    await town.boris.presses("Завершить")
    ask = await town.boris.sees_new("итоговым ответом")
    await town.boris.says("Готово", reply_to=ask)
    await anna.sees("Заявка завершена")
    await town.settled()
    await opens(anna, "BAR-000001")
    card = await anna.sees_new("BAR-000001 · Завершена", "ждём вашего слова", "закроется 24 ноября")
    await anna.presses("Подтверждаю", on=card)
    await anna.sees_new("Заявка закрыта")
    await town.settled()
    await opens(anna, "BAR-000001")
    card = await anna.sees_new("BAR-000001 · Закрыта", "Решена")
    await anna.presses("4 ★", on=card)
    await anna.sees_new("Спасибо за оценку")
    await opens(anna, "BAR-000001")
    card = await anna.sees_new("Ваша оценка: ★★★★☆")
    assert "★" not in str(card["reply_markup"])


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_a_closed_request_is_opened_again_from_its_card(city: Town) -> None:
    """gravity 6: where the regulation allows it, and in its own words for how it ended."""
    await registers(city, "gravity")
    await city.boris.presses("Завершить")
    await city.settled()
    await city.boris.presses("Инфраструктура")
    ask = await city.boris.sees_new("итоговым ответом")
    await city.boris.says("Сеть провайдера", reply_to=ask)
    await city.anna.sees("Заявка закрыта")
    await city.settled()
    await city.anna.says("/my")
    await city.anna.sees_new("GRA-000001 · Выполнено", "Инфраструктура, 23 ноября")
    await city.anna.presses("GRA-000001")
    card = await city.anna.sees_new("GRA-000001", "Не печатает")
    await city.anna.presses("Открыть повторно", on=card)
    await city.anna.sees("Снова в работе")


async def test_the_conversation_is_all_that_was_said_and_nothing_of_staffs(town: Town) -> None:
    """Who, when and what, in the regulation's time; notes of staff and deliveries are not in it."""
    anna, boris = town.anna, town.boris
    await taken(town)
    shown = await boris.sees("BAR-000001", "ООО «Ромашка»")
    await boris.says("// клиент трудный", reply_to=shown)
    await boris.says("Какой картридж?", reply_to=shown)
    told = await anna.sees("Какой картридж?")
    await anna.says("Обычный <b>чёрный</b>", reply_to=told)
    await boris.sees("Обычный")
    await town.settled()
    await opens(anna, "BAR-000001")
    await anna.presses("Переписка")
    page = await anna.sees_new("Переписка", "Не печатает принтер", "Какой картридж?", "Обычный <b>чёрный</b>")
    text = page["text"]
    assert re.search(r"23\.11\.26 \d\d:\d\d · Ответ поддержки · Борис Иванов", text)
    assert re.search(r"23\.11\.26 \d\d:\d\d · Сообщение заявителя · Анна", text)
    for hidden in ("трудный", "Доставлено", "None", "{"):
        assert hidden not in text
    await anna.presses("« Назад")
    await anna.sees_new("Ответственный")


async def test_a_long_conversation_is_turned_over_page_by_page(town: Town) -> None:
    """Each page fits into a message of Telegram, and together they lose nothing."""
    anna = town.anna
    await taken(town)
    told = await anna.sees("Взяли в работу")
    sent = [f"{n}-е: " + f"слово{n} " * (30 * n) + "😀" * 100 for n in range(1, 10)]
    sent.append("Я" * 3500)
    for words in sent:
        await anna.says(words, reply_to=told)
    await town.settled()
    await opens(anna, "BAR-000001")
    await anna.presses("Переписка")
    page = await anna.sees_new("Переписка", "Не печатает принтер")
    read = [_now(anna, page)]
    while "›" in anna.captions():
        await anna.presses("›")
        await anna.sees_new("Переписка")
        read.append(_now(anna, page))
    assert len(read) >= 4
    assert all(utf16_length(text) <= 4096 for text in read)
    whole = re.sub(r"\s", "", "".join(read))
    assert whole.count("Я" * 3300) == 1
    assert whole.count("Я") >= 3500
    for n in range(1, 10):
        assert whole.count(f"слово{n}") == 30 * n
    await anna.presses("‹")
    await anna.sees_new("Переписка")
    assert _now(anna, page) == read[-2]


async def test_nobody_looks_into_somebody_elses_request(town: Town) -> None:
    """A forged look at another's request is answered as if there were none, and junk breaks nothing."""
    await completed(town)
    john = Person(town.anna.stage, "John")
    await john.says("/my")
    shown = await john.sees_new("You have no requests yet")
    none = await forge(town, john, john.chat, shown["message_id"], LookButton(view="card", number="BAR-000099").pack())
    assert "no such request" in none
    for view in ("card", "record"):
        data = LookButton(view=view, number="BAR-000001").pack()
        assert await forge(town, john, john.chat, shown["message_id"], data) == none
    junk = ("m:list::-1", "m:list::99999", "m:nothing:BAR-000001:0", "m:card::0", "m::x:y", "m:record:BAR-000001:1e9")
    hers = (await town.anna.sees("Заявка завершена"))["message_id"]
    for data in (*junk, "r:nothing:0", "r:scope:999", "r::", "r:times:-5", "r:\0:0"):
        await forge(town, john, john.chat, shown["message_id"], data)
        await forge(town, town.anna, town.anna.chat, hers, data)
    assert await set_aside(town) == 0
    await town.settled()
    assert _texts(john.messages(), "BAR-000001") == 0


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_the_regulation_is_read_section_by_section(city: Town) -> None:
    """/rules: what is solved (3.1-3.5), the norms by name (5.2), no guarantee (2.3), why it may be refused (4.8)."""
    anna = city.anna
    await anna.says("/rules")
    front = await anna.sees_new("Регламент", "действует с")
    await anna.presses("Что решаем и что нет")
    await anna.sees_new("Решаем", "3.1-1. Работа Сервиса стала полностью невозможной (п. 3.1).")
    await anna.presses("›")
    await anna.sees_new("Не решаем", "3.5-5.")
    await anna.presses("« Назад")
    await anna.sees_new("действует с")
    await anna.presses("Сроки")
    await anna.sees_new("норматив: 24 часа (п. 5.2)", "не гарантируется", "п. 2.3")
    await anna.presses("« Назад")
    await anna.sees_new("действует с")
    await anna.presses("Почему могут отказать")
    await anna.sees_new("п. 4.8-10")
    assert _now(anna, front).startswith("Почему могут отказать")
