"""Tables of what comes and goes, and of what the desk keeps for itself: outbox, timers, deliveries, marks, settings, articles."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, Double, Index, Integer, String, Table, Text, UniqueConstraint

from bot.storage.columns import CleanText, Json, Serial, UtcDateTime, sequence, words
from bot.storage.tables.basis import metadata, of
from domain.notices import Code, Fate

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("key", CleanText, nullable=False),
    Column("channel", CleanText, nullable=False),
    Column("address", CleanText, nullable=False),
    Column("code", words(Code, grows=True), nullable=False),
    Column("facts", Json, nullable=False),
    Column("language", CleanText, nullable=False),
    Column("created", Double, nullable=False),
    Column("due", Double, nullable=False),
    of("tickets.number", null=True),
    Column("entry", Integer),
    Column("thread", sa.BigInteger, nullable=False),
    Column("queue", CleanText, nullable=False),
    Column("fate", words(Fate), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("remote", CleanText, nullable=False),
    Column("error", CleanText, nullable=False),
    Column("uncertain", Boolean, nullable=False),
    UniqueConstraint("key"),
    Index(None, "ticket", "code"),
)

UNDERWAY = sa.text("fate IN ('queued', 'sending')")
"""Written out, because SQLite takes a partial index only for the very words of its condition."""

Index(
    "ix_outbox_underway",
    outbox.c.channel,
    outbox.c.address,
    outbox.c.queue,
    outbox.c.id,
    sqlite_where=UNDERWAY,
    postgresql_where=UNDERWAY,
)

timers = Table(
    "timers",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("subject", CleanText, nullable=False),
    Column("kind", CleanText, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("facts", Json, nullable=False),
    UniqueConstraint("subject", "kind"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("channel", CleanText, primary_key=True),
    Column("chat", CleanText, primary_key=True),
    Column("remote", CleanText, primary_key=True),
    Column("code", words(Code, grows=True), nullable=False),
    of("tickets.number", null=True),
    Column("key", CleanText, nullable=False),
    sequence(),
    Index(None, "ticket", "code"),
    # A bounce names a letter of ours, and not always whom it was for.
    Index(None, "remote"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", sa.BigInteger, nullable=False),
)

# The marks of updates that were carried out, by the wall clock. Telegram may choose a new id after a quiet week: old marks go.
updates_seen = Table(
    "updates_seen",
    metadata,
    Column("update_id", Serial, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("update_id", sa.BigInteger, unique=True),
    Column("body", CleanText, nullable=False),
    Column("error", CleanText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,  # people quote its number; none is given twice
)

regulations = Table(
    "regulations",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("since", UtcDateTime, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", CleanText, nullable=False),
    # What the configuration said when this was learnt: once that changes, the fact lapses.
    Column("instead_of", CleanText),
)

# A ticket's place in a chat that has topics.
topics = Table(
    "topics",
    metadata,
    Column("channel", CleanText, primary_key=True),
    Column("chat", CleanText, primary_key=True),
    of("tickets.number", primary_key=True),
    Column("thread", sa.BigInteger, nullable=False),
    Column("name", CleanText, nullable=False),
    Column("icon", CleanText, nullable=False),
    Column("closed", Boolean, nullable=False),
    UniqueConstraint("channel", "chat", "thread"),
)

# Articles that may spare somebody a request, one row for each language; `helped` ended intakes, of those `offered`.
articles = Table(
    "articles",
    metadata,
    Column("slug", CleanText, primary_key=True),
    Column("language", CleanText, primary_key=True),
    Column("title", CleanText, nullable=False),
    Column("body", CleanText, nullable=False),
    Column("author", CleanText, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("offered", Integer, nullable=False),
    Column("helped", Integer, nullable=False),
)

# Words that staff send often, one row for each language.
canned = Table(
    "canned",
    metadata,
    Column("name", CleanText, primary_key=True),
    Column("language", CleanText, primary_key=True),
    Column("text", CleanText, nullable=False),
    Column("author", CleanText, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("used", Integer, nullable=False),
)
