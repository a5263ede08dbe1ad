"""Letters: each one that came in is kept before the mail server is told anything; a delivery is found by its Message-ID alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXTS = ("envelope_from", "envelope_to", "kind", "outcome", "author", "subject", "message_id")


def upgrade() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("problems", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.Column("ticket", sa.String(length=64), nullable=True),
        sa.Column("entry", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_letters_person_id_people", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["ticket"], ["tickets.number"], name="fk_letters_ticket_tickets", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("key", name="uq_letters_key"),
    )
    for column in ("sha256", "received_at", "author", "message_id", "person_id", "ticket"):
        op.create_index(f"ix_letters_{column}", "letters", [column])
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_letters_waiting", "letters", ["taken_at"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_index("ix_deliveries_remote", "deliveries", ["remote"])


def downgrade() -> None:
    op.drop_index("ix_deliveries_remote", "deliveries")
    op.drop_table("letters")
