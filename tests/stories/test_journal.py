"""The journal in the chat: leads ask for it, it comes to them alone, and what is in the files is what happened."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import openpyxl

from bot.sandbox.person import Person
from domain.journal import Audience, Entry
from domain.ports import Desk
from handlers.view.journal_form import columns, done
from handlers.view.times import clock
from handlers.view.words import speaking
from tests.stories.conftest import Town
from tests.stories.moves import completes
from tests.stories.quickly import registered
from tests.stories.seen import told
from tests.stories.test_customers import entered

FORMULA = "=cmd|' /C calc'!A0"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


async def alone(town: Town, who: Person) -> Person:
    """Somebody in their private chat with the desk, which they open now."""
    private = who.alone()
    await private.says("/start")
    await town.settled()
    return private


async def gets(town: Town, who: Person, caption: str) -> tuple[str, bytes]:
    """Press a form under the answer; the name and the content of the document that comes."""
    await who.presses(caption)
    await town.settled()
    document = next(m for m in reversed(who.messages()) if "document" in m)["document"]
    files = town.sandbox.world.files
    return document["file_name"], files.body(files.get_file(document["file_id"])["file_path"])


async def expected(town: Town, number: str) -> list[str]:
    """What the last column of the form must say, from the journal itself, entry by entry."""

    def look(desk: Desk) -> list[str]:
        ticket = desk.tickets.get(number)
        said: list[Entry] = [e for e in desk.journal.of(number) if e.audience is Audience.PUBLIC]
        with speaking("ru"):
            return [f"{clock(e.at, ticket.regulation)} \\ {done(ticket, e)}" for e in said]

    return await town.app.clerk.read(look)


def rows_of(workbook: bytes) -> tuple[list[str], list[list[Any]]]:
    """What stands above the table, and the table with its header."""
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = next(n for n, row in enumerate(rows) if row[0] == "Приоритет")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "n" and cell.value is not None]
    return [str(row[0]) for row in rows[:at] if row[0]], rows[at:]


async def test_the_lead_gets_the_month_in_private_and_it_is_what_happened(town: Town) -> None:
    """Annex 1: six columns, a row for each public entry; as text only, whatever a requester calls themselves."""
    await entered(town)
    first = await registered(town, name=FORMULA, organization=FORMULA, description=f"{FORMULA} не печатает")
    await town.boris.presses("Взять")
    await completes(town, "+7 чернил не было")
    second = await registered(town)
    await town.boris.says("/journal")
    await town.boris.sees_new("персональные данные", "личный чат", "https://t.me/")

    boris = await alone(town, town.boris)
    await town.boris.says("/journal")
    await town.boris.sees_new("Ответ — в нашем личном чате")
    await boris.sees_new("Журнал обращений", "1 ноября 2026 — 30 ноября 2026", "2 заявки")
    name, workbook = await gets(town, boris, "XLSX")
    assert name == "журнал 2026-11.xlsx"
    above, (header, *table) = rows_of(workbook)
    assert above[0] == "Журнал обращений"
    assert "Часовой пояс: Москва, Europe/Moscow" in above
    with speaking("ru"):
        assert header == list(columns())
    wanted = [*await expected(town, first), *await expected(town, second)]
    assert [row[5] for row in table] == wanted
    assert len(wanted) == 4
    assert table[0][1] == FORMULA
    assert table[0][4].startswith(f"1. {FORMULA}\n2. ")
    assert [row[2] for row in table[1:3]] == [first, first]

    name, text = await gets(town, boris, "CSV")
    assert name == "журнал 2026-11.csv"
    assert text.startswith(b"\xef\xbb\xbf")
    header, *lines = csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";")
    assert [line[5] for line in lines] == wanted
    assert {line[1] for line in lines if line[2].startswith(first)} == {f"'{FORMULA}"}
    assert not [cell for line in lines for cell in line if cell[:1] in set("=+-@\t\r")]

    name, printed = await gets(town, boris, "PDF")
    assert name == "журнал 2026-11.pdf"
    assert printed.startswith(b"%PDF")


async def test_one_request_comes_with_its_attachments(town: Town) -> None:
    """The sheet twice, the files in a folder of their own, and a list of them."""
    number = await registered(town)
    await town.anna.attaches(("снимок.pdf", PDF), as_="document", caption="Вот что получается")
    await town.settled()
    await town.anna.presses(f"Добавить к {number}")
    boris = await alone(town, town.boris)
    await boris.says(f"/journal {number.lower()}")
    await boris.sees_new(f"Журнал обращений: {number}", "за всё время", "1 заявка")
    name, content = await gets(town, boris, "ZIP")
    assert name == f"журнал {number}.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert names == [f"{number}.pdf", f"{number}.xlsx", "вложения/01 снимок.pdf", "содержание.txt"]
        assert archive.read("вложения/01 снимок.pdf") == PDF
        assert "вложения/01 снимок.pdf (" in archive.read("содержание.txt").decode("utf-8-sig")
        _, (_, *table) = rows_of(archive.read(f"{number}.xlsx"))
    assert [row[5] for row in table] == await expected(town, number)


async def test_a_customer_a_period_and_nothing(town: Town) -> None:
    """What is asked for is in the heading; a time without entries gives a heading and says so; nonsense is explained."""
    await entered(town)
    await registered(town)
    boris = await alone(town, town.boris)
    await boris.says("/journal 12-34")
    await boris.sees_new("Журнал обращений: ООО «Ромашка»", "за всё время", "0 заявок")
    await boris.says("/journal 01.10.2026 - 31.10.2026")
    await boris.sees_new("1 октября 2026 — 31 октября 2026", "записей нет", "только заголовок")
    name, workbook = await gets(town, boris, "XLSX")
    assert name == "журнал 2026-10.xlsx"
    above, (_, nothing) = rows_of(workbook)
    assert "Записи за период: 1 октября 2026 — 31 октября 2026" in above
    assert nothing[0] == "За это время записей нет."
    for words, answer in (
        ("31.10.2026-01.10.2026", "не период"),
        ("2026-13", "не период"),
        ("BAR-000999", "BAR-000999"),
        ("Лопух", "Лопух"),
    ):
        await boris.says(f"/journal {words}")
        await boris.sees_new(answer)


async def test_it_is_for_leads_only(town: Town) -> None:
    """An agent hears so, to a requester there is no such command; a button pressed by somebody else sends nothing."""
    await registered(town)
    await town.olga.says("/journal")
    await town.olga.sees_new("только руководитель")
    before = len(told(town.anna))
    await town.anna.says("/journal")
    await town.settled()
    assert not [text for text in told(town.anna)[before:] if "Журнал" in text]
    assert not [m for m in town.anna.messages() if "document" in m]
