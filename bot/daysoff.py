"""Days off as data: writes `domain/calendars/<country>.toml` from the `holidays` library.

A developer runs it once a year, when the decree for the next year is out:
`frontdesk regulation days-off ru 2022 2027 > domain/calendars/ru.toml`. The desk itself reads the file only.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from importlib.metadata import version

import holidays

_SUBSTITUTED = re.compile(r"\(substituted from (\d\d)/(\d\d)/(\d{4})\)")
_OBSERVED = re.compile(r"(.*) \(observed\)")


def generate(country: str, years: range) -> str:
    """The TOML text for a country ("ru") and the years whose decrees the library knows; KeyError: unknown country."""
    try:
        calendar = holidays.country_holidays(country.upper(), years=years, language="en_US")
    except NotImplementedError:
        raise KeyError(f"the holidays library has no country {country!r}") from None
    statute = _every_year(country, years[-1])
    parts: list[str] = []
    for year in years:
        days = [date(year, 1, 1) + timedelta(days=i) for i in range(366)]
        days = [day for day in days if day.year == year]
        moved = {day: _stands_for(calendar, day) for day in days if day in calendar}
        real = [day for day, stands_for in moved.items() if stands_for is None]
        working = [day for day in days if calendar.is_weekend(day) and calendar.is_working_day(day)]
        others = [f'{day} = "{calendar[day]}"' for day in real if f"{day:%m-%d}" not in statute]
        rows = [f"{day} = {stands_for}" for day, stands_for in moved.items() if stands_for]
        lists = [_listed("holidays", real), _listed("working", working)]
        named = [f"[{year}.others]", *others] if others else []
        parts.append("\n".join([f"[{year}]", *lists, f"[{year}.moved]", *rows, *named]))
    command = f"frontdesk regulation days-off {country} {years[0]} {years[-1]}"
    head = [
        f"# Official days off of {country.upper()}, {years[0]}-{years[-1]}: public holidays; days off in place of",
        "# another day (moved: day off = the day it stands for); weekend days that are worked. In years that are not here the",
        "# statutory holidays hold, and results are provisional.",
        *(
            ["# Holidays that have no day of their own each year are named under others."]
            if "others]" in str(parts)
            else []
        ),
        f"# Generated from holidays {version('holidays')}: {command}",
        "",
        f'country = "{country}"',
        "",
        "[statutory]",
        *(f'{day} = "{name}"' for day, name in sorted(statute.items())),
    ]
    return "\n".join(head) + "\n\n" + "\n\n".join(parts) + "\n"


def _every_year(country: str, last: int) -> dict[str, str]:
    """Month and day -> name of the holidays that the statute gives for the last year and the two after it alike."""
    found: list[dict[str, str]] = []
    for year in range(last, last + 3):
        days = holidays.country_holidays(country.upper(), years=year, language="en_US")
        found.append({f"{day:%m-%d}": name for day, name in days.items() if _stands_for(days, day) is None})
    return {day: name for day, name in found[0].items() if all(day in later for later in found[1:])}


def _stands_for(calendar: holidays.HolidayBase, day: date) -> date | None:
    """The day that this day off replaces, or None if it is a public holiday itself."""
    name = calendar[day]
    if found := _SUBSTITUTED.search(name):
        month, number, year = map(int, found.groups())
        return date(year, month, number)
    if found := _OBSERVED.search(name):
        before = (day - timedelta(days=i) for i in range(1, 15))
        return next(other for other in before if found[1] in calendar.get_list(other))
    return None


def _listed(key: str, days: list[date]) -> str:
    if not days:
        return f"{key} = []"
    return "\n".join([f"{key} = [", *(f"  {day}," for day in days), "]"])
