"""Days off: a country's public holidays and the days its decrees move, as `calendars/<country>.toml` has them.

The files are generated from the `holidays` library by `frontdesk regulation days-off`, and tests hold them to it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent / "calendars"


@dataclass(frozen=True)
class DaysOff:
    """A country's days off: those of decided years day by day, and what the statute gives in all others."""

    country: str
    official: frozenset[int] = frozenset()
    """Years whose decree on moved days is in the data."""
    holidays: frozenset[date] = frozenset()
    moved: Mapping[date, date] = field(default_factory=dict)
    """A day off in place of another day -> the day it stands for."""
    working: frozenset[date] = frozenset()
    """Weekend days that are worked."""
    statutory: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """(month, day) -> the holiday's name in English."""
    others: Mapping[date, str] = field(default_factory=dict)
    """Public holidays of decided years that are not on a day of their own each year, and their names."""

    def is_holiday(self, day: date) -> bool:
        """Whether the day is a public holiday (a day off moved to it is not one)."""
        if day.year in self.official:
            return day in self.holidays
        return (day.month, day.day) in self.statutory

    def name(self, day: date) -> str:
        """The public holiday's name in English; empty if the day is none."""
        if not self.is_holiday(day):
            return ""
        return self.others.get(day) or self.statutory.get((day.month, day.day), "public holiday")


def countries() -> list[str]:
    """The countries whose days off are shipped, as two small letters."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def days_off(country: str) -> DaysOff:
    """The shipped days off of a country ("ru"); KeyError if there are none."""
    if country not in countries():
        raise KeyError(f"no days off are shipped for {country!r}; there are {', '.join(countries())}")
    return parse((FOLDER / f"{country}.toml").read_text(encoding="utf-8"))


def parse(text: str) -> DaysOff:
    """Days off from the TOML text that `bot.daysoff.generate` writes."""
    table = tomllib.loads(text)
    years = {int(year): values for year, values in table.items() if year.isdigit()}
    moved = {date.fromisoformat(day): stands_for for v in years.values() for day, stands_for in v["moved"].items()}
    names = {(int(day[:2]), int(day[3:])): str(name) for day, name in table["statutory"].items()}
    others = {date.fromisoformat(day): str(name) for v in years.values() for day, name in v.get("others", {}).items()}
    return DaysOff(
        country=table["country"],
        official=frozenset(years),
        holidays=frozenset(day for values in years.values() for day in values["holidays"]),
        moved=MappingProxyType(moved),
        working=frozenset(day for values in years.values() for day in values["working"]),
        statutory=MappingProxyType(names),
        others=MappingProxyType(others),
    )
