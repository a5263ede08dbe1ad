"""Which tests begin first."""

from __future__ import annotations

import pytest

LONG = (
    "tests/test_house.py::test_the_checks_of_make_check_pass",
    "tests/browser/",
    "tests/stories/crash/",
    "tests/stories/test_rights_matrix.py",
    "tests/stories/test_nonsense.py",
)
"""What lasts longest, the longest first: begun late it would keep one worker busy when the others have nothing left."""


def turn(item: pytest.Item) -> int:
    """When it begins: a place among what lasts long, or after all that."""
    return next((n for n, start in enumerate(LONG) if item.nodeid.startswith(start)), len(LONG))
