"""Two accounts of one human: a lead may ask, and only a code from the other side brings them together."""

from __future__ import annotations

import re

from domain.journal import EntryKind
from domain.ports import Desk
from tests.stories.conftest import MORNING, Town
from tests.stories.moves import presses_more
from tests.stories.test_account import person_of
from tests.stories.test_code_letters import code_in, wrong
from tests.stories.test_customers import facts_of, proves
from tests.stories.test_invite import newcomer


async def proposes(town: Town, words: str) -> None:
    """Boris says who else the requester of the newest card is."""
    await town.settled()
    await presses_more(town.boris, "Тот же человек…")
    ask = await town.boris.sees_new("кто ещё этот заявитель")
    await town.boris.says(words, reply_to=ask)
    await town.settled()


async def test_nothing_is_merged_on_a_leads_word(town: Town) -> None:
    """Who is asked learns nothing of the other; the wrong code merges nothing, the right one everything; both are on record."""
    await town.set_clock(MORNING)
    first = await town.registers(town.anna)
    await proves(town)
    await town.forward(hours=24)
    new = await newcomer(town, "Анна-2")
    second = await town.registers(new, email="other@romashka.example", description="Сканер не видит компьютер совсем")
    await town.boris.sees(second, "Сканер")
    await proposes(town, "99999")
    await town.boris.sees("99999", "никого такого нет")
    await town.settled()
    ask = await town.boris.sees("кто ещё этот заявитель")
    await town.boris.says(second, reply_to=ask)
    await town.boris.sees_new("это и есть этот заявитель")
    await town.boris.says(first, reply_to=ask)
    await town.boris.sees("человека спросили")
    asked = await new.sees("ещё и с другого аккаунта")
    assert "anna@" not in asked["text"]
    await town.settled()
    assert await town.app.clerk.read(merged_into, address=town.anna.id) is None

    stranger = await newcomer(town, "Чужой")
    await stranger.says("/start")
    await new.presses("Да, это тоже я")
    await new.sees_new("уже идёт код")
    code = code_in(await town.mailbox.gets("Перенос заявок", to="anna@romashka.example"))
    await new.says(wrong(code, 1))
    await new.sees_new("Код не тот")
    assert await town.app.clerk.read(merged_into, address=town.anna.id) is None
    await new.says(code)
    await new.sees_new("Готово: 1 заявка теперь здесь")
    await town.settled()
    await town.boris.sees(second, "теперь это один человек", f"пришли заявки: {first}")
    assert await town.app.clerk.read(merged_into, address=town.anna.id) == await town.app.clerk.read(
        person_of, address=new.id
    )
    assert await facts_of(town, second, EntryKind.MERGE_PROPOSED) == {}
    assert await facts_of(town, first, EntryKind.ACCOUNT_MOVED) == {}


async def test_without_a_proved_address_the_code_goes_to_the_other_chat(town: Town) -> None:
    """Two Telegram accounts prove each other."""
    await town.set_clock(MORNING)
    first = await town.registers(town.anna)
    new = await newcomer(town, "Анна-2")
    second = await town.registers(new, email="other@romashka.example", description="Сканер не видит компьютер совсем")
    await town.boris.sees(second, "Сканер")
    await proposes(town, first)
    await new.sees("ещё и с другого аккаунта")
    await new.presses("Да, это тоже я")
    told = await town.anna.sees("Код:", "никому его не сообщайте")
    await new.says(re.findall(r"\d{6}", told["text"])[0])
    await new.sees_new("Готово: 1 заявка теперь здесь")
    moved = await town.anna.sees("перенесены в другой аккаунт", "код, который мы вам прислали")
    assert "письма" not in moved["text"]


async def test_who_had_no_requests_there_is_told_so(town: Town) -> None:
    """«0 заявок теперь здесь» is no sentence."""
    await town.set_clock(MORNING)
    number = await town.registers(town.anna)
    new = await newcomer(town, "Анна-2")
    await new.says("/start")
    await town.boris.sees(number, "Заявителю:")
    await proposes(town, str(new.id))
    await town.anna.sees("ещё и с другого аккаунта")
    await town.anna.presses("Да, это тоже я")
    told = await new.sees("Код:")
    await town.anna.says(re.findall(r"\d{6}", told["text"])[0])
    await town.anna.sees_new("теперь это один аккаунт. Заявок в прежнем не было")


def merged_into(desk: Desk, *, address: int) -> str | None:
    person = desk.people.by_address("telegram", str(address))
    assert person is not None
    return person.merged_into
