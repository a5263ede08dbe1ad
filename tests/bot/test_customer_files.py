"""`frontdesk customers import` and `export`: what is right is taken, what is not comes back with line and reason."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from bot.customer_import import read_sheet
from bot.sheets import MOST_LINES, SheetError, decoded
from domain.customer_sheet import HEADINGS, columns, guarded, listed, read_field, read_hours, unguarded
from domain.refusals import WrongCustomer
from handlers.view.customer_sheet import Table, as_file, bar, headings
from handlers.view.words import LANGUAGES, speaking
from tests.bot.test_customers import customers

pytestmark = pytest.mark.usefixtures("own_register")
NOBODY: Mapping[str, tuple[()]] = {"tier": (), "client": ()}
SHEET = """Комментарий;Договор;Название;Действует до;Уровень;Оплаченные часы;Домены;Продукты
x;12-34;ООО «Ромашка»;31.12.2099;premium;10,5;romashka.example, lutik.ru;Барьер 5; Облако
;12-35;ООО «Лютик»;32.12.2026;;;;
;12-34;Ещё одна;;;;;
;"12-36;Незакрытая;;;;;
;12-37;=HYPERLINK("http://x");;;;;
;12-38;АО «Клён»;2026-12-31;gold;;;
;12-39;Берёза;;;сто;;
;12-40;"Дуб; и сыновья";;;1:20;;
"""


def refused_in(path: Path) -> dict[int, str]:
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    at = rows[0].index("Строка")
    return {int(row[at]): str(row[at + 1]) for row in rows[1:]}


@pytest.mark.parametrize(
    ("encoding", "sign"),
    [
        *(("utf-8-sig", ";"), ("cp1251", ";"), ("utf-16", "\t"), ("utf-16-le", ","), ("utf-8", "\t")),
        *(("koi8-r", ";"), ("cp866", "\t")),
    ],
)
def test_what_is_right_is_taken_and_the_rest_comes_back_with_its_line(
    encoding: str, sign: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever program has written the sheet; the report can be put right and sent again, and nothing is entered twice."""
    monkeypatch.setenv("FRONTDESK_REGULATION", "insales")
    text = SHEET.replace("romashka.example, ", "romashka.example ").replace("10,5", "10.5").replace("Барьер 5; О", "О")
    text = text.replace('"Дуб; и сыновья"', "Дуб").replace(";", sign)
    (tmp_path / "list.csv").write_bytes(text.encode(encoding, "ignore"))
    report = tmp_path / "wrong.xlsx"
    status, said = customers("import", str(tmp_path / "list.csv"), "--refused", str(report))
    assert status == 1
    assert "New: 2\nChanged: 0\nAs they were: 0\nRefused: 6" in said
    assert "Комментарий" in said
    listed_now = customers("list")[1]
    for words in ("Ромашка", "12-34", "2099-12-31", "premium", "10.5", "lutik.ru", "Дуб"):
        assert words in listed_now
    why = refused_in(report)
    for line, words in {3: "32.12.2026", 4: "строке 2", 5: "кавычка", 6: "формула", 7: "gold", 8: "часы сто"}.items():
        assert words in why[line]
    book = openpyxl.load_workbook(report)
    assert not [cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"]

    assert "As they were: 2\nRefused: 6" in customers("import", str(tmp_path / "list.csv"))[1]
    for row in book.active.iter_rows(min_row=2):
        row[3].value = row[4].value = row[5].value = None
        if "кавычка" in str(row[-1].value) or "строке 2" in str(row[-1].value):
            row[1].value = "13-1" if "кавычка" in str(row[-1].value) else "13-2"
        if "формула" in str(row[-1].value):
            row[2].value = "Осина"
    book.save(report)
    assert customers("import", str(report))[0] == 0
    assert "Осина" in customers("list")[1]


def test_a_mark_that_is_not_closed_costs_its_own_line_and_none_after_it(tmp_path: Path) -> None:
    """Marks within a cell belong to it, one or two; what came twice among the headings is read once, and said."""
    lines = (
        *(
            "Название;Договор;Продукты;Название",
            'ООО "Ромашка;1;;x',
            'ООО "Лютик;2',
            'АО "Клён";3',
            '"Дуб ""и"" сын";4',
        ),
        *('"Ива;5', "Ель;6", '"Бук "и" сын";7', '"Вяз";8;"Барьер', 'Облако"', "Липа;9"),
    )
    (tmp_path / "marks.csv").write_text("\n".join(lines), "utf-8")
    status, said = customers("import", str(tmp_path / "marks.csv"), "--refused", str(tmp_path / "wrong.xlsx"))
    assert status == 1
    assert "New: 7\nChanged: 0\nAs they were: 0\nRefused: 2" in said
    assert "come twice were read once, the first of them: Название" in said
    assert set(refused_in(tmp_path / "wrong.xlsx")) == {6, 8}
    listed_now = customers("list")[1]
    for words in ('ООО "Ромашка', 'ООО "Лютик', 'АО "Клён"', 'Дуб "и" сын', "Облако", "Липа"):
        assert words in listed_now


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "mac-cyrillic"])
def test_names_are_read_as_they_were_written_under_english_headings_too(encoding: str) -> None:
    """Wrong letters under right headings would be entered, and nobody asked; of three letters none can tell, so Windows is meant."""
    text = "name;contract\nООО Ромашка;12-34\nАО КЛЁН;12-35\n"
    assert decoded(text.encode(encoding)) == text
    assert decoded("name\nДуб\n".encode("cp1251")) == "name\nДуб\n"


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_export_changes_nothing_when_it_is_imported(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Round trip, with everything that a cell may be mistaken for."""
    monkeypatch.setenv("FRONTDESK_REGULATION", "insales")
    more = ("--since", "2026-01-01", "--until", "2099-12-31", "--tier", "premium", "--domain", "ромашка.рф")
    products = ("--product", "Барьер; 5", "--product", "Облако, версия 2", "--hours", "0:10")
    contacts = ("--contact", "anna@romashka.example", "--contact", "oleg@romashka.example", "--owner-email", "o@x.ru")
    customers("add", "--name", "+7 916 «Ромашка»", "--contract", "-12/34", *more, *products, *contacts)
    customers("add", "--name", "'@Лютик", "--contract", "001", "--product", "a;b")
    before = customers("list")[1]
    file = tmp_path / f"all.{form}"
    assert customers("export", "--output", str(file))[0] == 0
    status, said = customers("import", str(file))
    assert status == 0
    assert "New: 0\nChanged: 0\nAs they were: 2\nRefused: 0" in said
    assert customers("list")[1] == before
    if form == "csv":
        assert "\n-12" not in file.read_text("utf-8-sig")


def test_a_cell_that_was_emptied_takes_a_thing_away_and_a_dry_run_does_not(tmp_path: Path) -> None:
    """But never name and contract; columns that are not there are left alone."""
    customers("add", "--name", "Ромашка", "--contract", "12-34", "--until", "2099-12-31", "--hours", "10")
    file = tmp_path / "one.csv"
    file.write_text("name,contract,until\n,12-34,\n", "utf-8")
    assert "Changed: 1" in customers("import", "--dry-run", str(file))[1]
    assert "2099" in customers("list")[1]
    assert "Changed: 1" in customers("import", str(file))[1]
    left = customers("list")[1]
    assert "2099" not in left
    for words in ("Ромашка", "12-34", "10"):
        assert words in left


def test_more_lines_than_a_file_may_hold_are_refused_as_one(tmp_path: Path) -> None:
    """A million lines: those before the bound are read, the others are named by the first of them."""
    file = tmp_path / "many.csv"
    file.write_text("contract;name\n" + "".join(f"{n};K{n}\n" for n in range(1_000_000)), "utf-8")
    sheet = read_sheet(file, NOBODY)
    assert len(sheet.lines) == MOST_LINES + 1
    last = sheet.lines[-1]
    assert isinstance(last.refusal, WrongCustomer)
    assert (last.n, last.refusal.problem) == (MOST_LINES + 2, "beyond")


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/sharedStrings.xml", "w") as part:
            for _n in range(70):
                part.write(b"0" * 1024 * 1024)


def _archive(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("office.ods", _archive("mimetype", "content.xml", "META-INF/manifest.xml"), "opendocument"),
        ("apple.numbers", _archive("Index/Document.iwa", "preview.jpg"), "numbers"),
        ("letter.docx", _archive("word/document.xml"), "not_a_sheet"),
        ("no.csv", "имя;адрес\nx;y\n".encode(), "no_columns"),
        ("empty.csv", b"", "empty"),
        ("blank.csv", b"\r\n ;;\r\n", "empty"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted"),
        ("broken.xlsx", b"PK\x03\x04" + b"\1" * 600, "broken"),
        ("picture.csv", bytes(range(256)) * 40, "not_a_sheet"),
        ("bomb.xlsx", None, "too_large"),
        ("large.csv", b"x" * (20 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_what_is_no_sheet_is_said_in_one_line(name: str, content: bytes | None, problem: str, tmp_path: Path) -> None:
    """No traceback, nothing entered, and no memory filled."""
    file = tmp_path / name
    _bomb(file) if content is None else file.write_bytes(content)
    with pytest.raises(SheetError) as caught:
        read_sheet(file, NOBODY)
    assert caught.value.problem == problem
    status, said = customers("import", str(file))
    assert status == 1
    assert len(said.splitlines()) == 1


def test_a_formula_of_a_workbook_is_refused_whatever_it_last_gave(tmp_path: Path) -> None:
    """Its cached value may be anybody's; a number and a date are read as somebody would type them."""
    book = openpyxl.Workbook()
    book.active.append(["Название", "Договор", "Действует до", "Часы"])
    book.active.append(["Ромашка", 1234, date(2026, 12, 31), 10.5])
    book.active.append(["Лютик", "=1+1", None, None])
    book.save(tmp_path / "book.xlsx")
    good, bad = read_sheet(tmp_path / "book.xlsx", NOBODY).lines
    assert good.facts["contract"] == "1234"
    assert good.facts["until"].isoformat() == "2026-12-31"
    assert good.facts["prepaid_minutes"] == 630
    assert isinstance(bad.refusal, WrongCustomer)
    assert bad.refusal.problem == "formula"


def test_a_customer_with_more_people_than_a_cell_holds_shows_those_that_fit(tmp_path: Path) -> None:
    """Instead of an empty cell."""
    table = Table(("Люди",), [("; ".join(f"Соколова Анна Сергеевна {n}" for n in range(2000)),)])
    (tmp_path / "x.xlsx").write_bytes(as_file(table, "xlsx"))
    (cell,) = next(openpyxl.load_workbook(tmp_path / "x.xlsx").active.iter_rows(min_row=2))
    assert str(cell.value).startswith("Соколова Анна Сергеевна 0; ")
    assert 15_000 < len(str(cell.value)) < 17_000


def test_how_far_an_import_is() -> None:
    """Never done before it is."""
    assert bar(0, 50_001) == "▱" * 10 + " 0\u00a0%"
    assert bar(50_000, 50_001) == "▰" * 9 + "▱ 99\u00a0%"
    assert bar(7, 7) == bar(0, 0) == "▰" * 10 + " 100\u00a0%"


def test_small_things() -> None:
    """Guards, lists, hours, headings of every language, and a file that lost a few signs."""
    for text in ("=1", "-5", "'x", "''", "a", "", "@b", "'=1", " =1", "\u00a0+1", "＝1", "' =1", "\n-1", "\r@x"):
        assert unguarded(guarded(text)) == text
        assert not guarded(text).lstrip().startswith(("=", "-", "@", "+", "＝"))
    for values in (["a"], ["a;b"], ["a;b", "c"], ["a", "b"]):
        assert read_field("products", listed(values), {}) == values
    assert [read_hours(text) for text in ("10,5", "10.5", "1:20", "", "1 000")] == [630, 630, 80, None, 60_000]
    for wrong in ("-1", "x", "1e9", "nan", "200000"):
        with pytest.raises(WrongCustomer):
            read_hours(wrong)
    for language in LANGUAGES:
        with speaking(language):
            found = columns(headings())
        assert found is not None
        assert list(found.fields.values()) == list(HEADINGS)
        assert not found.unknown
    assert "Ромашка" in decoded(("Ромашка и ещё немного слов " * 40).encode() + b"\xff")
