"""The journal as a file: read part by part, written part by part, outside of any transaction; one ticket's with its attachments."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO

from bot.files import safe_name
from domain.draft import Attachment, FileState
from domain.extract import Extract, parts
from domain.ports import Desk
from handlers.view.journal_csv import CsvSheet
from handlers.view.journal_list import Listed, listing
from handlers.view.journal_pdf import PdfSheet
from handlers.view.journal_rows import Heading, Sheet, heading, rows_of
from handlers.view.journal_xlsx import XlsxSheet
from handlers.view.words import _, speaking

if TYPE_CHECKING:
    from datetime import datetime

Read = Callable[[Callable[[Any], Any]], Any]
"""Runs a query on the register, in a transaction of its own that only reads."""
Opens = Callable[[str], BinaryIO]
"""Content by its digest; FileNotFoundError if it is gone."""
Tell = Callable[[int, int], None]
"""Hears how many entries are written, of how many."""

SHEETS: dict[str, Callable[[Path, Heading], Sheet]] = {"xlsx": XlsxSheet, "csv": CsvSheet, "pdf": PdfSheet}
FORMATS = (*SHEETS, "zip")


def write_journal(
    read: Read,
    wanted: Extract,
    form: str,
    path: Path,
    spoken: str,
    *,
    opens: Opens,
    tell: Tell = lambda *_: None,
) -> int:
    """Write an extract of the journal to a file, in a form of `FORMATS`; returns how many entries it has.

    `zip` is for one ticket: the sheet as PDF and XLSX, and its attachments. Takes long: for a thread, or a command.
    """
    if form == "zip":
        return _archive(read, wanted, path, spoken, opens)
    counts, above = read(partial(_plan, wanted=wanted, spoken=spoken))
    entries: int = sum(count for _number, count in counts)
    done = 0
    sheet = SHEETS[form](path, above)
    try:
        for part in parts(counts):
            sheet.add(read(partial(rows_of, wanted=wanted, part=part, spoken=spoken)))
            done += part.entries
            tell(done, entries)
    finally:
        sheet.close()
    return entries


def _plan(desk: Desk, *, wanted: Extract, spoken: str) -> tuple[list[tuple[str, int]], Heading]:
    counts = desk.journal.counts(wanted)
    entries = sum(count for _number, count in counts)
    return counts, heading(desk, wanted, spoken, len(counts), entries, desk.now())


def _archive(read: Read, wanted: Extract, path: Path, spoken: str, opens: Opens) -> int:
    """The list says of each attachment where it stands, or why it is not there; each stands under a harmless name."""
    files, now = read(partial(_attachments, number=wanted.number))
    with speaking(spoken):
        folder, contents = _("attachments"), _("contents.txt")
    listed: list[Listed] = []
    with TemporaryDirectory() as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for form in ("pdf", "xlsx"):
            sheet = Path(made) / f"{wanted.number}.{form}"
            entries = write_journal(read, wanted, form, sheet, spoken, opens=opens)
            archive.write(sheet, sheet.name)
        for n, file in enumerate(files, start=1):
            name = f"{folder}/{n:02d} {safe_name(file.name)}" if file.name else ""
            kept = file.state is FileState.KEPT and _added(archive, name, file.sha256, opens)
            listed.append(Listed(name if kept else "", file, gone=file.state is FileState.KEPT and not kept))
        archive.writestr(contents, read(partial(listing, number=wanted.number, files=listed, now=now, spoken=spoken)))
    return entries


def _attachments(desk: Desk, *, number: str) -> tuple[list[Attachment], datetime]:
    return desk.files.of_ticket(number), desk.now()


def _added(archive: zipfile.ZipFile, name: str, digest: str, opens: Opens) -> bool:
    try:
        kept = opens(digest)
    except FileNotFoundError:
        return False
    with kept, archive.open(name, "w", force_zip64=True) as entry:
        shutil.copyfileobj(kept, entry)
    return True
