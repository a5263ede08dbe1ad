"""Who works on what: handed over, assigned by itself, on duty, away, called until somebody takes it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.sandbox.person import Json, Person, said
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from tests.stories.conftest import MORNING, Town
from tests.stories.quickly import registered

SATURDAY = "2026-11-28T12:00:00+03:00"
OLGA, BORIS = "@olga_petrova", "@boris_ivanov"


async def works(town: Town, at: str = MORNING) -> None:
    """It is that time, and both of the staff are known: the desk knows whoever has written in the group."""
    await town.set_clock(at)
    await town.boris.says("Доброе утро")
    await town.olga.says("Доброе утро")
    await town.settled()


async def card(town: Town, number: str) -> Json:
    await town.settled()
    return await town.boris.sees(number, "Заявителю:")


async def ticket(town: Town, number: str) -> Any:
    return await town.app.clerk.read(lambda desk: desk.tickets.get(number))


def times(who: Person, *words: str) -> int:
    return sum(all(word in said(m) for word in words) for m in who.messages())


async def test_a_request_goes_from_hand_to_hand(town: Town) -> None:
    """Assigned is not taken: the clock of the response runs. A member gives away what is theirs, a lead anybody's."""
    await works(town)
    number = await registered(town)
    shown = await card(town, number)
    await town.boris.says("/assign olga", reply_to=shown)
    await town.olga.sees(f"{number} · Борис Иванов передаёт заявку: {OLGA}", "срок реакции идёт")
    await town.anna.sees("Назначен ответственный", "За заявку отвечает Ольга Петрова")
    await town.mailbox.gets(number, "Назначен ответственный")
    await town.boris.sees(number, "Заявителю:", "Назначена: Ольга Петрова. В работу пока не взята.")
    assert (await ticket(town, number)).responded_at is None
    await town.olga.presses("Вернуть")
    await town.boris.sees(number, "Ольга Петрова возвращает заявку в очередь")
    await town.boris.sees(number, "Заявителю:", "Пока никто не взял")

    await town.olga.says(f"/assign {number[-1]} {OLGA}")
    await town.anna.sees("Заявкой занимается Ольга Петрова")
    assert (await ticket(town, number)).responded_at is not None
    await town.olga.presses("Ещё…", on=await card(town, number))
    await town.settled()
    await town.olga.presses("Передать", on=await card(town, number))
    await town.settled()
    await town.olga.presses("Борис Иванов", on=await card(town, number))
    await town.anna.sees("Заявку ведёт другой специалист", "Теперь заявкой занимается Борис Иванов")
    await town.boris.sees(f"передаёт заявку: {BORIS}")

    for words, answer in (
        (f"/assign {number} {OLGA}", "Заявку ведёт Борис Иванов"),
        ("/assign", "/assign 17 @olga"),
        ("/assign 99 @boris", "нет такой заявки"),
    ):
        await town.olga.says(words)
        await town.olga.sees_new(answer)
    await town.boris.says(f"/assign {number} @nobody")
    await town.boris.sees_new("Кого вы имеете в виду: «@nobody»?", BORIS, OLGA)
    assert (await ticket(town, number)).assignee_name == "Борис Иванов"


async def test_duty_and_absence(town: Town) -> None:
    """Entered by lines, all or none; out of hours who is on duty is called; who is away never is, and a lead gets their work."""
    await works(town)
    number = await registered(town)
    await town.olga.presses("Взять", on=await card(town, number))
    await town.olga.says("/duty @olga 28.11 - 29.11")
    await town.olga.sees_new("только руководитель")
    await town.boris.says("/duty @olga 28.11 09:00 - 29.11 09:00\n@nobody 30.11 - 01.12\n@boris 31.11 10:00 - 12:00")
    await town.boris.sees_new("Ничего не записано", "Строка 2, «@nobody 30.11 - 01.12»", "Строка 3", "такого дня")
    await town.boris.says("/duty")
    await town.boris.sees_new("Сейчас никто не дежурит", "Москва")
    await town.boris.says("/duty @olga 28.11 09:00 - 29.11 09:00\n@boris 29.11 09:00 - 30.11 09:00")
    await town.boris.sees_new("Ольга Петрова: с 28 ноября, 09:00 до 29 ноября, 09:00", "Борис Иванов")

    await town.set_clock(SATURDAY)
    urgent = await registered(town, impact=0)
    call = await town.boris.sees(f"Новая заявка {urgent}", "Кто возьмёт?")
    assert OLGA in call["text"]
    assert BORIS not in call["text"]
    await town.olga.says("/duty")
    await town.olga.sees_new("Сейчас дежурят:", "Ольга Петрова", "Дальше:", "Борис Иванов")
    await town.boris.says("/duty off @boris")
    await town.boris.sees_new("Сняты с дежурства", "Борис Иванов")

    await town.olga.says("/away до 14.12")
    await town.olga.sees_new("Записано, отсутствие", "до 15 декабря, 00:00")
    left = await town.boris.sees("Ольга Петрова: отсутствие по 14 декабря 2026, осталось: 1 открытая заявка", BORIS)
    await town.boris.says(f"/assign {urgent} @olga")
    await town.boris.sees_new("Ольга Петрова: отсутствие по 14.12", "Замещает: Борис Иванов")
    await town.boris.presses(f"Передать {number}", on=left)
    await town.settled()
    await town.boris.presses("Борис Иванов", on=left)
    await town.anna.sees("Теперь заявкой занимается Борис Иванов")
    assert (await ticket(town, number)).assignee_name == "Борис Иванов"
    again = await registered(town, impact=0)
    assert OLGA not in (await town.boris.sees(f"Новая заявка {again}", "Кто возьмёт?", BORIS))["text"]
    await town.olga.says("/back")
    await town.olga.sees_new("Ольга Петрова снова на месте")
    await town.boris.says(f"/assign {again} @olga")
    await town.olga.sees(f"{again} · Борис Иванов передаёт заявку: {OLGA}")


async def test_new_requests_are_assigned_by_themselves_where_a_lead_wants_it(town: Town) -> None:
    """To who has the fewest, called by name; it is nobody's until taken, may be given back, and the response clock runs."""
    await works(town)
    await town.olga.says("/auto fewest")
    await town.olga.sees_new("только руководитель")
    await town.boris.says("/auto fewest")
    await town.boris.sees_new("тому, у кого открытых меньше всех")
    john = Person.of(town.sandbox, "John")
    numbers = sorted(await asyncio.gather(registered(town), registered(town, john)))
    numbers += [await registered(town) for _ in range(2)]
    tickets = [await ticket(town, number) for number in numbers]
    assert [t.assignee_id for t in tickets] == [None] * 4
    assert [t.responded_at for t in tickets] == [None] * 4
    offers = [t.offered_to for t in tickets]
    assert offers[:2] == offers[2:]
    assert len(set(offers)) == 2
    mine = numbers[offers.index(offers[0])]
    ping = await town.boris.sees(f"Новая заявка {mine}", "Назначена:", "В работу пока не взята")
    who, other = (town.olga, town.boris) if OLGA in ping["text"] else (town.boris, town.olga)
    await who.presses("Вернуть", on=ping)
    await other.sees(mine, "Кто возьмёт?")
    await other.presses("Взять", on=await card(town, mine))
    await town.settled()
    assert (await ticket(town, mine)).responded_at is not None
    await town.boris.says("/auto off")
    await town.boris.sees_new("Автоматического назначения нет")
    assert (await ticket(town, await registered(town))).offered_to is None


async def test_the_first_priority_calls_until_it_is_taken(town: Town) -> None:
    """п. 6.3: each working hour everybody again, and the lead to name somebody; each call is on record, taking ends it."""
    await works(town)
    number = await registered(town, impact=0)
    await town.boris.sees(f"Новая заявка {number}", f"Кто возьмёт? {BORIS}, {OLGA}")
    await town.forward(hours=1, minutes=1)
    await town.boris.sees(
        f"{number} всё ещё никто не взял", f"Вызов № 1. Назначьте, пожалуйста, ответственного: {BORIS}"
    )
    await town.forward(hours=1, minutes=1)
    call = await town.boris.sees("Вызов № 2")
    await town.boris.presses("Передать", on=call)
    await town.settled()
    await town.boris.presses("Ольга Петрова", on=call)
    await town.olga.sees(f"передаёт заявку: {OLGA}")
    await town.forward(hours=1, minutes=1)
    await town.boris.sees("Вызов № 3")
    await town.olga.presses("Взять")
    await town.settled()
    await town.forward(hours=3)
    assert [times(town.boris, f"Вызов № {n}") for n in (1, 2, 3, 4)] == [1, 1, 1, 0]

    def steps(desk: Any) -> list[int]:
        return [e.facts["step"] for e in desk.journal.of(number) if e.kind == "warned" and "step" in e.facts]

    assert await town.app.clerk.read(steps) == [1, 2, 3]


async def test_nobody_is_called_at_night_and_each_warning_rings_once(town: Town) -> None:
    """What came on Saturday is called out on Monday, in one message, after a restart too; warnings wait likewise (п. 5.1)."""
    await works(town, SATURDAY)
    first, second = await registered(town, impact=1), await registered(town, impact=1)
    for number in (first, second):
        call = await town.boris.sees("заявк", number, "Сейчас нерабочее время, начнём 30 ноября, 09:00")
        assert "@" not in call["text"]
        assert call["silent"]
    await town.app.stop()
    async with build(town.settings, limits=False) as town.app:
        await town.set_clock("2026-11-30T09:00:05+03:00")
        await town.boris.sees("Рабочий день начался: ждут 2 новые заявки", first, second)
        await town.app.stop()
        async with build(town.settings, limits=False) as town.app:
            await town.boris.presses(f"Взять {first}")
            await town.settled()
            await town.forward(hours=2, minutes=20)
            await town.boris.sees(second, "Прошло три четверти времени реакции", f"Кто возьмёт? {BORIS}, {OLGA}")
            await town.forward(hours=3, minutes=50)
            warning = await town.boris.sees(first, "Прошло три четверти времени, решить", BORIS)
            await town.boris.says("Ждём деталь", reply_to=warning)
            await town.boris.sees_new("будущей датой")
            await town.boris.says("Ждём деталь со склада. 03.12 15:00", reply_to=warning)
            await town.anna.sees("Нужно больше времени", "Ждём деталь со склада", "3 декабря, 15:00")
            await town.mailbox.gets(first, "3 декабря, 15:00")
            await town.set_clock("2026-12-01T23:00:00+03:00")
            await town.set_clock("2026-12-02T09:01:00+03:00")
            await town.boris.sees(first, "Решение просрочено", BORIS)
            for words in ("Рабочий день начался", f"{first} · Прошло три четверти времени", f"{first} · Решение проср"):
                assert times(town.boris, words) == 1, words


async def test_who_hides_behind_the_group_learns_how_to_show_themselves(town: Town) -> None:
    """A command or a press in the group's name does nothing, and says what to switch off."""
    await works(town)
    number = await registered(town)
    shown = await card(town, number)
    group = {"id": town.boris.chat, "type": "group", "title": "Поддержка"}
    nobody = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    push = town.sandbox.world.updates.push
    facts = {"message_id": 900, "date": shown["date"], "chat": group, "from": nobody, "sender_chat": group}
    command = [{"type": "bot_command", "offset": 0, "length": 7}]
    push("message", facts | {"text": f"/assign {number} {OLGA}", "entities": command}, town.boris.chat)
    press = {"id": "77", "from": nobody, "chat_instance": "1", "message": shown, "data": f"t:{number}:take:"}
    push("callback_query", press, town.boris.chat)
    await town.boris.sees("вы пишете анонимно", "«Анонимность»")
    await town.settled()
    found = await ticket(town, number)
    assert (found.offered_to, found.assignee_id) == (None, None)


async def test_who_leaves_has_no_rights_and_their_work_is_listed_once(town: Town) -> None:
    """At once, whatever button they still see; a lead hands their requests on one by one."""
    await works(town)
    number, offered = await registered(town), await registered(town)
    shown = await card(town, number)
    await town.olga.presses("Взять", on=shown)
    await town.boris.says(f"/assign {offered} @olga")
    await town.olga.sees(f"{offered} · Борис Иванов передаёт заявку")
    await town.anna.stage.do("staff", {"remove": town.olga.id})
    left = await town.boris.sees("Ольга Петрова здесь больше не работает, осталось: 1 открытая заявка", number, BORIS)
    await town.boris.sees(offered, "Заявителю:", "Пока никто не взял")
    late = {
        "from": town.sandbox.world.user(town.olga.id),
        "chat_instance": "1",
        "message": shown,
    }
    for n, data in enumerate((f"t:{number}:assign:{town.olga.id}", f"t:{offered}:take:", f"t:{number}:complete:")):
        town.sandbox.world.updates.push("callback_query", late | {"id": str(n), "data": data}, town.boris.chat)
    await town.settled()
    assert (await ticket(town, offered)).assignee_id is None
    await town.boris.says(f"/assign {number} @olga")
    await town.boris.sees_new("@olga здесь больше не работает")
    await town.boris.presses(f"Передать {number}", on=left)
    await town.settled()
    await town.boris.presses("Борис Иванов", on=left)
    await town.anna.sees("Теперь заявкой занимается Борис Иванов")
    assert times(town.boris, "осталось: 1 открытая заявка") == 1


@pytest.mark.parametrize("listed", ["@Olga_Petrova", "6200000002"])
async def test_leads_may_be_listed(sandbox: Sandbox, settings: Settings, listed: str) -> None:
    """Then they lead and nobody else, not even the group's owner."""
    lead = Settings.load(env_file=None, **settings.model_dump() | {"leads": listed})
    async with build(lead, limits=False) as app:
        town = Town(sandbox, app, settings)
        await works(town)
        await town.boris.says("/auto round")
        await town.boris.sees_new("только руководитель")
        await town.olga.says("/auto round")
        await town.olga.sees_new("по очереди")
        number = await registered(town)
        await town.boris.presses("Взять", on=await card(town, number))
        await town.settled()
        await town.olga.says(f"/assign {number} @olga")
        await town.anna.sees("Теперь заявкой занимается Ольга Петрова")
