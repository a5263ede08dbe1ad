"""Blocking: an abusive person begins nothing new until a date; what they have goes on, and it ends by itself."""

from __future__ import annotations

from bot.sandbox.person import Json
from domain.journal import EntryKind
from domain.ports import Desk
from tests.stories.conftest import CARD, MORNING, Town
from tests.stories.moves import presses_more
from tests.stories.test_customers import facts_of, proves


async def blocks(town: Town, words: str) -> Json:
    """Boris, a lead, presses the card's button and replies; returns the message he replies to."""
    await town.settled()
    await presses_more(town.boris, "Заблокировать…")
    ask = await town.boris.sees_new("до какого дня", "Анна")
    await town.boris.says(words, reply_to=ask)
    await town.settled()
    return ask


async def test_nothing_new_until_the_date_and_what_is_open_goes_on(town: Town) -> None:
    """Refused with reason and date; at that instant it is over, by chat and letter; the journal has both."""
    await town.set_clock(MORNING)
    number = await town.registers(town.anna)
    await proves(town)
    ask = await blocks(town, "до 01.12")
    await town.boris.sees_new("За что?")
    await town.boris.says("до 01.11.2026 за оскорбления", reply_to=ask)
    await town.boris.sees_new("с даты, которая впереди")
    await town.boris.says("до 01.12 за оскорбления сотрудников", reply_to=ask)
    await town.boris.sees_new("заявитель заблокирован до этого срока")
    told = await town.anna.sees(
        "не принимаем от вас новых заявок", "1 декабря 2026, 00:00", "за оскорбления сотрудников"
    )
    assert "Регламент" not in told["text"]
    await town.mailbox.gets("не принимаем от вас новых заявок", "за оскорбления", to="anna@romashka.example")
    facts = await facts_of(town, number, EntryKind.BLOCKED)
    assert facts["text"] == "за оскорбления сотрудников"

    await town.anna.says("/new")
    await town.anna.sees_new("1 декабря 2026", "за оскорбления сотрудников", "идёт своим чередом")
    card = await town.boris.sees(number, "⛔ Заявитель заблокирован до")
    await town.boris.says("По вашей заявке всё готово", reply_to=card)
    answered = await town.anna.sees(number, "По вашей заявке всё готово")
    await town.anna.says("Спасибо, проверю позже сегодня", reply_to=answered)
    await town.boris.sees(number, "Спасибо, проверю позже")

    await town.set_clock("2026-12-01T00:00:30+03:00")
    await town.anna.sees("Новые заявки снова принимаются")
    assert (await facts_of(town, number, EntryKind.UNBLOCKED))["how"] == "time"
    await town.anna.says("/new")
    await town.anna.sees_new(CARD)


async def test_a_lead_lifts_it_and_nobody_else_may_block(town: Town) -> None:
    """Olga works here and does not lead. A block moves along with an account."""
    await town.set_clock(MORNING)
    number = await town.registers(town.anna)
    said = await presses_more(town.olga, "Заблокировать…")
    assert "руководител" in str(said)
    await town.olga.presses("« Назад")
    await blocks(town, "до 2026-12-01 15:00, спам")
    await town.anna.sees("1 декабря 2026, 15:00", "спам")
    await town.settled()
    await presses_more(town.boris, "Снять блокировку")
    await town.anna.sees("Новые заявки снова принимаются")
    assert (await facts_of(town, number, EntryKind.UNBLOCKED))["how"] == "lead"

    def timers(desk: Desk) -> list[str]:
        return desk.timers.subjects("block_over")

    assert await town.app.clerk.read(timers) == []
