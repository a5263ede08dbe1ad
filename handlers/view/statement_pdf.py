"""The statement of hours on paper: A4 upright, the header of the table on each sheet, room for two signatures."""

from __future__ import annotations

from html import escape
from io import BytesIO
from typing import Any, Literal

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, SimpleDocTemplate, Spacer, Table, TableStyle
from reportlab.platypus import Paragraph as Flowing

from handlers.view.effort import exact_hours
from handlers.view.fonts import BOLD, PLAIN, load_fonts
from handlers.view.statement import Paper, Row, Sums
from handlers.view.words import speaking

LEFT, RIGHT, TOP, BOTTOM = 20 * mm, 12 * mm, 14 * mm, 18 * mm
"""The left margin is for the binder."""
PADDING = 6
"""Points that a frame of ReportLab leaves inside the margins by itself."""
ROOM = A4[0] - LEFT - RIGHT
WIDTHS = tuple(share * mm for share in (9, 20, 25, 67, 30, 12, 15))
_LINE, _SHADE = HexColor("#9A9A9A"), HexColor("#ECECEC")
_BLACK = Color(0.08, 0.08, 0.08)


def statement_pdf(sheet: Paper) -> bytes:
    """The sheets. Takes a while: for a thread, or a command."""
    load_fonts()
    with speaking(sheet.language):
        counted = _build(sheet, of=0)[1]
        return _build(sheet, of=counted)[0]


def _build(sheet: Paper, *, of: int) -> tuple[bytes, int]:
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=LEFT - PADDING,
        rightMargin=RIGHT - PADDING,
        topMargin=TOP,
        bottomMargin=BOTTOM,
        title=f"{sheet.title} {sheet.month}: {dict(sheet.facts).get(sheet.signs[1], '')}",
        author=dict(sheet.facts).get(sheet.signs[0], ""),
    )

    def foot(canvas: Any, document: Any) -> None:
        canvas.setFont(PLAIN, 8)
        canvas.setFillColor(_BLACK)
        canvas.drawString(LEFT, BOTTOM / 2, sheet.foot)
        canvas.drawRightString(A4[0] - RIGHT, BOTTOM / 2, sheet.sheet.format(n=document.page, all=of))

    document.build(_story(sheet), onFirstPage=foot, onLaterPages=foot)
    return out.getvalue(), document.page


def _story(sheet: Paper) -> list[Flowable]:
    story: list[Flowable] = [
        _text(sheet.annex, size=8, align=TA_RIGHT, after=10),
        _text(sheet.title, size=14, bold=True, align=TA_CENTER, after=2),
        _text(sheet.month, size=11, align=TA_CENTER, after=8),
        _facts(sheet),
        Spacer(0, 5 * mm),
    ]
    story += [_table(sheet)] if sheet.rows else [_text(sheet.empty, size=11, before=4, after=4)]
    # Nobody signs a sheet with nothing else on it: what is left of the hours goes with the signatures.
    ending: list[Flowable] = [Spacer(0, 5 * mm)]
    if sheet.balance:
        ending += [_sums(sheet.balance), Spacer(0, 3 * mm)]
    ending += [_text(" ".join(sheet.notes), size=7.5, after=8), _signs(sheet)]
    return [*story, KeepTogether(ending)]


def _facts(sheet: Paper) -> Table:
    cells = [
        [_text(f"{name}:", size=9.5), _text(value, size=9.5, bold=n < 2)] for n, (name, value) in enumerate(sheet.facts)
    ]
    return Table(cells, colWidths=(34 * mm, ROOM - 34 * mm), style=_tight(), hAlign="LEFT")


def _table(sheet: Paper) -> Table:
    head = [_text(name, size=8, bold=True, align=TA_CENTER) for name in sheet.columns]
    body = [_cells(n, row) for n, row in enumerate(sheet.rows, start=1)]
    sums = [_summed(one, last=one is sheet.totals[-1]) for one in sheet.totals]
    spans = [("SPAN", (0, -n), (4, -n)) for n in range(1, len(sums) + 1)]
    style = TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, _LINE),
            ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
            ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ("LINEABOVE", (0, -len(sums)), (-1, -len(sums)), 1, _BLACK),
            ("NOSPLIT", (0, -len(sums) - 1), (-1, -1)),
            *spans,
        ]
    )
    return Table([head, *body, *sums], colWidths=WIDTHS, repeatRows=1, style=style)


def _cells(n: int, row: Row) -> list[Flowable]:
    return [
        _text(str(n), size=8.5, align=TA_RIGHT),
        _text(f"{row.on:%d.%m.%Y}", size=8.5),
        _text(row.ticket, size=8.5),
        _text(row.subject, size=8.5),
        _text(row.agent, size=8.5),
        *_amounts(Sums("", row.minutes)),
    ]


def _summed(one: Sums, *, last: bool) -> list[Flowable | str]:
    return [_text(one.name, size=8.5, bold=last, align=TA_RIGHT), *[""] * 4, *_amounts(one, bold=last)]


def _amounts(one: Sums, *, bold: bool = False) -> list[Flowable]:
    minutes = str(one.minutes).replace("-", "−")
    return [_text(text, size=8.5, bold=bold, align=TA_RIGHT) for text in (minutes, exact_hours(one.minutes))]


def _sums(sums: tuple[Sums, ...]) -> Table:
    cells = [
        [_text(one.name, size=9.5), _text(exact_hours(one.minutes), size=9.5, bold=True, align=TA_RIGHT)]
        for one in sums
    ]
    style = TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, _LINE),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
    )
    return Table(cells, colWidths=(117 * mm, 25 * mm), style=style, hAlign="LEFT")


def _signs(sheet: Paper) -> Table:
    names = dict(sheet.facts)
    half, gap = (ROOM - 10 * mm) / 2, 10 * mm
    cells = [
        [_text(sheet.signs[0], size=9.5, bold=True), "", _text(sheet.signs[1], size=9.5, bold=True)],
        [_text(names.get(sheet.signs[0], ""), size=9), "", _text(names.get(sheet.signs[1], ""), size=9)],
        [_place(sheet, half), "", _place(sheet, half)],
    ]
    return Table(cells, colWidths=(half, gap, half), style=_tight(), hAlign="LEFT")


def _place(sheet: Paper, width: float) -> Table:
    """A line for the signature and one for the name, with what belongs there below."""
    signature, name, seal = (_text(words, size=7, align=TA_CENTER) for words in sheet.signed)
    widths = (width * 0.42, width * 0.05, width * 0.53)
    style = TableStyle(
        [
            ("LINEBELOW", (0, 0), (0, 0), 0.6, _BLACK),
            ("LINEBELOW", (2, 0), (2, 0), 0.6, _BLACK),
            ("VALIGN", (1, 0), (1, 0), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 1), (-1, 1), 1),
        ]
    )
    cells = [["", _text("/", size=9, align=TA_CENTER), ""], [signature, "", name], [seal, "", ""]]
    return Table(cells, colWidths=widths, rowHeights=(14 * mm, 5 * mm, 6 * mm), style=style)


def _tight() -> TableStyle:
    return TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )


def _text(
    words: str,
    *,
    size: float,
    bold: bool = False,
    align: Literal[0, 1, 2] = TA_LEFT,
    before: float = 0,
    after: float = 0,
) -> Flowing:
    style = ParagraphStyle(
        "said",
        fontName=BOLD if bold else PLAIN,
        fontSize=size,
        leading=size * 1.25,
        alignment=align,
        spaceBefore=before,
        spaceAfter=after,
        textColor=_BLACK,
        splitLongWords=1,
    )
    return Flowing(escape(_bound(words)), style)


def _bound(words: str) -> str:
    """A sign and its number stay on one line."""
    return words.replace("№ ", "№\u00a0").replace("п. ", "п.\u00a0").replace("М. П.", "М.\u00a0П.")
