"""Group chats of customers: `/ticket` makes a draft there for the author of a message; all other talk leaves no trace."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
import sqlalchemy as sa

from bot.sandbox.person import Person, buttons
from bot.storage.tables import metadata
from domain.journal import EntryKind
from domain.ports import Desk
from tests.stories.conftest import ANNA, MORNING, Town
from tests.stories.moves import asks, completes
from tests.stories.pictures import picture
from tests.stories.test_customers import entered, facts_of, ticket_of

ROWS = ("organization", "name", "position", "phone", "email", "steps")


async def a_group(town: Town, *, bound: bool = True, kind: str = "group") -> dict[str, Any]:
    """A group of Анна and John; Борис, who leads the staff, has made it and added the desk."""
    await town.app.roster.known.wait()
    stage = town.anna.stage
    people = {"creator": "Борис", "members": ["Анна", "John", "Ольга"]}
    chat = await stage.do("groups", {"title": "Ромашка и поддержка", "type": kind, **people})
    await stage.do("staff", {"chat": chat["id"], "add": "bot"})
    await town.settled()
    if bound:
        await entered(town)
        boris = there(town, "Борис", chat)
        await boris.says("/bind 12-34")
        await boris.sees_new("Теперь это группа заказчика ООО «Ромашка»")
    return chat


def there(town: Town, name: str, chat: dict[str, Any]) -> Person:
    """Somebody as they stand in that group."""
    return Person(town.anna.stage, name, chat=chat["id"])


def link_of(message: dict[str, Any]) -> str:
    """What a press on the message's link says to the desk in private."""
    url = next(b["url"] for b in buttons(message["reply_markup"]) if "url" in b)
    return "/start " + url.split("?start=")[1]


async def goes_on(town: Town, who: Person) -> str:
    """The rest of the intake in private, from the consent to the number; the description is there already."""
    await who.sees_new("персональных данных")
    await who.presses("Даю согласие")
    for field in ROWS:
        await town.settled()
        await who.says(ANNA[field])
    await who.sees_new("О чём заявка?")
    await who.presses("Что-то не работает")
    await who.sees_new("Насколько")
    await who.presses("частично")
    await who.sees_new("Скриншоты")
    await who.presses(next(c for c in who.captions() if c in ("Готово", "Без файлов")))
    await who.sees_new("Проверьте")
    await who.presses("Отправить заявку")
    told = await who.sees_new("Заявка зарегистрирована")
    await town.settled()
    return str(told["text"]).split(" · ")[0]


async def kept(town: Town) -> str:
    """All rows of all tables, as one text."""

    def look(desk: Any) -> str:
        rows = [desk.transaction.run(sa.select(table)).all() for table in metadata.sorted_tables]
        return repr(rows)

    await town.settled()
    return await town.app.clerk.read(look)


async def people_known(town: Town) -> int:
    """How many people have a row, be it an empty one."""

    def look(desk: Any) -> int:
        people = metadata.tables["people"]
        statement = sa.select(sa.func.count()).select_from(people)
        return int(desk.transaction.run(statement).scalar())

    await town.settled()
    return await town.app.clerk.read(look)


# -- whose group it is


async def test_a_lead_says_whose_group_it_is(town: Town) -> None:
    """Whoever leads the staff, known by their account; by the name or the contract number."""
    await town.set_clock(MORNING)
    chat = await a_group(town, bound=False)
    await there(town, "Борис", chat).sees("Чья это группа? Напишите /bind")
    await entered(town)
    for name in ("Анна", "John"):
        await there(town, name, chat).says("/bind 12-34")
    await town.settled()
    there(town, "Анна", chat).does_not_see("ООО «Ромашка»")
    olga = there(town, "Ольга", chat)
    await olga.says("/bind 12-34")
    await town.settled()
    olga.does_not_see("ООО «Ромашка»")
    boris = there(town, "Борис", chat)
    await boris.says("/bind ооо «ромашка»")
    await boris.sees_new("Теперь это группа заказчика ООО «Ромашка»", "/ticket")
    await boris.says("/unbind")
    await boris.sees_new("больше ни за кем не закреплена")
    await boris.says("/ticket Не печатает принтер")
    await boris.sees_new("не регистрируются")


async def test_names_of_other_customers_are_shown_to_the_lead_alone(town: Town) -> None:
    """A name that several are like is settled in private; in the group nobody reads whom else the desk serves."""
    await town.set_clock(MORNING)
    chat = await a_group(town, bound=False)
    await entered(town)
    await entered(town, name="ООО «Ромашки»", contract="77-1", domains=[])
    boris = there(town, "Борис", chat)
    await boris.says("/bind Ромашк")
    await boris.sees_new("Откройте личный чат")
    private = Person(town.anna.stage, "Борис", chat=boris.id)
    await private.says("/help")
    await private.sees_new("/new")
    await boris.says("/bind Ромашк")
    await boris.sees_new("прислал вам в личный чат")
    await private.sees("Чья группа", "Ромашка и поддержка")
    boris.does_not_see("77-1")
    await private.presses("77-1")
    await boris.sees("Теперь это группа заказчика ООО «Ромашки»")


async def test_a_forged_choice_binds_nothing(town: Town) -> None:
    """The button of a lead, pressed by somebody else in their own chat."""
    await town.set_clock(MORNING)
    chat = await a_group(town, bound=False)
    customer = await entered(town)
    boris = there(town, "Борис", chat)
    private = Person(town.anna.stage, "Борис", chat=boris.id)
    await private.says("/help")
    await private.sees_new("/new")
    await boris.says("/bind Ромаш")
    await boris.sees_new("в личный чат")
    await town.anna.says("/help")
    seen = await town.anna.sees_new("/new")
    asked = {"person": town.anna.id, "chat": town.anna.id, "message_id": seen["message_id"], "forged": True}
    given = await town.anna.stage.do("press", asked | {"data": f"b:{chat['id']}:{customer.id}"})
    assert "участникам группы поддержки" in given["text"] or "только" in given["text"].lower()
    await there(town, "Анна", chat).says("/ticket Не печатает")
    await there(town, "Анна", chat).sees_new("не регистрируются")


# -- from a message to a ticket


async def test_a_message_becomes_its_authors_request(town: Town) -> None:
    """A colleague asks for it; the author, who never wrote to the desk before, is asked for the rest in private."""
    await town.set_clock(MORNING)
    chat = await a_group(town)
    anna, john = there(town, "Анна", chat), there(town, "John", chat)
    said = await anna.says(ANNA["description"])
    await john.says("/ticket", reply_to=said)
    offer = await john.sees_new("not registered yet", "in private")
    payload = link_of(offer)
    assert len(payload.removeprefix("/start ")) <= 64

    stranger = Person(town.anna.stage, "John")
    await stranger.says(payload)
    await stranger.sees_new("author of the message alone")
    stranger.does_not_see("принтер")

    await town.anna.says(payload)
    number = await goes_on(town, town.anna)
    ticket = await ticket_of(town, number)
    assert ticket.answers["description"] == ANNA["description"]
    assert ticket.organization_id is None
    card = await town.boris.sees(number, "Из группы Ромашка и поддержка заказчика ООО «Ромашка»; не подтверждено")
    assert "Клиент не опознан" in card["text"]
    facts = await facts_of(town, number, EntryKind.REGISTERED)
    assert (facts["group"], facts["claimed"]) == ("Ромашка и поддержка", "ООО «Ромашка»")


async def test_the_group_hears_number_and_state_and_nothing_else(town: Town) -> None:
    """Registered, taken, completed, closed; no name, no words of anybody. `/posts off` ends it."""
    await town.set_clock(MORNING)
    chat = await a_group(town)
    anna = there(town, "Анна", chat)
    await anna.says("/ticket " + ANNA["description"])
    await town.anna.says(link_of(await anna.sees_new("заявки пока нет")))
    number = await goes_on(town, town.anna)
    await anna.sees(f"{number} · Зарегистрирована")
    await town.boris.presses("Взять")
    await anna.sees(f"{number} · В работе")
    await asks(town, "Какой кабинет?")
    await town.anna.says("Двести пятый")
    await town.settled()
    await completes(town, "Заменили картридж, проверьте")
    await anna.sees(f"{number} · ")
    boris = there(town, "Борис", chat)
    await boris.says("/posts off")
    await boris.sees_new("Больше не пишу сюда")
    await town.anna.presses("Подтверждаю")
    await town.settled()
    posts = [str(m["text"]) for m in anna.messages() if str(m.get("text")).startswith(number)]
    assert len(posts) == 3
    assert all(re.fullmatch(rf"{number} · [А-Я][а-я ]+", post) for post in posts), posts


async def test_a_picture_comes_along_and_a_second_wish_is_the_same_draft(town: Town) -> None:
    """The replied message's file is kept; who has a chat with the desk is written to there as well."""
    await town.set_clock(MORNING)
    chat = await a_group(town)
    await town.anna.says("/start")
    await town.anna.sees_new("персональных данных")
    await town.anna.presses("Отменить")
    await town.anna.sees_new("Удалить")
    await town.anna.presses("Удалить")
    anna, john = there(town, "Анна", chat), there(town, "John", chat)
    (photo,) = await anna.attaches(picture(), caption=ANNA["description"])
    for _ in range(2):
        await john.says("/ticket", reply_to=photo)
        await john.sees_new("written to the author in private")
    await town.settled()
    offers = [m for m in town.anna.messages() if "можно сделать заявку" in str(m.get("text"))]
    assert len(offers) == 1
    await town.anna.presses("Оформить заявку")
    number = await goes_on(town, town.anna)
    files = await town.app.clerk.read(lambda desk: [f.name for f in desk.files.of_ticket(number)])
    assert len(files) == 1
    assert (await ticket_of(town, number)).answers["description"] == ANNA["description"]


async def test_two_problems_do_not_become_one(town: Town) -> None:
    """An intake is open already: the message from the group waits, and nothing of either is lost."""
    await town.set_clock(MORNING)
    chat = await a_group(town)
    anna = there(town, "Анна", chat)
    await anna.says("/ticket Не открывается отчёт за октябрь")
    payload = link_of(await anna.sees_new("заявки пока нет"))
    await town.answers_all(town.anna)
    await town.anna.sees_new("О чём заявка?")
    await town.anna.says(payload)
    await town.anna.sees_new("уже начата другая заявка")
    await town.anna.presses("Что-то не работает")
    await town.anna.sees_new("Насколько")
    await town.anna.presses("частично")
    await town.anna.sees_new("Скриншоты")
    await town.anna.presses("Без файлов")
    await town.anna.sees_new("Проверьте", ANNA["description"])
    await town.anna.presses("Отправить заявку")
    await town.anna.sees_new("Заявка зарегистрирована")
    await town.anna.says(payload)
    await town.anna.sees_new("как описание")


@pytest.mark.parametrize("hours", [24 * 30 + 1, 24 * 33], ids=["at once", "after an outage"])
async def test_what_nobody_took_up_is_forgotten_after_thirty_days(town: Town, hours: int) -> None:
    """The words go, and the person who never came goes with them; the link leads to a plain start."""
    await town.set_clock(MORNING)
    chat = await a_group(town)
    anna = there(town, "Анна", chat)
    before = await people_known(town)
    await anna.says("/ticket Не печатает принтер ЖЕЛТОБРЮХ")
    payload = link_of(await anna.sees_new("заявки пока нет"))
    assert await people_known(town) == before + 1
    assert "ЖЕЛТОБРЮХ" in await kept(town)
    await town.forward(hours=hours)
    assert "ЖЕЛТОБРЮХ" not in await kept(town)
    assert await people_known(town) == before
    await town.anna.says(payload)
    await town.anna.sees_new("Здравствуйте")


async def test_a_lapsed_offer_leaves_no_words_behind(town: Town) -> None:
    """Also where its author was written to in private: the words stood in the draft alone."""
    await town.set_clock(MORNING)
    chat = await a_group(town)
    await town.anna.says("/help")
    await town.anna.sees_new("/new")
    anna = there(town, "Анна", chat)
    await anna.says("/ticket Не печатает принтер ЖЕЛТОБРЮХ")
    await town.anna.sees("можно сделать заявку", "ЖЕЛТОБРЮХ")
    await town.forward(hours=24 * 30 + 1)
    assert "ЖЕЛТОБРЮХ" not in await kept(town)
    await town.anna.presses("Оформить заявку")
    await town.settled()
    assert "ЖЕЛТОБРЮХ" not in await kept(town)


async def test_a_group_that_becomes_a_supergroup_stays_its_customers(town: Town) -> None:
    """Its id changes; whose it is, and where states are told, does not."""
    await town.set_clock(MORNING)
    chat = await a_group(town)
    anna = there(town, "Анна", chat)
    await anna.says("/ticket " + ANNA["description"])
    await town.anna.says(link_of(await anna.sees_new("заявки пока нет")))
    number = await goes_on(town, town.anna)
    new = await town.anna.stage.do("migrate", {"chat": chat["id"]})
    await town.settled()
    await town.boris.presses("Взять")
    anna = there(town, "Анна", new)
    await anna.sees(f"{number} · В работе")
    await anna.says("/ticket И ещё не открывается отчёт")
    await anna.sees_new("Записал")


# -- what leaves no trace

TALK = "Секретный план: обед в КАПУСТНИКЕ в час"


async def test_other_talk_leaves_no_trace(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """In a customer's group and in any other: no row, no log, no answer; nobody is entered for talking there."""
    caplog.set_level(logging.DEBUG)
    await town.set_clock(MORNING)
    bound = await a_group(town)
    other = await a_group(town, bound=False, kind="supergroup")
    before = await people_known(town)
    for chat in (bound, other):
        john = there(town, "John", chat)
        said = await john.says(TALK)
        await john.says("да, " + TALK, reply_to=said)
        await john.edits(said, TALK + "!")
        await john.attaches(picture(), caption=TALK)
    # One that cannot even be read is set aside without its words, its writer and its place.
    broken = {"message_id": "x", "text": TALK, "chat": {"id": other["id"], "type": "supergroup", "title": TALK}}
    broken |= {"from": {"id": 1, "first_name": TALK, "is_bot": False}}
    number = max([*town.sandbox.world.updates.pending, 500_100_000]) + 1
    await town.app.reception.take({"update_id": number, "message": broken})
    rows = await kept(town)
    assert "КАПУСТНИК" not in rows
    assert await people_known(town) == before
    assert "КАПУСТНИК" not in caplog.text
    assert str(other["id"]) not in rows
    for chat in (bound, other):
        assert [m for m in there(town, "John", chat).messages() if m["from"]["is_bot"] and "обед" in str(m)] == []


async def test_elsewhere_a_mention_is_told_where_to_go(town: Town) -> None:
    """«Здесь не регистрируется», by the clause that says so, with the way to the private chat; nothing of it is kept."""
    await town.set_clock(MORNING)
    chat = await a_group(town, bound=False)
    john, anna = there(town, "John", chat), there(town, "Анна", chat)
    said = await anna.says("@frontdesk_sandbox_bot КАПУСТНИК не печатает")
    told = await anna.sees_new("Здесь заявки не регистрируются (п. 7.5 Регламента)")
    assert told["reply_to_message"]["message_id"] == said["message_id"]
    assert buttons(told["reply_markup"])[0]["url"] == "https://t.me/frontdesk_sandbox_bot"
    await john.says("/ticket", reply_to=said)
    await john.sees_new("Nothing is registered here")
    assert "КАПУСТНИК" not in await kept(town)


async def test_a_group_is_not_flooded_with_answers(town: Town) -> None:
    """Somebody who calls the desk again and again is answered ten times a minute."""
    await town.set_clock(MORNING)
    chat = await a_group(town, bound=False)
    anna = there(town, "Анна", chat)
    for n in range(15):
        await anna.says(f"@frontdesk_sandbox_bot {n}")
    await town.settled()
    assert sum("не регистрируются" in str(m.get("text")) for m in anna.messages()) == 10


async def test_a_removed_desk_forgets_whose_group_it_was(town: Town) -> None:
    await town.set_clock(MORNING)
    chat = await a_group(town)
    await town.anna.stage.do("staff", {"chat": chat["id"], "remove": "bot"})
    await town.settled()

    def look(desk: Desk) -> bool:
        return desk.groups.get("telegram", str(chat["id"])) is None

    assert await town.app.clerk.read(look)
