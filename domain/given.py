"""Given: what a decision must hold by the regulation, read out of the words that staff wrote for it.

Установку ведёт партнёр.
→ партнёру Альфа
https://bell-api-management.ru/faq/7
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.links import find_link
from domain.refusals import NotGiven, WrongDate
from domain.regulation import Regulation
from domain.terms import ReasonDemand

ADDRESSEE = re.compile(r"^[ \t]*(?:→|->)[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
NOBODY = frozenset({"никому", "nobody", "no one", "ешкімге"})
PART = re.compile(r"^[ \t]*\d{1,2}[.)][ \t]+\S", re.MULTILINE)
EXPLAINED = 10
"""Letters and digits that an explanation has at least, with a space between two words."""

DAY_AND_TIME = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?[ ,]+(?:(?:в|сағат)\s+)?(\d{1,2}):(\d{2})\s*$")
DAY = re.compile(r"(?<![\w.])(\d{1,2})\.(\d{2})(?:\.(\d{4}|\d{2}))?\s*$")
TWO_DIGITS = re.compile(r"(?<![\w.])\d{2}\.\d{2}(?:\.(?:\d{4}|\d{2}))?\s*$")
"""Of «2.5» and «25.11» the second is a day, where either may be meant."""
VERSION = re.compile(r"(?<![\w.])v?(\d{1,4}(?:\.\d{1,6}){1,3}(?:-\w+)?)[.\s]*$", re.IGNORECASE)
NAMED_VERSION = re.compile(
    r"\b(?:(?:верси\w*|релиз\w*|version|release|нұсқа\w*)\s+v?|v)(\d[\w.-]*?)[.\s]*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Given:
    """What the words hold. None: it was not asked for, or is not there; an `addressee` of "" is expressly nobody."""

    text: str
    addressee: str | None = None
    article: str | None = None
    release: str | None = None
    until: datetime | None = None

    def facts(self) -> dict[str, Any]:
        """For the journal; what is not there is left out."""
        found = {"addressee": self.addressee, "article": self.article, "release": self.release}
        return {name: value for name, value in found.items() if value is not None}


def read(text: str, demands: Sequence[ReasonDemand], now: datetime, regulation: Regulation) -> Given:
    """What is demanded, out of the words; the line with the addressee and a date at the end do not go to the requester.

    NotGiven names all that is missing.
    """
    addressee = article = release = until = None
    missing: list[str] = []
    if "addressee" in demands:
        found = ADDRESSEE.search(text)
        if found is None:
            missing.append("addressee")
        else:
            addressee = "" if found[1].casefold().rstrip(".") in NOBODY else found[1]
            text = (text[: found.start()].rstrip() + "\n" + text[found.end() :].lstrip()).strip()
    if "article" in demands:
        article = find_link(text)
        missing += [] if article else ["article"]
    if "release" in demands:
        text, release, until = _release(text, now, regulation)
        missing += [] if release or until else ["release"]
    if "explanation" in demands and not explains(text):
        missing.append("explanation")
    if "split" in demands and len(PART.findall(text)) < 2:
        missing.append("split")
    if missing:
        raise NotGiven(missing=tuple(missing))
    return Given(text, addressee, article, release, until)


def explains(text: str) -> bool:
    """Whether the text says something: dots and signs do not."""
    return len(" ".join(re.findall(r"[^\W_]+", text))) >= EXPLAINED


def read_date(text: str, now: datetime, regulation: Regulation) -> tuple[str, datetime]:
    """«Ждём деталь. 25.11 15:00» -> the words, and the instant in UTC; without a year the next such day.

    «25.11» alone is the end of that day: when the desk closes, or the last minute of it. WrongDate: none, or it is past.
    """
    local = now.astimezone(regulation.zone)
    refusal = WrongDate(example=local + timedelta(days=1))
    found = DAY_AND_TIME.search(text) or (None if NAMED_VERSION.search(text) else DAY.search(text))
    if found is None:
        raise refusal
    day, month, year, *clock = found.groups()
    try:
        on = date((int(year) + 2000 if len(year) == 2 else int(year)) if year else local.year, int(month), int(day))
        if not year and on < local.date() - timedelta(days=180):
            on = on.replace(year=on.year + 1)
        at = _instant(on, clock, regulation)
    except ValueError:
        raise refusal from None
    if at <= local:
        raise refusal
    return text[: found.start()].rstrip(" \n,;-"), at.astimezone(UTC)


def _instant(on: date, clock: list[str], regulation: Regulation) -> datetime:
    if clock:
        return datetime(on.year, on.month, on.day, int(clock[0]), int(clock[1]), tzinfo=regulation.zone)
    hours = regulation.calendar().day(on).hours
    last = min(hours[-1][1] if hours else 24 * 3600, 24 * 3600 - 60) // 60
    return datetime(on.year, on.month, on.day, last // 60, last % 60, tzinfo=regulation.zone)


def _release(text: str, now: datetime, regulation: Regulation) -> tuple[str, str | None, datetime | None]:
    """The words, and the version or the date they end with; «версия 12.10» is a version, «12.10» a day of October."""
    if not NAMED_VERSION.search(text) and (DAY_AND_TIME.search(text) or TWO_DIGITS.search(text)):
        try:
            rest, until = read_date(text, now, regulation)
        except WrongDate:
            return text, None, None
        return rest, _version(rest), until
    return text, _version(text), None


def _version(text: str) -> str | None:
    found = NAMED_VERSION.search(text) or VERSION.search(text)
    return found[1] if found else None
