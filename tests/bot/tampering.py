"""Tampering: somebody who holds the database takes away what guards the journal, and then changes it."""

from __future__ import annotations

import sqlalchemy as sa


def unguard(connection: sa.Connection) -> None:
    """From here on entries can be changed and deleted."""
    postgres = connection.dialect.name == "postgresql"
    for name in ("entries_stay", "entries_as_written"):
        connection.execute(
            sa.text(f"DROP TRIGGER IF EXISTS {name} ON entries" if postgres else f"DROP TRIGGER IF EXISTS {name}")
        )
