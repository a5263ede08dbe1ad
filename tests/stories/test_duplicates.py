"""Duplicates: a problem that is registered already is shown before it is sent again; its writer decides, and nobody else's is seen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from domain.customers import Organization
from domain.ports import Desk
from domain.regulation import FOLDER, load
from domain.usecases.telling import CHAT
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import answers_all, completes, registers
from tests.stories.pictures import picture
from tests.stories.test_dialogue import taken
from tests.stories.test_intruders import forge, set_aside

AGAIN = "Принтер на втором этаже опять не печатает"
CART = "Не видно корзину на телефоне, айфон 12"
SHARED = """
[demands.colleagues]
clause = "9.9"
text = { ru = "Ваш коллега уже сообщил о похожем.", en = "A colleague of yours has told of it already." }
"""


@pytest.fixture
async def shared(sandbox: Sandbox, settings: Settings, tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose regulation shares open requests within an organization; John speaks Russian there."""
    rules = tmp_path / "shared.toml"
    rules.write_text((FOLDER / "barier.toml").read_text("utf-8") + SHARED, encoding="utf-8")
    async with build(settings.model_copy(update={"regulation": str(rules)}), limits=False) as app:
        yield Town(sandbox, app, settings)


async def tells(town: Town, who: Person, description: str, *, first: bool = False) -> None:
    """An intake up to its problem."""
    answers = ANNA | {"description": description}
    await who.says("/start" if first else "/new")
    if first:
        await who.sees_new("персональных данных")
        await who.presses("Даю согласие")
    asked = await town.confirms(who, load("barier"), answers)
    await town.answers(who, asked, answers, until="description")


async def speaks_russian(town: Town) -> Person:
    john = Person(town.anna.stage, "John")
    await john.says("/language")
    await john.sees_new("language")
    await john.presses("Русский")
    await john.sees_new("открытых заявок нет")
    return john


def join_organization(desk: Desk, *names: int) -> None:
    """Staff know that these people belong to the same customer."""
    customer = next(iter(desk.customers.all()), None)
    if customer is None:
        customer = Organization("ООО «Ромашка»")
        desk.customers.add(customer)
    for address in names:
        person = desk.people.by_address(CHAT, str(address))
        assert person is not None
        person.organization_id = customer.id


# -- one's own


async def test_ones_own_open_request_is_shown_where_the_regulation_says_nothing_of_it(town: Town) -> None:
    """In every preset, as soon as the problem is told, in other words and forms; no clause is cited that does not exist."""
    number = await town.registers(town.anna)
    await tells(town, town.anna, AGAIN)
    shown = await town.anna.sees_new(number, "мигает красная лампа", "Похожая ваша заявка уже в работе")
    assert "п. " not in shown["text"].partition("Похожая")[2]
    await town.anna.presses(f"Добавить к {number}")
    await town.anna.sees_new(f"Добавлено к {number}")
    await town.settled()
    await town.boris.sees(number, "Заявитель пишет", AGAIN)
    await town.anna.says("/cancel")
    await town.anna.sees_new(number)
    town.anna.does_not_see("Удалить черновик")


async def test_a_closed_request_is_no_duplicate(town: Town) -> None:
    """Only what is open can take words."""
    await taken(town)
    await completes(town, "Готово")
    await town.anna.presses("Подтверждаю")
    await town.anna.sees("закрыта")
    await town.settled()
    await tells(town, town.anna, AGAIN)
    await town.anna.sees_new("2 из 2")
    town.anna.does_not_see("Похожая ваша заявка")


async def test_it_is_asked_again_only_for_other_words(town: Town) -> None:
    """«Это другое» holds for this intake; words in place of a press join the description and the question stays."""
    anna = town.anna
    number = await town.registers(anna)
    await tells(town, anna, AGAIN)
    await anna.sees_new(number, "Похожая ваша заявка")
    await anna.says("нет")
    await anna.sees_new("Нажмите")
    await anna.says("и сканер тоже молчит")
    await anna.sees_new(number, "Похожая ваша заявка")
    await anna.presses("Это другое")
    await anna.sees_new("2 из 2")
    await anna.says("« Назад")
    kept = await anna.sees_new("1 из 2", "и сканер тоже молчит")
    assert "нет\n" not in kept["text"]
    await anna.says("Сканер на втором этаже не сканирует")
    await anna.sees_new("2 из 2")


async def test_who_was_asked_where_it_belongs_is_not_asked_twice(town: Town) -> None:
    """Loose words were offered to the open request; «новая проблема» is an answer."""
    anna = town.anna
    number = await town.registers(anna)
    await anna.says(AGAIN)
    await anna.sees_new("К чему это отнести?")
    await anna.presses("Это новая проблема")
    await anna.sees_new("Ваши данные")
    anna.does_not_see(f"Добавить к {number}", "Похожая")


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_a_likely_duplicate_joins_the_open_request(city: Town) -> None:
    """insales: what is registered already is not sent again: the words and files join it."""
    anna, boris = city.anna, city.boris
    await registers(city, "insales", subject="Корзина", description=CART)
    again = "Корзины не видно с телефона"
    await answers_all(city, "insales", first=False, until="description", subject="Опять", description=again)
    told = await anna.sees_new("INS-000001", "айфон 12", "Похожая ваша заявка уже принята", "по Регламенту")
    assert "без номера" not in told["text"]
    await anna.attaches(picture())
    await anna.sees_new("INS-000001", "Похожая ваша заявка")
    await anna.presses("Добавить к INS-000001")
    await anna.sees_new("Добавлено к INS-000001")
    await city.settled()
    await boris.sees("INS-000001", "Заявитель пишет", again)
    assert sum("photo" in message for message in boris.messages()) == 1
    boris.does_not_see("INS-000002")


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_another_matter_is_a_request_of_its_own(city: Town) -> None:
    """Whoever says it is another matter is believed; what is not alike is not asked about."""
    anna = city.anna
    first = await registers(city, "insales", description=CART)
    again = "Корзины не видно с телефона"
    await answers_all(city, "insales", first=False, until="description", description=again)
    await anna.sees_new(first, "Похожая ваша заявка")
    await anna.presses("Это другое")
    await anna.sees_new("Скриншоты")
    await anna.presses("Без файлов")
    await anna.sees_new("Проверьте")
    await anna.presses("Отправить заявку")
    await anna.sees_new("INS-000002", "Заявка зарегистрирована")
    await city.settled()
    third = await registers(
        city, "insales", first=False, subject="Домен", description="Как подключить домен к магазину?"
    )
    assert third == "INS-000003"


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_nobody_elses_request_is_shown_or_joined(city: Town) -> None:
    """Two people with one problem have two requests; a forged button joins nothing."""
    number = await registers(city, "insales", description=CART)
    anna, city.anna = city.anna, await speaks_russian(city)
    john = city.anna
    await answers_all(city, "insales", description=CART)
    summary = await john.sees_new("Проверьте")
    city.anna = anna
    draft = str(summary["reply_markup"]["inline_keyboard"][0][0]["callback_data"]).split(":")[1]
    for data in (f"i:{draft}:join:{number}", f"i:{draft}:other:{number}", f"i:{draft}:join:INS-000099"):
        assert "нет" in await forge(city, john, john.chat, summary["message_id"], data)
    assert await set_aside(city) == 0
    await john.presses("Отправить заявку")
    await john.sees_new("INS-000002")


# -- a colleague's


async def test_a_colleague_adds_to_the_request_there_is(shared: Town) -> None:
    """Number and first words are shown; what they write joins it under their name, requester and staff are told."""
    anna, boris, mailbox = shared.anna, shared.boris, shared.mailbox
    john = await speaks_russian(shared)
    await anna.says("/help")
    await anna.sees_new("/new")
    await shared.app.clerk.do(join_organization, anna.id, john.id)
    number = await shared.registers(
        anna, description=ANNA["description"] + ", а ещё там стоит " + "очень " * 20 + "старый сейф"
    )
    await tells(shared, john, AGAIN, first=True)
    shown = await john.sees_new(number, "Не печатает принтер", "Ваш коллега уже сообщил о похожем (п. 9.9).")
    assert "сейф" not in shown["text"]
    assert "Соколова" not in shown["text"]
    await john.presses(f"Добавить к {number}")
    await john.sees_new(f"Добавлено к {number}", "Ответы получит коллега")
    await shared.settled()
    await boris.sees(number, "То же у коллеги заявителя: Соколова Анна Сергеевна", AGAIN)
    await anna.sees(number, "Дополнение от коллеги", AGAIN, "п. 9.9 Регламента")
    await mailbox.gets(number, "Дополнение от вашего коллеги", to=ANNA["email"])
    entries = await shared.app.clerk.read(lambda desk: desk.journal.of(number))
    added = next(e for e in entries if e.facts.get("colleague"))
    assert added.facts["text"] == AGAIN
    assert added.actor != entries[0].actor
    boris.does_not_see("BAR-000002")


async def test_a_stranger_sees_nothing_of_it(shared: Town) -> None:
    """Who only types the same organization is no colleague of anybody; a forged number joins nothing."""
    number = await shared.registers(shared.anna)
    await shared.app.clerk.do(join_organization, shared.anna.id)
    john = await speaks_russian(shared)
    await tells(shared, john, AGAIN, first=True)
    await john.sees_new("7 из 7")
    john.does_not_see(number)
    await john.says("/cancel")
    asked = await john.sees_new("Удалить черновик")
    draft = str(asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]).split(":")[1]
    assert "нет" in await forge(shared, john, john.chat, asked["message_id"], f"i:{draft}:join:{number}")


async def test_colleagues_see_nothing_where_requests_are_not_shared(town: Town) -> None:
    """One ticket, one person's problem, unless the regulation says otherwise."""
    john = await speaks_russian(town)
    await town.anna.says("/help")
    await town.anna.sees_new("/new")
    await town.app.clerk.do(join_organization, town.anna.id, john.id)
    number = await town.registers(town.anna)
    await tells(town, john, AGAIN, first=True)
    await john.sees_new("6 из 6")
    john.does_not_see(number)


async def test_what_staff_have_answered_is_not_taken_up_by_a_colleague(shared: Town) -> None:
    """A completed request awaits its requester's verdict, and nobody else's words."""
    john = await speaks_russian(shared)
    await shared.anna.says("/help")
    await shared.anna.sees_new("/new")
    await shared.app.clerk.do(join_organization, shared.anna.id, john.id)
    await taken(shared)
    await completes(shared, "Готово, проверьте")
    await tells(shared, john, AGAIN, first=True)
    await john.sees_new("6 из 6")
    john.does_not_see("BAR-000001")
