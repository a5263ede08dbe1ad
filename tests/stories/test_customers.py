"""Customers and the rights they have: who they are is proved or said by staff, never typed; and what follows from it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from domain.customers import Organization
from domain.journal import EntryKind
from domain.ports import Desk
from domain.regulation import FOLDER
from domain.ticket import Ticket
from domain.usecases.customers import add_customer
from tests.stories.conftest import CARD, LATER, Town, on_monday
from tests.stories.moves import ANSWERS, registers

ROMASHKA: dict[str, Any] = {"name": "ООО «Ромашка»", "contract": "12-34", "domains": ["romashka.example"]}

INTERVALE = (
    *("Анна Петрова", "anna@romashka.example", LATER[0], ANSWERS["steps"], "нет"),
    *("[Нужна консультация]", "[Без файлов]"),
)
AGAIN = ("[Всё верно]", *INTERVALE[2:])
"""Another time: who Anna is, is known."""


async def entered(town: Town, **facts: Any) -> Organization:
    """A customer of the desk: «Ромашка», but for what is named."""
    return await town.app.clerk.do(add_customer, **(ROMASHKA | facts))


async def ticket_of(town: Town, number: str) -> Ticket:
    def look(desk: Desk) -> Ticket:
        return desk.tickets.get(number)

    return await town.app.clerk.read(look)


async def facts_of(town: Town, number: str, kind: EntryKind) -> dict[str, Any]:
    """What the first entry of that kind says."""

    def look(desk: Desk) -> dict[str, Any]:
        return next(entry.facts for entry in desk.journal.of(number) if entry.kind is kind)

    return await town.app.clerk.read(look)


async def anna_does(town: Town, *steps: str) -> None:
    """Anna says each in turn, or presses it if it stands in brackets; each time she waits for the answer."""
    for step in steps:
        pressed = re.fullmatch(r"\[(.+)\]", step)
        await (town.anna.presses(pressed[1]) if pressed else town.anna.says(step))
        await town.settled()


async def proves(town: Town, to: str = "anna@romashka.example") -> None:
    """Anna types the code from the letter."""
    letter = await town.mailbox.gets("Код:", to=to)
    await town.anna.says(str(letter["text"]).split("Код: ")[1][:6])
    await town.anna.sees("подтверждён")
    await town.settled()


# -- acceptance


@pytest.mark.parametrize("city", ["intervale"], indirect=True)
async def test_the_regulation_is_accepted_before_the_first_request_only(city: Town) -> None:
    """intervale 2.4, 3.2: version, date, link and clauses are shown; nothing is asked before; the journal knows which version."""
    anna = city.anna
    await anna.says("/start")
    await anna.sees_new("согл")
    await anna.presses("Даю согласие")
    shown = await anna.sees_new(
        "Версия 1", "1 января 2026", "helpdesk.intervale.ru", "2.3", "п. 2.4", "тайне", "п. 3.2"
    )
    await anna.says("Анна Петрова")
    await anna.sees_new("Нажмите", "кнопок")
    await city.settled()
    assert "1 из 5" not in str(anna.messages())
    await anna.presses("Принимаю", on=shown)
    await anna.sees_new("1 из 5")
    await anna_does(city, *INTERVALE, "[Отправить]")
    await anna.sees("Заявка зарегистрирована")
    facts = await facts_of(city, "INT-000001", EntryKind.REGISTERED)
    assert facts["accepted"] == "intervale 1"
    assert facts["accepted_at"].startswith("2026-11-23T07:3")

    await anna.says("/new")
    await anna.sees_new(CARD)


@pytest.mark.parametrize("city", ["intervale"], indirect=True)
async def test_what_is_learnt_is_confidential(city: Town) -> None:
    """intervale 3.2: said under answers, with its clause."""
    number = await registers(city, "intervale")
    card = await city.boris.sees(number)
    await city.boris.says("Перезагрузите телефон", reply_to=card)
    await city.anna.sees("Перезагрузите телефон", "сохранять в тайне (п. 3.2 Регламента)")
    await city.settled()
    await city.boris.presses("Завершить")
    ask = await city.boris.sees_new("итоговым ответом")
    await city.boris.says("Готово", reply_to=ask)
    await city.anna.sees("Готово", "сохранять в тайне (п. 3.2 Регламента)")


async def test_a_new_version_is_accepted_anew(sandbox: Sandbox, settings: Settings) -> None:
    """intervale 2.4: a draft that was ready when the version changed is kept, and sent once that version is accepted."""
    by_first = settings.model_copy(update={"regulation": "intervale"})
    async with on_monday(sandbox, by_first) as town:
        await registers(town, "intervale")
        await anna_does(town, "/new", *AGAIN)
        ready = await town.anna.sees("Проверьте")
        await town.settled()

    source = (FOLDER / "intervale.toml").read_text(encoding="utf-8")
    second = settings.data_dir / "second.toml"
    second.write_text(source.replace('version = "1"', 'version = "2"', 1), encoding="utf-8")
    async with build(settings.model_copy(update={"regulation": str(second)}), limits=False) as app:
        town = Town(sandbox, app, settings)
        await town.anna.presses("Отправить", on=ready)
        await town.anna.sees_new("Версия 2", "Прочитайте")
        await anna_does(town, "[Принимаю]", "[Отправить]")
        await town.anna.sees("INT-000002", "Заявка зарегистрирована")
        assert (await facts_of(town, "INT-000002", EntryKind.REGISTERED))["accepted"] == "intervale 2"
        assert (await facts_of(town, "INT-000001", EntryKind.REGISTERED))["accepted"] == "intervale 1"


# -- who the customer is


async def test_a_typed_name_identifies_nobody_and_a_proved_address_does(town: Town) -> None:
    """barier 1, 3.1, 7.7: registered all the same and marked; from the proof on the ticket has its customer, and the next one at once."""
    await entered(town, until=date(2027, 12, 31), products=["Барьер 5"])
    number = await town.registers(town.anna)
    card = await town.boris.sees(number, "Клиент не опознан")
    assert "12-34" not in card["text"]
    assert (await ticket_of(town, number)).organization_id is None

    await proves(town)
    await town.anna.sees(number, "Заявка учтена за клиентом ООО «Ромашка» (п. 7.7 Регламента)", "Срок:")
    await town.mailbox.gets(number, "Заявка учтена за клиентом")
    card = await town.boris.sees(number, "Клиент: ООО «Ромашка», договор 12-34, до 31 декабря 2027", "Барьер 5")
    assert "не опознан" not in card["text"]
    assert (await facts_of(town, number, EntryKind.IDENTIFIED))["clause"] == "7.7"

    second = await town.registers(town.anna, first=False)
    card = await town.boris.sees(second, "Клиент: ООО «Ромашка»", "Продукт: Барьер 5")
    assert "не опознан" not in card["text"]
    assert (await ticket_of(town, second)).level_known
    assert (await facts_of(town, second, EntryKind.REGISTERED))["organization"] == "ООО «Ромашка»"


async def test_a_mailbox_anybody_may_have_shows_no_customer(town: Town) -> None:
    """An address at a public provider says nothing of whom one works for, whatever organization was typed."""
    await entered(town)
    number = await town.registers(town.anna, email="anna.romashka@mail.ru")
    await proves(town, to="anna.romashka@mail.ru")
    assert (await ticket_of(town, number)).organization_id is None
    await town.boris.sees(number, "Клиент не опознан")


async def test_a_contract_that_is_over_is_marked(town: Town) -> None:
    """barier 3.1: the request is registered, staff see that the term is over and decide."""
    await entered(town, until=date(2020, 12, 31))
    await town.registers(town.anna)
    await proves(town)
    number = await town.registers(town.anna, first=False)
    await town.boris.sees(number, "Клиент: ООО «Ромашка»", "Договор закончился")


@pytest.mark.parametrize("city", ["e-doc"], indirect=True)
async def test_the_level_of_a_proved_customer_moves_the_deadline(city: Town) -> None:
    """e-doc 3, 7: a guest's targets until the address is proved, then the customer's, from the same receipt."""
    await entered(city, client="vip")
    number = await registers(city, "e-doc")
    await city.boris.sees(number, "Уровень: Гость Портала")
    guest = await ticket_of(city, number)
    await proves(city)
    vip = await ticket_of(city, number)
    assert vip.client == "vip"
    assert vip.response_due is not None
    assert guest.response_due is not None
    assert (guest.response_due - guest.received_at).total_seconds() == 4 * 3600
    assert (vip.response_due - vip.received_at).total_seconds() == 1 * 3600
    await city.anna.sees(number, "Уровень: VIP", "Мы ответим до 23 ноября, 13:30", "Срок: 23 ноября, 16:30")
    await city.boris.sees(number, "Уровень: VIP", "Взять до 23 ноября, 13:30")
    await city.forward(minutes=61)
    await city.boris.sees(number, "просрочена")


async def test_staff_say_whose_it_is(town: Town) -> None:
    """barier 7.7: the likely customers are offered, the chosen one is the ticket's and the requester's from then on."""
    await entered(town)
    await entered(town, name="АО «Медведь»", contract="77", domains=["bear.example"])
    number = await town.registers(town.anna, organization="ромашка", email="anna.s@gmail.com")
    await town.olga.presses("Клиент")
    await town.settled()
    assert not [caption for caption in town.olga.captions() if "Медведь" in caption]
    await town.olga.presses("ООО «Ромашка», 12-34")
    await town.anna.sees(number, "Заявка учтена за клиентом ООО «Ромашка»")
    await town.settled()
    card = await town.boris.sees(number, "Клиент: ООО «Ромашка»")
    assert "Клиент" not in town.boris.captions()
    assert "Пока никто не взял" in card["text"]

    second = await town.registers(town.anna, first=False, email="anna.s@gmail.com")
    await town.boris.sees(second, "Клиент: ООО «Ромашка»")


async def test_staff_hear_how_to_enter_a_customer_where_there_is_none(town: Town) -> None:
    """The button never leads nowhere."""
    await town.registers(town.anna)
    said = await town.boris.presses("Клиент")
    assert "frontdesk customers add" in str(said)


async def test_a_known_customer_with_several_products_is_asked_which(town: Town) -> None:
    """barier 1: the products are those of the contract; the answer is in the summary, on the card and in the journal."""
    await entered(town, products=["Барьер 5", "Барьер Облако"])
    await town.registers(town.anna)
    await proves(town)
    await town.answers_all(town.anna, first=False)
    await town.anna.sees_new("О каком продукте речь?")
    await anna_does(town, "[Барьер Облако]", "[Что-то не работает]", "[частично]", "[Без файлов]")
    await town.anna.sees("Проверьте", "Продукт: Барьер Облако")
    await anna_does(town, "[Исправить]", "[Продукт]", "[Барьер 5]")
    await town.anna.sees("Проверьте", "Продукт: Барьер 5")
    await anna_does(town, "[Отправить]")
    await town.boris.sees("BAR-000002", "Продукт: Барьер 5")
    assert (await facts_of(town, "BAR-000002", EntryKind.REGISTERED))["product"] == "Барьер 5"
