"""The statement of hours as a workbook: the figures are numbers, the words are text, and there is no formula in it."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO

from xlsxwriter import Workbook

from handlers.view.statement import Paper, Sums

WIDTHS = (5, 11, 15, 48, 24, 8, 9)
_TEXT_ONLY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def statement_xlsx(sheet: Paper) -> bytes:
    """The workbook. Takes a while: for a thread, or a command."""
    out = BytesIO()
    with Workbook(out, _TEXT_ONLY) as book:
        book.set_properties({"title": f"{sheet.title} {sheet.month}"})
        edge = {"border": 1, "border_color": "#9A9A9A", "valign": "top"}
        text = book.add_format(edge | {"text_wrap": True, "num_format": "@"})
        dated = book.add_format(edge | {"num_format": "dd.mm.yyyy", "align": "left"})
        whole = book.add_format(edge | {"num_format": "0"})
        hours = book.add_format(edge | {"num_format": "0.00"})
        head = book.add_format(edge | {"bold": True, "bg_color": "#ECECEC", "align": "center", "text_wrap": True})
        summed = {name: book.add_format(edge | {"bold": True} | kind) for name, kind in _SUMMED.items()}
        big = book.add_format({"bold": True, "font_size": 14})
        bold = book.add_format({"bold": True})
        plain = book.add_format({"num_format": "0.00"})
        page = book.add_worksheet(sheet.tab[:31])
        page.set_paper(9)
        page.set_portrait()
        page.fit_to_pages(1, 0)
        page.set_footer(f"&L&8{sheet.foot.replace('&', '&&')[:100]}&R&8{sheet.sheet.format(n='&P', all='&N')}")
        for column, width in enumerate(WIDTHS):
            page.set_column(column, column, width)
        page.write_string(0, 0, f"{sheet.title} {sheet.month}", big)
        at = 1
        for name, value in sheet.facts:
            page.write_string(at, 0, f"{name}:")
            page.write_string(at, 2, value, bold)
            at += 1
        at += 1
        for column, name in enumerate(sheet.columns):
            page.write_string(at, column, name, head)
        page.freeze_panes(at + 1, 0)
        page.repeat_rows(at)
        at += 1
        for n, row in enumerate(sheet.rows, start=1):
            page.write_number(at, 0, n, whole)
            page.write_datetime(at, 1, datetime.combine(row.on, time()), dated)
            for column, words in enumerate((row.ticket, row.subject, row.agent), start=2):
                page.write_string(at, column, words, text)
            page.write_number(at, 5, row.minutes, whole)
            page.write_number(at, 6, _hours(row.minutes), hours)
            at += 1
        for one in sheet.totals:
            page.merge_range(at, 0, at, 4, "", summed["name"])
            page.write_string(at, 0, one.name, summed["name"])
            page.write_number(at, 5, one.minutes, summed["minutes"])
            page.write_number(at, 6, _hours(one.minutes), summed["hours"])
            at += 1
        if not sheet.rows:
            page.write_string(at, 0, sheet.empty)
            at += 1
        at = _below(page, at + 1, sheet.balance, plain)
        for words in sheet.notes:
            page.write_string(at, 0, words)
            at += 1
    return out.getvalue()


def _below(page: object, at: int, sums: tuple[Sums, ...], plain: object) -> int:
    for one in sums:
        page.write_string(at, 0, one.name)  # type: ignore[attr-defined]
        page.write_number(at, 6, _hours(one.minutes), plain)  # type: ignore[attr-defined]
        at += 1
    return at + 1 if sums else at


def _hours(minutes: int) -> float:
    return round(minutes / 60, 2)


_SUMMED = {"name": {"align": "right"}, "minutes": {"num_format": "0"}, "hours": {"num_format": "0.00"}}
