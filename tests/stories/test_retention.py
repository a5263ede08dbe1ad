"""Nothing is kept longer than the regulation says: requests, drafts, letters, forms and calls go by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.storage.tables import consultations, drafts, entries, outbox, people, tickets, timers
from domain.journal import first_broken
from domain.regulation import load
from tests.stories.conftest import MORNING, Town, on_monday
from tests.stories.moves import registers
from tests.stories.test_letters_in import writes
from tests.stories.test_privacy import closes, rows


def retention(town: Town) -> list[tuple[str, str]]:
    return [(row["subject"], row["at"].isoformat()) for row in rows(town, timers) if row["kind"] == "retention"]


async def test_three_years_after_closing_the_personal_data_go(town: Town) -> None:
    """The register's line stays with its rating; the chain verifies; whoever has nothing else here is forgotten."""
    await town.set_clock(MORNING)
    number = await town.registers(town.anna)
    await closes(town, number)
    await town.anna.presses("5 ★")
    await town.settled()
    assert [(one, at[:10]) for one, at in retention(town)] == [(number, "2029-11-23")]

    await town.set_clock("2029-11-23T10:00:00+03:00")
    await town.boris.sees(number, "Закрыта", "ООО «Ромашка»")
    await town.set_clock("2029-11-23T12:00:00+03:00")
    await town.boris.sees(number, "Закрыта", "Персональные данные удалены 23 ноября 2029", "★★★★★")
    [line] = rows(town, tickets)
    assert (line["answers"], line["rating"], line["priority"], line["status"]) == ({}, 5, "2", "closed")
    last = await town.app.clerk.read(_last_entry, number=number)
    assert last == ("erased", "", {"why": "kept"}, True)
    assert [row["name"] for row in rows(town, people) if row["erased_at"]] == [""]
    left = "\n".join(str(row) for table in (entries, outbox, people) for row in rows(town, table))
    assert "Ромашка" not in left
    assert "anna@" not in left


def _last_entry(desk: Any, *, number: str) -> tuple[str, str, dict[str, Any], bool]:
    found = desk.journal.of(number)
    return str(found[-1].kind), found[-1].actor_name, found[-1].facts, first_broken(found) is None


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_a_request_that_is_open_again_has_no_term(city: Town) -> None:
    """gravity 6: reopened; the three years begin with its last closing."""
    number = await registers(city, "gravity")
    for day in ("2029-11-23", "2029-11-25"):
        await city.boris.presses("Завершить")
        await city.settled()
        await city.boris.presses("Ошибка пользователя")
        ask = await city.boris.sees_new("итоговым ответом")
        await city.boris.says("Сделали", reply_to=ask)
        await city.anna.sees(number, "Заявка закрыта")
        await city.settled()
        assert [(one, at[:10]) for one, at in retention(city)] == [(number, day)]
        if day == "2029-11-23":
            await city.forward(hours=48)
            await city.anna.presses("Открыть повторно")
            await city.anna.sees(number, "Снова в работе")
            await city.settled()
            assert retention(city) == []


async def test_what_was_begun_and_left_goes_after_thirty_days(town: Town) -> None:
    """With its writer, if nothing else is known of them; what is awaited on an open request stays."""
    await town.set_clock(MORNING)
    john = type(town.anna).of(town.sandbox, "John")
    await john.says("/start")
    await john.sees_new("personal data")
    await john.presses("I agree")
    await john.sees_new("1 of 7")
    await john.says("Daisy Ltd")
    await john.sees_new("2 of 7")
    number = await town.registers(town.anna)
    await town.boris.presses("Взять")
    await town.settled()
    await town.anna.says("/new")
    await town.anna.sees_new("Ваши данные")
    await town.anna.presses("Всё верно")
    await town.anna.sees_new("1 из 2")
    await town.anna.says("Чернила текут на пол")
    await town.anna.sees_new("2 из 2")
    await town.forward(hours=24 * 29)
    assert len(rows(town, drafts)) == 2
    await town.forward(hours=24 * 2)
    assert rows(town, drafts) == []
    known = {row["name"]: row["erased_at"] for row in rows(town, people)}
    assert "John Smith" not in known
    assert known["Анна Соколова"] is None
    await town.boris.sees(number, "ООО «Ромашка»")


async def test_letters_forms_and_calls_go_too(town: Town) -> None:
    """A letter that looked like spam, a form by phone nobody finished, advice noted three years ago."""
    await town.set_clock(MORNING)
    await writes(town, "Выигрыш", "Вы выиграли миллион, Пётр Васильков", doubt="spam")
    await town.boris.sees("похожее на спам", "Вы выиграли миллион")
    await town.boris.says("/new")
    form = await town.boris.sees("заполненной формой")
    await town.boris.says("Организация: ООО «Василёк»", reply_to=form)
    await town.settled()
    await town.boris.says("/call")
    ask = await town.boris.sees("кто звонил")
    await town.boris.says("Иванов, Ромашка — как сбросить пароль", reply_to=ask)
    await town.settled()
    assert {row["kind"] for row in rows(town, drafts)} == {"letter", "call"}

    await town.forward(hours=24 * 32)
    assert rows(town, drafts) == []
    town.boris.does_not_see("Вы выиграли миллион")
    assert "Васильков" not in str(rows(town, outbox)) + str(rows(town, people))
    assert len(rows(town, consultations)) == 1
    await town.forward(hours=24 * 366 * 3)
    assert rows(town, consultations) == []


async def test_requests_closed_before_there_were_terms_get_one(town: Town) -> None:
    """A database of an earlier version: the daily round sets what is missing."""
    await town.set_clock(MORNING)
    number = await town.registers(town.anna)
    await closes(town, number)
    with town.app.engine.begin() as connection:
        connection.execute(sa.delete(timers).where(timers.c.kind == "retention"))
    assert retention(town) == []
    await town.forward(hours=25)
    assert [(one, at[:10]) for one, at in retention(town)] == [(number, "2029-11-23")]


async def test_a_regulation_may_have_terms_of_its_own(sandbox: Sandbox, settings: Settings, tmp_path: Path) -> None:
    """Its clause is named where people read how long, and in the journal."""
    own = tmp_path / "own.toml"
    source = load("barier").source.replace('personal_data = "3 years"', 'personal_data = "5 days"')
    before, after = source.split('quarantine = "30 days"\nassumed = true')
    own.write_text(f'{before}quarantine = "30 days"\nclause = "8.2"{after}', "utf-8")
    async with on_monday(sandbox, settings.model_copy(update={"regulation": str(own)})) as town:
        number = await town.registers(town.anna)
        await closes(town, number)
        await town.anna.says("/privacy")
        await town.anna.sees_new("5 дней после закрытия (п. 8.2 Регламента)")
        await town.forward(hours=24 * 5 + 1)
        await town.boris.sees(number, "Персональные данные удалены 28 ноября 2026")
        assert (await town.app.clerk.read(_last_entry, number=number))[2] == {"why": "kept", "clause": "8.2"}
