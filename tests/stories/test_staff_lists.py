"""What to do next: the queue, one's own, the late ones, the search and the inline mode, for staff and for nobody else."""

from __future__ import annotations

import pytest

from bot.sandbox.person import Json, Person
from bot.wiring import build
from domain.people import Place, Speaker
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.forget import forget_ticket
from domain.usecases.withdraw import withdraw
from tests.stories.conftest import MORNING, Town, captions
from tests.stories.moves import asks
from tests.stories.quickly import registered
from tests.stories.seen import is_forum

JAM = "В цехе заклинило упаковочную линию, бункер переполнен"


async def asked(town: Town, who: Person, command: str) -> Json:
    """What the desk says to a command of staff."""
    said = await who.says(command)
    await town.settled()
    answers = [m for m in who.messages() if m.get("reply_to_message", {}).get("message_id") == said["message_id"]]
    return (answers or who.messages())[-1]


def numbers(shown: Json) -> list[str]:
    """The numbers of a list, from above."""
    return [line.split(" · ")[0] for line in shown["text"].splitlines() if line.startswith("BAR-")]


async def takes(town: Town, number: str) -> None:
    await town.boris.presses("Взять", on=await town.boris.sees(number, "Пока никто"))
    await town.settled()


async def test_the_queue_tells_what_to_do_next(town: Town) -> None:
    """Out of turn, late, by the next deadline, by receipt; what waits for others comes last. Time left is told in words."""
    await town.set_clock(MORNING)
    low = await registered(town)
    late = await registered(town, impact=0)
    await takes(town, late)
    waits = await registered(town, impact=0)
    await takes(town, waits)
    await asks(town, "Какая модель принтера?")
    await town.forward(hours=5)
    second = await registered(town, impact=0)
    third = await registered(town)

    shown = await asked(town, town.boris, "/queue")
    assert numbers(shown) == [low, late, second, third, waits]
    assert "Очередь: 5" in shown["text"]
    assert f"{low} · Приоритет 4 · Зарегистрирована\nникто · реакция: опоздание 2 ч (23 ноября, 13:30)" in shown["text"]
    assert f"{late} · Приоритет 1 · В работе\nБорис Иванов · решение: опоздание 1 ч" in shown["text"]
    assert f"{second} · Приоритет 1 · Зарегистрирована\nникто · реакция: через " in shown["text"]
    assert "ООО «Ромашка» · Не печатает принтер на втором этаже" in shown["text"]

    assert numbers(await asked(town, town.boris, "/late")) == [low, late]
    assert numbers(await asked(town, town.boris, "/mine")) == [late, waits]
    assert "За вами нет открытых заявок" in (await asked(town, town.olga, "/mine"))["text"]


@pytest.mark.parametrize("forum", [False])
async def test_a_list_is_turned_over_in_place_and_leads_to_the_cards(town: Town) -> None:
    """Six to a page; in a plain group a number answers below the card, in a supergroup it is a link to it."""
    known = [await registered(town) for _ in range(8)]
    shown = await asked(town, town.boris, "/queue")
    assert numbers(shown) == known[:6]
    assert captions(shown) == [*known[:6], "›"]
    await town.boris.presses("›", on=shown)
    await town.settled()
    await town.boris.sees("Пока никто не взял", known[7])
    await town.settled()
    turned = next(m for m in town.boris.messages() if m["message_id"] == shown["message_id"])
    assert numbers(turned) == known[6:]

    await town.olga.presses(known[7], on=turned)
    pointed = await town.boris.sees_new(known[7], "карточка выше")
    assert "Пока никто не взял" in pointed["reply_to_message"]["text"]
    assert known[7] in pointed["reply_to_message"]["text"]

    await town.boris.stage.do("migrate", {})
    await town.settled()
    for number in known:
        await town.boris.sees(number, "Заявителю:")
    await town.settled()
    shown = await asked(town, town.boris, "/queue")
    links = [b.get("url", "") for row in shown["reply_markup"]["inline_keyboard"] for b in row][:6]
    supergroup = str(town.boris.chat).removeprefix("-100")
    at = {f"https://t.me/c/{supergroup}/{m['message_id']}": m["text"] for m in town.boris.messages() if m.get("text")}
    assert all(number in at[link] for number, link in zip(known, links, strict=False))
    olga = town.olga.alone()
    await olga.presses(known[0], on=await asked(town, olga, "/queue"))
    card = await olga.sees_new("только для чтения")
    assert card["reply_markup"]["inline_keyboard"][0][0]["url"] == links[0]


async def test_no_ticket_is_missed_between_two_pages(town: Town) -> None:
    """The order is that of the question; what was taken or closed meanwhile shows it. A forged page is the last one, or refused."""
    known = [await registered(town) for _ in range(8)]
    shown = await asked(town, town.boris, "/queue")
    withdrawn, taken = known[0], known[6]

    def gone(desk: Desk) -> None:
        withdraw(
            desk,
            by=Speaker(Place("telegram", str(town.anna.id)), str(town.anna.id), "Анна", desk.now()),
            number=withdrawn,
        )

    await town.app.clerk.do(gone)
    await takes(town, taken)
    await town.forward(minutes=2)
    urgent = await registered(town, impact=0)
    await town.boris.presses("›", on=shown)
    await town.settled()

    def page() -> Json:
        return next(m for m in town.boris.messages() if m["message_id"] == shown["message_id"])

    assert numbers(page()) == known[6:]
    assert "Борис Иванов" in page()["text"]
    assert "Порядок на" in page()["text"]
    forged = {"person": town.olga.id, "chat": town.olga.chat, "message_id": shown["message_id"], "forged": True}
    await town.olga.stage.do("press", forged | {"data": "q:page::99999"})
    await town.settled()
    assert numbers(page()) == known[6:]
    for data in ("q:page::-1", "q:page::1000000", "q:page::x", "q:page", "q:turn::0", f"q:card:{known[0]}:x"):
        assert "устарела" in (await town.olga.stage.do("press", forged | {"data": data}))["text"], data
    assert numbers(page()) == known[6:]
    assert numbers(await asked(town, town.boris, "/queue"))[0] == urgent


async def test_an_agent_reads_in_private_and_a_stranger_gets_nothing(town: Town) -> None:
    """Membership opens the lists in private too, also for who never spoke in the group; whoever left is a stranger again."""
    number = await registered(town)
    olga, anna = town.olga.alone(), town.anna
    shown = await asked(town, olga, "/queue")
    assert numbers(shown) == [number]
    await olga.presses(number, on=shown)
    card = await olga.sees_new("только для чтения", "+79161234567")
    to_card = ["К карточке"] if is_forum(town.boris) else []  # only a supergroup's messages have links
    assert captions(card) == [*to_card, "« К списку"]
    assert "Ответьте на это сообщение" not in card["text"]
    await olga.presses("« К списку", on=card)
    await olga.sees_new("Очередь: 1")

    told = await asked(town, anna, "/queue")
    assert "Очередь" not in told["text"]
    for forged in ("q:page::0", f"q:card:{number}:0"):
        await anna.stage.do(
            "press",
            {"person": anna.id, "chat": anna.id, "message_id": told["message_id"], "data": forged, "forged": True},
        )
        await town.settled()
    anna.does_not_see("только для чтения")
    anna.does_not_see("Очередь")

    await town.boris.stage.do("staff", {"remove": olga.id})
    await town.settled()
    answer = await olga.presses(number)
    assert "только для чтения" not in olga.transcript()
    assert not answer["answered"] or answer["text"]
    assert "Очередь" not in (await asked(town, olga, "/queue"))["text"]


async def test_it_is_found_by_whatever_is_known_of_it(town: Town) -> None:
    """Number, name, organization, phone in any writing, address, words in any form, and what was said later."""
    one = await registered(town)
    other = await registered(
        town,
        town.olga.alone(),
        **{"name": "Ляпкин Пётр", "phone": "+7 495 123-00-11", "email": "p@lyapkin.example"},
        description=JAM,
    )
    await takes(town, other)
    await asks(town, "Пришлите заводской номер конвейера")
    for words, expected in {
        "1": one,
        "№2": other,
        other.lower(): other,
        "соколовой": one,
        "ляпкину": other,
        "Петр": other,
        "8 (916) 123 45 67": one,
        "+79161234567": one,
        "123-45-67": one,
        "8 495 1230011": other,
        "anna@romashka.example": one,
        "принтеры печатают": one,
        "переполненного бункера": other,
        "конвейеры": other,
        "упаковка": other,
    }.items():
        assert numbers(await asked(town, town.boris, f"/find {words}")) == [expected], words
    assert set(numbers(await asked(town, town.boris, "/find ромашку"))) == {one, other}

    for nothing in ("%", "_", "' OR '1'='1", "%принт%ер_", "\\", "?!…", "и или не", "%_" * 2000, "😀", "999999999"):
        told = await asked(town, town.boris, f"/find {nothing}")
        assert told["text"].startswith("Ничего не нашлось"), nothing
        assert "/find 17" in told["text"]
    assert "Искать можно" in (await asked(town, town.boris, "/find"))["text"]


async def test_what_was_erased_is_not_found_and_its_lists_are_put_away(town: Town) -> None:
    """No words lead to it any more, its number still does; each list and each card to read that may show it goes at once."""
    number = await registered(town, description=JAM)
    olga = town.olga.alone()
    assert numbers(await asked(town, town.boris, "/find бункер")) == [number]
    await olga.presses(number, on=await asked(town, olga, "/queue"))
    await olga.sees_new("только для чтения", "бункер")

    def erase(desk: Desk) -> None:
        by = Speaker(Place("telegram", str(town.anna.id)), str(town.anna.id), "Анна", desk.now())
        withdraw(desk, by=by, number=number)
        forget_ticket(desk, desk.tickets.get(number), "asked")

    await town.app.clerk.do(erase)
    await town.settled()
    for who in (town.boris, olga):
        await who.sees("Этот список устарел")
        who.does_not_see("бункер")
        who.does_not_see("Ромашка")
    assert (await asked(town, town.boris, "/find бункер"))["text"].startswith("Ничего не нашлось")
    assert numbers(await asked(town, town.boris, "/find 1")) == [number]


async def test_staff_share_a_ticket_from_any_chat(town: Town) -> None:
    """What is sent holds nothing of the requester's, and answers nobody, even as a reply; a stranger finds nothing."""
    number = await registered(town)
    found = await town.olga.asks_inline("принтера")
    assert [one["id"] for one in found["results"]] == [number]
    assert "Зарегистрирована" in found["results"][0]["title"]
    assert (found["cache_time"], found["is_personal"]) == (0, True)
    assert [one["id"] for one in (await town.boris.asks_inline("1"))["results"]] == [number]
    assert [one["id"] for one in (await town.boris.asks_inline(""))["results"]] == [number]

    sent = await town.olga.sends_inline(found, number)
    assert sent["text"].splitlines()[:2] == [number, "Приоритет 4 · Зарегистрирована"]
    for private in ("Ромашка", "принтер", "Соколова", "916", "anna@"):
        assert private not in sent["text"]

    for who in ("Анна", "John"):
        answer = await Person(town.anna.stage, who).asks_inline(number)
        assert answer["results"] == []
        assert answer["is_personal"]
    await town.boris.stage.do("staff", {"remove": town.olga.id})
    await town.settled()
    assert (await town.olga.asks_inline(number))["results"] == []


async def test_tickets_from_before_are_made_findable(town: Town) -> None:
    """A desk that was upgraded fills in what its old tickets are found by, as soon as it opens."""
    known = [await registered(town) for _ in range(3)]

    def forget(desk: Desk) -> None:
        for number in known:
            ticket: Ticket = desk.tickets.get(number)
            ticket.words = ""
        desk.settings.put("words", "")

    await town.app.clerk.do(forget)
    assert "Ничего" in (await asked(town, town.boris, "/find принтер"))["text"]
    await town.app.stop()
    async with build(town.settings, limits=False) as town.app:
        await town.settled()
        assert numbers(await asked(town, town.boris, "/find принтер")) == known[:1]
