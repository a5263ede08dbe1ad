"""`frontdesk journal export`: the sheet in each form, as it is for whoever opens it; and what happens on its way to a chat."""

from __future__ import annotations

import csv
import itertools
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from aiogram.methods import SendDocument, SendMessage
from pypdf import PdfReader

from bot.clerk import RegisterClerk
from bot.files import Store
from bot.journal_sending import Writing
from bot.settings import Settings
from domain.draft import FileState
from domain.extract import extract
from domain.journal import Actor
from domain.people import Identity, Person
from domain.regulation import load, shipped
from domain.usecases.customers import add_customer
from domain.usecases.forget import forget_ticket
from handlers.view.journal import JournalFile
from handlers.view.journal_csv import defused
from handlers.view.journal_form import Line
from handlers.view.journal_pdf import PdfSheet
from handlers.view.journal_rows import Heading, Row
from handlers.view.journal_xlsx import XlsxSheet
from tests.bot.storage_builders import at_desk, file, new_ticket
from tests.bot.test_privacy import frontdesk
from tests.conftest import Clock

BORIS = Actor("boris", "Борис", "telegram")
LONG = "Замена картриджа не помогла, принтер по-прежнему мигает красной лампой. " * 120


@pytest.fixture
def three(own_register: None, engine: sa.Engine, clock: Clock) -> list[str]:
    """Three requests of November: one was closed in October and rated now, one has a very long answer, one is erased."""
    numbers = []
    with at_desk(engine, clock) as desk:
        anna = Person("Анна", chat="7")
        desk.people.add(anna)
        desk.people.add_identity(Identity("telegram", "7", anna.id, clock.now()))
        me = Actor(anna.id, "Анна", "telegram")
        romashka = add_customer(desk, name="ООО «Ромашка»", contract="12-34")
        clock.forward(days=-40)
        for n in range(3):
            answers = {"organization": "=1+1", "description": f"{n}: не печатает"}
            ticket = new_ticket(desk, anna, answers=answers, organization_id=romashka.id if n == 0 else None)
            numbers.append(ticket.number)
            if n != 1:
                ticket.refuse(clock.forward(hours=1), BORIS, ticket.regulation.reasons[0], "Нельзя")
        clock.forward(days=40)
        desk.tickets.get(numbers[0]).rate(clock.now(), me, 5)
        desk.tickets.get(numbers[1]).answer(clock.now(), BORIS, LONG)
        forget_ticket(desk, desk.tickets.get(numbers[2]), "asked")
    return numbers


def table_of(path: str, sheet: int = 0) -> list[list[Any]]:
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path).worksheets[sheet].iter_rows()]
    return list(itertools.dropwhile(lambda row: row[0] != "Приоритет", rows))[1:]


def test_a_period_is_of_entries_and_the_head_stands_with_the_first_of_them(three: list[str], tmp_path: Path) -> None:
    """A request closed before the period is closed in it; who asked what stands in its first row there."""
    code, said = frontdesk(
        "journal", "export", "--output", "november.xlsx", "--from", "2026-11-01", "--to", "30.11.2026"
    )
    assert (code, said) == (0, "november.xlsx: 3 entries\n")
    rated, answered, erased = table_of("november.xlsx")
    assert rated[1:4] == ["ООО «Ромашка»", f"{three[0]}. 0: не печатает", "Закрыта"]
    assert rated[4].endswith("5. 12-34")
    assert answered[1:4] == ["=1+1", f"{three[1]}. 1: не печатает", "Открыта"]
    assert LONG.strip().rstrip(".") in answered[5]
    assert erased[2].startswith(f"{three[2]}. Персональные данные удалены")
    assert not erased[4]
    sheet = openpyxl.load_workbook("november.xlsx").worksheets[0]
    assert sheet.freeze_panes is not None
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows is not None
    assert "is there already" in frontdesk("journal", "export", "--output", "november.xlsx")[1]


def test_one_customer_and_one_request(three: list[str]) -> None:
    """Everything that was said of it, from the first entry on; the file's name says the form."""
    assert frontdesk("journal", "export", "--output", "r.csv", "--organization", "12-34")[0] == 0
    with Path("r.csv").open(encoding="utf-8-sig", newline="") as source:
        _, *lines = csv.reader(source, delimiter=";")
    assert [line[2] for line in lines] == [f"{three[0]}. 0: не печатает", three[0], three[0]]
    assert [line[3] for line in lines] == ["Открыта", "Закрыта", "Закрыта"]
    assert frontdesk("journal", "export", "--output", "one.csv", "--ticket", three[1])[1] == "one.csv: 2 entries\n"
    lines = list(csv.reader(Path("one.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert lines[1][1] == "'=1+1"
    for wrong, words in (
        (("--output", "x.doc"), "--format is missing"),
        (("--output", "x.zip"), "--ticket"),
        (("--output", "x.csv", "--from", "31.02.2026"), "no period"),
        (("--output", "x.csv", "--ticket", "BAR-000777"), "BAR-000777"),
        (("--output", "x.csv", "--organization", "Лопух"), "Лопух"),
        (("--output", "nowhere/x.csv"), "cannot be written"),
    ):
        code, said = frontdesk("journal", "export", *wrong)
        assert code == 1
        assert words in said
        assert not Path(wrong[1]).exists()


def test_an_archive_holds_harmless_names_and_lists_what_is_not_in_it(
    three: list[str], engine: sa.Engine, clock: Clock, tmp_path: Path
) -> None:
    """No name leads out of the folder; what was refused, erased or lost is named and absent."""
    source = tmp_path / "screen.png"
    source.write_bytes(b"content")
    kept = {"state": FileState.KEPT, "sha256": Store(Settings.load(env_file=None).home / "files").put(source)}
    states: list[dict[str, Any]] = [
        kept,
        kept,
        {"state": FileState.REFUSED},
        {"state": FileState.KEPT, "sha256": "0" * 64},
        {"state": FileState.ERASED},
    ]
    names = ("../../etc/passwd", "C:\\Windows\\con", "virus.exe", "lost.png", "")
    with at_desk(engine, clock) as desk:
        person = desk.people.get(desk.tickets.get(three[1]).requester_id)
        for n, (name, facts) in enumerate(zip(names, states, strict=True)):
            one = file(person, clock.forward(minutes=1), f"remote-{n}", ticket=three[1], **facts)
            one.name = name
            desk.files.add(one)
    assert frontdesk("journal", "export", "--output", "one.zip", "--ticket", three[1])[0] == 0
    with zipfile.ZipFile("one.zip") as archive:
        inside = archive.namelist()
        listed = archive.read("содержание.txt").decode("utf-8-sig")
        assert archive.read("вложения/01 passwd") == b"content"
    assert inside[:3] == [f"{three[1]}.pdf", f"{three[1]}.xlsx", "вложения/01 passwd"]
    assert len(inside) == 5
    assert inside[3].startswith("вложения/02 ")
    assert not [name for name in inside if ".." in name or "\\" in name or name.startswith("/")]
    for words in ("virus.exe: файл не принят", "lost.png: в хранилище больше нет", "стёрто вместе"):
        assert words in listed


def test_a_printed_journal_can_be_read_and_repeats_its_header(three: list[str]) -> None:
    """A text longer than a page goes on on the next one, where the request is named again."""
    assert frontdesk("journal", "export", "--output", "all.pdf")[0] == 0
    pages = [" ".join(page.extract_text().split()) for page in PdfReader("all.pdf").pages]
    assert "Журнал обращений Регламент оказания" in pages[0]
    assert "Записи за период: за всё время" in pages[0]
    assert len(pages) > 1
    for n, page in enumerate(pages, start=1):
        assert all(words in page for words in ("Организация", "Контакты", "Дата\\Ход решения", f"Страница {n} из"))
    assert f"{three[1]}, продолжение" in " ".join(pages[1:])
    assert " ".join(pages).count("мигает красной лампой") > 100


@pytest.mark.parametrize("door", ["bot.journal_files", "bot.customer_import", "handlers.view.customer_sheet"])
def test_whoever_exports_on_the_command_line_does_not_load_the_bot(door: str) -> None:
    """A hundred thousand entries are to be written within 300 MB: the bot's library alone takes 130 of them."""
    found = f"import sys, {door}; sys.exit('aiogram' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", found], cwd=Path(__file__).parents[2]).returncode == 0


@pytest.mark.parametrize("preset", shipped())
def test_no_priority_is_divided_on_paper(preset: str, tmp_path: Path) -> None:
    """«Уровень «Консультация»» keeps its mark beside its word, in each language."""
    rules = load(preset)
    for spoken in ("ru", "en", "kk"):
        names = [one.name.in_(spoken) for one in rules.priorities]
        heading = Heading(
            "Журнал", ("", "за всё время"), Line("Приоритет", "", "", "", "", ""), spoken, "нет", "{n} {all}"
        )
        sheet = PdfSheet(tmp_path / f"{spoken}.pdf", heading)
        lines = [Line(name, "", "текст", "", "", "") for name in names]
        sheet.add([Row(line, line, True, "BAR-000001") for line in lines])
        sheet.close()
        page = PdfReader(tmp_path / f"{spoken}.pdf").pages[0].extract_text().splitlines()
        assert not [word for name in names for word in name.split() if not any(word in line for line in page)]


def test_no_cell_is_a_formula() -> None:
    """Also behind blanks, and by the twins of the signs that East Asian keyboards have; other texts stay as they are."""
    for dangerous in ("=1+1", "+7", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "＝1", "＠x"):
        assert defused(dangerous) == f"'{dangerous}"
    for plain in ("", "Анна", "1. =1", "21.11.26 16:39 \\ -"):
        assert defused(plain) == plain


def test_a_workbook_holds_any_text_and_any_number_of_rows(tmp_path: Path) -> None:
    """What is too long for a cell goes on below, what is too long for a worksheet in the next one."""
    line = Line("1", "=A1", "http://example.org", "Открыта", "7", "я" * 40_000)
    heading = Heading("Журнал", ("", "за всё время"), Line("Приоритет", "", "", "", "", ""), "ru", "нет", "{n} {all}")
    sheet = XlsxSheet(tmp_path / "long.xlsx", heading, most_rows=6)
    sheet.add([Row(line, line, True, "BAR-000001")])
    sheet.close()
    rows = [row for n in range(3) for row in table_of(str(tmp_path / "long.xlsx"), n)]
    assert "".join(row[5] for row in rows) == "я" * 40_000
    assert rows[0][1:3] == ["=A1", "http://example.org"]
    book = openpyxl.load_workbook(tmp_path / "long.xlsx")
    assert [one.data_type for one in book.worksheets[0][6]] == ["s"] * 6
    assert not any(one.hyperlink for one in book.worksheets[0][6])


async def test_what_telegram_would_not_take_is_said_in_words(clerk: RegisterClerk, clock: Clock) -> None:
    """The file is written, and weighed, before anything is sent."""
    wanted = extract(clerk.regulation.zone, None)
    asked = SendDocument(chat_id=7, document=JournalFile("журнал.csv", "csv", wanted))
    async with Writing(clerk, Path.open)(asked) as call:  # type: ignore[arg-type]
        assert isinstance(call, SendDocument)
        assert call.document.filename == "журнал.csv"  # type: ignore[union-attr]
    async with Writing(clerk, Path.open, most=200_010)(asked) as call:  # type: ignore[arg-type]
        assert isinstance(call, SendMessage)
        assert "frontdesk journal export" in call.text
