"""The shipped days off are the official ones, day by day, and come out of the documented command."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest

from bot.daysoff import generate
from domain.daysoff import FOLDER, days_off, parse
from domain.worktime import Calendar

WEEK = [((9 * 3600, 18 * 3600),)] * 5 + [()] * 2
KAZAKHSTAN = Calendar(ZoneInfo("Asia/Almaty"), WEEK, days_off("kz"))
RUSSIA = Calendar(ZoneInfo("Europe/Moscow"), WEEK, days_off("ru"))


def days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=i) for i in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", range(2022, 2028))
def test_each_day_is_worked_or_not_as_the_decree_says(year: int) -> None:
    official = holidays.country_holidays("RU", years=year)

    assert [day for day in days(year) if RUSSIA.is_working_day(day) != official.is_working_day(day)] == []


@pytest.mark.parametrize(("year", "worked"), [(2023, 247), (2024, 248), (2025, 247), (2026, 247), (2027, 247)])
def test_a_year_has_as_many_working_days_as_the_production_calendar(year: int, worked: int) -> None:
    assert sum(RUSSIA.is_working_day(day) for day in days(year)) == worked


def test_a_moved_day_off_says_which_day_it_stands_for() -> None:
    russia = days_off("ru")

    assert russia.moved[date(2024, 4, 29)] == date(2024, 4, 27)
    assert date(2024, 4, 27) in russia.working
    assert russia.moved[date(2026, 3, 9)] == date(2026, 3, 8)  # the holiday fell on a Sunday
    assert not russia.is_holiday(date(2026, 3, 9))


def test_other_years_have_the_holidays_that_every_year_has() -> None:
    russia = days_off("ru")
    statutory = [day for day in days(2031) if russia.is_holiday(day)]

    assert 2031 not in russia.official
    assert [f"{day:%d.%m}" for day in statutory] == [
        *(f"{n:02d}.01" for n in range(1, 9)),
        "23.02",
        "08.03",
        "01.05",
        "09.05",
        "12.06",
        "04.11",
    ]
    assert russia.statutory[(5, 9)] == "Victory Day"


@pytest.mark.parametrize("year", range(2022, 2028))
def test_kazakhstan_works_day_by_day_as_the_library_says(year: int) -> None:
    official = holidays.country_holidays("KZ", years=range(year - 1, year + 2))

    assert [day for day in days(year) if KAZAKHSTAN.is_working_day(day) != official.is_working_day(day)] == []


def test_a_holiday_with_a_day_of_its_own_each_year_has_its_name() -> None:
    kazakhstan = days_off("kz")

    assert kazakhstan.name(date(2025, 6, 6)) == "Eid al-Adha"
    assert kazakhstan.name(date(2025, 8, 30)) == "Constitution Day"
    assert kazakhstan.name(date(2026, 3, 22)) == "Nowruz Holiday"
    assert kazakhstan.name(date(2026, 3, 24)) == ""  # off for the weekend, no holiday
    assert kazakhstan.is_holiday(date(2031, 3, 15))  # the new Constitution Day is that of all years to come
    assert not kazakhstan.is_holiday(date(2031, 8, 30))
    assert days_off("ru").name(date(2031, 5, 9)) == "Victory Day"


@pytest.mark.parametrize("country", ["ru", "kz"])
def test_the_shipped_file_is_what_the_command_writes(country: str) -> None:
    assert (FOLDER / f"{country}.toml").read_text(encoding="utf-8") == generate(country, range(2022, 2028))


@pytest.mark.parametrize("country", ["kz", "de"])
def test_another_countrys_days_off_can_be_generated_too(country: str) -> None:
    calendar = Calendar(ZoneInfo("UTC"), WEEK, parse(generate(country, range(2024, 2027))))
    official = holidays.country_holidays(country.upper(), years=range(2024, 2027))

    for year in (2024, 2025, 2026):
        assert [day for day in days(year) if calendar.is_working_day(day) != official.is_working_day(day)] == []


def test_an_unknown_country_is_named() -> None:
    with pytest.raises(KeyError, match="xx"):
        generate("xx", range(2024, 2025))
    with pytest.raises(KeyError, match="there are kz, ru"):
        days_off("xx")
