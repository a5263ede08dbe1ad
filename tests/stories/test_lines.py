"""Lines: several staff groups; a ticket goes to the one it belongs to, is worked on there, and is handed over with a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.sandbox.person import Person
from domain.customers import Organization
from domain.journal import EntryKind
from domain.ports import Desk
from tests.stories.conftest import MORNING, Town, captions
from tests.stories.quickly import registered
from tests.stories.seen import is_forum

PAYMENTS = "Платежи"


@dataclass
class Line:
    """A second staff group: Борис administers it, Виктор works there and nowhere else."""

    chat: int
    boris: Person
    victor: Person


async def line(town: Town, *, forum: bool = False) -> Line:
    """Boris makes a line of a new group."""
    await town.app.roster.known.wait()
    await town.set_clock(MORNING)
    stage = town.boris.stage
    victor = await stage.do("people", {"first_name": "Виктор", "username": "victor_s"})
    group = await stage.do("groups", {"title": "Платежи", "creator": town.boris.id, "members": [victor["id"]]})
    await stage.do("staff", {"chat": group["id"], "add": "bot"})
    if forum:
        group = await stage.do("staff", {"chat": group["id"], "forum": True})
    boris = Person(stage, town.boris.id, chat=group["id"])
    await town.settled()
    await boris.says(f"/line {PAYMENTS}")
    await boris.sees_new(f"Линия: {PAYMENTS}", "только то, что передадут")
    await town.settled()
    return Line(group["id"], boris, Person(stage, "Виктор", chat=group["id"]))


def cards(who: Person, number: str) -> list[dict[str, Any]]:
    """The cards of a ticket that somebody sees with buttons."""
    return [m for m in who.messages() if str(m.get("text")).startswith(f"{number} · ") and captions(m)]


async def test_a_kind_goes_to_its_line_and_is_worked_on_there(town: Town) -> None:
    """By buttons a lead says what comes; its people take and answer it; those of the first group are refused."""
    two = await line(town)
    await two.boris.presses("Виды заявок")
    await two.boris.sees_new(f"Линия: {PAYMENTS}")
    await two.boris.presses("Что-то не работает")
    await two.boris.sees(f"Линия: {PAYMENTS}", "Виды заявок: Что-то не работает")
    number = await registered(town)
    await two.victor.sees("Новая заявка", number)
    assert not cards(town.boris, number)
    answer = await two.victor.presses("Взять")
    assert "ваша" in answer["text"]
    await two.victor.says("Проверьте кабель", reply_to=cards(two.victor, number)[0])
    await town.anna.sees("Проверьте кабель", number)
    shown = cards(two.victor, number)[0]
    # The first group's own card of another ticket is pressed with forged data: the ticket is another line's.
    other = await registered(town, kind=1)
    mine = cards(town.olga, other)[0]
    forged = await town.olga.stage.do(
        "press",
        {
            "person": town.olga.id,
            "chat": town.sandbox.staff_chat_id,
            "message_id": mine["message_id"],
            "data": f"t:{number}:ask:",
            "forged": True,
        },
    )
    assert PAYMENTS in forged["text"]
    assert "другой линии" in forged["text"]
    assert number in shown["text"]


async def test_a_customer_goes_before_a_kind(town: Town) -> None:
    """The customer's line gets it, whatever it is about; in the group of nobody else is it seen."""
    two = await line(town)

    def enter(desk: Desk) -> None:
        desk.customers.add(Organization(name="ООО «Ромашка»", id="a" * 32))
        person = desk.people.by_address("telegram", str(town.anna.id))
        if person is not None:
            person.organization_id = "a" * 32

    await town.anna.says("/start")
    await town.settled()
    await town.app.clerk.do(enter)
    await two.boris.says("/line customers")
    await two.boris.sees_new(f"Линия: {PAYMENTS}")
    await two.boris.presses("ООО «Ромашка»")
    await two.boris.sees("Клиенты: ООО «Ромашка»")
    number = await registered(town)
    await two.victor.sees("Новая заявка", number)
    assert not cards(town.boris, number)


async def test_whose_ticket_is_found_out_later_goes_to_that_customers_line(town: Town) -> None:
    """Nobody has taken it: it goes there by itself, on record. Somebody has: they are offered to hand it over, and nothing
    moves under their hands. A third one of the same customer, who is known by now, comes there at once."""
    two = await line(town)
    await town.app.clerk.do(lambda desk: desk.customers.add(Organization(name="ООО «Ромашка»", id="a" * 32)))
    await two.boris.says("/line customers")
    await two.boris.presses("ООО «Ромашка»", on=await two.boris.sees_new(f"Линия: {PAYMENTS}"))
    await two.boris.sees("Клиенты: ООО «Ромашка»")
    john = Person.of(town.sandbox, "John")
    free, held = (
        await registered(town),
        await registered(town, john, organization="Ромашка", email="j@romashka.example"),
    )
    await town.olga.presses("Взять", on=cards(town.olga, held)[0])
    await town.settled()
    for number in (free, held):
        await town.boris.presses("Клиент", on=cards(town.boris, number)[0])
        await town.settled()
        await town.boris.presses("ООО «Ромашка»", on=cards(town.boris, number)[0])
        await town.settled()
    await two.victor.sees("Оказалось, заявка нашего клиента", free)
    await town.olga.sees(free, "Передана: Платежи")
    assert not cards(town.olga, free)
    assert cards(two.victor, free)

    offer = await town.olga.sees(held, "этого клиента ведёт линия «Платежи»", "заявка у вас", "@olga_petrova")
    assert not cards(two.victor, held)
    answer = await town.olga.presses("Передать: Платежи", on=offer)
    assert PAYMENTS in answer["text"]
    await two.victor.sees("Ольга Петрова передаёт нам", held)

    def told(desk: Desk) -> list[Any]:
        entries = [e for number in (free, held) for e in desk.journal.of(number)]
        return [(e.ticket, e.facts["line"]) for e in entries if e.kind is EntryKind.LINE_CHANGED]

    assert await town.app.clerk.read(told) == [(free, PAYMENTS), (held, PAYMENTS)]
    await two.victor.sees("Новая заявка", await registered(town))


async def test_each_group_assigns_by_itself_in_its_own_way(town: Town) -> None:
    """The house's way holds where a group has none of its own; a lead of the line sets its own, and gives it up again."""
    two = await line(town)
    await two.boris.presses("Виды заявок")
    await two.boris.sees_new(f"Линия: {PAYMENTS}")
    await two.boris.presses("Что-то не работает")
    await two.boris.sees(f"Линия: {PAYMENTS}", "Виды заявок: Что-то не работает")
    await two.victor.says("/auto round")
    await two.victor.sees_new("только руководитель")
    await two.boris.says("/auto round")
    await two.boris.sees_new("по очереди", "только в этой группе")

    async def offered(kind: int) -> bool:
        number = await registered(town, kind=kind)
        return await town.app.clerk.read(lambda desk: desk.tickets.get(number).offered_to is not None)

    assert [await offered(0), await offered(1)] == [True, False]
    await town.boris.says("/auto all fewest")
    await town.boris.sees_new("открытых меньше всех", "во всех группах")
    await two.boris.says("/auto off")
    await two.boris.sees_new("Автоматического назначения нет", "только в этой группе")
    assert [await offered(0), await offered(1)] == [False, True]
    new = await two.boris.stage.do("migrate", {"chat": two.chat})
    await town.settled()
    assert not await offered(0)
    boris = Person(two.boris.stage, town.boris.id, chat=new["id"])
    await boris.says("/auto house")
    await boris.sees_new("открытых меньше всех", "как у всех")
    assert await offered(0)
    await boris.says("/auto всем")
    await boris.sees_new("/auto fewest", "/auto house")


async def test_a_ticket_is_handed_over(town: Town) -> None:
    """Its card appears in the other group, the old one says where it went; the journal tells; answers go on from there."""
    two = await line(town)
    number = await registered(town)
    await town.olga.presses("Взять")
    await town.settled()
    await town.olga.presses("Ещё…")
    await town.olga.presses("Другой линии")
    answer = await town.olga.presses(PAYMENTS)
    assert PAYMENTS in answer["text"]
    await town.olga.sees(number, "Передана: Платежи", "Ольга Петрова")
    assert not cards(town.olga, number)
    await two.victor.sees("Ольга Петрова передаёт нам", number)
    assert "Пока никто не взял" in cards(two.victor, number)[0]["text"]
    if not is_forum(town.olga):  # a forum's topic is closed for her by then
        await town.olga.says("А я всё-таки отвечу", reply_to=await town.olga.sees(number, "Передана"))
        await town.olga.sees_new("сейчас у другой линии", PAYMENTS)
    await two.victor.says("Отвечаем мы", reply_to=cards(two.victor, number)[0])
    await town.anna.sees("Отвечаем мы")
    town.anna.does_not_see("всё-таки")

    def told(desk: Desk) -> dict[str, Any]:
        return next(e.facts for e in desk.journal.of(number) if e.kind is EntryKind.LINE_CHANGED)

    assert (await town.app.clerk.read(told))["line"] == PAYMENTS
    await two.boris.says("/move", reply_to=cards(two.boris, number)[0])
    await two.boris.sees_new("Какой линии", number)
    await two.boris.presses("Первая группа")
    await town.olga.sees("передаёт нам", number)
    assert cards(town.olga, number)


async def test_a_line_may_be_a_forum(town: Town) -> None:
    """Handed to a forum a ticket has its topic there; handed back the topic is closed and says so."""
    two = await line(town, forum=True)
    number = await registered(town)
    await town.olga.says(f"/move {number} {PAYMENTS.lower()}")
    await town.olga.sees_new(f"{number} передана: {PAYMENTS}")
    await town.settled()
    topic = two.boris.in_topic(number)
    assert captions(topic.messages()[1])
    await topic.says("Пишем из темы")
    await town.anna.sees("Пишем из темы")
    await topic.says("/move")
    await topic.sees_new("Какой линии")
    await topic.presses("Первая группа")
    await town.settled()

    def held() -> dict[str, Any]:
        found: dict[str, Any] = two.boris.stage.chat(two.chat)["topics"][str(topic.thread)]
        return found

    while not held().get("closed"):
        assert await town.boris.stage.changed(10), held()
    assert "передана: первая группа" in held()["name"]


async def test_only_a_lead_makes_a_line_and_may_take_it_back(town: Town) -> None:
    """Nobody else's word counts; without the line its tickets are the first group's, and its people have no rights."""
    stage = town.boris.stage
    await town.app.roster.known.wait()
    group = await stage.do("groups", {"title": "Чужая", "creator": town.olga.id, "members": [town.boris.id]})
    await stage.do("staff", {"chat": group["id"], "add": "bot"})
    olga, boris = (Person(stage, one.id, chat=group["id"]) for one in (town.olga, town.boris))
    await town.olga.says("Всем доброе утро")
    await town.settled()
    await olga.says("/line Моя")
    await olga.sees_new("только руководитель")
    await boris.says("/line Моя")
    await boris.sees_new("только её администратор")
    two = await line(town)
    number = await registered(town)
    await town.olga.says(f"/move {number} {PAYMENTS}")
    await two.victor.sees("передаёт нам", number)
    await two.victor.says("/line off")
    await two.victor.sees_new("только")
    await two.boris.says("/line off")
    await two.boris.sees_new("больше не линия")
    await town.settled()
    assert cards(town.olga, number)
    await town.olga.presses("Взять", on=cards(town.olga, number)[0])
    await town.anna.sees("Взяли в работу", number)


async def test_a_group_that_moves_stays_a_line(town: Town) -> None:
    """It becomes a supergroup with another id: its open tickets get a card there, and are worked on as before."""
    two = await line(town)
    number = await registered(town)
    await town.olga.says(f"/move {number} {PAYMENTS}")
    await two.victor.sees("передаёт нам", number)
    new = await two.boris.stage.do("migrate", {"chat": two.chat})
    await town.settled()
    victor = Person(two.boris.stage, "Виктор", chat=new["id"])
    await victor.sees(number, "ООО «Ромашка»")
    await victor.presses("Взять")
    await town.anna.sees("Взяли в работу", number)


async def test_a_line_without_the_desk_is_none(town: Town) -> None:
    """The desk was removed from the group: the line's tickets go to the first one, and nothing can be handed there."""
    two = await line(town)
    number = await registered(town)
    await town.olga.says(f"/move {number} {PAYMENTS}")
    await two.victor.sees("передаёт нам", number)
    await two.boris.stage.do("staff", {"chat": two.chat, "remove": "bot"})
    await town.settled()
    assert cards(town.olga, number)
    await town.olga.presses("Взять", on=cards(town.olga, number)[0])
    await town.anna.sees("Взяли в работу", number)
    await town.olga.says(f"/move {number} {PAYMENTS}")
    await town.olga.sees_new("Такой линии нет")
