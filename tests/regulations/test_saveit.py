"""SaveIT's regulation (source 003): Barier's rows under its contacts, without sections 2 and 3."""

from __future__ import annotations

import pytest

from tests.regulations.barier_rows import rows_of
from tests.regulations.conftest import Hold
from tests.regulations.rows import UNNUMBERED, Check, rules

row = rows_of("saveit")


@row("without number")
def _() -> None:
    """What 003 prints without a number is cited without one, and what it lacks is not cited at all."""
    mine = rules("saveit")
    assert {mine.clause(rule) for rule in ("fields", "definitions", "response", "resolution", "late")} == {UNNUMBERED}
    assert {mine.clause(rule) for rule in ("changes", "people")} == {None}
    assert "barier" not in mine.source.split("[contacts]")[1].lower()


@pytest.mark.parametrize("check", row.params())
async def test_row(check: Check, hold: Hold) -> None:
    """A person gets what the row demands."""
    await hold("saveit", check)
