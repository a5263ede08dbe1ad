"""A forum of staff: each ticket is a topic there; what is written in it goes to its requester, and General keeps none of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.person import Person
from bot.sandbox.topics import ICONS
from domain.notices import Code, Notice
from domain.ports import Desk
from domain.usecases.forget import forget_ticket
from domain.usecases.telling import tell_staff
from tests.stories.conftest import MORNING, Town
from tests.stories.moves import asks, completes
from tests.stories.pictures import picture
from tests.stories.quickly import registered

pytestmark = pytest.mark.parametrize("forum", [True])


async def opened(town: Town, **changed: str) -> tuple[str, Person]:
    """Anna registers something; its number, and Boris as he stands in its topic."""
    if not town.anna.messages():
        await town.set_clock(MORNING)
    number = await registered(town, **changed)
    return number, town.boris.in_topic(number)


def names(town: Town) -> list[str]:
    """What the topics of the staff group are called."""
    return [topic["name"] for topic in _topics(town).values()]


def _topics(town: Town) -> dict[str, dict[str, Any]]:
    topics: dict[str, dict[str, Any]] = town.sandbox.world.chats[town.sandbox.staff_chat_id].get("topics", {})
    return topics


def general(town: Town) -> list[str]:
    """What stands in the General topic."""
    return [str(m.get("text")) for m in town.boris.messages() if not m.get("message_thread_id") and m.get("text")]


async def called(town: Town, *words: str) -> dict[str, Any]:
    """Wait until a topic is called by these words: a name follows its ticket a moment later."""
    while True:
        found = [topic for topic in _topics(town).values() if all(word in topic["name"] for word in words)]
        if found:
            return found[-1]
        assert await town.boris.stage.changed(10), names(town)


async def test_a_ticket_is_a_topic_with_its_card_first(town: Town) -> None:
    """Named by number, state and what it is about; its card comes first and is pinned; General has one line with a link."""
    number, topic = await opened(town)
    assert names(town) == [f"{number} · Зарегистрирована · Не печатает принтер на втором этаже, мигает красная лампа"]
    card = topic.messages()[1]
    assert "ООО «Ромашка»" in card["text"]
    assert card["pinned"]
    listed = await town.boris.sees("1 новая заявка", number)
    assert listed.get("message_thread_id") is None
    assert f"/{topic.thread}" in str(listed["entities"])
    assert all("Ромашка" not in text for text in general(town))


async def test_what_is_written_in_the_topic_goes_to_the_requester(town: Town) -> None:
    """Without a reply to anything; two strokes keep it among staff; a reply to a colleague is talk; so is all in General."""
    number, topic = await opened(town)
    await topic.says("Посмотрите, есть ли бумага")
    await town.anna.sees("Посмотрите, есть ли бумага", number)
    await topic.says("// клиент нервный")
    await topic.sees_new("только для своих", number)
    remark = await town.olga.in_topic(number).says("// думаю, дело в драйвере")
    await topic.says("согласен, драйвер", reply_to=remark)
    await topic.says("/полохо")
    await topic.attaches(picture(), caption="схема подключения")
    await town.boris.says("Кто сегодня дежурит?")
    await town.settled()
    await town.anna.sees("схема подключения")
    for words in ("нервный", "драйвер", "полохо", "дежурит"):
        town.anna.does_not_see(words)
    await topic.says("/oops")
    await topic.sees_new("Не знаю такой команды")
    town.anna.does_not_see("oops")


async def test_a_reply_to_a_colleague_is_never_an_answer(town: Town) -> None:
    """Whatever the colleague wrote, and whoever they are: it is a note on the topic's ticket. What replies to another topic is not
    sent at all, and staff are asked whose it is."""
    number, topic = await opened(town)
    other, in_other = await opened(town)
    sticker = await town.olga.in_topic(number).sends("sticker")
    await topic.says("смешно, но она обидится", reply_to=sticker)
    await topic.sees_new("ответ коллеге", number)
    unknown = await town.olga.in_topic(number).says("/кабель")
    await topic.says("кабель ни при чём", reply_to=unknown)
    await topic.sees_new("ответ коллеге", number)
    await in_other.says("это я про ту заявку", reply_to=topic.messages()[1])
    await in_other.sees_new("К какой это заявке")
    await in_other.says("а это про обед", reply_to=await town.olga.says("Кто обедать?"))
    await in_other.sees_new("К какой это заявке")
    await in_other.says("Проверьте бумагу")
    await town.anna.sees(other, "Проверьте бумагу")
    await town.settled()
    for words in ("обидится", "кабел", "ту заявку", "обед"):
        town.anna.does_not_see(words)
    notes = await town.app.clerk.read(
        lambda desk: [e.facts["text"] for e in desk.journal.of(number) if e.kind == "note"]
    )
    assert notes == ["смешно, но она обидится", "кабель ни при чём"]


async def test_all_that_is_told_of_a_ticket_stands_in_its_topic(town: Town) -> None:
    """Answers of the requester, pictures, prompts: and two tickets are never mixed up."""
    first, in_first = await opened(town)
    second, in_second = await opened(town)
    await in_first.presses("Спросить")
    prompt = await in_first.sees_new("вопросом по", first)
    await in_first.says("Какой кабинет?", reply_to=prompt)
    await town.settled()
    await town.anna.says("Двести пятый", reply_to=await town.anna.sees("Какой кабинет?"))
    await in_first.sees("Двести пятый")
    shown = await town.anna.sees("Заявка зарегистрирована", second)
    await town.anna.attaches(picture(), caption="вот так", reply_to=shown)
    await in_second.sees("вот так")
    await town.settled()
    in_second.does_not_see("Двести пятый")
    in_first.does_not_see("вот так")
    assert all("новая заявка" in text or "новые заявки" in text for text in general(town)), general(town)


async def test_the_topic_is_closed_with_its_ticket_and_opened_with_it(town: Town) -> None:
    """The icon tells the state; a late rating is told in the topic all the same."""
    number, topic = await opened(town)
    await topic.presses("Взять")
    taken = await called(town, number, "В работе")
    assert ICONS[taken["icon_custom_emoji_id"]] == "⚡️"
    await completes(town, "Заменили картридж")
    await town.anna.presses("Не решено")
    await town.anna.sees_new("Что")
    await town.anna.says("Лампа всё ещё мигает, печати нет")
    await topic.sees("не решено", "мигает")
    await topic.sees(number, "В работе")
    await completes(town, "Заменили блок питания")
    await town.anna.presses("Подтверждаю")
    closed = await called(town, number, "Закрыта")
    while not _topics(town)[str(topic.thread)].get("closed"):
        assert await town.boris.stage.changed(10), closed
    await town.anna.presses("5 ★")
    await topic.sees("★★★★★")


async def test_a_deleted_topic_is_opened_anew_with_its_card(town: Town) -> None:
    """What is told next stands in a new one, under the card; nothing of it reaches General, and answers find their ticket."""
    number, topic = await opened(town)
    await town.boris.stage.do(
        "topics", {"person": town.boris.id, "chat": town.sandbox.staff_chat_id, "delete": topic.thread}
    )
    assert names(town) == []
    before = general(town)
    await town.anna.says("Лампа теперь зелёная", reply_to=await town.anna.sees("Заявка зарегистрирована"))
    await town.settled()
    again = town.boris.in_topic(number)
    assert again.thread != topic.thread
    assert "ООО «Ромашка»" in again.messages()[1]["text"]
    await again.sees("Лампа теперь зелёная")
    assert general(town)[: len(before)] == before
    assert all("Лампа" not in text for text in general(town))
    assert len(names(town)) == 1
    await again.says("Спасибо, видим")
    await town.anna.sees("Спасибо, видим")


async def test_a_closed_topic_is_opened_for_a_late_word(town: Town) -> None:
    """Where Telegram takes nothing in a closed topic it is opened, the word is said there, and it is closed again."""
    number, topic = await opened(town)
    await completes(town, "Заменили картридж")
    await town.anna.presses("Подтверждаю")
    while not _topics(town)[str(topic.thread)].get("closed"):
        assert await town.boris.stage.changed(10), names(town)
    await town.settled()
    refusal = {"method": "sendMessage", "status": 400, "description": "Bad Request: TOPIC_CLOSED"}
    await town.boris.stage.do("fail", refusal)

    def late(desk: Desk) -> None:
        tell_staff(desk, desk.tickets.get(number), Notice(Code.RATED, {"stars": 4, "text": "Спасибо"}))

    await town.app.clerk.do(late)
    told = await topic.sees("★★★★☆", "Спасибо")
    assert told["message_thread_id"] == topic.thread
    assert len(names(town)) == 1
    while not _topics(town)[str(topic.thread)].get("closed"):
        assert await town.boris.stage.changed(10), names(town)


async def test_a_list_in_general_leads_into_the_topics(town: Town) -> None:
    """Each number is a link to its card, where the work is; taken from another topic the list does no less."""
    number, topic = await opened(town)
    other, in_other = await opened(town)
    for who in (town.boris, in_other):
        await who.says("/queue")
        shown = await who.sees_new("Очередь: 2", number, other)
        links = [button["url"] for row in shown["reply_markup"]["inline_keyboard"] for button in row]
        cards = [str(place.messages()[1]["message_id"]) for place in (topic, in_other)]
        assert links == [f"https://t.me/c/{str(town.boris.chat).removeprefix('-100')}/{card}" for card in cards]


async def test_without_the_right_to_open_topics_all_waits(town: Town) -> None:
    """General is asked once for the right, and is shown nothing of the ticket; then it comes."""
    await town.boris.stage.do("staff", {"demote": "bot"})
    await registered(town)
    await town.boris.sees("не могу открывать темы")
    assert names(town) == []
    assert all("Ромашка" not in text for text in general(town))
    await town.boris.stage.do("staff", {"promote": "bot"})

    def hurry(desk: Desk) -> None:
        for parcel in desk.outbox.of("BAR-000001"):
            if parcel.error:
                desk.outbox.hasten(parcel, desk.wall())

    await town.app.clerk.do(hurry)
    await town.settled()
    assert "ООО «Ромашка»" in town.boris.in_topic("BAR-000001").messages()[1]["text"]


async def test_a_group_that_becomes_a_forum_gets_topics(town: Town) -> None:
    """A plain group's tickets get a topic when there is something to tell; the old card says where it is."""
    await town.boris.stage.do("staff", {"forum": False})
    await town.app.roster.known.wait()
    await town.set_clock(MORNING)
    number = await registered(town)
    await town.boris.sees("Новая заявка", number)
    await town.boris.stage.do("staff", {"forum": True})
    await town.boris.says("Теперь у нас темы")
    await town.settled()
    await town.anna.says("Лампа погасла", reply_to=await town.anna.sees("Заявка зарегистрирована"))
    await town.settled()
    await town.boris.in_topic(number).sees("Лампа погасла")
    await town.boris.sees(number, "теперь в своей теме")


async def test_an_erased_ticket_leaves_no_words_in_the_name(town: Town) -> None:
    """What a topic was about goes with the personal data."""
    number, topic = await opened(town)
    await asks(town, "Какой кабинет?")
    await completes(town, "Заменили картридж")
    await town.anna.presses("Подтверждаю")
    await town.settled()

    def forget(desk: Desk) -> None:
        forget_ticket(desk, desk.tickets.get(number), "asked")

    await town.app.clerk.do(forget)
    while any("принтер" in name for name in names(town)):
        assert await town.boris.stage.changed(10), names(town)
    while any("Ромашка" in str(m.get("text")) for m in topic.messages()):
        assert await town.boris.stage.changed(10), topic.transcript()
