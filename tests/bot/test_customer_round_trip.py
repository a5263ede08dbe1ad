"""Export -> import is the identity: whatever customers the desk accepts, a sheet of them read again changes nothing."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.customer_import import read_sheet
from bot.storage.engine import open_engine
from domain.customer_sheet import RISKY
from domain.customers import Organization
from domain.refusals import WrongCustomer
from domain.usecases.customers import add_customer
from domain.usecases.import_customers import groups_of, import_lines
from handlers.view.customer_sheet import Form, as_file, everybody
from handlers.view.words import LANGUAGES, speaking
from tests.bot.storage_builders import at_desk
from tests.conftest import Clock

SIGNS = st.one_of(
    st.text(min_size=1, max_size=12),
    st.text("=+-@'\t\r\n＝＋－＠ \u00a0\u200d\"«;,|_x0ABC1.\ufeff\ufffd\u0338", min_size=1, max_size=8),
    st.builds("{}{}".format, st.sampled_from([*sorted(RISKY), "'", "''", " =", "'="]), st.text(min_size=1, max_size=8)),
)
CUSTOMERS = st.lists(
    st.fixed_dictionaries(
        {"name": SIGNS},
        optional={
            "contract": SIGNS,
            "products": st.lists(SIGNS, max_size=4),
            "since": st.none() | st.dates(),
            "contacts": st.lists(st.sampled_from(["=a@a.example", "+b@a.example", "-c@a.example"]), max_size=2),
            "prepaid_minutes": st.none() | st.integers(0, 6_000_000),
        },
    ),
    min_size=1,
    max_size=10,
)


def known(one: Organization) -> dict[str, Any]:
    return {name: value for name, value in vars(one).items() if name not in ("id", "_sa_instance_state", "version")}


@settings(max_examples=60, deadline=None)
@given(CUSTOMERS, st.sampled_from(["xlsx", "csv"]), st.sampled_from(sorted(LANGUAGES)))
@example([{"name": sign + "Ромашка"} for sign in ("=", "+", "-", "@", "\t", "'", "'=", "＝")], "csv", "ru")
@example([{"name": '=HYPERLINK("http://x")', "contract": "=1+1", "products": ["=a", "-b;"]}], "xlsx", "kk")
@example([{"name": "я" * 199 + " я", "since": date(1812, 9, 7)}], "xlsx", "en")
def test_a_sheet_of_customers_read_again_changes_nothing(
    sqlite_template: Path, told: list[dict[str, Any]], form: Form, language: str
) -> None:
    """In any form and language; into an empty desk it brings the same customers; and no cell of it is a formula."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite:///{shutil.copy(sqlite_template, Path(folder, name))}" for name in ("one", "other")]
        here, there = map(open_engine, urls)
        with at_desk(here, clock) as desk:
            for facts in told:
                with suppress(WrongCustomer):  # no name is left of blanks alone, or somebody has it
                    add_customer(desk, **facts)
            before = {one.name: known(one) for one in desk.customers.all()}
            with speaking(language):
                content = as_file(everybody(desk), form)
        file = Path(folder, f"list.{form}")
        file.write_bytes(content)
        if form == "xlsx":
            cells = [cell for row in openpyxl.load_workbook(file).active.iter_rows() for cell in row]
            assert not [cell.value for cell in cells if cell.data_type == "f" or str(cell.value)[:1] in RISKY]
        if before:
            with at_desk(here, clock) as desk:
                outcomes = import_lines(desk, read_sheet(file, groups_of(desk)).lines)
                assert {(one.what, one.refusal) for one in outcomes} == {("same", None)}
            with at_desk(there, clock) as desk:
                assert {one.what for one in import_lines(desk, read_sheet(file, groups_of(desk)).lines)} == {"added"}
            with at_desk(there, clock) as desk:
                assert {one.name: known(one) for one in desk.customers.all()} == before
        here.dispose()
        there.dispose()


def test_a_text_that_looks_like_a_formula_is_a_text_in_a_workbook(tmp_path: Path) -> None:
    """Excel keeps what was typed behind an apostrophe as such a text; a formula is refused as ever."""
    book = openpyxl.Workbook()
    book.active.append(["Название", "Договор"])
    book.active.append(["x", "1"])
    book.active.append(["=1+1", "2"])
    book.active["A2"].value = "=Формула успеха"
    book.active["A2"].data_type = "s"
    book.save(tmp_path / "book.xlsx")
    text, formula = read_sheet(tmp_path / "book.xlsx", {}).lines
    assert text.facts["name"] == "=Формула успеха"
    assert isinstance(formula.refusal, WrongCustomer)
    assert formula.refusal.problem == "formula"
