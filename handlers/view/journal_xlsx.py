"""The journal as a workbook: text only, a frozen header, filters, and ready to print on A4 across."""

from __future__ import annotations

from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from handlers.view.journal_rows import Heading, Row

LONGEST = 16_000
"""Characters in one cell: Excel takes 32 767 units of UTF-16; what is longer goes on in the next row."""
MOST_ROWS = 1_000_000
"""In one worksheet: Excel knows 1 048 576 rows."""
WIDTHS = (13, 26, 52, 10, 32, 58)
_TEXT_ONLY = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": False,
}


class XlsxSheet:
    """What holds for the whole request is repeated in grey, so that the filters find each row by it."""

    def __init__(self, path: Path, heading: Heading, most_rows: int = MOST_ROWS) -> None:
        self._heading, self._most = heading, most_rows
        self._book = Workbook(str(path), _TEXT_ONLY)
        self._book.set_properties({"title": heading.title, "subject": heading.facts[1]})
        plain = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF", "num_format": "@"}
        self._begins = self._book.add_format(plain | {"top": 2, "top_color": "#7F7F7F"})
        self._plain = self._book.add_format(plain)
        self._grey = self._book.add_format(plain | {"font_color": "#8C8C8C"})
        self._header = self._book.add_format(
            plain | {"bold": True, "bg_color": "#E7EAEE", "valign": "vcenter", "align": "center"}
        )
        self._title = self._book.add_format({"bold": True, "font_size": 14})
        self._above = self._book.add_format({"font_color": "#404040"})
        self._sheets = 0
        self._any = False
        self._open()

    def add(self, rows: list[Row]) -> None:
        """Write these next."""
        for row in rows:
            self._any = True
            repeated = self._grey if not row.begins else self._begins
            plain = self._begins if row.begins else self._plain
            formats = (repeated, repeated, repeated, plain, plain, plain)
            for cells in _pieces(row.by_itself):
                if self._row >= self._most:
                    self._finish()
                    self._open()
                for column, cell in enumerate(cells):
                    if cell:
                        self._sheet.write_string(self._row, column, cell, formats[column])
                    else:
                        self._sheet.write_blank(self._row, column, None, formats[column])
                self._row += 1

    def close(self) -> None:
        """There are no more."""
        if not self._any:
            self._sheet.write_string(self._row, 0, self._heading.empty, self._above)
        self._finish()
        self._book.close()

    def _open(self) -> None:
        self._sheets += 1
        name = self._heading.title.partition(":")[0]
        sheet: Worksheet = self._book.add_worksheet(name if self._sheets == 1 else f"{name} {self._sheets}")
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{_code(self._heading.title)}&R&8{self._heading.page.format(n='&P', all='&N')}")
        sheet.write_string(0, 0, self._heading.title, self._title)
        for row, words in enumerate(self._heading.facts, start=1):
            sheet.write_string(row, 0, words, self._above)
        self._head = len(self._heading.facts) + 2
        sheet.set_row(self._head, 24)
        for column, words in enumerate(self._heading.columns):
            sheet.write_string(self._head, column, words, self._header)
        sheet.freeze_panes(self._head + 1, 0)
        sheet.repeat_rows(self._head)
        self._row = self._head + 1
        self._sheet = sheet

    def _finish(self) -> None:
        last = max(self._row - 1, self._head)
        self._sheet.autofilter(self._head, 0, last, len(WIDTHS) - 1)
        self._sheet.print_area(0, 0, max(last, self._row if not self._any else 0), len(WIDTHS) - 1)


def _pieces(cells: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The cells as rows: one, unless a text is too long for a cell."""
    longest = max(map(len, cells))
    return [tuple(cell[at : at + LONGEST] for cell in cells) for at in range(0, max(longest, 1), LONGEST)]


def _code(words: str) -> str:
    """For a footer, where & is a sign of its own; Excel takes 255 of them."""
    return words.replace("&", "&&")[:150]
