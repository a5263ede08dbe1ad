"""Cases: what became of a promise names the priority it was made for, where a later one did not change it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.cases import Case, promises
from domain.regulation import load

RECEIVED = datetime(2026, 11, 23, 7, tzinfo=UTC)
"""Monday, 10:00 in Moscow; priority 1 is to be solved in four hours."""


@pytest.mark.parametrize(("after", "under"), [(1, ""), (6, "1")])
def test_a_priority_changed_after_the_deadline_leaves_the_target_of_the_earlier_one(after: int, under: str) -> None:
    """Before it the time is counted anew, by the new one's own target."""
    rules = load("barier")
    changed = RECEIVED + timedelta(hours=after)
    case = Case("BAR-000001", rules, RECEIVED, "", "1", changes=[(changed, "3")], responded=RECEIVED)
    end = RECEIVED + timedelta(days=1)
    _response, resolution = promises(case, RECEIVED + timedelta(hours=7), None, "", end)
    assert resolution.under == under
    assert resolution.state == ("missed" if under else "met")
