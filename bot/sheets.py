"""Sheets: the lines of a CSV or XLSX file as texts, whoever made it. Hostile files end in SheetError, never in a full memory."""

from __future__ import annotations

import codecs
import csv
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from bot.mail.reading.charset_names import CYRILLIC
from bot.mail.reading.charsets import decode
from domain.customer_sheet import as_text, guarded

Problem = Literal["not_a_sheet", "opendocument", "numbers", "too_large", "broken", "encrypted", "no_columns", "empty"]
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
_ENOUGH = 12
"""Letters by which a charset can be told from another; of fewer, the usual one is meant."""

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
    """A formula is shown as one, and is refused; its cached value may be anybody's. A text that only looks like one is a text."""
    text = as_text(getattr(cell, "value", None))
    if getattr(cell, "data_type", "") == "f":
        return text if text.startswith("=") else "="
    return guarded(text) if text.lstrip().startswith("=") else text


def _check_package(path: Path) -> None:
    """Before anything is unpacked: what the archive says it holds. What it holds beyond that is never read."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except Exception as error:
        raise SheetError("broken") from error
    if problem := _other_sheet({info.filename for info in infos}):
        raise SheetError(problem)
    if any(info.flag_bits & 1 for info in infos):
        raise SheetError("encrypted")
    strings = sum(info.file_size for info in infos if "sharedStrings" in info.filename or "styles" in info.filename)
    if len(infos) > MAX_MEMBERS or strings > MAX_STRINGS or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise SheetError("too_large")


def _other_sheet(names: set[str]) -> Problem | None:
    """Which program's archive this is, if it is no workbook of Excel's."""
    if "xl/workbook.xml" in names:
        return None
    if {"content.xml", "mimetype"} <= names:
        return "opendocument"
    return "numbers" if any(name.startswith("Index/") or name == "Index.zip" for name in names) else "not_a_sheet"


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
    """UTF-8 or UTF-16 by their marks or their look, else a Cyrillic charset by how it reads. Bytes that are nothing become U+FFFD."""
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
        return content.decode(_cyrillic(content), "replace")
    return text


def _cyrillic(content: bytes) -> str:
    """That of Windows, unless the words read like those of another."""
    lines = islice((line for line in content.splitlines() if not line.isascii()), 200)
    sample = b"\n".join(line[:2000] for line in lines)[:20_000]
    if sum(byte > 0x7F for byte in sample) < _ENOUGH:
        return "cp1251"
    found = decode(sample).charset
    return found if found in CYRILLIC else "cp1251"


def _records(lines: list[str], delimiter: str) -> Iterator[Cells]:
    """Records may go over several lines within quotes; a quote that is not closed spoils its own line only."""
    at = 0
    while at < len(lines):
        record = _Lines(lines[at : at + OPEN_QUOTE])
        try:
            cells = next(csv.reader(record, delimiter=delimiter, strict=True), [])
        except csv.Error:  # text right behind a closing quote, or a field beyond all bounds
            cells, record.open = [], True
        if record.open:
            yield at + 1, lines[at].split(delimiter), True
            at += 1
        else:
            yield at + 1, cells, False
            at += record.read


class _Lines:
    """Hands lines to the CSV reader one by one. `read`: how many it took; `open`: it wanted more than there are."""

    def __init__(self, lines: list[str]) -> None:
        self._lines, self.read, self.open = lines, 0, False

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.read += 1
            yield f"{line}\n"
        self.open = True
