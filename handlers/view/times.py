"""Times and amounts as people read them: in the regulation's zone, with plural forms right."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_datetime, format_time, format_timedelta

from domain.durations import Duration
from domain.regulation import Regulation
from domain.retention import Term
from handlers.view.words import _, language, ngettext


def when(at: datetime | str, regulation: Regulation) -> str:
    """An instant in the regulation's zone: «24 ноября, 13:00 (Москва)»."""
    return f"{moment(at, regulation)} ({zone_name(regulation)})"


def moment(at: datetime | str, regulation: Regulation) -> str:
    """An instant in the regulation's zone, for where the zone is known from the context: «24 ноября, 13:00»."""
    instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    return format_datetime(instant, _("d MMMM, HH:mm"), tzinfo=regulation.zone, locale=language())


def timed(at: datetime, regulation: Regulation) -> str:
    """The same as HTML: touched, it tells the instant in the reader's own zone (Bot API 9.5: `date_time`)."""
    return f'<tg-time unix="{int(at.timestamp())}">{moment(at, regulation)}</tg-time>'


def left(at: datetime, now: datetime, regulation: Regulation) -> str:
    """How long it is until then, as HTML: an app that knows `date_time` counts it down, another one reads when that was so."""
    span = format_timedelta(at - now, threshold=1.0, locale=language())
    words = _("{span} left at {time}").format(span=span, time=format_time(now, "HH:mm", regulation.zone, language()))
    return f'<tg-time unix="{int(at.timestamp())}" format="r">{words}</tg-time>'


def clock(at: datetime, regulation: Regulation) -> str:
    """A moment of the journal: «21.11.26 16:39»."""
    return format_datetime(at, "dd.MM.yy HH:mm", tzinfo=regulation.zone, locale=language())


def day(at: date) -> str:
    """A day, to stand anywhere in a sentence: «1 января 2026» (without a «г.», which would end it), «2026 жылғы 1 қаңтар»."""
    return format_date(at, _("d MMMM y"), locale=language())


def zone_name(regulation: Regulation) -> str:
    """The regulation's zone by the city people know it by."""
    cities = {"Europe/Moscow": _("Moscow"), "Asia/Almaty": _("Astana")}
    return cities.get(regulation.zone.key, regulation.zone.key)


def span(duration: str) -> str:
    """A duration as the regulation states it: "24 hours" -> «24 часа», "3 civil working days" -> «3 рабочих дня»."""
    stated = Duration.parse(duration)
    n = int(stated.amount)
    if stated.kind == "hours":
        return hours(n)
    if stated.kind == "working hours":
        return ngettext("{n} working hour", "{n} working hours", n).format(n=n)
    return ngettext("{n} working day", "{n} working days", n).format(n=n)


def hours(n: int | float) -> str:
    """«24 часа»."""
    whole = int(n)
    return ngettext("{n} hour", "{n} hours", whole).format(n=whole)


def lasting(term: Term) -> str:
    """«3 года»."""
    n = term.amount
    if term.unit == "days":
        return ngettext("{n} day", "{n} days", n).format(n=n)
    if term.unit == "months":
        return ngettext("{n} month", "{n} months", n).format(n=n)
    return ngettext("{n} year", "{n} years", n).format(n=n)
