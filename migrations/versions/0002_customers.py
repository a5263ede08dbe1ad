"""Customers: organizations, levels and marks on tickets, acceptance and suspension, what is told in confidence, calls.

Vocabularies that grow with the desk's abilities (kinds of entries, notices and drafts) are checked by the code alone from now on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NONE = sa.text("''")
GROWING = {"entries": "entrykind", "drafts": "draftkind", "outbox": "code", "deliveries": "code"}
"""Tables, and the check that goes."""

def _refers(column: str, to: str, name: str) -> sa.ForeignKeyConstraint:
    """A reference that is checked at the commit."""
    return sa.ForeignKeyConstraint([column], [to], name=name, initially="DEFERRED", deferrable=True)


def upgrade() -> None:
    for table, check in GROWING.items():
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"ck_{table}_{check}"), type_="check")

    op.create_table(
        "organizations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contract", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("products", sa.JSON(), nullable=False),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("owner_email", sa.Text(), nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_for", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organizations"),
    )

    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("accepted", sa.Text(), nullable=False, server_default=NONE))
        people.add_column(sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
        people.add_column(sa.Column("organization_id", sa.String(length=64), nullable=True))
        people.add_column(sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
        people.add_column(sa.Column("suspended_for", sa.Text(), nullable=False, server_default=NONE))
        _belongs(people, "people")
    op.create_index("ix_people_organization_id", "people", ["organization_id"])

    with op.batch_alter_table("tickets") as tickets:
        tickets.add_column(sa.Column("organization_id", sa.String(length=64), nullable=True))
        tickets.add_column(sa.Column("product", sa.Text(), nullable=False, server_default=NONE))
        tickets.add_column(sa.Column("level_known", sa.Boolean(), nullable=False, server_default=sa.false()))
        tickets.add_column(sa.Column("at_head", sa.Boolean(), nullable=False, server_default=sa.false()))
        tickets.add_column(sa.Column("marks", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
        tickets.add_column(sa.Column("article", sa.Text(), nullable=False, server_default=NONE))
        _belongs(tickets, "tickets")
    op.create_index("ix_tickets_organization_id", "tickets", ["organization_id"])

    op.create_table(
        "secrets",
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        _refers("ticket", "tickets.number", "fk_secrets_ticket_tickets"),
        sa.PrimaryKeyConstraint("ticket", "n", name="pk_secrets"),
    )
    op.create_table(
        "participants",
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        _refers("ticket", "tickets.number", "fk_participants_ticket_tickets"),
        sa.PrimaryKeyConstraint("ticket", "address", name="pk_participants"),
    )
    op.create_table(
        "consultations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.String(length=64), nullable=True),
        _refers("organization_id", "organizations.id", "fk_consultations_organization_id_organizations"),
        sa.PrimaryKeyConstraint("id", name="pk_consultations"),
    )
    op.create_index("ix_consultations_at", "consultations", ["at"])
    op.create_index("ix_consultations_organization_id", "consultations", ["organization_id"])


def _belongs(table: object, name: str) -> None:
    table.create_foreign_key(  # type: ignore[attr-defined]
        f"fk_{name}_organization_id_organizations",
        "organizations",
        ["organization_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
