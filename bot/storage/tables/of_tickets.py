"""Tables of tickets: the register, the journal's entries, and what goes with a ticket."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from bot.storage.columns import CleanText, Json, UtcDateTime, words
from bot.storage.tables.basis import belongs, metadata, of
from domain.journal import Audience, EntryKind
from domain.ticket import Status

tickets = Table(
    "tickets",
    metadata,
    Column("number", String(64), primary_key=True),
    Column(
        "regulation_digest",
        String(64),
        sa.ForeignKey("regulations.digest", deferrable=True, initially="DEFERRED"),
        nullable=False,
    ),
    Column(
        "requester_id",
        String(64),
        sa.ForeignKey("people.id", deferrable=True, initially="DEFERRED"),
        nullable=False,
    ),
    Column("door", CleanText, nullable=False),
    Column("answers", Json, nullable=False),
    Column("kind", CleanText, nullable=False),
    Column("impact", CleanText, nullable=False),
    Column("priority", CleanText, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("status", words(Status), nullable=False),
    Column("resolution", CleanText),
    Column("tier", CleanText, nullable=False),
    Column("client", CleanText, nullable=False),
    Column("priority_at_receipt", CleanText, nullable=False),
    Column("priority_confirmed", Boolean, nullable=False),
    Column("assignee_id", String(64), sa.ForeignKey("people.id", deferrable=True, initially="DEFERRED")),
    Column("assignee_name", CleanText, nullable=False),
    Column("responded_at", UtcDateTime),
    Column("completed_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("closed_by_silence", Boolean, nullable=False),
    Column("close_due", UtcDateTime),
    Column("response_due", UtcDateTime),
    Column("resolution_due", UtcDateTime),
    Column("promised_at", UtcDateTime),
    Column("pauses", Json, nullable=False),
    Column("changes", Json, nullable=False),
    Column("rating", Integer),
    Column("rung", Json, nullable=False),
    belongs(),
    Column("product", CleanText, nullable=False),
    Column("level_known", Boolean, nullable=False),
    Column("at_head", Boolean, nullable=False),
    Column("marks", Json, nullable=False),
    Column("article", CleanText, nullable=False),
    Column("group_chat", CleanText, nullable=False),
    Column("rated_at", UtcDateTime),
    Column("offered_to", String(64), sa.ForeignKey("people.id", deferrable=True, initially="DEFERRED")),
    Column("line", CleanText, nullable=False),
    Column("tags", Json, nullable=False),
    Column("watchers", Json, nullable=False),
    Column("merged_into", String(64), sa.ForeignKey("tickets.number", deferrable=True, initially="DEFERRED")),
    Column("incident_id", String(64), sa.ForeignKey("incidents.id", deferrable=True, initially="DEFERRED"), index=True),
    Column("words", CleanText, nullable=False),
    Column("erased_at", UtcDateTime),
    Column("entries", Integer, nullable=False),
    Column("head", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Index(None, "requester_id", "status"),
    Index(None, "status", "resolution_due"),
    Index(None, "assignee_id", "status"),
    Index(None, "registered_at"),
    Index(None, "closed_at"),
)

OPEN = sa.text("status <> 'closed'")
"""Written out, because SQLite takes a partial index only for the very words of its condition."""

# All that the order of work hangs on: whose turn it is, is read from it alone.
Index(
    "ix_tickets_open",
    tickets.c.registered_at,
    tickets.c.number,
    tickets.c.line,
    tickets.c.status,
    tickets.c.at_head,
    tickets.c.completed_at,
    tickets.c.responded_at,
    tickets.c.response_due,
    tickets.c.resolution_due,
    sqlite_where=OPEN,
    postgresql_where=OPEN,
)

# What a ticket is found by (`tickets.words`), each by itself; the ends of a phone or number behind "#".
ticket_words = Table(
    "ticket_words",
    metadata,
    # In the order of bytes: what begins with the same letters lies together, whatever the database's language.
    Column("word", Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True),
    of("tickets.number", primary_key=True),
    Index(None, "ticket", "word"),
    sqlite_with_rowid=False,
)

# What was given in confidence, encrypted; the row's words go the moment they are shown or the ticket is closed.
secrets = Table(
    "secrets",
    metadata,
    of("tickets.number", primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("sealed", Text, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("shown_at", UtcDateTime),
)

# People from outside who were brought in to a ticket: they see what is sent to them, and nothing else.
participants = Table(
    "participants",
    metadata,
    of("tickets.number", primary_key=True),
    Column("address", CleanText, primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
)

# Calls that became no ticket: advice by phone, written down (barier 7.1).
consultations = Table(
    "consultations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("agent", CleanText, nullable=False),
    Column("caller", CleanText, nullable=False),
    Column("text", CleanText, nullable=False),
    belongs(),
)

entries = Table(
    "entries",
    metadata,
    of("tickets.number", primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", words(EntryKind, grows=True), nullable=False),
    Column("audience", words(Audience), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("actor_name", CleanText, nullable=False),
    Column("channel", CleanText, nullable=False),
    Column("payload", Json),
    Column("salt", String(64)),
    Column("seal", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Index(None, "at"),
)

# How long each answer took, as it counts; what an agent corrects is corrected here, and the journal keeps both.
efforts = Table(
    "efforts",
    metadata,
    of("tickets.number", primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("minutes", Integer, nullable=False),
    Column("agent_id", String(64), nullable=False),
    Column("agent_name", CleanText, nullable=False),
    belongs(),
)

# Tickets that have to do with each other, both ways: `kind` says what `other` is to `ticket`.
links = Table(
    "links",
    metadata,
    of("tickets.number", primary_key=True),
    Column(
        "other",
        String(64),
        sa.ForeignKey("tickets.number", deferrable=True, initially="DEFERRED"),
        primary_key=True,
    ),
    Column("kind", CleanText, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

# Complaints to quality control: each has a number and a deadline of its own, and is answered past the assignee.
complaints = Table(
    "complaints",
    metadata,
    Column("number", String(64), primary_key=True),
    of("tickets.number", index=True),
    of("people.id", index=True),
    Column("letter", CleanText, nullable=False),
    Column("text", CleanText, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("due", UtcDateTime),
    Column("answered_at", UtcDateTime),
    Column("answer", CleanText, nullable=False),
)

# Failures that hit many at once, opened and closed by a lead.
incidents = Table(
    "incidents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("text", CleanText, nullable=False),
    Column("opened_by", CleanText, nullable=False),
    Column("opened_name", CleanText, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("answer", CleanText, nullable=False),
)
