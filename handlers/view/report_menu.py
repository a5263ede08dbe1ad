"""Report menu: what reports there are, which come by themselves and when, and whose PDF there may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from aiogram.types import InlineKeyboardMarkup

from domain.customers import Organization
from domain.periods import MONTH, WEEK
from domain.ports import Desk
from domain.regulation import Regulation
from handlers.callbacks import ReportButton
from handlers.view.days_refusals import how_to_ask
from handlers.view.say import bold, button, rows, shortened
from handlers.view.times import when
from handlers.view.words import _

MOST = 20
NAME = 40


def menu(comes: Mapping[str, datetime | None], rules: Regulation) -> tuple[str, InlineKeyboardMarkup]:
    """How to ask, and what comes by itself."""
    weekly, monthly = comes[WEEK], comes[MONTH]
    lines = [
        bold(_("Reports")),
        escape(how_to_ask()),
        "",
        _("After each week: {at}").format(at=_next(weekly, rules)),
        _("After each month: {at}").format(at=_next(monthly, rules)),
    ]
    return "\n".join(lines), rows(
        [button(_("Last 7 days"), ReportButton(verb="week")), button(_("Last month"), ReportButton(verb="month"))],
        [
            button(_("Weekly: off") if weekly else _("Weekly: on"), ReportButton(verb="weekly")),
            button(_("Monthly: off") if monthly else _("Monthly: on"), ReportButton(verb="monthly")),
        ],
    )


def switched(desk: Desk, *, every: str, at: datetime | None) -> str:
    """What was switched, and when the next one comes."""
    if at is None:
        return _("The weekly report comes no more.") if every == WEEK else _("The monthly report comes no more.")
    words = (
        _("The weekly report comes to the staff group, next {at}.")
        if every == WEEK
        else _("The monthly report comes to the staff group, next {at}.")
    )
    return words.format(at=when(at, desk.regulation))


def customers(found: Sequence[Organization], asked: ReportButton) -> tuple[str, InlineKeyboardMarkup]:
    """One button for each; more than fit are asked for by name."""
    at = {"first": asked.first, "last": asked.last}
    buttons = [[button(shortened(one.name, NAME), ReportButton(verb="pdf", org=one.id, **at))] for one in found[:MOST]]
    text = _("Whose report? It may be sent to the customer: it holds nothing internal, and nobody else's requests.")
    if len(found) > MOST:
        text += " " + _("There are more; by name: /report month Romashka")
    return escape(text), rows(*buttons)


def _next(at: datetime | None, rules: Regulation) -> str:
    return when(at, rules) if at else _("no")
