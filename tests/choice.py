"""Which tests run on one of the databases only, and which begin first."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import pytest

ON_EITHER = frozenset(
    f"tests/stories/test_{name}.py"
    for name in (
        "about",
        "albums",
        "arisen",
        "arisen_anywhere",
        "before_request",
        "by_phone",
        "code_letters",
        "confidence",
        "dialogue",
        "doors",
        "edits",
        "faq",
        "file_mishaps",
        "files",
        "intruders",
        "invite",
        "kazakh",
        "one_issue",
        "owner",
        "presets",
        "profile",
        "rating",
        "rules",
        "second_opinion",
        "talk",
    )
)
"""Stories about what is said, seen from the requester: the databases cannot tell them apart, and what they do to a database
others do on both. Every other story begins on SQLite with a plain staff group and on PostgreSQL with a forum."""
LONG = (
    "tests/test_house.py::test_the_checks_of_make_check_pass",
    "tests/browser/",
    "tests/stories/crash/",
    "tests/stories/test_rights_matrix.py",
    "tests/stories/test_nonsense.py",
)
"""What lasts longest, the longest first: begun late it would keep one worker busy when the others have nothing left."""


def without_doubles(items: Iterable[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """What runs, and what is left out: of a story for either database one of the two, by its name, so always the same."""
    runs: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        (left_out if _is_double(item) else runs).append(item)
    return runs, left_out


def _is_double(item: pytest.Item) -> bool:
    if not isinstance(item, pytest.Function) or item.nodeid.partition("::")[0] not in ON_EITHER:
        return False
    database = item.callspec.params.get("database_url") if hasattr(item, "callspec") else None
    if database is None:
        return False
    others = [one for one in item.callspec.id.split("-") if one != database]
    name = "-".join([item.nodeid.partition("[")[0], *others])
    return ("sqlite", "postgres")[zlib.crc32(name.encode()) % 2] != database


def turn(item: pytest.Item) -> int:
    """When it begins: a place among what lasts long, or after all that."""
    return next((n for n, start in enumerate(LONG) if item.nodeid.startswith(start)), len(LONG))
