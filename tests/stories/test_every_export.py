"""Every file that a lead is sent: nobody's words are a formula in it, and nothing stands in it of whom we have forgotten."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator

import openpyxl
from pypdf import PdfReader

from bot.sandbox.person import Person
from domain.journal import first_broken
from domain.ports import Desk
from domain.usecases.customers import change_customer
from domain.usecases.forget import forget_person
from domain.usecases.report import asked, make_report
from handlers.view.report_charts import charts
from tests.stories.conftest import MORNING, Town
from tests.stories.moves import answers, completes
from tests.stories.quickly import registered
from tests.stories.test_customers import entered, proves
from tests.stories.test_effort import is_theirs
from tests.stories.test_journal import alone

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
CALC = "=cmd|'/C calc'!A0"
OURS = '=HYPERLINK("http://x")'
"""What the customer is called."""


def cells(name: str, content: bytes) -> Iterator[str]:
    """Each text of a sheet, as whoever opens it meets it; AssertionError at the first formula."""
    if name.endswith(".csv"):
        for line in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"):
            for cell in line:
                assert not cell.lstrip().startswith(SIGNS), (name, cell)
                assert cell[:1] not in ("\t", "\r", "\n"), (name, cell)
                yield cell
    elif name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for part in package.namelist():
                assert b"<f>" not in package.read(part), (name, part)
                assert "externalLink" not in part, (name, part)
        for sheet in openpyxl.load_workbook(io.BytesIO(content)):
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type in ("s", "inlineStr", "n", "d"), (name, cell.coordinate)
                    assert cell.hyperlink is None, (name, cell.coordinate)
                    yield str(cell.value or "")
    elif name.endswith(".pdf"):
        yield from (page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    elif name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inside in archive.namelist():
                yield inside
                yield from cells(inside, archive.read(inside))
    elif name.endswith(".txt"):
        yield content.decode("utf-8-sig")


async def every_file(town: Town, boris: Person, number: str) -> dict[str, list[str]]:
    """All that a lead can have sent: each file's texts by its name."""
    before = len([m for m in boris.messages() if "document" in m])
    for words, buttons in (
        ("/customers export", ()),
        ("/journal", ("XLSX", "CSV", "PDF")),
        (f"/journal {number}", ("ZIP",)),
        ("/report week", ("XLSX",)),
        ("/report week 12-34", ("XLSX", "PDF")),
        ("/statement 12-34 2026-11", ()),
    ):
        await boris.says(words)
        await town.settled()
        for caption in buttons:
            told = next(m for m in reversed(boris.messages()) if caption in str(m.get("reply_markup")))
            await boris.presses(caption, on=told)
            await town.settled()
    found: dict[str, list[str]] = {}
    for document in [m["document"] for m in boris.messages() if "document" in m][before:]:
        files = town.sandbox.world.files
        content = files.body(files.get_file(document["file_id"])["file_path"]) or b""
        found[f"{len(found)} {document['file_name']}"] = list(cells(document["file_name"], content))
    return found


def has(texts: list[str], words: str) -> bool:
    """As it is read: where a line of a page ends does not matter."""
    return "".join(words.split()) in "".join("".join(texts).split())


async def works(town: Town, number: str) -> None:
    """An answer that took time, and the end."""
    await answers(town.boris, number, f"{CALC} у вас\n// 50 мин")
    await town.settled()
    await completes(town, "＝1+1 и всё")
    await town.anna.presses("Подтверждаю")
    await town.settled()


async def test_nothing_that_anybody_calls_themselves_is_a_formula(town: Town) -> None:
    """In each field that a person, staff or a sheet may fill; what was meant is still there to read, and comes back as it was."""
    await town.set_clock(MORNING)
    await entered(town)
    number = await registered(
        town,
        organization=" ＝2+2 ООО",
        name=CALC,
        position="@SUM(A1)",
        description="-2+3 не печатает принтер",
        steps="\t=1+1 потом ничего",
    )
    more = {"name": OURS, "products": ["+7", "＋7"], "contacts": ["=a@romashka.example"]}
    boris = await alone(town, town.boris)
    await is_theirs(town, number)
    await works(town, number)
    await town.app.clerk.do(change_customer, which="12-34", **more)
    for n, sign in enumerate(("-", "＠", "'=")):
        await boris.says(f"/customers add {sign}{n}\nдоговор {sign}12/{n}\nпродукты @SUM{n}")
        await boris.sees_new(f"{sign}{n}")
    files = await every_file(town, boris, number)
    assert len(files) == 10
    for name, words in {
        "заказчики.xlsx": (OURS, "'-0", "＠1", "@SUM2"),
        "журнал 2026-11.xlsx": (CALC, "@SUM(A1)", OURS),
        "журнал 2026-11.csv": (CALC, OURS),
        "журнал 2026-11.pdf": (CALC, OURS),
        f"журнал {number}.zip": (CALC, OURS),
        ".xlsx": (OURS,),
        "часы": (OURS, "-2+3"),
    }.items():
        texts = [texts for file, texts in files.items() if name in file]
        assert texts, name
        for one in texts:
            assert all(has(one, said) for said in words), (name, words, one)


async def test_who_is_forgotten_stands_in_no_file(town: Town) -> None:
    """152-ФЗ, article 21: number, dates and minutes stay, it is said that the rest is erased, when and why, and the chain verifies."""
    await town.set_clock(MORNING)
    await entered(town)
    theirs = {
        "name": "Кракозяброва Зинаида",
        "position": "Укротитель шмякозавров",
        "description": "Фырнулькоплюй не печатает на втором этаже",
        "steps": "Нажать на Бумбарашкин",
        "phone": "+7 999 777-31-13",
    }
    number = await registered(town, **theirs)
    await proves(town)
    boris = await alone(town, town.boris)
    await works(town, number)
    secrets = (
        "Кракозябр",
        "шмякозавр",
        "Фырнулько",
        "Бумбараш",
        "777-31-13",
        "9997773113",
        "anna@",
        "calc",
        "＝1+1",
        "Анна",
    )
    before = await every_file(town, boris, number)
    for name, texts in before.items():
        assert any(has(texts, one) for one in secrets) or "report" in name, f"{name}: else it would prove nothing"

    await town.forward(hours=26)
    await town.app.clerk.do(_forgets, number=number)
    await town.settled()
    after = await every_file(town, boris, number)
    assert len(after) == len(before)
    for name, texts in after.items():
        for one in secrets:
            assert not has(texts, one), (name, one, texts)
    for name in ("журнал", "часы", "report"):
        for file, texts in after.items():
            if name in file and has(texts, number):
                whole = has(texts, "Персональные данные удалены 24 ноября 2026")
                assert whole or ("report" in file and file.endswith(".xlsx")), (file, texts)
                assert "журнал" not in file or has(texts, "По просьбе заявителя"), (file, texts)
    assert await town.app.clerk.read(_verifies, number=number)
    drawn = await town.app.clerk.read(_charts)
    assert not [one for one in secrets if one in drawn]


def _forgets(desk: Desk, *, number: str) -> None:
    forget_person(desk, desk.people.get(desk.tickets.get(number).requester_id), "asked")


def _verifies(desk: Desk, *, number: str) -> bool:
    entries = desk.journal.of(number)
    return first_broken(entries) is None and entries[-1].digest == desk.tickets.get(number).head


def _charts(desk: Desk) -> str:
    return json.dumps(charts(desk, make_report(desk, asked(desk, words="week"))), ensure_ascii=False)
