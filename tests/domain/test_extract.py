"""Which period is meant, and in which parts a journal is read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.chain import check
from domain.extract import Part, Period, extract, parts, read_day, read_period, up_to
from domain.journal import Actor, Entry, EntryKind, write
from domain.staff_refusals import WrongPeriod

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("text", "period", "rest"),
    [
        ("2026-10", OCTOBER, ""),
        ("10.2026", OCTOBER, ""),
        ("01.10.2026-31.10.2026", OCTOBER, ""),
        ("1.10.2026 — 31.10.2026", OCTOBER, ""),
        ("2026-10-01..2026-10-31", OCTOBER, ""),
        ("01.10.2026 31.10.2026", OCTOBER, ""),
        ("2026-10 Ромашка", OCTOBER, "Ромашка"),
        ("ООО «Ромашка» 2026-10", OCTOBER, "ООО «Ромашка»"),
        ("05.10.2026", Period(date(2026, 10, 5), date(2026, 10, 5)), ""),
        ("2026", Period(date(2026, 1, 1), date(2026, 12, 31)), ""),
        ("Ромашка 2026", None, "Ромашка 2026"),
        ("12-34", None, "12-34"),
        ("Ромашка", None, "Ромашка"),
        ("2026-02", Period(date(2026, 2, 1), date(2026, 2, 28)), ""),
    ],
)
def test_periods_as_people_type_them(text: str, period: Period | None, rest: str) -> None:
    assert read_period(text) == (period, rest)


@pytest.mark.parametrize("text", ["31.02.2026", "2026-13", "31.10.2026-01.10.2026", "01.10.9999", "9999-12"])
def test_what_the_calendar_does_not_have_is_no_period(text: str) -> None:
    with pytest.raises(WrongPeriod):
        read_period(text)
    with pytest.raises(WrongPeriod):
        read_day(f"{text} x")


def test_days_are_whole_in_the_zone() -> None:
    """Midnight is Moscow's; what is written while the sheet is made is not in it."""
    zone = ZoneInfo("Europe/Moscow")
    assert OCTOBER.bounds(zone) == (datetime(2026, 9, 30, 21, tzinfo=UTC), datetime(2026, 10, 31, 21, tzinfo=UTC))
    wanted, now = extract(zone, OCTOBER), datetime(2026, 10, 5, 12, tzinfo=UTC)
    assert wanted.until == up_to(wanted, None).until == datetime(2026, 10, 31, 21, tzinfo=UTC)
    assert up_to(wanted, now).until == now + timedelta(microseconds=1)
    assert up_to(wanted, now + timedelta(days=90)).until == wanted.until


def test_parts_hold_all_entries_and_never_too_many() -> None:
    """A request with very many entries is read in several."""
    counts = [("A", 3), ("B", 4), ("C", 25), ("D", 1)]
    found = list(parts(counts, most=10))
    assert found == [
        Part(("A", "B"), 7),
        Part(("C",), 10, 0, 10),
        Part(("C",), 10, 10, 10),
        Part(("C",), 5, 20, 10),
        Part(("D",), 1),
    ]
    assert sum(part.entries for part in found) == 33
    assert list(parts([], most=10)) == []


def test_a_chain_is_checked_while_it_is_read() -> None:
    """The first broken entry is named, and all are counted."""
    me, said = Actor("7", "Анна", "telegram"), list[Entry]()
    for n in range(1, 6):
        before = said[-1].digest if said else ""
        said.append(write("A", n, datetime(2026, 1, n, tzinfo=UTC), EntryKind.NOTE, me, {"n": n}, previous=before))
    said[1].erase()
    whole = check(iter(said), count=5, head=said[-1].digest)
    assert (whole.whole, whole.entries, whole.erased) == (True, 5, 1)
    assert check(said[:4], count=5, head=said[-1].digest).short
    said[2].payload = {"n": 4}
    broken = check(iter(said), count=5, head=said[-1].digest)
    assert broken.wrong is said[2]
    assert (broken.whole, broken.entries) == (False, 5)
