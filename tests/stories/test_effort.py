"""Effort: each answer counts once, its author corrects it, and prepaid hours run down before everybody's eyes."""

from __future__ import annotations

import asyncio

from bot.sandbox.person import Json, said
from domain.effort import Effort
from domain.journal import EntryKind, first_broken
from domain.ports import Desk
from domain.usecases.customers import change_customer
from tests.stories.conftest import Town, captions
from tests.stories.moves import answers
from tests.stories.quickly import registered
from tests.stories.seen import count
from tests.stories.test_customers import entered
from tests.stories.test_staff_assignment import card, works


async def efforts(town: Town, number: str) -> list[tuple[int, str, str | None]]:
    """Minutes, agent and customer of each answer that counts."""

    def look(desk: Desk) -> list[Effort]:
        return desk.efforts.of_ticket(number)

    return [(one.minutes, one.agent_name.split()[0], one.organization_id) for one in await town.app.clerk.read(look)]


async def shows(town: Town, fate: Json, minutes: str) -> None:
    """The button under what became of an answer says how long it took."""
    await town.settled()
    now = next(m for m in town.boris.messages() if m["message_id"] == fate["message_id"])
    assert f"⏱ {minutes}" in [one.replace("\u00a0", " ") for one in captions(now)]


async def test_an_answer_counts_once_and_its_author_corrects_it(town: Town) -> None:
    """By an edit, by a button, by a command; nobody else but a lead, and never below the regulation's least (п. 5.2)."""
    await works(town)
    number, other = await registered(town), await registered(town)
    await card(town, number)
    first = await answers(town.olga, number, "Посмотрите кабель")
    fate = await town.olga.sees(f"Ответ по {number}")
    await shows(town, fate, "30 мин")
    await answers(town.boris, other, "Переставьте драйвер")
    theirs = await town.boris.sees(f"Ответ по {other}")
    await shows(town, theirs, "30 мин")
    await town.olga.edits(first, "Посмотрите, пожалуйста, кабель")
    await town.anna.sees("Посмотрите, пожалуйста, кабель")
    await town.olga.edits(first, "Посмотрите, пожалуйста, кабель\n// 45 мин")
    await town.settled()
    assert await efforts(town, number) == [(45, "Ольга", None)]
    await town.olga.presses("⏱", on=fate)
    await town.settled()
    await town.olga.presses("2\u00a0ч", on=fate["message_id"])
    await shows(town, fate, "2 ч")

    assert await efforts(town, number) == [(120, "Ольга", None)]
    await town.olga.presses("⏱", on=theirs)
    await town.settled()
    refused = await town.olga.presses("1\u00a0ч", on=theirs["message_id"])
    assert "Борис Иванов" in refused["text"]
    assert "руководитель" in refused["text"]
    await town.olga.says("/effort 10", reply_to=first)
    await town.olga.sees("не меньше 30", "п. 5.2")
    await town.olga.says(f"/effort {number[-1]} 75")
    await town.olga.sees(number, "1\u00a0ч\u00a015\u00a0мин", "вместо 2\u00a0ч")
    await town.boris.says("/effort 50", reply_to=first)
    await town.boris.sees(number, "50\u00a0мин")
    assert await efforts(town, number) == [(50, "Ольга", None)]

    entries = await town.app.clerk.read(lambda desk: desk.journal.of(number))
    assert await efforts(town, other) == [(30, "Борис", None)]
    told = [e for e in entries if e.kind is EntryKind.EFFORT]
    assert [(e.facts["before"], e.facts["minutes"], e.actor_name.split()[0]) for e in told] == [
        (30, 45, "Ольга"),
        (45, 120, "Ольга"),
        (120, 75, "Ольга"),
        (75, 50, "Борис"),
    ]
    assert {e.audience for e in told} == {"staff"}
    assert first_broken(entries) is None
    for minutes in ("// 45", "вместо 2", "⏱"):
        town.anna.does_not_see(minutes)

    await town.olga.presses("Завершить", on=await card(town, number))
    prompt = await town.olga.sees_new("итоговым ответом")
    await town.olga.presses(captions(prompt)[0], on=prompt)
    await town.anna.sees(number, "завершена")
    assert len(await efforts(town, number)) == 1, "what was answered before took its time then"


async def test_prepaid_hours_are_told_at_eighty_and_a_hundred_per_cent_once(town: Town) -> None:
    """The lead and the contact person hear of each once, also when two answers cross the line at the same moment; nothing stops."""
    await works(town)
    contact = "buh@romashka.example"
    customer = await entered(town, prepaid_minutes=300, contacts=[contact])
    number, other = await registered(town), await registered(town)
    await card(town, number)
    await answers(town.boris, number, "Разобрались\n// 200 мин")
    await town.settled()
    assert (await efforts(town, number))[0][2] is None
    await is_theirs(town, number)
    await is_theirs(town, other)
    assert (await efforts(town, number))[0][2] == customer.id
    await town.boris.sees(number, "Часы: 3,33 из 5")
    assert count(town.boris, "оплаченных часов") == 0

    await asyncio.gather(answers(town.boris, number, "Ещё раз"), answers(town.olga, other, "И ещё раз"))
    await town.settled()
    told = await town.boris.sees("Израсходовано 80 % оплаченных часов", "Ромашка»:", "из 5 ч")
    assert "@boris_ivanov" in said(told)
    await town.mailbox.gets("Израсходовано 80 % оплаченных часов", "п. 5.2", "Осталось", to=contact)
    ready = await answers(town.boris, other, "Готово\n// 60 мин")
    await town.settled()
    await town.boris.sees("Оплаченные часы израсходованы", "5,33 из 5 ч")
    letter = await town.mailbox.gets("Оплаченные часы израсходованы", to=contact)
    assert "0,33 ч больше оплаченного" in letter["text"]
    assert "как прежде" in letter["text"]
    assert count(town.boris, "Израсходовано 80 %") == count(town.boris, "Оплаченные часы израсходованы") == 1
    await town.boris.says(f"/customer {customer.name}")
    await town.boris.sees_new("Оплаченные часы: 5 · израсходовано 5,33")
    town.anna.does_not_see("оплаченных часов")
    entries = await town.app.clerk.read(lambda desk: [e for n in (number, other) for e in desk.journal.of(n)])
    assert [e.facts["percent"] for e in entries if e.kind is EntryKind.HOURS] in ([80, 100], [100, 80])

    await town.app.clerk.do(change_customer, which=customer.name, prepaid_minutes=420)
    await answers(town.boris, other, "Проверили ещё раз")
    await town.settled()
    await town.boris.sees(other, "Часы: 5,83 из 7")
    assert count(town.boris, "Израсходовано 80 %") == 2, "more hours, and told anew"
    assert count(town.boris, "Оплаченные часы израсходованы") == 1

    await town.boris.says("/effort 30", reply_to=ready)
    await town.boris.sees("Оплаченные часы пересчитаны", "5,33 из 7 ч")
    await town.mailbox.gets("Оплаченные часы пересчитаны", "1,67 ч", to=contact)
    await answers(town.boris, other, "Теперь точно всё")
    await town.settled()
    assert count(town.boris, "Израсходовано 80 %") == 3, "what was taken back is told anew"


async def is_theirs(town: Town, number: str) -> None:
    """Olga says by the card whose request it is."""
    await town.olga.presses("Клиент", on=await card(town, number))
    await town.settled()
    await town.olga.presses("ООО «Ромашка», 12-34", on=(await card(town, number))["message_id"])
    await town.settled()


async def test_a_lead_gets_the_statement_in_private(town: Town) -> None:
    """Nobody else does, and nothing of it stands in the group."""
    await works(town)
    customer = await entered(town)
    number = await registered(town)
    await is_theirs(town, number)
    await answers(town.boris, number, "Разобрались\n// 50 мин")
    await town.settled()
    await town.boris.says("/statement 12-34 2026-11")
    await town.boris.sees_new("только в личный чат", "https://t.me/")
    alone = town.boris.alone()
    await alone.says("/start")
    await town.settled()
    await town.boris.says("/statement 12-34 2026-11")
    await town.boris.sees_new("Прислал в личный чат")
    await town.settled()
    names = [m["document"]["file_name"] for m in alone.messages() if "document" in m]
    assert names == [f"часы-2026-11-{customer.name}.{kind}" for kind in ("pdf", "xlsx")]
    await alone.says("/statement 12-34")
    await town.settled()
    assert len([m for m in alone.messages() if "document" in m]) == 4
    await alone.says("/statement 12-34 2027-01")
    await alone.sees_new("01.2027: этот месяц ещё не начался")
    await alone.says("/statement 12-34 01.11.2026-05.11.2026")
    await alone.sees_new("это не месяц", "2026-10")
    await town.olga.says("/statement 12-34 2026-11")
    await town.olga.sees_new("руководител")
    await town.anna.says("/statement 12-34 2026-11")
    await town.settled()
    assert not [m for who in (town.anna, town.boris) for m in who.messages() if "document" in m]
