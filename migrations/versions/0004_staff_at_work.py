"""Staff at work: several staff groups, duty and absence, incidents, canned answers; tickets with tags and watchers, merged."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_name", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
    )
    op.create_table(
        "canned",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "language", name="pk_canned"),
    )
    op.create_table(
        "lines",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("forum", sa.Boolean(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("organizations", sa.JSON(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "chat", name="pk_lines"),
    )
    op.create_table(
        "shifts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_shifts_person_id_people", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_shifts"),
    )
    op.create_index("ix_shifts_person_id", "shifts", ["person_id"])
    op.create_index("ix_shifts_ends_at", "shifts", ["ends_at"])
    with op.batch_alter_table("tickets") as tickets:
        tickets.add_column(sa.Column("offered_to", sa.String(length=64), nullable=True))
        tickets.add_column(sa.Column("line", sa.Text(), nullable=False, server_default=sa.text("''")))
        tickets.add_column(sa.Column("tags", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
        tickets.add_column(sa.Column("watchers", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
        tickets.add_column(sa.Column("merged_into", sa.String(length=64), nullable=True))
        tickets.add_column(sa.Column("incident_id", sa.String(length=64), nullable=True))
        tickets.add_column(sa.Column("words", sa.Text(), nullable=False, server_default=sa.text("''")))
        tickets.create_foreign_key(
            "fk_tickets_offered_to_people", "people", ["offered_to"], ["id"], initially="DEFERRED", deferrable=True
        )
        tickets.create_foreign_key(
            "fk_tickets_merged_into_tickets", "tickets", ["merged_into"], ["number"], initially="DEFERRED", deferrable=True
        )
        tickets.create_foreign_key(
            "fk_tickets_incident_id_incidents", "incidents", ["incident_id"], ["id"], initially="DEFERRED", deferrable=True
        )
    op.create_index("ix_tickets_incident_id", "tickets", ["incident_id"])


def downgrade() -> None:
    op.drop_index("ix_tickets_incident_id", "tickets")
    with op.batch_alter_table("tickets") as tickets:
        tickets.drop_constraint("fk_tickets_incident_id_incidents", type_="foreignkey")
        tickets.drop_constraint("fk_tickets_merged_into_tickets", type_="foreignkey")
        tickets.drop_constraint("fk_tickets_offered_to_people", type_="foreignkey")
        for name in ("words", "incident_id", "merged_into", "watchers", "tags", "line", "offered_to"):
            tickets.drop_column(name)
    for name in ("shifts", "lines", "canned", "incidents"):
        op.drop_table(name)
