"""Letters that come in: registered, joined to their request, held back for staff, or told that they are none."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from domain.incoming import Incoming
from domain.people import Place, Speaker
from domain.reply_address import reply_address
from domain.usecases.receive_letter import Received, receive_letter
from handlers.view.form_names import names
from tests.stories.conftest import MORNING, Town
from tests.stories.posts import DESK
from tests.stories.test_doors import caller, numbers


async def writes(
    town: Town,
    subject: str,
    text: str,
    *,
    sender: str = "petr@vasilek.example",
    received_at: datetime | None = None,
    reply_number: str = "",
    **facts: Any,
) -> Received:
    """A letter as it was read; `reply_number`: it comes to the reply address of that ticket, as its sender has it."""
    now = town.app.clock.now()
    by = Speaker(Place("email", sender), sender, "Пётр", now)

    def received(desk: Any) -> Received:
        to = reply_address(desk.tokens, DESK, reply_number, sender) if reply_number else DESK
        letter: dict[str, Any] = {"trusted": True, "to": (to,)} | facts
        said = Incoming(by, subject=subject, text=text, **letter)
        return receive_letter(desk, said=said, received_at=received_at or now, names=names())

    done = await town.app.clerk.do(received)
    await town.settled()
    return done


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
    told = await town.boris.sees("Заявитель пишет письмом", "Вид заявки: 1")
    assert "не подтверждён" not in told["text"]
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


@pytest.mark.parametrize("city", ["e-doc"], indirect=True)
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


@pytest.mark.parametrize("city", ["insales"], indirect=True)
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
    await writes(town, "Выиграйте склад", "Не открывается склад", doubt="spam")
    await town.boris.sees("похожее на спам", "Выиграйте склад", "Не открывается склад", "23 ноября, 10:30")
    assert await numbers(town) == []
    assert town.mailbox.letters() == []
    await town.forward(hours=2)
    await town.boris.presses("Это заявка")
    await town.settled()
    await town.boris.sees("BAR-000001", "Пришла письмом 23 ноября, 10:30")
    await town.mailbox.gets("[BAR-000001]", to="petr@vasilek.example")


async def test_a_letter_on_a_closed_request_waits_for_staff(town: Town) -> None:
    """It is no new request by itself, and its writer is told so; «спасибо» asks nothing of anybody."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await town.boris.presses("Завершить")
    await town.boris.says("Сделали", reply_to=await town.boris.sees_new("итоговым ответом"))
    await town.anna.sees("Заявка завершена")
    await town.anna.presses("Подтверждаю")
    await town.settled()
    anna = "anna@romashka.example"
    await writes(town, "Re:", "Спасибо!", sender=anna, reply_number="BAR-000001")
    town.boris.does_not_see("Письмо по закрытой")
    await writes(town, "Re:", "Опять не печатает", sender=anna, reply_number="BAR-000001")
    await town.boris.sees("Письмо по закрытой BAR-000001", "Опять не печатает")
    await town.mailbox.gets("[BAR-000001]", "эта заявка уже закрыта", "заведёт новую заявку", to=anna)
    assert await numbers(town) == []
    await town.boris.presses("Это заявка")
    await town.settled()
    await town.boris.sees("BAR-000002", "Опять не печатает", "Связана с BAR-000001")
