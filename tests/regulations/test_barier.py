"""Barier's regulation (source 001), row by row."""

from __future__ import annotations

from datetime import date

import pytest

from tests.regulations.barier_rows import rows_of
from tests.regulations.conftest import Hold
from tests.regulations.rows import Check, rules

row = rows_of("barier")


@row("2")
def _() -> None:
    """Changes are published: version, date and link."""
    mine = rules("barier")
    assert (mine.version, mine.valid_from, mine.link) == ("1", date(2016, 11, 21), "http://barier.pro/support/")
    assert mine.clause("changes") == "2"


@row("3.1")
def _() -> None:
    """For all participants: the clause that is cited."""
    assert rules("barier").clause("people") == "3.1"


@pytest.mark.parametrize("check", row.params())
async def test_row(check: Check, hold: Hold) -> None:
    """A person gets what the row demands."""
    await hold("barier", check)
