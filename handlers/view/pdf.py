"""PDF: the public record of one ticket, as it is told in letters, on paper."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from functools import cache
from html import escape
from io import BytesIO
from typing import Any

from aiogram import Bot
from aiogram.types import InputFile
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, SimpleDocTemplate
from reportlab.platypus import Paragraph as Flowing

from domain.ports import Desk
from domain.ticket import Ticket
from handlers.view.fonts import BOLD, PLAIN, load_fonts
from handlers.view.record import record
from handlers.view.say import shortened
from handlers.view.standing import status
from handlers.view.words import _

MARGIN = 18 * mm


class Printed(InputFile):
    """A document that is made only while it goes out, outside of any transaction; once, however often it is sent."""

    def __init__(self, filename: str, make: Callable[[], bytes]) -> None:
        super().__init__(filename=filename)
        self._make = cache(make)

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:
        yield await asyncio.to_thread(self._make)


def ticket_pdf(desk: Desk, ticket: Ticket) -> Printed:
    """The whole public record; A4, in the language that is spoken just now."""
    load_fonts()
    title = f"{ticket.number} · {status(ticket)}"
    story: list[Flowable] = [Flowing(escape(title), _style("title", size=15, bold=True, after=6))]
    for paragraph in record(desk, ticket):
        style = (
            _style("heading", bold=True, before=7)
            if paragraph.heading
            else _style("quoted", indent=8)
            if paragraph.quoted
            else _style("said")
        )
        story += [Flowing(escape(line) or "&nbsp;", style) for line in paragraph.text.split("\n")]
    about = shortened(" ".join(ticket.answers.get("description", "").split()), 120)
    author = ticket.regulation.title.in_("ru")
    foot = _foot(ticket.number)

    def make() -> bytes:
        out = BytesIO()
        document = SimpleDocTemplate(
            out,
            pagesize=A4,
            leftMargin=MARGIN,
            rightMargin=MARGIN,
            topMargin=MARGIN,
            bottomMargin=MARGIN,
            title=title,
            subject=about,
            author=author,
        )
        document.build(story, onFirstPage=foot, onLaterPages=foot)
        return out.getvalue()

    return Printed(f"{ticket.number}.pdf", make)


def _foot(number: str) -> Any:
    words = _("{number}, page {n}")

    def draw(canvas: Any, document: Any) -> None:
        canvas.setFont(PLAIN, 8)
        canvas.drawRightString(A4[0] - MARGIN, MARGIN / 2, words.format(number=number, n=document.page))

    return draw


def _style(
    name: str, *, size: float = 10, bold: bool = False, indent: float = 0, before: float = 0, after: float = 2
) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=BOLD if bold else PLAIN,
        fontSize=size,
        leading=size * 1.4,
        leftIndent=indent * mm,
        spaceBefore=before,
        spaceAfter=after,
        alignment=TA_LEFT,
        splitLongWords=1,
    )
