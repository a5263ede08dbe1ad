"""Abuse: who writes too fast, too much or with ill intent loses nothing real, and breaks nothing for anybody."""

from __future__ import annotations

import random
import string
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from domain.draft import Draft, DraftKind
from domain.people import Place, Speaker
from domain.ports import Desk
from domain.refusals import AnotherTicket, TooManyTickets
from domain.usecases.floods import MOST_FILES, MOST_TEXTS, MOST_TICKETS_A_DAY, TICKETS_A_DAY
from domain.usecases.from_group import PURPOSE
from domain.usecases.register import register
from tests.stories.conftest import MORNING, Town
from tests.stories.test_files import at_files
from tests.stories.test_groups import a_group, link_of, there
from tests.stories.test_intruders import set_aside


def speaker(desk: Desk, town: Town) -> Speaker:
    """Anna, as the channel tells of her."""
    place = Place("telegram", str(town.anna.id))
    return Speaker(place, str(town.anna.id), "Анна Соколова", desk.now(), username="anna_sokolova")


async def registers_more(town: Town, times: int, *, sure: bool = False) -> None:
    """The same intake as Anna's first ticket, sent so many times more."""

    def again(desk: Desk) -> None:
        first = desk.tickets.get("BAR-000001")
        by = speaker(desk, town)
        answers = dict(first.answers) | {"kind": first.kind, "impact": first.impact, "files": "done"}
        answers["_others"] = [ticket.number for ticket in desk.tickets.open_of(first.requester_id)]
        draft = Draft(DraftKind.INTAKE, "telegram", by.address, 0, first.requester_id, desk.now(), answers=answers)
        desk.drafts.open(draft)
        register(desk, by=by, draft_id=draft.id, sure=sure)

    for _ in range(times):
        await town.app.clerk.do(again)
    await town.settled()


async def test_who_writes_faster_than_may_be_answered_is_answered_in_one(sandbox: Sandbox, settings: Settings) -> None:
    """Thirty messages at once: all are recorded in order, and one card stands in the end, which says how many they are."""
    async with build(settings, limits=True) as app:
        town = Town(sandbox, app, settings)
        words = [f"Строка {n}" for n in range(30)]
        for text in words:
            await town.anna.says(text)
        await town.anna.sees("Здесь 30 сообщений, решите за все разом", timeout=30)
        await town.settled()
        assert len([m for m in town.anna.messages() if m["from"]["is_bot"]]) == 1

        def look(desk: Desk) -> list[str]:
            by = speaker(desk, town)
            return [t for d in desk.drafts.of(by, desk.people.speaking(by)) for t in d.answers["texts"]]

        assert await app.clerk.read(look) == words


async def test_many_requests_in_a_day_are_registered_on_purpose_and_not_beyond_all_measure(town: Town) -> None:
    """The 21st is asked about and then registered like any other; staff hear of it once; the day after nobody asks.

    The 61st is politely not registered; nothing that was typed is lost by it.
    """
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await registers_more(town, TICKETS_A_DAY - 1)
    await sends_another(town)
    await town.anna.sees_new("ваша заявка № 21", "точно новая")
    await town.anna.presses("Да, это новая проблема")
    await town.anna.sees_new("BAR-000021", "Заявка зарегистрирована")
    await town.settled()
    await registers_more(town, 2, sure=True)
    with pytest.raises(AnotherTicket):
        await registers_more(town, 1)
    await registers_more(town, MOST_TICKETS_A_DAY - TICKETS_A_DAY - 3, sure=True)
    told = [m for m in town.boris.messages() if "Много заявок от Анна Соколова: № 21" in str(m.get("text"))]
    assert len(told) == 1
    await sends_another(town)
    await town.anna.sees_new("уже 60 заявок", "Черновик сохранён", "support@barier.pro")
    with pytest.raises(TooManyTickets):
        await registers_more(town, 1, sure=True)
    await town.forward(hours=24, minutes=1)
    await town.anna.presses("Отправить заявку")
    await town.anna.sees_new("BAR-000061", "Заявка зарегистрирована")
    await registers_more(town, 1)


async def sends_another(town: Town) -> None:
    """Anna fills in one more and presses the last button."""
    await town.answers_all(town.anna, first=False)
    for button in ("Что-то не работает", "частично", "Без файлов", "Отправить заявку"):
        await town.settled()
        await town.anna.presses(button)


async def test_what_waits_without_a_request_is_bounded(town: Town) -> None:
    """More than two hundred messages, or five hundred files, are not kept; what is there stays."""
    await town.anna.says("Первое")
    await town.anna.sees_new("Пока не зарегистрировано")

    def fill(desk: Desk) -> None:
        by = speaker(desk, town)
        loose = desk.drafts.of(by, desk.people.speaking(by))[0]
        loose.answers = {**loose.answers, "texts": [f"{n}" for n in range(MOST_TEXTS)]}

    await town.app.clerk.do(fill)
    await town.anna.says("Ещё одно")
    await town.anna.sees_new("это сохранить не смог", "/cancel")
    await town.anna.presses("Оформить заявку")
    await town.anna.sees_new("персональных данных")


async def test_a_hundred_files_do_no_harm(town: Town) -> None:
    """Ten albums of ten: those that are allowed are kept, each of the others is named in its refusal."""
    await at_files(town)
    for album in range(10):
        files = [(f"{album}-{n}.pdf", b"%PDF-1.4\n%%EOF\n") for n in range(10)]
        await town.anna.attaches(*files, as_="document")
    await town.settled()
    await town.forward(seconds=5)
    await town.settled()

    def look(desk: Desk) -> tuple[int, int]:
        by = speaker(desk, town)
        draft = desk.drafts.of(by, desk.people.speaking(by))[0]
        states = [f.state for f in desk.files.of_draft(draft.id)]
        return states.count("kept"), len(states)

    assert await town.app.clerk.read(look) == (10, 100)
    assert MOST_FILES > 100
    assert await set_aside(town) == 0
    told = "\n".join(str(m.get("text")) for m in town.anna.messages())
    assert [f"{album}-{n}.pdf" for album in range(10) for n in range(10) if f"{album}-{n}.pdf" not in told] == []


# -- deep links

LOOKALIKES = "аеорсухАВЕКМНОРСТХ０１٣۷𝟎\u202e\u200b\u2066\ufeff"


def payloads(town: Town, token: str) -> list[str]:
    """What may stand behind /start: junk of each kind, and real tokens that were tampered with."""
    chance = random.Random(20261123)
    signs = string.ascii_letters + string.digits + "_-"
    made = [
        *("", " ", "g-", "g--", "g-" + "A" * 62, "A" * 64, "i-", "null", "0", "-1", "../../etc/passwd", "g-%s{number}"),
        *("'; DROP TABLE drafts; --", "<b>g-</b>", "g-\u202egro", "BAR-000001", "g-BAR-000001", "😀" * 16, "\u200b"),
    ]
    made += ["".join(chance.choices(signs, k=chance.randint(1, 64))) for _ in range(15)]
    made += ["g-" + "".join(chance.choices(signs, k=chance.randint(1, 62))) for _ in range(15)]
    made += ["".join(chance.choices(signs + LOOKALIKES, k=chance.randint(1, 64))) for _ in range(15)]
    for _ in range(15):
        place = chance.randrange(len(token))
        made.append("g-" + token[:place] + chance.choice(signs.replace(token[place], "")) + token[place + 1 :])
    return [*made, "g-" + token[:-1], "g-" + token + "A", "i-" + token, token]


async def test_no_payload_of_a_deep_link_does_harm(town: Town) -> None:
    """Junk, forged and cut tokens, tokens of another purpose or another person: each is a plain Start, or refused in words."""
    await town.set_clock(MORNING)
    chat = await a_group(town)
    anna = there(town, "Анна", chat)
    await anna.says("/ticket Тайна Анны: не открывается отчёт за октябрь")
    token = link_of(await anna.sees_new("заявки пока нет")).removeprefix("/start g-")

    def issue(desk: Desk) -> list[str]:
        later = desk.now() + timedelta(days=1)
        return [desk.tokens.issue("invite", "0" * 32, later), desk.tokens.issue(PURPOSE, "nobody", later)]

    foreign = await town.app.clerk.read(issue)
    john = Person(town.anna.stage, "John")
    for payload in [*payloads(town, token), *("g-" + one for one in foreign), "g-" + token]:
        await john.says(f"/start {payload}")
    await town.settled()
    assert await set_aside(town) == 0
    john.does_not_see("Тайна Анны")

    def look(desk: Desk) -> tuple[list[Any], int]:
        person = desk.people.by_address("telegram", str(john.id))
        assert person is not None
        drafts = desk.drafts.at(Place("telegram", str(john.id)), person.id)
        said = [draft.answers.get("description") or draft.answers.get("_said") for draft in drafts]
        return said, desk.tickets.count_of(person.id)

    assert await town.app.clerk.read(look) == ([None], 0)
    await john.sees("author of the message alone")
    await town.anna.says(f"/start g-{token}")
    await town.anna.sees_new("персональных данных")


async def test_forged_buttons_of_groups_do_no_harm(town: Town) -> None:
    """Another's draft, none, and numbers in look-alike digits: refused, and the draft waits for its author."""
    await town.set_clock(MORNING)
    chat = await a_group(town)
    anna = there(town, "Анна", chat)
    await anna.says("/ticket Тайна Анны: не открывается отчёт за октябрь")
    await anna.sees_new("заявки пока нет")

    def look(desk: Desk) -> str:
        person = desk.people.by_address("telegram", str(town.anna.id))
        assert person is not None
        return desk.drafts.at(Place("telegram", str(chat["id"])), person.id)[0].id

    draft = await town.app.clerk.read(look)
    john = Person(town.anna.stage, "John")
    await john.says("/help")
    seen = await john.sees_new("/new")
    asked = {"person": john.id, "chat": john.chat, "message_id": seen["message_id"], "forged": True}
    for data in (
        f"g:{draft}",
        "g:",
        "g:nobody",
        "g:\0",
        f"b:{chat['id']}:{'0' * 32}",
        "b:1:2",
        "b::",
        "t:BAR-００００01:card:",
    ):
        given = await town.anna.stage.do("press", asked | {"data": data})
        assert given["answered"], data
    assert await set_aside(town) == 0
    john.does_not_see("Тайна Анны")
    assert await town.app.clerk.read(look) == draft
