"""Found quickly: the words by which tickets are found have rows of their own, so that a search need not look at every ticket."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OPEN = (
    "registered_at",
    "number",
    "line",
    "status",
    "at_head",
    "completed_at",
    "responded_at",
    "response_due",
    "resolution_due",
)
AT_ONCE = 500
"""Tickets whose words are read at a time."""
_RUN = re.compile("[0-9]{5,}")


def upgrade() -> None:
    op.create_table(
        "ticket_words",
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket"], ["tickets.number"], name="fk_ticket_words_ticket_tickets", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("word", "ticket", name="pk_ticket_words"),
        sqlite_with_rowid=False,
    )
    fill_in_words()
    op.create_index("ix_ticket_words_ticket_word", "ticket_words", ["ticket", "word"])
    are_open = sa.text("status <> 'closed'")
    op.create_index(
        "ix_tickets_open", "tickets", list(OPEN), sqlite_where=are_open, postgresql_where=are_open
    )


def fill_in_words() -> None:
    """What tickets have been found by until now."""
    connection, after = op.get_bind(), ""
    some = sa.text("SELECT number, words FROM tickets WHERE number > :after AND words <> '' ORDER BY number LIMIT :most")
    enter = sa.text("INSERT INTO ticket_words (word, ticket) VALUES (:word, :ticket)")
    while rows := connection.execute(some, {"after": after, "most": AT_ONCE}).all():
        connection.execute(enter, [{"word": one, "ticket": number} for number, words in rows for one in _keys(words)])
        after = rows[-1].number


def _keys(words: str) -> set[str]:
    return {*words.split(), *(f"#{run[at:]}" for run in _RUN.findall(words) for at in range(len(run) - 4))}


def downgrade() -> None:
    op.drop_index("ix_tickets_open", "tickets")
    op.drop_table("ticket_words")
