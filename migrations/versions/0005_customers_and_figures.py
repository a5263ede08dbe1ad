"""Customers and figures: prepaid hours and the effort of each answer; people who are blocked, or proved to be one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "efforts",
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=False),
        sa.Column("agent_name", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket"], ["tickets.number"], name="fk_efforts_ticket_tickets", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name="fk_efforts_organization_id_organizations",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("ticket", "n", name="pk_efforts"),
    )
    op.create_index("ix_efforts_at", "efforts", ["at"])
    op.create_index("ix_efforts_organization_id", "efforts", ["organization_id"])
    with op.batch_alter_table("organizations") as organizations:
        organizations.add_column(sa.Column("prepaid_minutes", sa.Integer(), nullable=True))
        organizations.add_column(sa.Column("hours_told", sa.Integer(), nullable=False, server_default=sa.text("0")))
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True))
        people.add_column(sa.Column("blocked_for", sa.Text(), nullable=False, server_default=sa.text("''")))
        people.add_column(sa.Column("merged_into", sa.String(length=64), nullable=True))
    op.create_index("ix_entries_at", "entries", ["at"])
    op.create_index("ix_tickets_registered_at", "tickets", ["registered_at"])
    op.create_index("ix_tickets_closed_at", "tickets", ["closed_at"])


def downgrade() -> None:
    op.drop_index("ix_tickets_closed_at", "tickets")
    op.drop_index("ix_tickets_registered_at", "tickets")
    op.drop_index("ix_entries_at", "entries")
    with op.batch_alter_table("people") as people:
        for name in ("merged_into", "blocked_for", "blocked_until"):
            people.drop_column(name)
    with op.batch_alter_table("organizations") as organizations:
        for name in ("hours_told", "prepaid_minutes"):
            organizations.drop_column(name)
    op.drop_table("efforts")
