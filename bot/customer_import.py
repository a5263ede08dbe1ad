"""Customer import: a file as lines of a sheet of customers, read in one go and outside of any transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from bot.sheets import MOST_LINES, SheetError, rows
from domain.customer_sheet import Columns, Line, columns, read_line, spoilt_line
from domain.refusals import WrongCustomer
from domain.terms import Group
from domain.usecases.import_customers import Twice

FIRST = 10
"""Within so many lines the headings must come: above them there may be a title."""


@dataclass(frozen=True)
class Sheet:
    """What a file says, line by line."""

    columns: Columns
    lines: list[Line]


def read_sheet(path: Path, groups: Mapping[str, Sequence[Group]]) -> Sheet:
    """All of it. SheetError if that is no sheet of customers."""
    raw = rows(path)
    first = next(raw, None)
    if first is None:
        raise SheetError("empty")
    found = next((known for one in islice(chain([first], raw), FIRST) if (known := columns(one.cells))), None)
    if found is None:
        raise SheetError("no_columns")
    twice, lines = Twice(), []
    for one in raw:
        if one.beyond:
            lines.append(Line(one.n, (), {}, WrongCustomer("line", "beyond", str(MOST_LINES))))
        elif one.open_quote:
            lines.append(spoilt_line(one.n, one.cells))
        else:
            lines.append(twice.checked(read_line(one.n, one.cells, found, groups)))
    return Sheet(found, lines)
