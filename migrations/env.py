"""How Alembic reaches the database: by the connection that `bot.storage.schema` hands over.

To write a revision after a change of the tables: `alembic revision --autogenerate -m "what changes"`, with
FRONTDESK_DATABASE_URL naming a database of the newest revision.
"""

from __future__ import annotations

import os

import sqlalchemy as sa
from alembic import context

from bot.storage.engine import VARIABLE, open_engine
from bot.storage.tables import metadata


def migrate(connection: sa.Connection) -> None:
    # SQLite alters a table by making it anew: in batches. The transaction is the caller's.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


given: sa.Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    engine = open_engine(os.environ[VARIABLE])
    with engine.begin() as connection:
        migrate(connection)
    engine.dispose()
