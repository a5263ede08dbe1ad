"""Suspended support: nothing new is taken, what is open goes on, and only a lead decides it."""

from __future__ import annotations

import pytest

from domain.ports import Desk
from domain.usecases.customers import find_customer
from domain.usecases.suspend import set_suspended
from tests.stories.conftest import CARD, Town
from tests.stories.moves import presses_more, registers
from tests.stories.test_customers import AGAIN, anna_does, entered, proves, ticket_of


async def suspends(town: Town, reason: str, button: str = "Приостановить", whom: str = "Анна") -> None:
    """Boris, a lead, presses the card's button and replies with the reason."""
    await town.settled()  # a card that is drawn anew would fold «Ещё…» again
    await presses_more(town.boris, f"{button} поддержку")
    await town.settled()
    await town.boris.presses(whom)
    ask = await town.boris.sees_new("ответьте на это сообщение", "поддержку")
    await town.boris.says(reason, reply_to=ask)
    await town.settled()


@pytest.mark.parametrize("city", ["intervale"], indirect=True)
async def test_suspended_support_takes_nothing_new_and_goes_on_with_what_it_has(city: Town) -> None:
    """intervale 2.6: refused with the clause and the lead's reason; the open request and the draft stay."""
    anna, number = city.anna, await registers(city, "intervale")
    await anna.says("/new")
    await anna.sees_new(CARD)
    await suspends(city, "Спам в запросах")
    await anna.sees("Поддержка приостановлена", "(п. 2.6 Регламента)", "Спам в запросах")
    await city.boris.sees(number, "Поддержка приостановлена", "Спам в запросах")

    await anna_does(city, *AGAIN)
    await anna.presses("Отправить")
    await anna.sees_new("Поддержка приостановлена", "п. 2.6", "Спам в запросах")
    await anna.says("/new")
    await anna.sees_new("Поддержка приостановлена", "п. 2.6", "Спам в запросах")

    card = await city.boris.sees(number, "Поддержка приостановлена")
    await city.boris.says("По вашей заявке всё готово", reply_to=card)
    answered = await anna.sees(number, "По вашей заявке всё готово")
    await anna.says("Спасибо, проверю", reply_to=answered)
    await city.boris.sees(number, "Спасибо, проверю")

    await suspends(city, "Договорились", button="Возобновить")
    await anna.sees("Поддержка возобновлена", "Договорились")
    await anna.says("/new")
    await anna.sees_new("Проверьте", "Соколова Анна")
    await anna.presses("Отправить")
    await anna.sees_new("INT-000002", "Заявка зарегистрирована")


@pytest.mark.parametrize("city", ["intervale"], indirect=True)
async def test_only_a_lead_suspends(city: Town) -> None:
    """Olga works here and does not lead."""
    await registers(city, "intervale")
    said = await presses_more(city.olga, "Приостановить поддержку")
    assert "руководител" in str(said)
    assert not [c for c in city.olga.captions() if "Анна" in c]


@pytest.mark.parametrize("city", ["intervale"], indirect=True)
async def test_a_customer_is_suspended_with_all_its_people(city: Town) -> None:
    """intervale 2.6: from the command line too; whoever belongs to it hears of it."""
    await entered(city)
    number = await registers(city, "intervale")
    await proves(city)

    def suspended(desk: Desk) -> None:
        set_suspended(desk, find_customer(desk, which="12-34"), "Нет оплаты", suspends=True)

    await city.app.clerk.do(suspended)
    await city.anna.sees("Поддержка приостановлена", "Нет оплаты")
    await city.mailbox.gets("Поддержка приостановлена", "п. 2.6", "Причина: Нет оплаты", to="anna@romashka.example")
    await city.anna.says("/new")
    await city.anna.sees_new("п. 2.6", "Нет оплаты")
    await city.settled()
    assert (await ticket_of(city, number)).is_open
    await suspends(city, "Оплатили", button="Возобновить", whom="Ромашка")
    await city.anna.sees("Поддержка возобновлена", "Оплатили")
    await city.anna.says("/new")
    await city.anna.sees_new(CARD)


async def test_where_the_regulation_has_no_suspension_there_is_no_button(town: Town) -> None:
    """barier says nothing of it."""
    await town.registers(town.anna)
    assert not [c for c in town.boris.captions() if "Приостановить" in c]
