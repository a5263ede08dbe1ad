"""Sheets: the lines of a CSV or XLSX file as texts, whoever made it. Hostile files end in SheetError, never in a full memory."""

from __future__ import annotations

import codecs
import csv
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from domain.customer_sheet import as_text

Problem = Literal["not_a_sheet", "too_large", "broken", "encrypted", "no_columns", "empty"]
MAX_BYTES = 20 * 1024 * 1024
"""What the Bot API hands out, and enough for a hundred thousand customers."""
MAX_UNPACKED = 200 * 1024 * 1024
MAX_STRINGS = 64 * 1024 * 1024
"""Bytes of a workbook's parts together, and of its shared texts, which are read at once."""
MAX_MEMBERS, MAX_COLUMNS = 1000, 60
MOST_LINES = 50_000
SECONDS = 120.0
"""Longer than that no file is read (monotonic)."""
OPEN_QUOTE = 20
"""Physical lines of one CSV record at most: behind a quote that is never closed, nothing else may be lost."""
_SPOILT = 0.002
"""Of so many characters at most a file of UTF-8 may have lost its bytes; beyond that it is none."""


Cells = tuple[int, list[str], bool]


class SheetError(Exception):
    """The file as a whole cannot be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem: Problem = problem


@dataclass(frozen=True)
class Raw:
    """A line that is not empty: its number in the file, and its cells. `open_quote`: a quote in it is never closed.
    `beyond`: more lines follow, which are not read."""

    n: int
    cells: tuple[str, ...]
    open_quote: bool = False
    beyond: bool = False


def rows(path: Path, size: int | None = None) -> Iterator[Raw]:
    """All lines that are not empty, of the first sheet of a workbook or of a CSV file, told apart by content. SheetError."""
    size = path.stat().st_size if size is None else size
    if size > MAX_BYTES:
        raise SheetError("too_large")
    if not size:
        raise SheetError("empty")
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):  # an old .xls, or a workbook behind a password
        raise SheetError("encrypted")
    lines = _workbook(path) if head.startswith(b"PK") else _text(path.read_bytes())
    until, count = time.monotonic() + SECONDS, 0
    for n, cells, open_quote in lines:
        if time.monotonic() > until:
            raise SheetError("too_large")
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_LINES + 1:  # the headings are one
            yield Raw(n, (), beyond=True)
            return
        yield Raw(n, tuple(cells[:MAX_COLUMNS]), open_quote)


def _workbook(path: Path) -> Iterator[Cells]:
    _check_package(path)
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for n, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
            yield n, [_cell(cell) for cell in row], False
    except SheetError:
        raise
    except Exception as error:  # hostile input: whatever the reader fails with
        raise SheetError("broken") from error


def _cell(cell: object) -> str:
    """A formula is shown as one, and is refused; its cached value may be anybody's."""
    text = as_text(getattr(cell, "value", None))
    if getattr(cell, "data_type", "") == "f" and not text.startswith("="):
        return "="
    return text


def _check_package(path: Path) -> None:
    """Before anything is unpacked: what the archive says it holds. What it holds beyond that is never read."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except Exception as error:
        raise SheetError("broken") from error
    if not any(info.filename == "xl/workbook.xml" for info in infos):
        raise SheetError("not_a_sheet")
    if any(info.flag_bits & 1 for info in infos):
        raise SheetError("encrypted")
    strings = sum(info.file_size for info in infos if "sharedStrings" in info.filename or "styles" in info.filename)
    if len(infos) > MAX_MEMBERS or strings > MAX_STRINGS or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise SheetError("too_large")


def _text(content: bytes) -> Iterator[Cells]:
    if b"\0" in content[:4096] and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        zeros = content[:4096]
        if abs(zeros[::2].count(0) - zeros[1::2].count(0)) < len(zeros) // 20:
            raise SheetError("not_a_sheet")
    text = decoded(content)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((line for line in lines if line.strip()), "")
    if first.lower().startswith("sep=") and len(first) == 5:
        delimiter = first[4]
        lines[lines.index(first)] = ""
    else:
        delimiter = max(";\t,", key=first.count)
    return _records(lines, delimiter)


def decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 by their marks or their look, else the Cyrillic of Windows. Bytes that are nothing become U+FFFD."""
    if content.startswith(codecs.BOM_UTF8):
        return content[3:].decode("utf-8", "replace")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    head = content[:4096]
    if head.count(0) > len(head) // 10:  # of Latin and signs each second byte is zero
        return content.decode("utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be", "replace")
    text = content.decode("utf-8", "replace")
    beyond = sum(sign > "\x7f" for sign in text)
    spoilt = text.count("\ufffd")
    if spoilt and (spoilt > max(1, len(text) * _SPOILT) or spoilt * 4 > beyond):
        return content.decode("cp1251", "replace")
    return text


def _records(lines: list[str], delimiter: str) -> Iterator[Cells]:
    """Records may go over several lines within quotes; a quote that is not closed spoils its own line only."""
    at = 0
    while at < len(lines):
        end, quotes = at + 1, lines[at].count('"')
        while quotes % 2 and end < len(lines) and end - at < OPEN_QUOTE:
            quotes += lines[end].count('"')
            end += 1
        if quotes % 2:
            end = at + 1
            yield at + 1, lines[at].split(delimiter), True
        else:
            record = [f"{line}\n" for line in lines[at:end]]
            try:
                yield at + 1, next(csv.reader(record, delimiter=delimiter), []), False
            except csv.Error:  # a field beyond all bounds
                yield at + 1, lines[at].split(delimiter), True
        at = end
