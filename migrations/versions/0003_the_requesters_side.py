"""The requester's side: profiles and consents, codes by letter, messages and their edits, links, complaints, topics, groups, articles.

The states of a file are checked by the code alone from now on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("attachments") as attachments:
        attachments.drop_constraint(op.f("ck_attachments_filestate"), type_="check")

    op.create_table(
        "articles",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered", sa.Integer(), nullable=False),
        sa.Column("helped", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("slug", "language", name="pk_articles"),
    )
    op.create_table(
        "groups",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.String(length=64), nullable=True),
        sa.Column("bound_by", sa.Text(), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name="fk_groups_organization_id_organizations",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("channel", "chat", name="pk_groups"),
    )
    op.create_index("ix_groups_organization_id", "groups", ["organization_id"])

    op.create_table(
        "code_letters",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_code_letters_person_id_people", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_code_letters"),
    )
    op.create_index("ix_code_letters_address", "code_letters", ["address"])
    op.create_index("ix_code_letters_person_id", "code_letters", ["person_id"])

    op.create_table(
        "consents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_consents_person_id_people", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index("ix_consents_person_id", "consents", ["person_id"])

    op.create_table(
        "complaints",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_complaints_person_id_people", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["ticket"], ["tickets.number"], name="fk_complaints_ticket_tickets", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("number", name="pk_complaints"),
    )
    op.create_index("ix_complaints_at", "complaints", ["at"])
    op.create_index("ix_complaints_person_id", "complaints", ["person_id"])
    op.create_index("ix_complaints_ticket", "complaints", ["ticket"])

    op.create_table(
        "links",
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("other", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["other"], ["tickets.number"], name="fk_links_other_tickets", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["ticket"], ["tickets.number"], name="fk_links_ticket_tickets", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("ticket", "other", "kind", name="pk_links"),
    )
    op.create_table(
        "messages",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("remote", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("draft_id", sa.String(length=64), nullable=True),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("ticket", sa.String(length=64), nullable=True),
        sa.Column("entry", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_messages_person_id_people", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["ticket"], ["tickets.number"], name="fk_messages_ticket_tickets", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("channel", "chat", "remote", name="pk_messages"),
    )
    op.create_index("ix_messages_at", "messages", ["at"])
    op.create_index("ix_messages_draft_id", "messages", ["draft_id"])
    op.create_index("ix_messages_person_id", "messages", ["person_id"])
    op.create_index("ix_messages_ticket", "messages", ["ticket"])

    op.create_table(
        "topics",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("icon", sa.Text(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket"], ["tickets.number"], name="fk_topics_ticket_tickets", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("channel", "chat", "ticket", name="pk_topics"),
        sa.UniqueConstraint("channel", "chat", "thread", name="uq_topics_channel_chat_thread"),
    )
    with op.batch_alter_table("organizations") as organizations:
        organizations.add_column(sa.Column("contacts", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))

    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("profile", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
        people.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("tickets") as tickets:
        tickets.add_column(sa.Column("group_chat", sa.Text(), nullable=False, server_default=sa.text("''")))
        tickets.add_column(sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True))
        tickets.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
