"""Customer sheet: which columns a sheet of customers has, and what stands in a line of it. Pure; reading files is the building's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.refusals import Refusal, WrongCustomer
from domain.terms import Group

HEADINGS: dict[str, str] = {
    "name": "name; customer name; customer; organization; company; название; наименование; "
    "заказчик; организация; клиент; компания; атауы; тапсырыс беруші; ұйым",
    "contract": "contract; contract number; contract no; договор; номер договора; № договора; шарт; шарт нөмірі",
    "since": "since; from; start; contract since; начало; начало договора; действует с; басталуы",
    "until": "until; to; end; contract until; конец; конец договора; окончание; действует до; аяқталуы",
    "tier": "tier; support tier; level; уровень; тариф; уровень поддержки; деңгейі",
    "client": "client; category; client category; категория; категория клиента; санаты",
    "products": "products; product; продукты; продукт; өнімдер; өнімдері",
    "domains": "domains; domain; mail domains; домены; домен; почтовые домены; домендер; пошта домендері",
    "contacts": "contacts; contact; contact people; контакты; контакт; контактные лица; байланыс тұлғалары",
    "owner_email": "owner; owner e-mail; owner email; owner_email; владелец; почта владельца; иесі; иесінің поштасы",
    "prepaid_minutes": "hours; prepaid hours; часы; оплаченные часы; предоплаченные часы; сағаттар; төленген сағаттар",
}
"""What each column may be called, with semicolons between."""
INFORMATIVE = (
    "state",
    "people",
    "line",
    "reason",
    "состояние",
    "люди",
    "строка",
    "причина",
    "күйі",
    "адамдар",
    "жол",
    "себебі",
)
"""Columns that exports and reports have for their readers; they are not read."""
IDENTITY = ("name", "contract")
"""An empty cell takes a thing away, but for these."""
MOST_CELL = 16_000
"""Characters of a cell: all that an export writes into one. What is longer comes back, and is not cut."""
MOST_HOURS = 100_000
GUARD = "'"
RISKY = frozenset("=+-@\t\r\n＝＋－＠")
_DAYS = (
    re.compile(r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
)
_CLOCK = re.compile(r"[ T]00:00(:00)?$")
_SPACE = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Columns:
    """Which field stands in which column; `unknown` headings are left out, and so is what comes `again`, and both are said."""

    fields: Mapping[int, str]
    headings: tuple[str, ...]
    unknown: tuple[str, ...]
    again: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of a sheet: what it says of a customer; or why that cannot be read. `cells`: the texts as they were."""

    n: int
    cells: tuple[str, ...]
    facts: dict[str, Any] = field(default_factory=dict)
    refusal: Refusal | None = None


def columns(cells: Sequence[str]) -> Columns | None:
    """The columns of a line of headings, in any order and any language; None if it is none: a name or a contract must be there."""
    fields: dict[int, str] = {}
    unknown, again = [], []
    for n, cell in enumerate(cells):
        heading = _bare(cell)
        key = _KNOWN.get(heading)
        if key and key in fields.values():
            again.append(cell.strip())
        elif key:
            fields[n] = key
        elif heading and heading not in _INFORMATIVE:
            unknown.append(cell.strip())
    if not set(IDENTITY) & set(fields.values()):
        return None
    return Columns(fields, tuple(cells), tuple(unknown), tuple(again))


def read_line(n: int, cells: Sequence[str], known: Columns, groups: Mapping[str, Sequence[Group]]) -> Line:
    """What a line says. `groups`: the tiers and categories, which may be named by key or in words. It never raises."""
    texts = tuple(cell[:MOST_CELL] for cell in cells)
    facts: dict[str, Any] = {}
    try:
        for at, key in known.fields.items():
            cell = cells[at] if at < len(cells) else ""
            if len(cell) > MOST_CELL:
                raise WrongCustomer(key, "long", cell[:40])
            if cell.lstrip().startswith("="):  # behind a guard it is a text, and was one when it was written
                raise WrongCustomer(key, "formula", cell[:40])
            if "\ufffd" in cell:
                raise WrongCustomer(key, "encoding", cell[:40])
            value = read_field(key, unguarded(cell), groups)
            if value or key not in IDENTITY:
                facts[key] = value
    except WrongCustomer as refusal:
        return Line(n, texts, {}, refusal)
    return Line(n, texts, facts)


def spoilt_line(n: int, cells: Sequence[str]) -> Line:
    """A line with a quote that is never closed: nobody can say where its cells end."""
    return Line(n, tuple(cell[:MOST_CELL] for cell in cells), {}, WrongCustomer("line", "quote"))


def read_field(key: str, text: str, groups: Mapping[str, Sequence[Group]]) -> Any:
    """One thing of a customer, as somebody wrote it. WrongCustomer."""
    if key != "products":
        text = text.strip()
    match key:
        case "since" | "until":
            return read_day(key, text)
        case "prepaid_minutes":
            return read_hours(text)
        case "products":
            parts = text.split("\n") if "\n" in text else text.split(";")
            return [part for part in (one.strip() for one in parts) if part]
        case "domains" | "contacts":
            return [part for part in _SPACE.split(text) if part]
        case "tier" | "client":
            return _key_of(text, groups.get(key, ()))
    return text


def read_day(key: str, text: str) -> date | None:
    """«31.12.2026», "2026-12-31"; empty: open. WrongCustomer."""
    if not text:
        return None
    text = _CLOCK.sub("", text)
    for form in _DAYS:
        if found := form.fullmatch(text):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                break
    raise WrongCustomer(key, "malformed", text[:40], "31.12.2026")


def read_hours(text: str) -> int | None:
    """«10», «10,5», "10:30" -> minutes; empty: not counted. WrongCustomer."""
    text = re.sub(r"[\s\u00a0\u202f]", "", text)
    if not text:
        return None
    if found := re.fullmatch(r"(\d{1,6}):([0-5]\d)", text):
        minutes = int(found[1]) * 60 + int(found[2])
    elif re.fullmatch(r"\d{1,6}([.,]\d{1,12})?", text):
        minutes = round(float(text.replace(",", ".")) * 60)
    else:
        raise WrongCustomer("prepaid_minutes", "malformed", text[:40], "10,5")
    if minutes > MOST_HOURS * 60:
        raise WrongCustomer("prepaid_minutes", "malformed", text[:40], "10,5")
    return minutes


def listed(values: Sequence[str]) -> str:
    """Several things in one cell, so that `read_field` finds them again."""
    if not any(";" in value for value in values):
        return "; ".join(values)
    return "\n".join([*values, ""] if len(values) == 1 else values)


def guarded(text: str) -> str:
    """A text that no program takes for a formula (OWASP, «CSV Injection»); `unguarded` finds it again.

    Blanks before the sign hide nothing, nor do its full-width twins."""
    return GUARD + text if _risky(text) or text.startswith(GUARD) else text


def unguarded(text: str) -> str:
    """The text behind a guard."""
    return text[1:] if text.startswith(GUARD) and (_risky(text[1:]) or text[1:].startswith(GUARD)) else text


def _risky(text: str) -> bool:
    return text[:1] in RISKY or text.lstrip()[:1] in RISKY


def as_text(value: Any) -> str:
    """A cell of a workbook as the text somebody would have typed."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return str(value)


def _key_of(text: str, groups: Sequence[Group]) -> str:
    """A tier or category by its key, or by its name in any language; what is neither is refused later."""
    wanted = text.casefold()
    for group in groups:
        if wanted in {group.key.casefold(), *(name.casefold() for name in group.label.words.values())}:
            return group.key
    return text


def _bare(heading: str) -> str:
    return " ".join(unguarded(heading.lstrip("\ufeff")).casefold().replace("ё", "е").split()).rstrip(":*")


_INFORMATIVE = frozenset(map(_bare, INFORMATIVE))
_KNOWN = {_bare(word): key for key, words in HEADINGS.items() for word in words.split(";")}
