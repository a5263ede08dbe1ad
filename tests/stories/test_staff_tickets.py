"""Staff at work on one ticket: a priority is changed for a reason and objected to; tickets are linked, tagged and watched."""

from __future__ import annotations

import pytest

from bot.sandbox.person import Json, Person
from domain.journal import first_broken
from domain.ports import Desk
from tests.stories.conftest import MORNING, Town, captions
from tests.stories.moves import asks
from tests.stories.pictures import picture
from tests.stories.quickly import registered
from tests.stories.test_intruders import forge, set_aside

REASON = "Печатать можно на соседнем принтере"
ARGUMENT = "Соседний принтер стоит в другом здании, ходить туда нельзя"


async def card_of(town: Town, number: str) -> Json:
    """The card as it is now."""
    await town.settled()
    return await town.boris.sees(f"{number} · ", "Заявителю:")


async def more(town: Town, number: str, caption: str, who: Person | None = None) -> Json:
    """A seldom move of this very card; what the presser alone is told."""
    boris = who or town.boris
    card = await card_of(town, number)
    if "Ещё…" in captions(card):
        await boris.presses("Ещё…", on=card)
        await town.settled()
    told = await boris.presses(caption, on=card)
    await town.settled()
    return told


async def journal(town: Town, number: str) -> list[tuple[str, str]]:
    """The kinds and audiences of a ticket's entries; its chain holds."""

    def read(desk: Desk) -> list[tuple[str, str]]:
        entries = desk.journal.of(number)
        assert first_broken(entries) is None
        return [(str(e.kind), str(e.audience)) for e in entries]

    return await town.app.clerk.read(read)


async def lowered(town: Town) -> str:
    """A confirmed priority 2 that Boris lowers to 3, for a reason."""
    await town.set_clock(MORNING)
    number = await registered(town, impact=1)
    card = await card_of(town, number)
    await town.boris.presses("Подтвердить", on=card)
    told = await town.anna.sees("Приоритет подтверждён")
    assert "Возразить" not in town.anna.captions()
    assert "Причина" not in told["text"]
    await town.settled()
    await town.boris.presses("Изменить приоритет", on=await card_of(town, number))
    await town.settled()
    await town.boris.presses("Приоритет 3", on=card)
    prompt = await town.boris.sees_new("почему у", number, "Приоритет 3", "п. 6.1")
    town.anna.does_not_see("Приоритет изменён")
    await town.boris.says(REASON, reply_to=prompt)
    await town.boris.sees_new(number, "новый срок и причина")
    return number


async def test_a_changed_priority_has_a_reason_and_may_be_objected_to_once(town: Town) -> None:
    """barier 6.1: reason, deadline and clause reach chat and mail; one objection, which a lead sees; staff give in."""
    anna, boris = town.anna, town.boris
    number = await lowered(town)
    told = await anna.sees(number, "Приоритет изменён", "был: приоритет 2", "п. 6.1", "Срок:", REASON)
    await town.mailbox.gets(f"{number}. Приоритет изменён")
    await anna.presses("Возразить", on=told)
    await anna.sees_new("новый приоритет", number)
    await anna.says("нет")
    await anna.sees_new("Чуть подробнее")
    await anna.says(ARGUMENT)
    await anna.sees_new("Возражение по", number)
    shown = await boris.sees(number, "возражает против нового приоритета", ARGUMENT, "@boris_ivanov")
    assert "возражает против приоритета" in (await card_of(town, number))["text"]
    again = await anna.presses("Возразить", on=told)
    assert "устарела" in again["text"]

    await boris.presses("Вернуть: Приоритет 2", on=shown)
    agreed = await anna.sees_new(number, "Мы согласны с вашим возражением", "Приоритет 2", "Срок:")
    assert "reply_markup" not in agreed
    await town.settled()
    assert "возражает" not in (await card_of(town, number))["text"]
    assert "устарела" in await forge(town, boris, boris.chat, shown["message_id"], f"t:{number}:give_in:5")
    kinds = [kind for kind, audience in await journal(town, number) if audience == "public"]
    assert kinds == ["registered", "taken", "priority", "priority", "objected", "priority"]


async def test_an_objection_is_answered_why_not(town: Town) -> None:
    """The priority stays; the requester reads who says so and why, and a stranger's press does nothing."""
    anna, boris = town.anna, town.boris
    number = await lowered(town)
    told = await anna.sees(number, "Приоритет изменён")
    john = Person(anna.stage, "John")
    await john.says("/start")
    hello = (await john.sees("Hello"))["message_id"]
    n = told["reply_markup"]["inline_keyboard"][0][0]["callback_data"].split(":")[-1]
    assert "no such request" in await forge(town, john, john.chat, hello, f"t:{number}:object:{n}")
    await anna.presses("Возразить", on=told)
    await anna.sees_new("новый приоритет")
    await anna.says("Когда приедете?", reply_to=await anna.sees(number, "Взяли в работу"))
    await boris.sees(number, "Заявитель пишет", "Когда приедете?")
    await anna.attaches(picture(), caption=ARGUMENT)
    await boris.sees(number, "возражает против нового приоритета", ARGUMENT)
    await town.olga.presses("Ответить, почему остаётся")
    prompt = await town.olga.sees_new("почему приоритет", number)
    await town.olga.says("Завтра привезём второй принтер", reply_to=prompt)
    await anna.sees(number, "Приоритет остаётся прежним (п. 6.1", "отвечает Ольга", "Завтра привезём второй принтер")
    await town.mailbox.gets(f"{number}. Ответ на ваше возражение")
    assert await set_aside(town) == 0


async def test_staff_link_two_requests_and_untie_them(town: Town) -> None:
    """By 2 or BAR-000002; both cards show it, the requester does not; nonsense, oneself and twice change nothing."""
    boris = town.boris
    one, two = await registered(town), await registered(town)
    await more(town, one, "Связать")
    prompt = await boris.sees_new("номером заявки, с которой связана")
    for wrong, why in (("вторая", "Начните с номера"), ("99", "такой заявки нет"), (one, "это она сама")):
        await boris.says(wrong, reply_to=prompt)
        await boris.sees_new(why)
    await boris.says("№2: тот же кабинет", reply_to=prompt)
    await boris.sees_new("Связь", one)
    await boris.says(two, reply_to=prompt)
    await boris.sees_new("уже связаны")
    assert f"Связана с {two}" in (await card_of(town, one))["text"]
    assert f"Связана с {one}" in (await card_of(town, two))["text"]
    await town.anna.says("/my")
    await town.anna.sees_new("Ваши заявки")
    await town.anna.presses(one)
    page = await town.anna.sees_new(one, "Вид заявки")
    assert two not in page["text"]

    await more(town, two, "Отвязать")
    await boris.presses(one, on=await card_of(town, two))
    await town.settled()
    assert "Связана" not in (await card_of(town, one))["text"] + (await card_of(town, two))["text"]
    assert [a for kind, a in await journal(town, one) if kind in ("linked", "unlinked")] == ["staff", "staff"]


async def test_tags_are_put_on_and_taken_off(town: Town) -> None:
    """By a command with a number or in reply to the card, or by a button; nonsense is answered with an example."""
    boris = town.boris
    number = await registered(town)
    await boris.says("/tag 1 Касса, срочно")
    await boris.sees_new(number, "#касса #срочно")
    assert "#касса #срочно" in (await card_of(town, number))["text"]
    await town.olga.says("/untag #срочно", reply_to=await card_of(town, number))
    await town.olga.sees_new(number, "#касса")
    await more(town, number, "Метка")
    await boris.says("не печатает", reply_to=await boris.sees_new("метками для"))
    await boris.sees_new("Метки на", number)
    assert "#касса #не_печатает" in (await card_of(town, number))["text"]
    for wrong, why in (
        ("/tag", "Например: /tag 17"),
        ("/tag касса", "Например: /tag 17"),
        ("/tag 1 <b>", "не годится"),
        ("/tag 1 касса", "Менять нечего"),
        ("/tag 77 касса", "такой заявки нет"),
    ):
        await boris.says(wrong)
        await boris.sees_new(why)
    assert await set_aside(town) == 0


async def test_who_watches_hears_in_private_or_is_called_in_the_group(town: Town) -> None:
    """Olga has no chat with the desk and is called by name; once she has one, news come there, without anybody's words."""
    anna, boris, olga = town.anna, town.boris, town.olga
    number = await registered(town)
    told = await more(town, number, "Следить", olga)
    assert told["show_alert"]
    assert "напишите мне в личку" in told["text"].lower()
    await boris.presses("Взять", on=await card_of(town, number))
    await boris.sees(number, "Взята в работу", "@olga_petrova")
    assert "Следят: Ольга Петрова" in (await card_of(town, number))["text"]

    private = olga.alone()
    await private.says("/start")
    await town.settled()
    await anna.says("Секретная подробность", reply_to=await anna.sees(number, "Взяли в работу"))
    news = await private.sees(number, "Сообщение заявителя")
    assert "подробность" not in news["text"]
    assert "Анна" not in news["text"]
    await asks(town, "Какой принтер?")
    await private.sees(number, "Вопрос · Борис Иванов")

    await more(town, number, "Не следить", olga)
    await anna.says("Пантум", reply_to=await anna.sees("Какой принтер?"))
    await boris.sees(number, "Пантум")
    await town.settled()
    assert len([m for m in private.messages() if number in m.get("text", "")]) == 2


@pytest.mark.parametrize("city", ["e-doc"], indirect=True)
async def test_where_no_rule_speaks_of_it_nothing_is_cited(city: Town) -> None:
    """Buttons that a regulation or a state does not allow are refused when they are forged."""
    number = await registered(city)
    shown = (await card_of(city, number))["message_id"]
    boris = city.boris
    for verb in ("merge_sure", "same_answer", "give_in", "stays", "unwatch", "unrelate"):
        assert await forge(city, boris, boris.chat, shown, f"t:{number}:{verb}:9")
    assert await forge(city, boris, boris.chat, shown, "s:0a:make:")
    assert await set_aside(city) == 0
    kinds = {kind for kind, _audience in await journal(city, number)}
    assert not kinds & {"linked", "unlinked", "priority", "closed", "watched"}
