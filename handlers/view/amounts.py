"""Amounts: numbers, shares, spans of time and periods as they stand in reports: thin spaces, decimal commas, short units."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from domain.durations import TimeKind
from domain.periods import Period
from handlers.view.times import day
from handlers.view.words import _, language

NBSP, THIN = "\u00a0", "\u202f"


def number(n: int) -> str:
    """«20 000», with a thin space that does not break."""
    return format_decimal(n, locale=language()).replace(NBSP, THIN)


def decimal(x: float, digits: int = 1) -> str:
    """«4,6»."""
    return format_decimal(round(x, digits), format="#,##0." + "0" * digits, locale=language()).replace(NBSP, THIN)


def percent(share: float) -> str:
    """«96 %»; neither 100 nor 0 unless it is exactly that."""
    whole = round(share * 100)
    whole = min(whole, 99) if share < 1 else whole
    whole = max(whole, 1) if share > 0 else whole
    return _("{n}%").format(n=whole)


def spent(seconds: int, kind: TimeKind, day_length: int) -> str:
    """«3 ч 20 мин»; where working days are promised, from one on in days: «2,3 раб. дн.»."""
    if kind in ("working days", "civil working days") and day_length and seconds >= day_length:
        return _("{n} working d.").format(n=_short(seconds / day_length)).replace(" ", NBSP)
    if kind == "hours" and seconds >= 2 * 86_400:
        return _("{n} d.").format(n=_short(seconds / 86_400)).replace(" ", NBSP)
    return clock_span(max(1, round(seconds / 60)))


def clock_span(minutes: int) -> str:
    """Minutes as «23 ч 30 мин»."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{m} min").format(m=rest).replace(" ", NBSP)
    if not rest:
        return _("{h} h").format(h=number(hours)).replace(" ", NBSP)
    return _("{h} h {m} min").format(h=number(hours), m=rest).replace(" ", NBSP)


def days(period: Period) -> str:
    """«16–22 ноября 2026», «28 октября – 3 ноября 2026»."""
    first, last = period.first, period.last
    if first == last:
        return day(last)
    if language() == "kk":
        return f"{day(first)} – {day(last)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}".replace(" ", NBSP)
    begins = format_date(first, "d MMMM" if first.year == last.year else "d MMMM y", locale=language())
    return f"{begins.replace(' ', NBSP)} – {day(last).replace(' ', NBSP)}"


def short_day(at: date) -> str:
    """«21.11»."""
    return format_date(at, "dd.MM", locale=language())


def weekday(at: date) -> str:
    """«пн»."""
    return format_date(at, "EEEEEE", locale=language())


def _short(x: float) -> str:
    return decimal(x).removesuffix(",0").removesuffix(".0")
