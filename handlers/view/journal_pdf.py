"""The journal as PDF, A4 across: written page by page, so that a long one needs little more memory than a short one.

Each page repeats the names of the columns, and the number of a request that goes on there. A cell that is higher than what is
left of a page is divided between lines.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObject, PDFStream
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

from handlers.view.fonts import BOLD, PLAIN, load_fonts
from handlers.view.journal_rows import Heading, Row
from handlers.view.words import _, speaking

WIDTH, HEIGHT = landscape(A4)
MARGIN = 12 * mm
SIZE, LEADING = 7.5, 9.6
PAD = 1.3 * mm
SHARES = (0.096, 0.13, 0.228, 0.065, 0.2, 0.281)
"""How the width is divided among the six columns."""
NAMES, TOTAL = "names", "total"
"""Parts of each page that are drawn once: the names of the columns; how many pages there are, when that is known."""
KEPT_TOGETHER = 14
"""Rows of so many lines or fewer are not divided between pages."""
JOINTS = "@./-_?&="
"""Where an address may be divided."""
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
        self._out, self._aside = path.open("wb"), TemporaryFile()  # noqa: SIM115 - until `close`
        self._canvas = Canvas(self._out, pagesize=(WIDTH, HEIGHT), pageCompression=1, lang=heading.language)
        self._canvas.setTitle(heading.title)
        self._canvas.setSubject(heading.facts[1])
        self._y = HEIGHT - MARGIN
        self._any = False
        self._clean()
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
        self._out.close()
        self._aside.close()

    # -- rows

    def _put(self, row: _Cells) -> None:
        room = self._room()
        if row.height > room and (row.height <= KEPT_TOGETHER or room < 3):
            self._turn()
            row, room = self._named(row), self._room()
        while row.height > room:
            self._draw(_Cells([lines[:room] for lines in row.columns], row.begins, row.number), room)
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

    def _draw(self, row: _Cells, lines: int) -> None:
        x, top = MARGIN, self._y
        for n, (column, width) in enumerate(zip(row.columns, self._widths, strict=True)):
            if column:
                text = self._text(GREY if n == 2 and not row.begins else DARK if n == 3 else _BLACK)
                text.setTextOrigin(x + PAD, top - PAD - SIZE)
                for line in column:
                    text.textLine(line)
            x += width
        self._y = top - lines * LEADING - 2 * PAD
        self._ruled[row.begins].append((MARGIN, top, WIDTH - MARGIN, top))

    def _text(self, colour: Color) -> Any:
        """What is written in that colour on this page: it is set once, and a hundred thousand rows have no colours of their own."""
        if colour not in self._texts:
            text = self._texts[colour] = self._canvas.beginText(0, 0)
            text.setFont(PLAIN, SIZE, LEADING)
            text.setFillColor(colour)
        return self._texts[colour]

    def _clean(self) -> None:
        """A page on which there are no rows yet."""
        self._texts: dict[Color, Any] = {}
        self._ruled: dict[bool, list[tuple[float, float, float, float]]] = {False: [], True: []}

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
        """The names of the columns: drawn once, and shown on each page."""
        canvas = self._canvas
        if not canvas.hasForm(NAMES):
            self._draw_names()
        canvas.saveState()
        canvas.translate(0, self._y)
        canvas.doForm(NAMES)
        canvas.restoreState()
        self._y -= self._names_height
        self._top = self._y

    def _draw_names(self) -> None:
        canvas, x = self._canvas, MARGIN
        bold = _Wrapping(BOLD, SIZE)
        names = [bold.lines(n, w - PAD) for n, w in zip(self._heading.columns, self._widths, strict=True)]
        height = self._names_height = max(map(len, names)) * LEADING + 2 * PAD
        canvas.beginForm(NAMES, 0, -int(height) - 2, int(WIDTH), 1)
        canvas.setStrokeColor(_LINE)
        canvas.setLineWidth(0.3)
        for name, width in zip(names, self._widths, strict=True):
            canvas.setFillColor(PALE)
            canvas.rect(x, -height, width, height, fill=1)
            canvas.setFillColor(_BLACK)
            canvas.setFont(BOLD, SIZE)
            first = -height / 2 + (len(name) - 1) * LEADING / 2 - SIZE * 0.35
            for n, line in enumerate(name):
                canvas.drawCentredString(x + width / 2, first - n * LEADING, line)
            x += width
        canvas.endForm()

    def _rule(self) -> None:
        """What the rows of the page say, and the lines between them and between the columns."""
        canvas, x = self._canvas, MARGIN
        for text in self._texts.values():
            canvas.drawText(text)
        canvas.setLineWidth(0.3)
        canvas.setStrokeColor(_LINE)
        columns = []
        for width in (0.0, *self._widths):
            x += width
            columns.append((x, self._top, x, self._y))
        canvas.lines([*columns, *self._ruled[False], (MARGIN, self._y, WIDTH - MARGIN, self._y)])
        canvas.setLineWidth(1.0)
        canvas.setStrokeColor(DARK)
        canvas.lines(self._ruled[True])
        self._clean()

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
        page.Contents = PDFStream(
            PDFDictionary({"Filter": PDFArray([PDFName("FlateDecode")])}), _Packed(self._aside, packed, self._out)
        )
        page.stream = None

    def _foot(self) -> None:
        """«Page 3 of 120»: how many there are is filled in on all pages by drawing that part once."""
        self._rule()
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


class _Packed(PDFObject):
    """What is on a page, put aside until the file is written; what is written of the file by then does not wait in memory.

    ReportLab asks objects for their `format(document)`, and lets them see the file that is made (`__accum__`).
    """

    def __init__(self, aside: IO[bytes], content: bytes, out: IO[bytes]) -> None:
        self._aside, self._out, self._at, self._size = aside, out, aside.tell(), len(content)
        aside.write(content)

    def __len__(self) -> int:
        return self._size

    def format(self, document: Any) -> bytes:
        """The content, for a file whose finished parts go out first."""
        finished = document.__accum__.strings
        self._out.writelines(finished)
        finished.clear()
        self._aside.seek(self._at)
        return self._aside.read(self._size)


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
            if line and (used < width / 8 or (wide > width and used < width / 2)):
                # «4.» does not stand alone above a long address, and what is divided anyway begins at once.
                fits = self._fitting(word, width - used - blank)
                line, word = f"{line} {word[:fits]}", word[fits:]
                wide = self._width(word)
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
        """How much of a word goes on a line: an address is divided before one of its signs rather than within a name."""
        used = 0.0
        for n, letter in enumerate(word):
            used += self._letter(letter)
            if used > width and n:
                sign = max(word.rfind(mark, 1, n + 1) for mark in JOINTS)
                return sign if sign > n / 2 else n
        return len(word)

    def _width(self, text: str) -> float:
        try:
            return sum(map(self._known.__getitem__, text))
        except KeyError:
            return sum(self._letter(letter) for letter in text)

    def _letter(self, letter: str) -> float:
        if letter not in self._known:
            self._known[letter] = self._font.stringWidth(letter, self._size)
        return self._known[letter]


_BLACK, _LINE = Color(0.08, 0.08, 0.08), Color(0.72, 0.72, 0.72)
