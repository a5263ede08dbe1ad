"""Intruders: forged buttons, strangers, masks and hostile words. Whoever may not do a thing cannot, and nobody's desk breaks."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from bot.storage.tables import quarantine
from tests.stories.conftest import Town
from tests.stories.pictures import picture
from tests.stories.test_dialogue import completed, taken

OF_STAFF = (
    *("take", "priority", "ask", "complete", "promise", "hold", "resume", "refuse", "complete_last", "back", "count"),
    *("article", "link", "involve", "outside", "customer", "suspend", "restore"),
    *("relate", "unrelate", "duplicate", "merge_sure", "same_answer", "split", "tag", "watch", "unwatch"),
    *("give_in", "stays"),
)
VERBS = (
    *OF_STAFF,
    *("priorities", "card", "confirm", "dispute", "answer", "email", "rate", "renew"),
    *("secret", "show_secret", "conduct", "confide", "complaint", "speed_up", "withdraw", "answer_complaint", "object"),
)
JUNK = [
    "t",
    "t:::",
    "t:BAR-000001",
    "t:BAR-000001:confirm:x:y",
    "t:\0:take:",
    "t:BAR-000001\0:take:",
    "t:bar-000001:take:",
    "t:BAR-000001:priority:\0",
    "t:BAR-000001:rate:-1",
    "t:BAR-000001:rate:99999999999999999999999999",
    "t:BAR-000001:rate:٣",
    "t:BAR-999999:confirm:",
    "i:nobody:send:",
    "i:\0:drop:",
    "i::fix:summary",
    "l:xx",
    "m:card:BAR-000001:0:x",
    "m:list::-1",
    "r:nothing:9",
    "m:pdf:BAR-000001:0",
    "o:h-AAAA",
    "n:",
    "f:show:../x:0",
    "f::::",
    "'; DROP TABLE tickets; --",
    "я" * 32,
    "😀" * 16,
]


async def forge(town: Town, who: Any, chat: int, message_id: int, data: str) -> str:
    """Press a button that the message does not have, as a hostile client can."""
    given = await town.anna.stage.do(
        "press", {"person": who.id, "chat": chat, "message_id": message_id, "data": data, "forged": True}
    )
    assert given.get("answered"), data
    return str(given.get("text") or "")


async def set_aside(town: Town) -> int:
    """How many updates nobody could carry out."""
    await town.settled()
    return await town.app.clerk.read(_set_aside)


def _set_aside(desk: Any) -> int:
    return int(desk.transaction.run(sa.select(sa.func.count()).select_from(quarantine)).scalar_one())


def _standing(desk: Any) -> tuple[Any, ...]:
    ticket = desk.tickets.get("BAR-000001")
    public = [e.kind for e in desk.journal.of(ticket.number) if e.kind not in ("delivered", "undelivered", "file")]
    return ticket.status, ticket.assignee_id, ticket.priority, ticket.email, ticket.rating, public


async def test_no_button_of_a_ticket_obeys_a_stranger(town: Town) -> None:
    """Every verb, pressed by another requester in their own chat: refused, and the ticket is as it was."""
    await completed(town)
    john = type(town.anna)(town.anna.stage, "John")
    await john.says("/start")
    hello = (await john.sees("Hello"))["message_id"]
    before = await town.app.clerk.read(_standing)
    for verb in VERBS:
        await forge(town, john, john.chat, hello, f"t:BAR-000001:{verb}:3")
    assert await set_aside(town) == 0
    assert await town.app.clerk.read(_standing) == before


async def test_no_button_of_staff_obeys_the_requester_and_none_of_theirs_staff(town: Town) -> None:
    """In the private chat only the requester's verbs exist, in the group only those of staff."""
    await taken(town)
    told = (await town.anna.sees("Взяли в работу"))["message_id"]
    shown = (await town.boris.sees("BAR-000001", "ООО «Ромашка»"))["message_id"]
    before = await town.app.clerk.read(_standing)
    for verb in OF_STAFF:
        assert "устарела" in await forge(town, town.anna, town.anna.chat, told, f"t:BAR-000001:{verb}:3")
    for verb in ("confirm", "dispute", "answer", "email", "rate", "renew"):
        await forge(town, town.boris, town.boris.chat, shown, f"t:BAR-000001:{verb}:5")
    assert await set_aside(town) == 0
    assert await town.app.clerk.read(_standing) == before


async def test_junk_in_a_button_is_answered_and_breaks_nothing(town: Town) -> None:
    """Whatever stands in the data of a press, it is answered, in the chat and in the group; nothing goes to quarantine."""
    await taken(town)
    told = (await town.anna.sees("Взяли в работу"))["message_id"]
    shown = (await town.boris.sees("BAR-000001", "ООО «Ромашка»"))["message_id"]
    before = await town.app.clerk.read(_standing)
    for data in JUNK:
        await forge(town, town.anna, town.anna.chat, told, data)
        await forge(town, town.boris, town.boris.chat, shown, data)
    assert await set_aside(town) == 0
    assert await town.app.clerk.read(_standing) == before


HOSTILE = [
    "<b>жирно</b> & </blockquote> <a href='tg://user?id=1'>x</a>",
    "{number} {0} {} %s %(x)s {name!r}",
    "строка\u2028другая\u2029третья\x85четвёртая",
    "\u202eвыворот\u202c и \u2066снова",
    "Subject: x\r\nBcc: all@example.org\r\n\r\nТело",
    "😀" * 1750,
    "«»—„“",
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_words_arrive_as_they_are(town: Town, words: str) -> None:
    """Said to staff, answered by staff, in chat and mail: nothing is refused by Telegram, nothing becomes markup or a header."""
    await taken(town)
    letter = await town.mailbox.gets("Код:")
    await town.anna.says(str(letter["text"]).split("Код: ")[1][:6])
    await town.anna.sees_new("подтверждён")
    told = await town.anna.sees("Взяли в работу")
    await town.anna.says(words, reply_to=told)
    await town.boris.sees("Заявитель пишет")
    shown = await town.boris.sees("BAR-000001", "ООО «Ромашка»")
    await town.boris.says(words, reply_to=shown)
    await town.anna.sees("Отвечает Борис")
    await town.mailbox.gets("Отвечает Борис", to="anna@romashka.example")
    await town.settled()
    assert await set_aside(town) == 0
    failed = await town.app.clerk.read(lambda desk: [p.error for p in desk.outbox.of("BAR-000001") if p.error])
    assert failed == []
    assert not [one for one in town.mailbox.letters() if "all@example.org" in one["recipients"]]


async def test_hostile_names_do_no_harm(town: Town) -> None:
    """A name of brackets, braces and direction marks stands in the organization, the files and the person alike."""
    await town.set_clock("2026-11-23T09:30:00+03:00")
    name = "ООО «<i>{number}\u202e%s&amp;»"
    await town.registers(town.anna, organization=name, name="Иван {0} <b>Петров", position="Зам. {x} директора & Ко")
    shown = await town.boris.sees("ООО «<i>{number}%s&amp;»", "Иван {0} <b>Петров")
    await town.boris.attaches(
        ("a{0}<b>\u2028.pdf", b"%PDF-1.4\n%%EOF\n"), as_="document", caption="{x}", reply_to=shown
    )
    await town.anna.sees("Отвечает", "{x}")
    await town.anna.attaches(picture(), caption="<b>{y}</b>", reply_to=await town.anna.sees("Отвечает"))
    await town.boris.sees("Заявитель пишет", "<b>{y}</b>")
    assert await set_aside(town) == 0


async def test_who_hides_behind_the_group_is_told_so(town: Town) -> None:
    """An anonymous administrator's reply has no author: nothing is sent, and they hear why."""
    await taken(town)
    shown = await town.boris.sees("BAR-000001", "ООО «Ромашка»")
    world = town.sandbox.world
    group = {"id": world.staff_chat_id, "type": "group", "title": "Staff"}
    masked = {
        "message_id": 900,
        "date": shown["date"],
        "chat": group,
        "from": {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
        "sender_chat": group,
        "text": "Тайный ответ",
        "reply_to_message": {k: shown[k] for k in ("message_id", "date", "chat", "from", "text")},
    }
    push(town, "message", masked)
    await town.boris.sees("от своего имени")
    await town.settled()
    town.anna.does_not_see("Тайный ответ")


async def test_a_press_without_a_message_is_answered(town: Town) -> None:
    """A button that came by way of another bot's inline message: it leads nowhere, and breaks nothing."""
    sender = {"id": town.anna.id, "is_bot": False, "first_name": "Анна", "language_code": "ru"}
    press = {"id": "77", "from": sender, "chat_instance": "1", "inline_message_id": "x", "data": "t:BAR-000001:take:"}
    push(town, "callback_query", press)
    assert await set_aside(town) == 0


async def test_a_place_that_moves_is_not_talked_to(town: Town) -> None:
    """A live location is edited every few seconds; only edits of words are answered."""
    sender = {"id": town.anna.id, "is_bot": False, "first_name": "Анна", "language_code": "ru"}
    said = await town.anna.says("/help")
    await town.anna.sees("/new")
    moving = {
        "message_id": 9,
        "date": said["date"],
        "edit_date": said["date"] + 5,
        "chat": said["chat"],
        "from": sender,
    }
    push(town, "edited_message", moving | {"location": {"longitude": 37.6, "latitude": 55.7, "live_period": 900}})
    assert await set_aside(town) == 0
    town.anna.does_not_see("Правки")


def push(town: Town, kind: str, event: dict[str, Any]) -> None:
    """An update as Telegram would send it."""
    town.sandbox.world.updates.push(kind, event, town.anna.id)
