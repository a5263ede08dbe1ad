"""Periods: whole days of the regulation's zone that a report is of, as people type them: week, month, 1.11-30.11."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.staff_refusals import WrongDays

WEEK, MONTH = "week", "month"
LONGEST = 366
"""Days: a year, and nobody waits long for it."""
HALF_A_YEAR = timedelta(days=183)
_WORDS = {
    **dict.fromkeys(("week", "неделя", "неделю", "нед", "апта"), WEEK),
    **dict.fromkeys(("month", "месяц", "мес", "ай"), MONTH),
}
_DAY = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}(?:\.(?:\d{4}|\d{2}))?"
_SPAN = re.compile(rf"(?:с\s+|from\s+)?({_DAY})(?:\s*(?:-|–|—|\.\.\.?|…|по|до|to)\s*({_DAY}))?(?!\S)", re.IGNORECASE)
_MONTH = re.compile(r"(?:(\d{4})-(\d{1,2})|(\d{1,2})\.(\d{4}))(?!\S)")


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both whole."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """Every one of them."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def begins(self, zone: ZoneInfo) -> datetime:
        """Midnight before the first day, UTC."""
        return datetime.combine(self.first, time(), zone).astimezone(UTC)

    def ends(self, zone: ZoneInfo) -> datetime:
        """Midnight after the last day, UTC: the first instant that is no more of it."""
        return datetime.combine(self.last + timedelta(days=1), time(), zone).astimezone(UTC)


def lately(word: str, today: date) -> Period:
    """A week or a month up to today: seven days, or from the day after today's of the month before."""
    if word == WEEK:
        return Period(today - timedelta(days=6), today)
    before = today.replace(day=1) - timedelta(days=1)
    same = before.replace(day=min(today.day, before.day))
    return Period(same + timedelta(days=1), today)


def last_whole(word: str, today: date) -> Period:
    """The last week from Monday to Sunday, or the last month of the calendar, that is over before today."""
    if word == WEEK:
        monday = today - timedelta(days=today.weekday() + 7)
        return Period(monday, monday + timedelta(days=6))
    last = today.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


def read(text: str, today: date) -> tuple[Period, str]:
    """The period at the beginning of what was typed, and what follows it. WrongDays says what is wrong with it."""
    text = " ".join(text.split())
    word, _space, rest = text.partition(" ")
    if word.casefold() in _WORDS:
        return lately(_WORDS[word.casefold()], today), rest
    if (found := _MONTH.match(text)) is not None:
        year, month = (int(part) for part in ((found[1], found[2]) if found[1] else (found[4], found[3])))
        if not 1 <= month <= 12 or not 2 <= year <= 9_998:
            raise WrongDays("day", found[0])
        first = date(year, month, 1)
        return _checked(first, first.replace(day=monthrange(year, month)[1]), today), text[found.end() :].strip()
    if (found := _SPAN.match(text)) is not None:
        return _checked(*_between(found[1], found[2] or found[1], today), today), text[found.end() :].strip()
    raise WrongDays("none", word)


def _checked(first: date, last: date, today: date) -> Period:
    """A part of it may lie ahead; it is then reported as far as it goes."""
    if last < first:
        raise WrongDays("backwards", f"{first:%d.%m.%Y}-{last:%d.%m.%Y}")
    if first > today:
        raise WrongDays("ahead", f"{first:%d.%m.%Y}")
    if (last - first).days >= LONGEST:
        raise WrongDays("long", f"{first:%d.%m.%Y}-{last:%d.%m.%Y}")
    return Period(first, min(last, today))


def _between(since: str, until: str, today: date) -> tuple[date, date]:
    """Two days as they were typed. Without a year: the latest such days of which the first is not ahead."""
    if _has_year(since):
        first = _day(since, today)
        return first, _day(until, first + timedelta(days=LONGEST - 1))
    for year in (today.year + 1, today.year, today.year - 1):
        last = _day(until, date(year, 12, 31))
        first = _day(since, last)
        if first <= today or _has_year(until):
            break
    if first.year < last.year and last - first > HALF_A_YEAR:
        raise WrongDays("turned", f"{since}-{until}")  # «5.11-1.11» is a slip, rather than nearly a year
    return first, last


def _has_year(text: str) -> bool:
    return "-" in text or text.count(".") == 2


def _day(text: str, latest: date) -> date:
    """A day; without a year the latest such day that is not after `latest`."""
    try:
        if "-" in text:
            return date.fromisoformat("-".join(part.zfill(2) for part in text.split("-")))
        day, month, *year = (int(part) for part in text.split("."))
        if year:
            return date(year[0] if year[0] > 99 else 2000 + year[0], month, day)
        for back in range(9):
            if monthrange(latest.year - back, month)[1] >= day >= 1:
                found = date(latest.year - back, month, day)
                if found <= latest:
                    return found
    except (ValueError, IndexError):
        pass
    raise WrongDays("day", text)
