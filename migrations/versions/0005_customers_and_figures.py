"""Customers and figures: prepaid hours and the effort of each answer; people who are blocked, or proved to be one.

And the database itself keeps the journal as it was written: of an entry only the words may go, with their salt, and the name of
who said it (an erasure); nothing else of it changes, and none is deleted. A later revision that makes `entries` anew on SQLite (a batch)
makes these triggers anew too: they go with the old table.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEPT = ("ticket", "n", "at", "kind", "audience", "actor", "channel", "seal", "previous", "digest")
GROWS = "the journal only grows"


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
    fill_in_efforts()
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
    keep_entries()


def fill_in_efforts() -> None:
    """Answers from before count with the minutes that their entries hold; what was erased holds none."""
    entries = sa.table(
        "entries",
        *(sa.column(name) for name in ("ticket", "n", "at", "kind", "actor", "actor_name")),
        sa.column("payload", sa.JSON()),
    )
    tickets = sa.table("tickets", sa.column("number"), sa.column("organization_id"))
    minutes = entries.c.payload["minutes"].as_integer()
    told = entries.join(tickets, tickets.c.number == entries.c.ticket)
    answers = (
        sa.select(
            *(entries.c[name] for name in ("ticket", "n", "at")),
            minutes,
            entries.c.actor,
            entries.c.actor_name,
            tickets.c.organization_id,
        )
        .select_from(told)
        .where(entries.c.kind.in_(["answer", "completed"]), minutes > 0)
    )
    names = ["ticket", "n", "at", "minutes", "agent_id", "agent_name", "organization_id"]
    op.execute(sa.insert(sa.table("efforts", *map(sa.column, names))).from_select(names, answers))


def keep_entries() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    same, text = ("IS", "") if sqlite else ("IS NOT DISTINCT FROM", "::text")
    kept = " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in KEPT)
    words = f"NEW.payload{text} {same} OLD.payload{text} AND NEW.salt {same} OLD.salt"
    erased = "NEW.payload IS NULL AND NEW.salt IS NULL"
    name = f"(NEW.actor_name {same} OLD.actor_name OR NEW.actor_name = '')"
    allowed = f"{kept} AND {name} AND (({words}) OR ({erased}))"
    if sqlite:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{GROWS}'); END"
        op.execute(f"CREATE TRIGGER entries_stay BEFORE DELETE ON entries {refuse}")
        op.execute(f"CREATE TRIGGER entries_as_written BEFORE UPDATE ON entries WHEN NOT ({allowed}) {refuse}")
        return
    op.execute(
        f"""
        CREATE FUNCTION entries_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF {allowed} THEN
                    RETURN NEW;
                END IF;
            END IF;
            RAISE EXCEPTION '{GROWS}' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """
    )
    refuse = "EXECUTE FUNCTION entries_only_grow()"
    op.execute(f"CREATE TRIGGER entries_as_written BEFORE UPDATE OR DELETE ON entries FOR EACH ROW {refuse}")
    op.execute(f"CREATE TRIGGER entries_stay BEFORE TRUNCATE ON entries FOR EACH STATEMENT {refuse}")


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in ("entries_stay", "entries_as_written"):
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON entries")
    if not sqlite:
        op.execute("DROP FUNCTION entries_only_grow()")
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
