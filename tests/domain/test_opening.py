"""Opening: what somebody hears who asks when the desk is open."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from domain.opening import openings
from domain.regulation import FOLDER, load

MOSCOW = load("barier").zone


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("now", "until", "opens"),
    [
        ("2026-11-23 10:30", "2026-11-23 18:00", None),
        ("2026-11-23 08:59:59", None, "2026-11-23 09:00"),
        ("2026-11-23 18:00", None, "2026-11-24 09:00"),
        ("2026-12-30 20:00", None, "2027-01-11 09:00"),
    ],
)
def test_open_until_or_closed_until(now: str, until: str | None, opens: str | None) -> None:
    """At the closing instant it is closed; over New Year it opens when the holidays are over."""
    [found] = openings(load("barier"), at(now))
    assert (found.until, found.opens) == (until and at(until), opens and at(opens))
    assert found.is_open is (opens is None)


def test_each_calendar_says_whose_priorities_it_is_for() -> None:
    """intervale 4.1: the top two levels round the clock, the rest in working hours."""
    always, working = openings(load("intervale"), at("2026-11-22 12:00"))
    assert (always.priorities, always.until, always.is_open) == (("highest", "high"), None, True)
    assert (working.priorities, working.is_open) == (("medium", "low", "consultation"), False)


def test_days_off_and_exceptions_ahead_are_told_apart(tmp_path: Path) -> None:
    """A break at noon on a Friday, a Saturday that is worked, and the public holiday between."""
    text = (FOLDER / "barier.toml").read_text(encoding="utf-8")
    changed = tmp_path / "breaks.toml"
    days = '[calendars.working.exceptions]\n2026-11-06 = ["09:00-12:00", "15:00-18:00"]\n2026-11-07 = ["10:00-14:00"]\n'
    changed.write_text(text.replace("\n# ------", "\n" + days + "\n# ------", 1), encoding="utf-8")
    [found] = openings(load(str(changed)), at("2026-11-02 10:00"))
    assert [(s.first, s.last) for s in found.days_off] == [(date(2026, 11, 4), date(2026, 11, 4))]
    assert [s.first for s in found.exceptions] == [date(2026, 11, 6), date(2026, 11, 7)]
    [friday] = openings(load(str(changed)), at("2026-11-06 10:00"))
    assert friday.until == at("2026-11-06 12:00")
    assert dict(friday.week)[date(2026, 11, 7)].hours == ((10 * 3600, 14 * 3600),)
