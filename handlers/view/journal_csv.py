"""The journal as CSV for Excel and for programs: UTF-8 with a mark, semicolons, the names of the columns in the first line.

No cell is ever a formula: one that begins with a sign by which a spreadsheet knows formulas (= + - @, their full-width twins,
tab, carriage return, line feed; OWASP, «CSV Injection») gets an apostrophe before it. Whoever reads the file by a program takes
one apostrophe off where such a sign follows it. There is no heading: the period is in the file's name.
"""

from __future__ import annotations

import csv
from pathlib import Path

from domain.customer_sheet import RISKY
from handlers.view.journal_rows import Heading, Row


class CsvSheet:
    """Every row can be understood by itself: it repeats the priority, the organization and the number of its request."""

    def __init__(self, path: Path, heading: Heading) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, delimiter=";", quoting=csv.QUOTE_ALL)
        self._writer.writerow(map(defused, heading.columns))

    def add(self, rows: list[Row]) -> None:
        """Write these next."""
        self._writer.writerows(map(defused, row.by_itself) for row in rows)

    def close(self) -> None:
        """There are no more."""
        self._file.close()


def defused(cell: str) -> str:
    """The same text as no spreadsheet takes it for a formula; blanks before the sign hide nothing."""
    begins = cell[:1] in RISKY or cell.lstrip()[:1] in RISKY
    return f"'{cell}" if cell and begins else cell
