"""An agent alone with the desk: their menu offers what works there, and what works only in the group says so."""

from __future__ import annotations

import pytest

from bot.sandbox.person import Person
from domain.rights import TABLE, Where
from domain.ticket import Status
from tests.stories.conftest import MORNING, Town
from tests.stories.quickly import registered
from tests.stories.test_lines import line
from tests.stories.test_staff_lists import asked, numbers

WORK = ["queue", "mine", "late", "find", "new", "customers", "customer", "duty", "away", "back"]
OF_LEADS = ["now", "report", "journal", "statement", "quality"]
ALONE = [*WORK, *OF_LEADS]


def offered(town: Town, who: Person, language: str = "ru") -> list[str]:
    """The commands that only this private chat is offered."""
    menu = town.sandbox.world.state()["commands"].get(f"chat/{who.id}/{language}")
    return [one["command"] for one in menu or []]


async def test_agents_are_offered_their_commands_until_they_leave(town: Town) -> None:
    """From their first word to the desk on; a requester is offered nothing of it, and who leaves is one."""
    olga = town.olga.alone()
    await town.olga.says("Доброе утро")
    await town.settled()
    assert not offered(town, olga)
    await town.anna.says("/start")
    await olga.says("/start")
    await town.settled()
    assert offered(town, olga)[: len(ALONE)] == ALONE
    assert {"my", "help", "privacy"} <= set(offered(town, olga, "en"))
    assert not offered(town, town.anna)

    await town.boris.stage.do("staff", {"remove": olga.id})
    await town.settled()
    assert not [code for code in ("", "ru", "en", "kk") if offered(town, olga, code)]
    await town.boris.stage.do("staff", {"add": olga.id})
    await town.settled()
    assert offered(town, olga)[: len(ALONE)] == ALONE


async def test_the_rota_works_in_private_and_other_commands_say_where_they_do(town: Town) -> None:
    """Nothing of a command is taken for words to the desk, and nothing happens to a request from afar."""
    await town.set_clock(MORNING)
    number = await registered(town)
    olga = town.olga.alone()
    assert "Сейчас никто не дежурит" in (await asked(town, olga, "/duty"))["text"]
    assert "Записано, отсутствие" in (await asked(town, olga, "/away до 25.11"))["text"]
    assert "Ольга Петрова" in (await asked(town, town.boris, "/away"))["text"]
    assert "снова на месте" in (await asked(town, olga, "/back"))["text"]
    for command in (
        f"/assign {number} @boris_ivanov",
        f"/tag {number} касса",
        f"/move {number} Платежи",
        "/call Совет",
    ):
        told = await asked(town, olga, command)
        assert "работает в группе поддержки" in told["text"], command
    ticket = await town.app.clerk.read(lambda desk: desk.tickets.get(number))
    assert (ticket.status, ticket.offered_to, ticket.tags) == (Status.REGISTERED, None, [])
    assert "Сейчас никто не дежурит" not in (await asked(town, town.anna, "/duty"))["text"]


async def test_in_private_an_agent_is_shown_their_own_groups(town: Town) -> None:
    """As in the group: who works in a line sees what that line has, who works in both sees both."""
    other = await line(town)
    number = await registered(town)
    assert "Очередь пуста" in (await asked(town, other.victor.alone(), "/queue"))["text"]
    assert numbers(await asked(town, town.olga.alone(), "/queue")) == [number]
    await town.boris.says(f"/move {number} Платежи", reply_to=await town.boris.sees(number, "Заявителю:"))
    await town.settled()
    assert numbers(await asked(town, other.victor.alone(), "/queue")) == [number]
    assert "Очередь пуста" in (await asked(town, town.olga.alone(), "/queue"))["text"]
    assert numbers(await asked(town, town.boris.alone(), "/queue")) == [number]


@pytest.mark.parametrize("forum", [False, True])
async def test_a_menu_offers_what_has_a_door_there(town: Town) -> None:
    """Each command of the group's menu and of the agent's own answers, in every language; none of them is unknown."""
    await town.boris.alone().says("/start")
    await town.settled()
    menus = town.sandbox.world.state()["commands"]
    for where, who in ((Where.STAFF, town.boris), (Where.PRIVATE, town.boris.alone())):
        known = {right.name.removeprefix("/") for right in TABLE if right.where is where}
        for code in ("", "ru", "en", "kk"):
            menu = menus[f"chat/{who.chat}/{code}"]
            named = [one["command"] for one in menu]
            assert set(named) <= known, code
            assert len(named) == len(set(named))
            assert all(3 <= len(one["description"]) <= 100 for one in menu), code


@pytest.mark.parametrize("forum", [False, True])
async def test_what_works_in_a_customers_group_says_so_among_staff(town: Town) -> None:
    """/bind, /unbind and /posts, in the group and in private: a polite line, and nothing is tied."""
    for who in (town.boris, town.olga, town.boris.alone()):
        for command in ("/bind Ромашка", "/unbind", "/posts on"):
            told = await asked(town, who, command)
            assert f"{command.split()[0]} работает в группе заказчика" in told["text"], told["text"]
    chat = str(town.sandbox.staff_chat_id)
    assert await town.app.clerk.read(lambda desk: desk.groups.get("telegram", chat)) is None
