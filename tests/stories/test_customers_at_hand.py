"""Customers in a lead's chat: listed, looked at, changed by one line, taken in and sent out as a sheet."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from domain.usecases.customers import find_customer
from tests.stories.conftest import MORNING, Town
from tests.stories.test_customers import entered, proves

SHEET = "Договор;Название;Действует до;Оплаченные часы\n12-34;ООО «Ромашка»;31.12.2099;10,5\n12-35;Лютик;вчера;\n;Клён;;1:20\n"


async def test_a_lead_adds_changes_and_everybody_of_staff_looks(town: Town) -> None:
    """Usage by example; agents see cards, and change nothing; a requester's private chat knows no such command."""
    await town.set_clock(MORNING)
    await town.boris.says("/customers")
    await town.boris.sees_new("Заказчиков пока нет", "/customers add", "/customers import")
    await town.boris.says(
        "/customers add ООО «Ромашка»\nдоговор 12-34\nсрок 2026-01-01..2026-12-31\nчасы 10,5\nдомены romashka.example"
    )
    await town.boris.sees_new("ООО «Ромашка»", "12-34", "с 1 января 2026 до 31 декабря 2026", "Оплаченные часы: 10,5")
    await town.olga.says("/customer 12-34")
    card = await town.olga.sees_new("romashka.example", "договор действует", "Открытых заявок: 0")
    assert "/customer 12-34" not in card["text"]
    await town.olga.says("/customer 12-34 часы 20")
    await town.olga.sees_new("руководител")
    await town.olga.says("/customers add Лютик")
    await town.olga.sees_new("руководител")

    await town.registers(town.anna)
    await proves(town)
    await town.boris.says("/customer ООО «Ромашка» часы 20:15")
    await town.boris.sees_new("Оплаченные часы: 20,25", "Люди: Анна", "Открытых заявок: 1")
    await town.boris.says("/customer 12-34 срок до вчера")
    await town.boris.sees_new("31.12.2026")
    await town.boris.says("/customer 12-34 срок с 01.02.2026 до 31.01.2027")  # as the card shows it
    await town.boris.sees_new("с 1 февраля 2026 до 31 января 2027")
    await town.boris.says("/customer 12-34 срок до 30.11.2026")
    await town.boris.sees_new("Срок: до 30 ноября 2026")
    await town.boris.says("/customer 12-34 уровень премиум")
    await town.boris.sees_new("в регламенте этого деления нет вовсе")
    await town.boris.says("/customer 12-34 телефон 5")
    await town.boris.sees_new("телефон 5: такого поля нет", "срок")
    await town.boris.says("/customer 12-34 срок -")
    card = await town.boris.sees_new("ООО «Ромашка»")
    assert "Срок" not in card["text"]
    await town.boris.says("/customer 99")
    await town.boris.sees_new("99")
    await town.boris.says("/customers")
    shown = await town.boris.sees_new("Заказчиков: 1", "оплачено часов: 20,25")
    await town.boris.presses("ООО «Ромашка»", on=shown)
    await town.boris.sees_new("Почтовые домены: romashka.example")

    await town.anna.says("/customers")
    await town.settled()
    assert "Ромашка" not in str(town.anna.messages()[-1]["text"])


@pytest.mark.parametrize("city", ["intervale"], indirect=True)
async def test_support_is_suspended_by_one_line_with_a_reason(city: Town) -> None:
    """intervale 2.6; without a reason it is not."""
    await entered(city)
    await city.boris.says("/customer 12-34 приостановить")
    await city.boris.sees_new("пуст")
    await city.boris.says("/customer 12-34 приостановить Нет оплаты за октябрь")
    await city.boris.sees_new("приостановлена: Нет оплаты за октябрь", "возобновить")
    await city.boris.says("/customer 12-34 приостановить Нет оплаты за ноябрь")
    await city.boris.sees_new("Поддержка уже приостановлена")
    await city.boris.says("/customer 12-34 возобновить Оплатили")
    await city.boris.sees_new("договор действует")
    await city.boris.says("/customer 12-34 возобновить Оплатили")
    await city.boris.sees_new("Поддержка не приостановлена")


async def test_what_the_regulation_does_not_know_is_said_so(town: Town) -> None:
    """barier has no suspension: what was typed is no old button."""
    await entered(town)
    await town.boris.says("/customer 12-34 приостановить Нет оплаты")
    await town.boris.sees_new("регламент не знает приостановки")


async def test_a_sheet_is_taken_in_and_what_was_refused_comes_back(town: Town) -> None:
    """In private, with a caption; what was right is there, and the same sheet changes nothing; the export is a file."""
    boris = town.boris.alone()
    await boris.says("/start")
    await town.settled()
    await boris.attaches(("list.csv", SHEET.encode("cp1251")), as_="document", caption="/customers import")
    await boris.sees("Новых: 2", "Не принято: 1", "в файле ниже")
    await town.settled()
    report = next(m for m in reversed(boris.messages()) if m.get("document"))
    assert report["document"]["file_name"] == "непринятые строки.csv"
    files = town.sandbox.world.files
    content = files.body(files.find(report["document"]["file_id"])["path"])
    assert content is not None
    lines = list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["Договор", "Название", "Действует до", "Оплаченные часы", "Строка", "Причина"]
    assert lines[1][:5] == ["12-35", "Лютик", "вчера", "", "3"]
    assert "31.12.2026" in lines[1][5]
    found = await town.app.clerk.read(find_customer, which="12-34")
    assert found.prepaid_minutes == 630
    await town.settled()

    sent = await town.boris.attaches(("list.csv", SHEET.encode()), as_="document")
    await town.boris.says("/customers import", reply_to=sent[0])
    await town.boris.sees("Новых: 0", "Без изменений: 2", "Не принято: 1")
    await town.olga.attaches(("list.csv", SHEET.encode()), as_="document", caption="/customers import")
    await town.olga.sees_new("руководител")
    await town.boris.attaches(("x.csv", b"a;b\n1;2\n"), as_="document", caption="/customers import")
    await town.boris.sees("Не нашлась строка заголовков")
    await town.settled()

    await town.boris.says("/customers export")
    await town.boris.sees_new("в личном чате")
    await town.settled()
    assert [m["document"]["file_name"] for m in boris.messages() if m.get("document")][-1] == "заказчики.xlsx", (
        boris.messages()[-3:]
    )
