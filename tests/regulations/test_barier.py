"""Barier's regulation (source 001), row by row."""

from __future__ import annotations

from datetime import date

import pytest

from bot.sandbox.person import Person
from bot.wiring import build
from tests.regulations.barier_rows import rows_of
from tests.regulations.conftest import Hold
from tests.regulations.rows import Check, rules
from tests.stories.conftest import Town
from tests.stories.test_customers import entered, proves

row = rows_of("barier")


@row("2")
async def _(town: Town) -> None:
    """Changes are published: version, date and link; whoever has an open ticket is told once, the ticket keeps its text."""
    await town.anna.says("/rules")
    shown = await town.anna.sees_new("Версия 1", "действует с 21 ноября 2016", "http://barier.pro/support/")
    assert ".." not in shown["text"]
    number = await town.registers(town.anna)
    await town.app.stop()
    changed = town.settings.data_dir / "next.toml"
    source = rules("barier").source.replace('version = "1"', 'version = "2"', 1)
    changed.write_text(source.replace("8 working hours", "2 working hours"), "utf-8")
    async with build(town.settings.model_copy(update={"regulation": str(changed)}), limits=False) as town.app:
        await town.anna.sees("Регламент поддержки изменился", "Версия 2", "п. 2 Регламента")
        await town.mailbox.gets(f"{number}. Регламент поддержки изменился", to="anna@romashka.example")
        await town.boris.sees(number, "Решить до 24 ноября, 09:30")
        await town.settled()


@row("3.1")
async def _(town: Town) -> None:
    """For everybody of the organization alike; where the contract is over the request is registered and marked."""
    assert rules("barier").clause("people") == "3.1"
    await entered(town, until=date(2020, 12, 31))
    await town.registers(town.anna)
    await proves(town)
    await town.boris.sees("BAR-000001", "Клиент: ООО «Ромашка»", "Договор закончился")
    face = await town.anna.stage.do("people", {"first_name": "Вера"})
    vera = Person(town.anna.stage, face["id"])
    await town.registers(vera, email="vera@romashka.example", phone="+7 916 765-43-21", name="Белова Вера")
    letter = await town.mailbox.gets("Код:", to="vera@romashka.example")
    await vera.says(str(letter["text"]).split("Код: ")[1][:6])
    await vera.sees("BAR-000002", "Заявка учтена за клиентом ООО «Ромашка»")
    await town.boris.sees("BAR-000002", "Клиент: ООО «Ромашка»", "Договор закончился")


@pytest.mark.parametrize("check", row.params())
async def test_row(check: Check, hold: Hold) -> None:
    """A person gets what the row demands."""
    await hold("barier", check)
