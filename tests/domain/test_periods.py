"""Periods: what people type for the days of a report."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.periods import MONTH, WEEK, Period, last_whole, lately, read
from domain.regulation import load
from domain.staff_refusals import WrongDays

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "first", "last", "rest"),
    [
        ("week", date(2026, 11, 17), TODAY, ""),
        ("Неделя  ООО «Ромашка»", date(2026, 11, 17), TODAY, "ООО «Ромашка»"),
        ("month Romashka", date(2026, 10, 24), TODAY, "Romashka"),
        ("1.11-15.11", date(2026, 11, 1), date(2026, 11, 15), ""),
        ("с 20.12 по 10.01 Ромашка", date(2025, 12, 20), date(2026, 1, 10), "Ромашка"),
        ("01.10.26 – 31.10.2026", date(2026, 10, 1), date(2026, 10, 31), ""),
        ("2026-10-01-2026-10-31 17/26", date(2026, 10, 1), date(2026, 10, 31), "17/26"),
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31), ""),
        ("02.2024 17-A", date(2024, 2, 1), date(2024, 2, 29), "17-A"),
        ("16.11", date(2026, 11, 16), date(2026, 11, 16), ""),
        ("20.11.2026-30.11.2026", date(2026, 11, 20), TODAY, ""),
        ("29.02", date(2024, 2, 29), date(2024, 2, 29), ""),
        ("1.11-30.11", date(2026, 11, 1), TODAY, ""),
        ("1.10.2025-5.11", date(2025, 10, 1), date(2025, 11, 5), ""),
        ("1.12-31.12", date(2025, 12, 1), date(2025, 12, 31), ""),
    ],
)
def test_days_are_read_as_people_type_them(text: str, first: date, last: date, rest: str) -> None:
    """What follows is whose; a day without a year is the latest such day; what lies ahead is left off."""
    assert read(text, TODAY) == (Period(first, last), rest)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "none"),
        ("вчера", "none"),
        ("31.02-5.03", "day"),
        ("2026-13", "day"),
        ("0.11", "day"),
        ("20.11.2026-10.11.2026", "backwards"),
        ("5.11-1.11", "turned"),
        ("5.11-1.11.2026", "turned"),
        ("24.11.2026-30.11.2026", "ahead"),
        ("1.1.2020-1.1.2026", "long"),
        ("9999-12", "day"),
    ],
)
def test_what_is_no_period_is_said_to_be_none(text: str, problem: str) -> None:
    with pytest.raises(WrongDays) as refused:
        read(text, TODAY)
    assert refused.value.problem == problem


def test_a_period_is_whole_days_of_the_zone() -> None:
    """Moscow's midnight, and the last month and week that are over."""
    zone = load("barier").zone
    period = lately(WEEK, TODAY)
    assert (period.begins(zone), period.ends(zone)) == (
        datetime(2026, 11, 16, 21, tzinfo=UTC),
        datetime(2026, 11, 23, 21, tzinfo=UTC),
    )
    assert len(period.days) == 7
    assert last_whole(WEEK, TODAY) == Period(date(2026, 11, 16), date(2026, 11, 22))
    assert last_whole(MONTH, date(2026, 3, 1)) == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert lately(MONTH, date(2026, 3, 31)) == Period(date(2026, 3, 1), date(2026, 3, 31))
