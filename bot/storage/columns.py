"""Columns: how the domain's values lie in SQLite and PostgreSQL alike, and come back as what they were.

Instants are aware and UTC, enums are text with a check, and what PostgreSQL cannot hold (NUL, halves of surrogate pairs)
is taken out of texts and JSON on their way in.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from domain.cleaning import clean, clean_text


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in, UTC out, microseconds kept. A naive one is refused with ValueError."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """To UTC; SQLite keeps no zone, and a text without one sorts by time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no UTC offset")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Back as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class CleanText(TypeDecorator[str]):
    """Text that somebody outside may have written."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Without what PostgreSQL refuses; SQLite would take it, and the two must not differ."""
        return None if value is None else clean_text(value)


Json = sa.JSON(none_as_null=True)
"""JSON; None is SQL's NULL. It is written by `dumps` and read by `loads`: the engine knows them."""

Serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""64 bits on both sides: SQLite numbers rows by itself only under the name INTEGER."""


def dumps(value: Any) -> str:
    """JSON for the database, cleaned. TypeError for what JSON does not know."""
    try:
        text = orjson.dumps(value)
    except orjson.JSONEncodeError:  # half a surrogate pair, or nothing that cleaning helps
        return orjson.dumps(clean(value)).decode()
    return (orjson.dumps(clean(value)) if b"\\u0000" in text else text).decode()


loads = orjson.loads


def words(kind: type[StrEnum], *, grows: bool = False) -> sa.Enum:
    """An enum's values as text, with a check that names the column's kind.

    `grows`: new words come with new abilities; the code checks them, and no table is made anew for a word.
    """
    longest = max(len(member.value) for member in kind)
    return sa.Enum(
        kind,
        name=kind.__name__.lower(),
        native_enum=False,
        create_constraint=not grows,
        validate_strings=True,
        length=max(32, longest),
        values_callable=lambda members: [member.value for member in members],
    )


def sequence() -> sa.Column[int]:
    """The order in which rows were written, for instants that are equal (a channel's may be whole seconds)."""
    return sa.Column("sequence", sa.BigInteger, nullable=False, default=_counting(time.time_ns))


def _counting(clock: Callable[[], int]) -> Callable[[], int]:
    last = 0

    def tick() -> int:
        nonlocal last
        last = max(last + 1, clock())
        return last

    return tick
