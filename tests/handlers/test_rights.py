"""The table of rights has a row for each door, and a door for each row."""

from __future__ import annotations

import pytest

from domain.rights import TABLE, Where, Who, of_button, of_command
from tests.handlers.doors import doors


def test_each_command_and_button_has_a_row() -> None:
    """A new command or verb is refused here until somebody has said who may use it, where and when."""
    rows = {(right.name, right.where) for right in TABLE}
    missing = sorted(found for found in doors().names - rows if (found[0].partition(":")[0], found[1]) not in rows)
    wanted = [f'Right("{name}", Who.<who>, Where.{where.name}, <states>)' for name, where in missing]
    assert not wanted, "domain/rights.py, TABLE lacks:\n" + "\n".join(wanted)


def test_each_row_has_a_handler() -> None:
    """A row without a door is left over from one that is gone."""
    found = doors()
    rows = {(right.name, right.where) for right in TABLE}
    left = sorted(row for row in rows - found.names if (row[0].partition(":")[0], row[1]) not in found.whole)
    assert not left, "nothing answers to these rows of domain/rights.py:\n" + "\n".join(map(str, left))
    assert len(rows) == len(TABLE)


@pytest.mark.parametrize(
    ("data", "where", "who"),
    [
        ("t:BAR-000001:take:", Where.STAFF, Who.AGENT),
        ("t:BAR-000001:suspend:person", Where.STAFF, Who.LEAD),
        ("i:abc:kind@2:fault", Where.PRIVATE, Who.ANYONE),
        ("x:end:abc", Where.STAFF, Who.LEAD),
        ("r:intro:2", Where.PRIVATE, Who.ANYONE),
        ("t:BAR-000001:take:", Where.PRIVATE, None),
        ("t", Where.STAFF, None),
        ("'; DROP TABLE tickets; --", Where.STAFF, None),
    ],
)
def test_a_button_finds_its_row_by_its_data(data: str, where: Where, who: Who | None) -> None:
    """Whatever stands in the data, no row is a row of something else."""
    row = of_button(data, where)
    assert (row.who if row else None) == who


def test_a_command_finds_its_row_by_its_place() -> None:
    """/new is the requester's own in private, and staff's in their group."""
    mine, theirs = of_command("new", Where.PRIVATE), of_command("new", Where.STAFF)
    assert mine is not None
    assert mine.who is Who.ANYONE
    assert theirs is not None
    assert theirs.who is Who.AGENT
    assert of_command("new", Where.GROUP) is None
