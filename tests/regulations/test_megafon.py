"""Megafon's feedback form (source 003), row by row."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.sla import deadlines
from tests.regulations.conftest import Hold
from tests.regulations.rows import Check, Rows, due, rules
from tests.stories.conftest import Town
from tests.stories.moves import begins, registers
from tests.stories.test_customers import anna_does

row = Rows("megafon")
mine = rules("megafon")


@row("form")
async def _(town: Town) -> None:
    """Surname, phone, description, contact details: four questions, no more, none skippable."""
    await begins(town)
    await town.anna.sees_new("http")
    await town.anna.presses("Не нашлось, дальше")
    answers = ("Соколова", "+7 916 123-45-67", "Нет связи в роуминге с утра", "anna@romashka.example")
    for n, (label, words) in enumerate(
        zip(("Фамилия", "Телефон", "Описание проблемы", "Контактные сведения"), answers, strict=True), start=1
    ):
        await town.anna.sees_new(f"{n} из 4", label)
        await town.anna.says("......")
        await town.anna.sees_new("Этого требует Регламент")
        await town.anna.says(words)
    await town.anna.sees_new("за границей")
    await town.anna.presses("Нет")
    await town.anna.sees_new("Проверьте", "Фамилия: Соколова", "Контактные сведения: anna@romashka.example")
    await town.anna.presses("Отправить заявку")
    await town.anna.sees_new("MEG-000001", "Заявка зарегистрирована")


@row("answer")
async def _(town: Town) -> None:
    """An answer within a day, of the clock; taking or setting a priority does not end it."""
    assert due("megafon", "2026-05-08 21:00:05") == ("09.05.2026 21:00:05", None, None)
    pause = [["2026-05-09 01:00", "2026-05-09 03:00"]]
    assert due("megafon", "2026-05-08 21:00", pauses=pause)[0] == "09.05.2026 23:00"
    received, touched = datetime(2026, 5, 13, 9, tzinfo=UTC), datetime(2026, 5, 13, 10, tzinfo=UTC)
    open_pause = [(datetime(2026, 5, 13, 11, tzinfo=UTC), None)]
    assert deadlines(mine, received=received, changes=[(touched, "")], pauses=open_pause).response_due is None
    number = await registers(town, "megafon")
    await town.anna.sees(number, "ответим до 24 ноября, 10:3", "по Регламенту")
    await town.boris.presses("Взять")
    card = await town.boris.sees(number, "Ответственный: Борис Иванов", "Ответить до 24 ноября, 10:3")
    await town.boris.says("Проверяем связь", reply_to=card)
    await town.anna.sees(number, "Проверяем связь")
    await town.boris.sees(number, "Ответственный: Борис Иванов", "Взята 23 ноября, 10:3")


@row("roaming")
async def _(town: Town) -> None:
    """A question; those abroad go to the head of the queue, and hear it; no target of their own."""
    assert len(mine.target_rows) == 1
    home = await registers(town, "megafon")
    abroad = await registers(town, "megafon", head=True, first=False)
    await town.anna.sees("Вы сейчас за границей?")
    await town.anna.sees(abroad, "Ваша очередь — первая (по Регламенту)", "ответим до 24 ноября")
    await town.boris.sees(f"Новая заявка {abroad}", "Вне очереди (по Регламенту)", "Место в очереди: 1 из 2")
    await town.boris.sees(home, "Место в очереди: 2")


@row("doors")
async def _(town: Town) -> None:
    """Phone, text message, social networks, chat and office are shown; only the form is a door."""
    await town.anna.says("/contacts")
    shown = await town.anna.sees_new("форма обратной связи", "здесь они не регистрируются")
    for way in ("8 800 5500 500", "0500", "+7 926 111 05 00", "СМС", "социальной сети", "чат на сайте", "офис"):
        assert way in shown["text"], way
    await town.boris.says("/new")
    await town.boris.sees_new("не официальный способ", "в чат")
    await town.anna.says("Нет связи с самого утра")
    await town.anna.sees_new("не зарегистрировано")


@row("self-help")
async def _(town: Town) -> None:
    """The portal is offered first, and may make the request needless."""
    await anna_does(town, "/start", "[Даю согласие]")
    await town.anna.sees("на портале", "по Регламенту", "https://www.megafon.ru")
    await town.anna.presses("Нашлось, спасибо")
    await town.anna.sees_new("Рады, что нашлось")
    await town.anna.says("/my")
    await town.anna.sees_new("пока нет заявок")


@pytest.mark.parametrize("check", row.params())
async def test_row(check: Check, hold: Hold) -> None:
    """A person gets what the row demands."""
    await hold("megafon", check)
