"""Gravity's regulation (source 002), row by row."""

from __future__ import annotations

import pytest

from tests.regulations.conftest import Hold
from tests.regulations.gravity_rows_4_7 import row
from tests.regulations.rows import Check


@pytest.mark.parametrize("check", row.params())
async def test_row(check: Check, hold: Hold) -> None:
    """A person gets what the row demands."""
    await hold("gravity", check)
