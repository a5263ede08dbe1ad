"""The basis of all tables: their common metadata, and the references that many of them have."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, String

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def of(column: str, *, null: bool = False, primary_key: bool = False, index: bool = False) -> Column[str]:
    """A reference: `_of("people.id")` is called person_id, `_of("tickets.number")` ticket."""
    name = {"people.id": "person_id", "tickets.number": "ticket"}[column]
    key = sa.ForeignKey(column, deferrable=True, initially="DEFERRED")
    return Column(name, String(64), key, nullable=null, primary_key=primary_key, index=index)


def belongs() -> Column[str]:
    """The customer, where one is known."""
    key = sa.ForeignKey("organizations.id", deferrable=True, initially="DEFERRED")
    return Column("organization_id", String(64), key, index=True)
