"""Repeats and parts: a ticket that tells of the same is merged or answered alike; what is a problem of its own is split off."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from domain.ports import Desk
from domain.regulation import FOLDER
from tests.stories.conftest import Town, captions
from tests.stories.pictures import picture
from tests.stories.quickly import registered
from tests.stories.test_duplicates import SHARED, join_organization, speaks_russian
from tests.stories.test_intruders import forge, set_aside
from tests.stories.test_letters_in import writes
from tests.stories.test_staff_tickets import card_of, journal, more

LAMP = "Лампа мигает уже зелёным"
SCANNER = "И ещё не работает сканер в бухгалтерии"
ANNAS, JOHNS = "anna@romashka.example", "john@vector.example"


@pytest.fixture
async def shared(sandbox: Sandbox, settings: Settings, tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose regulation shares open requests within an organization."""
    rules = tmp_path / "shared.toml"
    rules.write_text((FOLDER / "barier.toml").read_text("utf-8") + SHARED, encoding="utf-8")
    async with build(settings.model_copy(update={"regulation": str(rules)}), limits=False) as app:
        yield Town(sandbox, app, settings)


async def duplicate(town: Town, number: str, words: str) -> str:
    """Boris says that it repeats another one; what he is answered."""
    await more(town, number, "Дубль")
    prompt = await town.boris.sees_new("в которой продолжится", number)
    await town.boris.says(words, reply_to=prompt)
    answer = await town.boris.sees_new("-0000")
    await town.settled()
    return str(answer["text"])


async def of_another(town: Town) -> tuple[str, str, Person]:
    """Anna's ticket and one of John's, who are strangers."""
    john = await speaks_russian(town)
    one = await registered(town)
    two = await registered(town, john, description="У нас тоже не печатает, отдел кадров", email=JOHNS)
    return one, two, john


async def merged_into(town: Town, number: str) -> tuple[str, str | None, str | None]:
    def read(desk: Desk) -> tuple[str, str | None, str | None]:
        ticket = desk.tickets.get(number)
        return str(ticket.status), ticket.resolution, ticket.merged_into

    return await town.app.clerk.read(read)


async def test_a_repeat_of_ones_own_is_closed_and_later_words_follow(town: Town) -> None:
    """The requester reads where it goes on; a reply and a letter to the closed one join the other, and say so."""
    anna, boris = town.anna, town.boris
    one, two, three = await registered(town), await registered(town), await registered(town)
    await duplicate(town, two, "1 тот же принтер")
    told = await anna.sees(two, "закрыта как повторная", f"В ней о том же, что в {one}")
    assert "reply_markup" not in told
    await town.mailbox.gets(f"{two}. Заявка закрыта как повторная", to=ANNAS)
    assert await merged_into(town, two) == ("closed", "duplicate", one)
    assert f"Её повторяют: {two}" in (await card_of(town, one))["text"]
    closed = (await card_of(town, two))["text"]
    assert "Повтор другой заявки" in closed
    await anna.says("/my")
    await anna.sees_new("Ваши заявки")
    await anna.presses(two)
    page = await anna.sees_new(two, "Вид заявки", f"Повторяет {one}")
    assert not [caption for caption in captions(page) if "★" in caption]
    assert f"Повторяет {one}" in closed

    await anna.says(LAMP, reply_to=told)
    await anna.sees_new(f"{two} повторяет {one}", "добавил ваши слова туда")
    await boris.sees(f"{one} · Заявитель пишет", LAMP)
    await anna.attaches(picture(), caption="Вот так", reply_to=told)
    await anna.sees_new(f"Добавлено к {one}")
    await boris.sees(f"{one} · Заявитель пишет", "Вот так")
    await writes(town, "Re:", "Письмо о том же самом", sender=ANNAS, reply_number=two)
    await boris.sees(f"{one} · Заявитель пишет письмом", "Письмо о том же самом")
    await town.mailbox.gets(f"{two}. Ваше письмо передано дальше", f"повторяет {one}", to=ANNAS)

    # What is merged into a merged one goes to its end; there are no circles.
    await duplicate(town, three, two)
    assert await merged_into(town, three) == ("closed", "duplicate", one)
    for wrong, why in (("1", "это она сама"), (three, "это она сама"), ("88", "такой заявки нет")):
        assert why in await duplicate(town, one, wrong)
    assert (await merged_into(town, one))[0] != "closed"
    assert await set_aside(town) == 0


async def test_of_a_strangers_ticket_nothing_is_shown_and_the_answer_goes_to_both(town: Town) -> None:
    """The requester learns that the problem is known; when the other is completed, the same answer goes by one tap, once."""
    anna, boris = town.anna, town.boris
    one, two, john = await of_another(town)
    assert "остаётся открытой" in await duplicate(town, two, f"{one} общий сервер печати")
    told = await john.sees(two, "Мы знаем об этой проблеме", "под этим номером")
    assert one not in told["text"]
    await boris.sees(two, "чужие", one)
    assert "уже связаны" in await duplicate(town, two, one)
    await boris.presses("Завершить", on=await card_of(town, one))
    await boris.says("Сервер печати перезапущен", reply_to=await boris.sees_new("итоговым ответом", one))
    await anna.sees(one, "Сервер печати перезапущен")
    john.does_not_see("перезапущен")
    offer = await boris.sees(two, f"Завершена {one}", "Сервер печати перезапущен")
    await town.olga.presses("Отправить тот же ответ", on=offer)
    await john.sees(two, "Сервер печати перезапущен")
    await town.settled()
    await forge(town, boris, boris.chat, offer["message_id"], f"t:{two}:same_answer:{one}")
    assert [kind for kind, _audience in await journal(town, two)].count("completed") == 1
    seen = [m.get("text", "") for m in john.messages()]
    assert not [text for text in seen if one in text or "Соколова" in text or "мигает красная" in text]


async def test_only_a_lead_closes_a_strangers_repeat(town: Town) -> None:
    """Told without the other's number; what is written later reaches staff there and stays on the writer's own record."""
    anna, boris = town.anna, town.boris
    one, two, john = await of_another(town)
    await duplicate(town, two, one)
    shown = await boris.sees(two, "чужие")
    assert "только руководитель" in (await town.olga.presses("Всё равно закрыть", on=shown))["text"]
    assert (await merged_into(town, two))[0] != "closed"
    await boris.presses("Всё равно закрыть", on=shown)
    told = await john.sees(two, "закрыта как повторная", "уже работаем над ней")
    assert one not in told["text"]
    assert await merged_into(town, two) == ("closed", "duplicate", one)
    await john.says("Теперь и цветной не печатает", reply_to=told)
    answer = await john.sees_new("Добавлено к", two)
    assert one not in answer["text"]
    await boris.sees(f"{one} · Пишет заявитель повторной {two}", "цветной")
    await town.settled()
    anna.does_not_see("цветной")


async def test_a_colleagues_repeat_goes_on_with_the_colleague(shared: Town) -> None:
    """Where tickets are shared in an organization the number is told, and later words join as a colleague's."""
    one, two, john = await of_another(shared)

    def same_customer(desk: Desk) -> None:
        join_organization(desk, shared.anna.id, john.id)
        customer = next(iter(desk.customers.all()))
        for number in (one, two):
            desk.tickets.get(number).organization_id = customer.id

    await shared.app.clerk.do(same_customer)
    await duplicate(shared, two, one)
    told = await john.sees(two, "закрыта как повторная", one, "Её зарегистрировал ваш коллега")
    await john.says(LAMP, reply_to=told)
    await john.sees_new(f"{two} повторяет {one}")
    await shared.anna.sees(one, "Дополнение от коллеги", LAMP)


async def test_a_problem_of_its_own_is_split_off(town: Town) -> None:
    """barier 4.3: chosen messages and files, a kind; both numbers on both sides; the old record stays; a second tap does nothing."""
    anna, boris = town.anna, town.boris
    one = await registered(town)
    seen = await anna.sees(one, "зарегистрирована")
    await anna.says("Картридж меняли вчера", reply_to=seen)
    await anna.attaches(picture(), caption=SCANNER, reply_to=seen)
    await boris.sees(one, SCANNER)
    await more(town, one, "Выделить")
    shown = await boris.sees_new(
        "Что выделить в отдельную заявку (п. 4.3", "Картридж меняли", SCANNER, "мигает красная"
    )
    assert "Продолжить" not in boris.captions()
    await boris.presses("⬜ 3.", on=shown)
    await boris.sees_new("Что выделить")
    await boris.presses("⬜ 📎", on=shown)
    await boris.sees_new("Что выделить")
    await boris.presses("Продолжить", on=shown)
    await boris.sees_new("О чём новая заявка?")
    make = next(
        line[0]["callback_data"]
        for line in (await boris.sees("О чём новая заявка?"))["reply_markup"]["inline_keyboard"]
        if "как было" in line[0]["text"]
    )
    await boris.presses("(как было)", on=shown)
    await boris.sees_new(f"{one}: часть выделена в BAR-000002 (п. 4.3")
    assert "устарела" in await forge(town, boris, boris.chat, shown["message_id"], make)

    await anna.sees("BAR-000002 · Заявка зарегистрирована", f"{one}", "п. 4.3")
    await anna.sees(f"{one} · Теперь это две заявки", "BAR-000002", "п. 4.3 Регламента")
    await town.mailbox.gets("BAR-000002. Заявка зарегистрирована", one, to=ANNAS)
    await town.mailbox.gets(f"{one}. Теперь это две заявки", "BAR-000002", to=ANNAS)
    new, old = (await card_of(town, "BAR-000002"))["text"], (await card_of(town, one))["text"]
    assert SCANNER in new
    assert "Вложения: 1" in new
    assert "мигает красная" not in new
    assert "+79161234567 · anna@romashka.example" in new
    assert one in new
    assert "BAR-000002" in old
    assert "Вложения: 1" in old
    kinds = [kind for kind, audience in await journal(town, one) if audience == "public"]
    assert kinds == ["registered", "message", "message", "linked"]
    assert await town.app.clerk.read(lambda desk: len(desk.tickets.open_all())) == 2
    assert await set_aside(town) == 0


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_where_completing_closes_the_same_answer_closes_too(city: Town) -> None:
    """gravity 5.1: the repeat ends as the other did, with its own number and letter."""
    one, two, john = await of_another(city)
    await duplicate(city, two, one)
    card = await card_of(city, one)
    await city.boris.presses("Завершить", on=card)
    await city.settled()
    await city.boris.presses("Решена", on=card)
    await city.boris.says("Шлюз перезапущен", reply_to=await city.boris.sees_new("итоговым ответом", one))
    offer = await city.boris.sees(two, f"Завершена {one}", "Шлюз перезапущен")
    await city.boris.presses("Отправить тот же ответ", on=offer)
    await john.sees(two, "закрыта", "Шлюз перезапущен")
    await city.settled()
    assert await merged_into(city, two) == ("closed", "solved", None)


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_the_description_itself_may_be_split_off(city: Town) -> None:
    """insales asks for a subject: the new one has its own, and no clause is cited that the source does not have."""
    one = await registered(city, description="Не видно корзину и не приходят письма")
    await more(city, one, "Выделить")
    shown = await city.boris.sees_new("Что выделить в отдельную заявку")
    await city.boris.presses("⬜ 1.", on=shown)
    await city.settled()
    await city.boris.presses("Продолжить", on=shown)
    await city.settled()
    await city.boris.presses("(как было)", on=shown)
    done = await city.boris.sees_new(one, "часть выделена в")
    new = str(done["text"]).split("выделена в ")[1].split()[0].rstrip(".")
    assert "Не видно корзину" in (await card_of(city, new))["text"]
    await city.anna.sees(one, "Теперь это две заявки", new)
    assert await set_aside(city) == 0
