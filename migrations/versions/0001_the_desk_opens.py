"""The desk opens: people, drafts, tickets with their journal, the outbox, timers, and the register's own books."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# SQLite numbers rows by itself only under the name INTEGER, which holds 64 bits there.
SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _words(name: str, *values: str) -> sa.Enum:
    """An enum as text with a check."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _refers(column: str, to: str, name: str) -> sa.ForeignKeyConstraint:
    """A reference that is checked at the commit."""
    return sa.ForeignKeyConstraint([column], [to], name=name, initially="DEFERRED", deferrable=True)


def upgrade() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("language_chosen", sa.Boolean(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("consent_version", sa.Text(), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
        sa.UniqueConstraint("update_id", name="uq_quarantine_update_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "regulations",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_regulations"),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("instead_of", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )
    op.create_table(
        "timers",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_timers"),
        sa.UniqueConstraint("subject", "kind", name="uq_timers_subject_kind"),
    )
    op.create_index("ix_timers_at", "timers", ["at"])
    op.create_table(
        "updates_seen",
        sa.Column("update_id", SERIAL, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_updates_seen"),
    )
    op.create_index("ix_updates_seen_at", "updates_seen", ["at"])
    op.create_table(
        "agents",
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        _refers("person_id", "people.id", "fk_agents_person_id_people"),
        sa.PrimaryKeyConstraint("chat", "person_id", name="pk_agents"),
    )
    op.create_table(
        "email_proofs",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        _refers("person_id", "people.id", "fk_email_proofs_person_id_people"),
        sa.PrimaryKeyConstraint("person_id", name="pk_email_proofs"),
    )
    op.create_table(
        "identities",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True),
        _refers("person_id", "people.id", "fk_identities_person_id_people"),
        sa.PrimaryKeyConstraint("channel", "address", "person_id", name="pk_identities"),
    )
    op.create_index("ix_identities_person_id", "identities", ["person_id"])
    op.create_index(
        "uq_identities_one_person",
        "identities",
        ["channel", "address"],
        unique=True,
        sqlite_where=sa.text("channel <> 'email'"),
        postgresql_where=sa.text("channel <> 'email'"),
    )
    op.create_table(
        "tickets",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("regulation_digest", sa.String(length=64), nullable=False),
        sa.Column("requester_id", sa.String(length=64), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("impact", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            _words("status", "registered", "in_progress", "clarification", "on_hold", "completed", "closed"),
            nullable=False,
        ),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("priority_at_receipt", sa.Text(), nullable=False),
        sa.Column("priority_confirmed", sa.Boolean(), nullable=False),
        sa.Column("assignee_id", sa.String(length=64), nullable=True),
        sa.Column("assignee_name", sa.Text(), nullable=False),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_silence", sa.Boolean(), nullable=False),
        sa.Column("close_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("response_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolution_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pauses", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("rung", sa.JSON(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _refers("assignee_id", "people.id", "fk_tickets_assignee_id_people"),
        _refers("regulation_digest", "regulations.digest", "fk_tickets_regulation_digest_regulations"),
        _refers("requester_id", "people.id", "fk_tickets_requester_id_people"),
        sa.PrimaryKeyConstraint("number", name="pk_tickets"),
    )
    op.create_index("ix_tickets_assignee_id_status", "tickets", ["assignee_id", "status"])
    op.create_index("ix_tickets_requester_id_status", "tickets", ["requester_id", "status"])
    op.create_index("ix_tickets_status_resolution_due", "tickets", ["status", "resolution_due"])
    op.create_table(
        "attachments",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("remote", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("draft_id", sa.String(length=64), nullable=True),
        sa.Column("ticket", sa.String(length=64), nullable=True),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("state", _words("filestate", "waiting", "kept", "refused"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        _refers("person_id", "people.id", "fk_attachments_person_id_people"),
        _refers("ticket", "tickets.number", "fk_attachments_ticket_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_draft_id", "attachments", ["draft_id"])
    op.create_index("ix_attachments_group", "attachments", ["group"])
    op.create_index("ix_attachments_person_id_remote", "attachments", ["person_id", "remote"])
    op.create_index("ix_attachments_ticket", "attachments", ["ticket"])
    op.create_index(
        "ix_attachments_waiting",
        "attachments",
        ["sequence"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "deliveries",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("remote", sa.Text(), nullable=False),
        sa.Column(
            "code",
            _words(
                "code",
                "registered",
                "started",
                "priority",
                "question",
                "ask_reminder",
                "answer",
                "completed",
                "silence_reminder",
                "resumed",
                "promised",
                "held",
                "work_resumed",
                "closed",
                "new_rules",
                "you_wrote",
                "record",
                "files",
                "letter_failed",
                "card",
                "ping",
                "staff_files",
                "said",
                "disputed",
                "rated",
                "warning",
                "breach",
                "not_delivered",
                "prompt_ask",
                "prompt_complete",
                "prompt_promise",
                "prompt_hold",
                "prompt_refuse",
            ),
            nullable=False,
        ),
        sa.Column("ticket", sa.String(length=64), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        _refers("ticket", "tickets.number", "fk_deliveries_ticket_tickets"),
        sa.PrimaryKeyConstraint("channel", "chat", "remote", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_ticket_code", "deliveries", ["ticket", "code"])
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column(
            "kind", _words("draftkind", "intake", "loose", "answer", "argument", "comment", "email"), nullable=False
        ),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket", sa.String(length=64), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("correcting", sa.Boolean(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        _refers("person_id", "people.id", "fk_drafts_person_id_people"),
        _refers("ticket", "tickets.number", "fk_drafts_ticket_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_person_id", "drafts", ["person_id"])
    op.create_table(
        "entries",
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            _words(
                "entrykind",
                "registered",
                "taken",
                "priority",
                "question",
                "message",
                "answer",
                "note",
                "completed",
                "disputed",
                "confirmed",
                "closed",
                "rated",
                "promised",
                "held",
                "work_resumed",
                "reminded",
                "warned",
                "breached",
                "file",
                "delivered",
                "undelivered",
                "email_proved",
                "email_changed",
                "silence_stopped",
            ),
            nullable=False,
        ),
        sa.Column("audience", _words("audience", "public", "staff"), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=True),
        sa.Column("salt", sa.String(length=64), nullable=True),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        _refers("ticket", "tickets.number", "fk_entries_ticket_tickets"),
        sa.PrimaryKeyConstraint("ticket", "n", name="pk_entries"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column(
            "code",
            _words(
                "code",
                "registered",
                "started",
                "priority",
                "question",
                "ask_reminder",
                "answer",
                "completed",
                "silence_reminder",
                "resumed",
                "promised",
                "held",
                "work_resumed",
                "closed",
                "new_rules",
                "you_wrote",
                "record",
                "files",
                "letter_failed",
                "card",
                "ping",
                "staff_files",
                "said",
                "disputed",
                "rated",
                "warning",
                "breach",
                "not_delivered",
                "prompt_ask",
                "prompt_complete",
                "prompt_promise",
                "prompt_hold",
                "prompt_refuse",
            ),
            nullable=False,
        ),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created", sa.Double(), nullable=False),
        sa.Column("due", sa.Double(), nullable=False),
        sa.Column("ticket", sa.String(length=64), nullable=True),
        sa.Column("entry", sa.Integer(), nullable=True),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("fate", _words("fate", "queued", "sending", "sent", "failed", "dropped"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("remote", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("uncertain", sa.Boolean(), nullable=False),
        _refers("ticket", "tickets.number", "fk_outbox_ticket_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_ticket_code", "outbox", ["ticket", "code"])
    op.create_index(
        "ix_outbox_underway",
        "outbox",
        ["channel", "address", "queue", "id"],
        sqlite_where=sa.text("fate IN ('queued', 'sending')"),
        postgresql_where=sa.text("fate IN ('queued', 'sending')"),
    )


def downgrade() -> None:
    raise NotImplementedError("the register only goes forward; go back by restoring a backup")
