"""The table of letters that came in."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Index, Integer, String, Table

from bot.storage.columns import CleanText, Json, UtcDateTime, words
from bot.storage.tables.basis import metadata, of
from domain.letters import LetterState

letters = Table(
    "letters",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("key", CleanText, nullable=False, unique=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("size", sa.BigInteger, nullable=False),
    Column("mailbox", CleanText, nullable=False),
    Column("envelope_from", CleanText, nullable=False),
    Column("envelope_to", CleanText, nullable=False),
    Column("received_at", UtcDateTime, nullable=False, index=True),
    Column("taken_at", UtcDateTime, nullable=False),
    Column("state", words(LetterState, grows=True), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("kind", CleanText, nullable=False),
    Column("outcome", CleanText, nullable=False),
    Column("author", CleanText, nullable=False, index=True),
    Column("subject", CleanText, nullable=False),
    Column("message_id", CleanText, nullable=False, index=True),
    Column("problems", Json, nullable=False),
    of("people.id", null=True, index=True),
    of("tickets.number", null=True, index=True),
    Column("entry", Integer),
)

UNREAD = sa.text("state = 'waiting'")

Index("ix_letters_waiting", letters.c.taken_at, sqlite_where=UNREAD, postgresql_where=UNREAD)
