"""Others on a request, and letters that nobody wrote: who got a copy, robots that answer each other, files that are too large."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from domain.notices import Code, Notice
from domain.ports import Desk
from domain.ticket import Status
from domain.usecases.telling import tell_by_letter
from tests.stories.conftest import Town, on_monday
from tests.stories.posts import PETR, SERVER, answer, letter, outcomes, posts
from tests.stories.test_doors import caller, numbers
from tests.stories.test_files import PDF
from tests.stories.test_letters_out import fetched, links

IVAN = "ivan@vasilek.example"
FORM = caller().split("\n", 1)[1]


@pytest.fixture
async def town(sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    """A town that has pages, and whose mail server says whom it believes, on a Monday morning."""
    given = settings.model_copy(update={"mail_authserv": SERVER, "public_url": "https://desk.example"})
    async with on_monday(sandbox, given) as town:
        yield town


async def behind_more(town: Town, caption: str) -> None:
    """A seldom move, whether its list is open under the card still or not."""
    if caption not in town.boris.captions():
        await town.boris.presses("Ещё…")
    await town.boris.presses(caption)


async def standing(town: Town) -> tuple[Status, list[object]]:
    """State and pauses of the first request: what its clock is counted from."""

    def read(desk: Desk) -> tuple[Status, list[object]]:
        ticket = desk.tickets.get("BAR-000001")
        return ticket.status, [ticket.resolution_due, *map(tuple, ticket.pauses)]

    return await town.app.clerk.read(read)


async def test_who_got_a_copy_is_written_to_alone_and_parted_with_again(town: Town) -> None:
    """They get what is meant for them and no line of what was before; the requester hears who takes part, and who no more."""
    await posts(town, letter(FORM, Cc=f"Иван <{IVAN}>"))
    card = await town.boris.sees("BAR-000001", f"В копии: Иван ({IVAN})")
    await town.boris.presses("Ещё…", on=card)
    await town.boris.presses("Привлечь: Иван")
    told = await town.mailbox.gets("Подключили участника из копии", f"Иван ({IVAN})", to=PETR)
    card = await town.boris.sees("BAR-000001 · Зарегистрирована", "ООО «Василёк»")
    await town.boris.says("Перезапустите службу", reply_to=card)
    await town.mailbox.gets("Перезапустите службу", to=PETR)
    assert town.mailbox.letters(to=IVAN) == []

    await behind_more(town, "Написать привлечённому")
    ask = await town.boris.sees_new("в первой строке почта и имя")
    await town.boris.says(f"{IVAN}\nУ кого ключ от склада?", reply_to=ask)
    asked = await town.mailbox.gets("У кого ключ от склада?", to=IVAN)
    for words in ("Не открывается", "Перезапустите", "Ромашкин", PETR, told["message_id"], "/v/"):
        assert words not in asked["text"] + asked["html"] + asked["references"]
    assert asked["subject"] == "[BAR-000001] Просим вашей помощи"

    await posts(town, answer(asked, "Ключ у меня", by=IVAN, name="Иван"), by=IVAN, to=asked["reply_to"])
    await town.boris.sees("BAR-000001 · Иван (ivan@vasilek.example)", "Ключ у меня", "Заявитель этого не видит")
    assert all("Ключ у меня" not in one["text"] for one in town.mailbox.letters(to=PETR))
    # Another address is nobody's way in: a stranger may be removed, but not brought in, by knowing it.
    await behind_more(town, "Написать привлечённому")
    ask = await town.boris.sees_new("в первой строке почта и имя")
    await town.boris.says("eve@elsewhere.example\nПривет", reply_to=ask)
    await town.settled()
    assert town.mailbox.letters(to="eve@elsewhere.example") == []

    await behind_more(town, "Убрать привлечённого")
    await town.boris.presses("Убрать: Иван")
    await town.mailbox.gets("Отключили участника из копии", f"Иван ({IVAN})", to=PETR)
    sent = len(town.mailbox.letters(to=IVAN))
    await posts(town, answer(asked, "И ещё одно", by=IVAN, name="Иван"), by=IVAN, to=asked["reply_to"])
    await town.boris.sees("от человека, которого из неё убрали", "И ещё одно")
    assert (await outcomes(town))[-2:] == ["outside", "held"]
    assert await numbers(town) == ["BAR-000001"]
    assert len(town.mailbox.letters(to=IVAN)) == sent


@pytest.mark.parametrize(
    "words",
    [
        "Здравствуйте! Меня нет на месте до 30 ноября, на письма отвечу после возвращения.",
        "Ваш запрос принят системой Ромашка-Сервис и ему присвоен код {n}. Ожидайте звонка менеджера.",
    ],
)
async def test_two_robots_that_answer_each_other_come_to_an_end(town: Town, words: str) -> None:
    """RFC 3834: theirs bears no mark and answers each of our letters; ours are not more for that, and the clocks stay as they were."""
    await posts(town, letter(FORM))
    answered: set[str] = set()
    count = 0

    async def robot() -> int:
        """It answers whatever it has not answered yet, until nothing new comes."""
        nonlocal count
        rounds = 0
        while new := [one for one in town.mailbox.letters(to=PETR) if one["id"] not in answered]:
            rounds += 1
            assert rounds < 5, "they talk for ever"
            for told in new:
                answered.add(told["id"])
                count += 1
                await posts(town, answer(told, words.format(n=1000 + count)), to=told["reply_to"])
        return rounds

    assert await robot() == 1
    await town.boris.presses("Взять")
    await town.boris.presses("Спросить")
    await town.boris.says("Какая версия?", reply_to=await town.boris.sees_new("вопросом по"))
    await town.settled()
    before = await standing(town)
    assert before[0] is Status.CLARIFICATION
    await robot()
    assert await standing(town) == before
    assert len(town.mailbox.letters(to=PETR)) == count == 3
    assert (await outcomes(town))[1:] == ["joined"] * 3
    assert await numbers(town) == ["BAR-000001"]


async def test_files_whose_sum_is_too_large_for_a_letter(town: Town) -> None:
    """What fits is attached, what does not is fetched by a link, each named once; a person knows which from the letter."""
    await posts(town, letter(FORM))
    card = await town.boris.sees("BAR-000001", "ООО «Василёк»")
    await town.boris.says("Взяли", reply_to=card)
    await town.settled()
    back = town.mailbox.letters(to=PETR)[0]["reply_to"]
    large = [(f"Схема {n}.pdf", PDF + b"\n%" + bytes([64 + n]) * (6 * 1024 * 1024)) for n in range(1, 5)]
    raw = letter("Все схемы", subject="Схемы", to=back, files=tuple(large))
    await posts(town, raw, to=back)
    await town.boris.sees("Все схемы")
    await town.app.clerk.do(_record)
    told = await town.mailbox.gets("Вся переписка", to=PETR)
    attached = [one["name"] for one in told["attachments"]]
    linked = [name for name in links(told) if name.startswith("Схема")]
    assert sorted([*attached, *linked]) == [name for name, _ in large]
    assert len(attached) == 2
    assert "не поместил" in told["text"] or "великоват" in told["text"] or "Слишком" in told["text"]
    status, content, _ = await fetched(town, links(told)[linked[0]])
    assert (status, content[:5]) == (200, "%PDF-")


def _record(desk: Desk) -> None:
    tell_by_letter(desk, desk.tickets.get("BAR-000001"), Notice(Code.RECORD))
