"""The journal as PDF, A4 across: written page by page, so that a long one needs no more memory than its finished pages.

Each page repeats the names of the columns, and the number of a request that goes on there. A cell that is higher than what is
left of a page is divided between lines.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

from handlers.view.fonts import BOLD, PLAIN, load_fonts
from handlers.view.journal_rows import Heading, Row
from handlers.view.words import _, speaking

WIDTH, HEIGHT = landscape(A4)
MARGIN = 12 * mm
SIZE, LEADING = 7.5, 9.6
PAD = 1.3 * mm
SHARES = (0.08, 0.13, 0.25, 0.065, 0.17, 0.305)
"""How the width is divided among the six columns."""
TOTAL = "total"
"""The part of each page that says how many there are; it is drawn once, when that is known."""
KEPT_TOGETHER = 14
"""Rows of so many lines or fewer are not divided between pages."""
GREY, PALE, DARK = Color(0.45, 0.45, 0.45), Color(0.91, 0.92, 0.94), Color(0.35, 0.35, 0.35)


class _Cells(NamedTuple):
    """A row as lines of text in each column."""

    columns: list[list[str]]
    begins: bool
    number: str

    @property
    def height(self) -> int:
        return max(map(len, self.columns))


class PdfSheet:
    """A page is finished as soon as it is full."""

    def __init__(self, path: Path, heading: Heading) -> None:
        load_fonts()
        self._heading = heading
        self._widths = [share * (WIDTH - 2 * MARGIN) for share in SHARES]
        self._wrapped = _Wrapping(PLAIN, SIZE)
        self._canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), pageCompression=1, lang=heading.language)
        self._canvas.setTitle(heading.title)
        self._canvas.setSubject(heading.facts[1])
        self._y = HEIGHT - MARGIN
        self._any = False
        with speaking(heading.language):
            self._goes_on = _("{number}, continued")
        self._above()
        self._names()

    def add(self, rows: list[Row]) -> None:
        """Write these next."""
        for row in rows:
            self._any = True
            columns = [self._wrapped.lines(cell, w - 2 * PAD) for cell, w in zip(row.line, self._widths, strict=True)]
            self._put(_Cells(columns, row.begins, row.number))

    def close(self) -> None:
        """There are no more; now it is known how many pages there are."""
        if not self._any:
            self._canvas.setFont(PLAIN, 9)
            self._canvas.drawString(MARGIN, self._y - 6 * mm, self._heading.empty)
        self._foot()
        canvas = self._canvas
        canvas.beginForm(TOTAL, 0, -2, 60 * mm, 10)
        canvas.setFont(PLAIN, 7)
        canvas.setFillColor(GREY)
        canvas.drawString(0, 0, str(canvas.getPageNumber()))
        canvas.endForm()
        self._finish()
        canvas.save()

    # -- rows

    def _put(self, row: _Cells) -> None:
        room = self._room()
        if row.height > room and (row.height <= KEPT_TOGETHER or room < 3):
            self._turn()
            row, room = self._named(row), self._room()
        while row.height > room:
            self._draw(_Cells([lines[:room] for lines in row.columns], row.begins, row.number), room, last=False)
            row = _Cells([lines[room:] for lines in row.columns], False, row.number)
            self._turn()
            row, room = self._named(row), self._room()
        self._draw(row, row.height)

    def _named(self, row: _Cells) -> _Cells:
        """At the top of a page the reader is told which request goes on."""
        if row.begins or row.columns[2]:
            return row
        columns = list(row.columns)
        columns[2] = self._wrapped.lines(self._goes_on.format(number=row.number), self._widths[2] - 2 * PAD)
        return _Cells(columns, row.begins, row.number)

    def _room(self) -> int:
        """Lines that still fit."""
        return int((self._y - MARGIN - 2 * PAD) // LEADING)

    def _draw(self, row: _Cells, lines: int, *, last: bool = True) -> None:
        canvas, x = self._canvas, MARGIN
        top, height = self._y, lines * LEADING + 2 * PAD
        for n, (column, width) in enumerate(zip(row.columns, self._widths, strict=True)):
            if column:
                text = canvas.beginText(x + PAD, top - PAD - SIZE)
                text.setFont(PLAIN, SIZE, LEADING)
                text.setFillColor(GREY if n == 2 and not row.begins else DARK if n == 3 else _BLACK)
                for line in column:
                    text.textLine(line)
                canvas.drawText(text)
            x += width
        self._y = top - height
        canvas.setStrokeColor(_LINE)
        canvas.setLineWidth(0.3)
        x = MARGIN
        for width in (0.0, *self._widths):
            x += width
            canvas.line(x, top, x, self._y)
        canvas.setLineWidth(1.0 if row.begins else 0.3)
        canvas.setStrokeColor(DARK if row.begins else _LINE)
        canvas.line(MARGIN, top, WIDTH - MARGIN, top)
        canvas.setLineWidth(0.3)
        canvas.setStrokeColor(_LINE)
        canvas.line(MARGIN, self._y, WIDTH - MARGIN, self._y)

    # -- pages

    def _above(self) -> None:
        canvas = self._canvas
        bold = _Wrapping(BOLD, 14)
        for line in bold.lines(self._heading.title, WIDTH - 2 * MARGIN):
            canvas.setFont(BOLD, 14)
            canvas.drawString(MARGIN, self._y - 14, line)
            self._y -= 18
        self._y -= 3
        plain = _Wrapping(PLAIN, 8.5)
        canvas.setFont(PLAIN, 8.5)
        for fact in self._heading.facts:
            for line in plain.lines(fact, WIDTH - 2 * MARGIN):
                canvas.drawString(MARGIN, self._y - 8.5, line)
                self._y -= 12
        self._y -= 6

    def _names(self) -> None:
        canvas, x = self._canvas, MARGIN
        bold = _Wrapping(BOLD, SIZE)
        names = [bold.lines(n, w - PAD) for n, w in zip(self._heading.columns, self._widths, strict=True)]
        height = max(map(len, names)) * LEADING + 2 * PAD
        canvas.setFillColor(PALE)
        canvas.setStrokeColor(_LINE)
        canvas.setLineWidth(0.3)
        for name, width in zip(names, self._widths, strict=True):
            canvas.setFillColor(PALE)
            canvas.rect(x, self._y - height, width, height, fill=1)
            canvas.setFillColor(_BLACK)
            canvas.setFont(BOLD, SIZE)
            first = self._y - height / 2 + (len(name) - 1) * LEADING / 2 - SIZE * 0.35
            for n, line in enumerate(name):
                canvas.drawCentredString(x + width / 2, first - n * LEADING, line)
            x += width
        self._y -= height

    def _turn(self) -> None:
        self._foot()
        self._finish()
        self._y = HEIGHT - MARGIN
        self._names()

    def _finish(self) -> None:
        """The page is packed at once: ReportLab would keep the text of all pages until the end."""
        self._canvas.showPage()
        page = self._canvas._doc.Pages.pages[-1]  # type: ignore[attr-defined]
        packed = zlib.compress(page.stream.encode("latin-1"))
        page.Contents = PDFStream(PDFDictionary({"Filter": PDFArray([PDFName("FlateDecode")])}), packed)
        page.stream = None

    def _foot(self) -> None:
        """«Page 3 of 120»: how many there are is filled in on all pages by drawing that part once."""
        canvas = self._canvas
        canvas.setFont(PLAIN, 7)
        canvas.setFillColor(GREY)
        canvas.drawString(MARGIN, MARGIN / 2, self._heading.title)
        before, _sign, after = self._heading.page.partition("{all}")
        before = before.format(n=canvas.getPageNumber())
        font = getFont(PLAIN)
        x = WIDTH - MARGIN - font.stringWidth(before + "00000" + after, 7)
        canvas.drawString(x, MARGIN / 2, before)
        canvas.saveState()
        canvas.translate(x + font.stringWidth(before, 7), MARGIN / 2)
        canvas.doForm(TOTAL)
        canvas.restoreState()


class _Wrapping:
    """Breaks texts into lines by the widths of a font's letters, each of which is measured once."""

    def __init__(self, font: str, size: float) -> None:
        self._font, self._size = getFont(font), size
        self._known: dict[str, float] = {}

    def lines(self, text: str, width: float) -> list[str]:
        """The text in lines no wider than that; none for an empty one. A word that is wider is divided."""
        return [line for paragraph in text.splitlines() for line in self._paragraph(paragraph, width)]

    def _paragraph(self, text: str, width: float) -> Iterator[str]:
        line, used, blank = "", 0.0, self._letter(" ")
        for word in text.expandtabs(4).split(" "):
            wide = self._width(word)
            if line and used + blank + wide <= width:
                line, used = f"{line} {word}", used + blank + wide
                continue
            if line:
                yield line
            while wide > width:
                fits = self._fitting(word, width)
                yield word[:fits]
                word = word[fits:]
                wide = self._width(word)
            line, used = word, wide
        yield line

    def _fitting(self, word: str, width: float) -> int:
        used = 0.0
        for n, letter in enumerate(word):
            used += self._letter(letter)
            if used > width and n:
                return n
        return len(word)

    def _width(self, text: str) -> float:
        known = self._known
        try:
            return sum(known[letter] for letter in text)
        except KeyError:
            return sum(self._letter(letter) for letter in text)

    def _letter(self, letter: str) -> float:
        if letter not in self._known:
            self._known[letter] = self._font.stringWidth(letter, self._size)
        return self._known[letter]


_BLACK, _LINE = Color(0.08, 0.08, 0.08), Color(0.72, 0.72, 0.72)
