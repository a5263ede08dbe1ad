"""One ticket, one place: where private chats have topics, each ticket is one; elsewhere everything is as it always was."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from bot.discretion import must_hide
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from domain.draft import DraftKind
from domain.notices import Code
from domain.ports import Desk
from tests.stories.conftest import MORNING, Town, on_monday
from tests.stories.moves import asks, completes, registers
from tests.stories.pictures import picture
from tests.stories.test_confidence import KEY, SECRET, asks_for_access, dump


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A Telegram whose private chats have topics."""
    async with Sandbox(None, limits=False, topics=True) as sandbox:
        yield sandbox


async def opened(town: Town, **changed: str) -> Person:
    """Anna registers something; she as she stands in its topic."""
    await town.app.roster.known.wait()
    first = not town.anna.messages()
    if first:
        await town.set_clock(MORNING)
    await town.answers_all(town.anna, first=first, **changed)
    await town.anna.sees_new("О чём заявка?")
    await town.anna.presses("Что-то не работает")
    await town.anna.sees_new("Насколько")
    await town.anna.presses("частично")
    await town.anna.sees_new("Скриншоты")
    await town.anna.presses("Без файлов")
    await town.anna.sees_new("Проверьте")
    await town.anna.presses("Отправить заявку")
    told = await town.anna.sees_new("Заявка зарегистрирована")
    await town.settled()
    return town.anna.in_topic(str(told["text"]).split(" · ")[0])


def names(town: Town) -> list[str]:
    """What Anna's topics are called."""
    topics = town.sandbox.world.chats[town.anna.id].get("topics", {})
    return [topic["name"] for topic in topics.values()]


async def called(town: Town, *words: str) -> str:
    """Wait until a topic is called by these words: a name follows its ticket a moment later."""
    while True:
        found = [name for name in names(town) if all(word in name for word in words)]
        if found:
            return found[-1]
        assert await town.anna.stage.changed(10), names(town)


async def said_to(town: Town, number: str) -> list[str]:
    """What the requester has said on a ticket."""

    def look(desk: Desk) -> list[str]:
        return [e.facts["text"] for e in desk.journal.of(number) if e.kind == "message"]

    await town.settled()
    return await town.app.clerk.read(look)


async def test_a_ticket_is_a_topic_named_by_number_and_state(town: Town) -> None:
    """It is opened at the registration and holds all that is told of the ticket; the intake stood in the main place."""
    topic = await opened(town)
    assert names(town) == ["BAR-000001 · Зарегистрирована · Не печатает принтер на втором этаже, мигает красная лампа"]
    assert all("Заявка зарегистрирована" not in str(m.get("text")) for m in _main(town))
    assert any("Проверьте" in str(m.get("text")) for m in _main(town))
    await town.anna.sees("Зарегистрировано: BAR-000001")
    await town.boris.presses("Взять")
    await topic.sees("Взяли в работу")
    assert "В работе" in await called(town, "BAR-000001 · В работе")
    assert all("Взяли в работу" not in str(m.get("text")) for m in _main(town))


def icons(town: Town) -> list[str]:
    """What Anna's topics show."""
    topics = town.sandbox.world.chats[town.anna.id].get("topics", {})
    return [topic.get("emoji", "") for topic in topics.values()]


async def test_its_icon_shows_the_state(town: Town) -> None:
    """By the emoji that Telegram offers; once it is closed it shows that."""
    await opened(town)
    assert icons(town) == ["📝"]
    await town.boris.presses("Взять")
    await called(town, "В работе")
    assert icons(town) == ["⚡️"]
    await asks(town, "Какой кабинет?")
    await called(town, "Ждём вашего ответа")
    assert icons(town) == ["❓"]
    await opened(town, description="Не открывается отчёт за октябрь, пустой экран")
    assert icons(town) == ["❓", "📝"]


@pytest.mark.parametrize("refused", ["getForumTopicIconStickers", "createForumTopic"])
async def test_without_icons_the_name_is_enough(town: Town, refused: str) -> None:
    """Telegram offers none, or does not take the one it offered: topics are there all the same, and it is not asked again."""
    await town.app.roster.known.wait()
    await town.anna.stage.do("fail", {"method": refused, "status": 400, "description": "Bad Request: DOCUMENT_INVALID"})
    topic = await opened(town)
    await topic.sees("Заявка зарегистрирована")
    assert icons(town) == [""]
    await town.boris.presses("Взять")
    await called(town, "BAR-000001 · В работе")
    assert icons(town) == [""]


@pytest.mark.parametrize("refused", [False, True])
async def test_an_erased_ticket_s_topic_goes_with_all_that_was_said_in_it(town: Town, refused: bool) -> None:
    """Who is forgotten has its topic deleted. Where Telegram refuses, its name and its young messages go, and it says what is
    left to do; either way nothing keeps the way there."""
    if refused:
        fault = {"method": "deleteForumTopic", "status": 400, "description": "Bad Request: not enough rights"}
        await town.anna.stage.do("fail", fault)
    topic = await opened(town)
    await completes(town, "Заменили картридж")
    await topic.presses("Подтверждаю")
    await topic.sees_new("Как мы справились?")
    assert "принтер" in await called(town, "BAR-000001 · Закрыта")
    await town.anna.says("/privacy")
    await town.anna.sees_new("Ваши данные у нас")
    await town.anna.presses("Удалить мои данные")
    await town.anna.sees_new("Удалить всё о вас?", "Темы ваших заявок в этом чате я удалю", "моложе 48 часов")
    await town.anna.presses("Да, удалить всё")
    await town.anna.sees_new("Ваши данные удалены", "Очистить историю")
    await town.settled()
    left = [m["text"] for m in town.anna.messages() if m.get("message_thread_id") == topic.thread and m.get("text")]
    assert names(town) == (["BAR-000001 · Закрыта"] if refused else [])
    assert not any("картридж" in text for text in left)
    assert ["удалите её, пожалуйста, сами" in text for text in left] == ([True] if refused else [])
    assert str(town.anna.id) not in str([p.address for p in await town.app.clerk.read(_parcels)])


def _parcels(desk: Desk) -> list[Any]:
    return desk.outbox.of("BAR-000001") + desk.outbox.waiting(desk.wall() + 1e6)[0]


async def test_what_is_written_there_belongs_to_it(town: Town) -> None:
    """Without a reply and whatever else is open: words and pictures go to the ticket whose topic they stand in."""
    first = await opened(town)
    second = await opened(town, description="Не открывается отчёт за октябрь, пустой экран")
    await first.says("Лампа теперь зелёная")
    await first.sees_new("BAR-000001")
    await second.says("Экран всё ещё пустой")
    await second.sees_new("BAR-000002")
    await first.attaches(picture(), caption="вот она")
    await town.boris.sees("Заявитель пишет", "вот она")
    assert await said_to(town, "BAR-000001") == ["Лампа теперь зелёная", "вот она"]
    assert await said_to(town, "BAR-000002") == ["Экран всё ещё пустой"]
    drafts = await town.app.clerk.read(_kinds)
    assert DraftKind.LOOSE not in drafts


async def test_a_question_is_answered_where_it_was_asked(town: Town) -> None:
    """Two tickets are asked at once; each answer goes to its own, and none is mistaken for the other's."""
    first = await opened(town)
    second = await opened(town, description="Не открывается отчёт за октябрь, пустой экран")
    for number, question in (("BAR-000001", "Какой принтер?"), ("BAR-000002", "Какой отчёт?")):
        shown = await town.boris.sees(number, "ООО «Ромашка»")
        await town.boris.presses("Спросить", on=shown)
        prompt = await town.boris.sees_new("вопросом по", number)
        await town.boris.says(question, reply_to=prompt)
        await town.settled()
    await first.sees("Какой принтер?")
    await second.sees("Какой отчёт?")
    await second.says("За октябрь")
    await first.says("HP 1020")
    assert await said_to(town, "BAR-000001") == ["HP 1020"]
    assert await said_to(town, "BAR-000002") == ["За октябрь"]


async def test_something_new_begins_in_the_main_place(town: Town) -> None:
    """`/new` in a ticket's topic: the intake stands outside of it, and what is written in the topic is still the ticket's."""
    topic = await opened(town)
    await topic.says("/new")
    await town.anna.sees_new("Ваши данные")
    assert "Ваши данные" in str(_main(town)[-1].get("text"))
    await topic.says("Лампа погасла")
    assert await said_to(town, "BAR-000001") == ["Лампа погасла"]
    await town.anna.presses("Всё верно")
    await town.anna.sees_new("1 из 2")


async def test_after_closing_words_there_are_no_part_of_it(town: Town) -> None:
    """As a reply to a closed ticket: it takes no more, and a new request can be made of them."""
    topic = await opened(town)
    await asks(town, "Какой кабинет?")
    await topic.says("Двести пятый")
    await town.settled()
    await completes(town, "Заменили картридж")
    await topic.presses("Подтверждаю")
    await topic.sees_new("Как мы справились?")
    assert await called(town, "BAR-000001 · Закрыта")
    await topic.says("А теперь не работает сканер на третьем этаже")
    await topic.sees_new("BAR-000001 уже закрыта", "Оформить")
    await topic.presses("Оформить заявку")
    await town.anna.sees_new("Ваши данные")
    assert "Ваши данные" in str(_main(town)[-1].get("text"))


async def test_a_deleted_topic_is_opened_anew(town: Town) -> None:
    """What is told next stands in a new one, under a short summary; never outside of any."""
    topic = await opened(town)
    await town.anna.stage.do("topics", {"person": town.anna.id, "delete": topic.thread})
    assert names(town) == []
    before = len(_main(town))
    await asks(town, "Какой кабинет?")
    again = town.anna.in_topic("BAR-000001")
    assert again.thread != topic.thread
    await again.sees("BAR-000001", "Состояние:", "Не печатает принтер")
    await again.sees("Какой кабинет?")
    assert len(_main(town)) == before
    told = [m for m in town.anna.messages() if "Какой кабинет?" in str(m.get("text"))]
    assert len(told) == 1
    await again.says("Двести пятый")
    assert await said_to(town, "BAR-000001") == ["Двести пятый"]


async def test_a_chat_that_takes_no_topics_hears_everything_all_the_same(town: Town) -> None:
    """Telegram refuses to open one: it is told without."""
    await town.app.roster.known.wait()
    await town.anna.stage.do(
        "fail", {"method": "createForumTopic", "status": 400, "description": "Bad Request: no", "times": 9}
    )
    await town.registers(town.anna)
    assert names(town) == []
    await town.anna.sees("Заявка зарегистрирована")


async def test_an_answer_that_was_lost_opens_no_third_topic(town: Town) -> None:
    """The connection broke while a topic was being opened: there may be two, and the ticket has one of them."""
    await town.app.roster.known.wait()
    await town.anna.stage.do("fail", {"method": "createForumTopic", "status": 0, "after_accepting": True})
    await town.registers(town.anna)
    assert len(names(town)) == 2
    topics = await town.app.clerk.read(lambda desk: desk.topics.of("telegram", str(town.anna.id), "BAR-000001"))
    assert topics is not None
    told = await town.anna.sees("Заявка зарегистрирована", "дважды")
    assert told["message_thread_id"] == topics.thread
    await Person(town.anna.stage, "Анна", thread=topics.thread).says("Лампа зелёная")
    assert await said_to(town, "BAR-000001") == ["Лампа зелёная"]


async def test_nobody_reaches_anothers_ticket_by_a_thread(town: Town) -> None:
    """A thread's number says nothing outside its own chat."""
    topic = await opened(town)

    def look(desk: Desk) -> Any:
        return desk.topics.at("telegram", "6100000002", int(topic.thread or 0))

    assert await town.app.clerk.read(look) is None


async def test_several_changes_make_one_new_name(town: Town) -> None:
    """The name follows the state a moment later, and is not sent where it is the same."""
    await opened(town)
    await town.boris.presses("Взять")
    await town.settled()

    def look(desk: Desk) -> int:
        return len([p for p in desk.outbox.of("BAR-000001") if p.code is Code.TOPIC])

    await called(town, "В работе")
    assert await town.app.clerk.read(look) <= 2


def _main(town: Town) -> list[dict[str, Any]]:
    """What Anna sees outside of all topics."""
    return [m for m in town.anna.messages() if not m.get("message_thread_id")]


def _kinds(desk: Desk) -> list[str]:
    person = desk.people.by_address("telegram", "6100000001")
    assert person is not None
    number = re.compile("BAR")
    return [d.kind for d in desk.drafts.for_ticket(person.id, "BAR-000001") if number.match(d.ticket or "")]


@pytest.fixture
async def city(sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    """A town under gravity, where sign-in data are told in confidence."""
    changed = {"regulation": "gravity", "secret_key": SecretStr(KEY)}
    async with on_monday(sandbox, settings.model_copy(update=changed)) as town:
        yield town


async def test_what_is_told_in_confidence_is_told_in_the_topic(city: Town) -> None:
    """gravity 4.3: what is written there after the question is sealed; what is written in the main place is not taken for it."""
    number = await registers(city, "gravity")
    topic = city.anna.in_topic(number)
    await asks_for_access(city, number)
    await topic.sees("Нужны данные для входа")
    await city.anna.says("Когда вы работаете завтра?")
    await city.anna.sees_new("Когда вы работаете завтра?")
    said = await topic.says(SECRET)
    await topic.sees_new("Зашифровано", number)
    await city.settled()
    assert said["message_id"] not in {m["message_id"] for m in city.anna.messages()}
    assert SECRET not in dump(city)


async def test_a_password_that_fails_in_a_topic_is_hidden(city: Town) -> None:
    """An update that nobody could carry out keeps no words where a secret is awaited, in whichever thread it was written."""
    number = await registers(city, "gravity")
    topic = city.anna.in_topic(number)
    await asks_for_access(city, number)
    chat = {"id": city.anna.id, "type": "private"}
    sender = {"id": city.anna.id, "is_bot": False, "first_name": "Анна"}
    raw = {"message_id": 1, "chat": chat, "from": sender, "message_thread_id": topic.thread}
    assert await must_hide({"update_id": 1, "message": raw}, city.app.clerk)
    assert await must_hide({"update_id": 2, "message": raw | {"message_thread_id": 0}}, city.app.clerk) is False
