"""Tables of what is still being talked about: drafts, the files sent, and the messages they came in."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from bot.storage.columns import CleanText, Json, UtcDateTime, sequence, words
from bot.storage.tables.basis import metadata, of
from domain.draft import DraftKind, FileState

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", words(DraftKind, grows=True), nullable=False),
    Column("channel", CleanText, nullable=False),
    Column("chat", CleanText, nullable=False),
    Column("thread", sa.BigInteger, nullable=False),
    of("people.id", index=True),
    Column("opened_at", UtcDateTime, nullable=False),
    of("tickets.number", null=True),
    Column("answers", Json, nullable=False),
    Column("at", CleanText),
    Column("correcting", Boolean, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    sequence(),
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", String(64), primary_key=True),
    of("people.id"),
    Column("channel", CleanText, nullable=False),
    Column("remote", CleanText, nullable=False),
    Column("name", CleanText, nullable=False),
    Column("size", sa.BigInteger, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("form", CleanText, nullable=False),
    Column("caption", CleanText, nullable=False),
    Column("group", CleanText, nullable=False, index=True),
    Column("position", sa.BigInteger, nullable=False),
    # No foreign key: a draft ends when it is sent, and its file may still be on its way then.
    Column("draft_id", String(64), index=True),
    of("tickets.number", null=True, index=True),
    Column("by_staff", Boolean, nullable=False),
    Column("state", words(FileState, grows=True), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("type", CleanText, nullable=False),
    Column("problem", Json),
    Column("attempts", Integer, nullable=False),
    Column("told", Boolean, nullable=False),
    sequence(),
)

# Not unique: two drafts may hold the same file, and both may be sent to one ticket.
Index(None, attachments.c.person_id, attachments.c.remote)

WAITING = sa.text("state = 'waiting'")

Index("ix_attachments_waiting", attachments.c.sequence, sqlite_where=WAITING, postgresql_where=WAITING)

# What a person wrote, by the channel's own id, and where it went: so that an edit finds what it corrects.
# `step` and `said` only while it belongs to a draft; a ticket's words are in its entry alone.
messages = Table(
    "messages",
    metadata,
    Column("channel", CleanText, primary_key=True),
    Column("chat", CleanText, primary_key=True),
    Column("remote", CleanText, primary_key=True),
    of("people.id", index=True),
    Column("draft_id", String(64), index=True),
    Column("step", CleanText, nullable=False),
    Column("said", CleanText, nullable=False),
    of("tickets.number", null=True, index=True),
    Column("entry", Integer),
    Column("at", UtcDateTime, nullable=False, index=True),
)
