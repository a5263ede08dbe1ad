"""Tables of people: who they are, where they are reached, what they agreed to, and the organizations they belong to."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from bot.storage.columns import CleanText, Json, Serial, UtcDateTime
from bot.storage.tables.basis import belongs, metadata, of

organizations = Table(
    "organizations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("contract", CleanText, nullable=False),
    Column("since", sa.Date),
    Column("until", sa.Date),
    Column("tier", CleanText, nullable=False),
    Column("client", CleanText, nullable=False),
    Column("products", Json, nullable=False),
    Column("domains", Json, nullable=False),
    Column("owner_email", CleanText, nullable=False),
    Column("suspended_at", UtcDateTime),
    Column("suspended_for", CleanText, nullable=False),
    Column("contacts", Json, nullable=False),
    Column("prepaid_minutes", Integer),
    Column("hours_told", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("username", CleanText, nullable=False),
    Column("language", CleanText, nullable=False),
    Column("language_chosen", Boolean, nullable=False),
    Column("chat", CleanText, nullable=False),
    Column("consent_version", CleanText, nullable=False),
    Column("consent_at", UtcDateTime),
    Column("accepted", CleanText, nullable=False),
    Column("accepted_at", UtcDateTime),
    belongs(),
    Column("suspended_at", UtcDateTime),
    Column("suspended_for", CleanText, nullable=False),
    Column("blocked_until", UtcDateTime),
    Column("blocked_for", CleanText, nullable=False),
    Column("merged_into", String(64)),
    Column("profile", Json, nullable=False),
    Column("erased_at", UtcDateTime),
    Column("version", Integer, nullable=False),
)

identities = Table(
    "identities",
    metadata,
    Column("channel", CleanText, primary_key=True),
    Column("address", CleanText, primary_key=True),
    of("people.id", primary_key=True, index=True),
    Column("proved_at", UtcDateTime),
)

# A mailbox may be shared by colleagues, and anybody may claim one before they prove it; an account elsewhere is one person's.
_not_mail = sa.text("channel <> 'email'")
Index(
    "uq_identities_one_person",
    identities.c.channel,
    identities.c.address,
    unique=True,
    sqlite_where=_not_mail,
    postgresql_where=_not_mail,
)

agents = Table(
    "agents",
    metadata,
    Column("chat", CleanText, primary_key=True),
    of("people.id", primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("username", CleanText, nullable=False),
    Column("lead", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("checked_at", UtcDateTime),
)

email_proofs = Table(
    "email_proofs",
    metadata,
    of("people.id", primary_key=True),
    Column("address", CleanText, nullable=False),
    Column("code", CleanText, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("tries", Integer, nullable=False),
)

# Letters that carried a code to prove an address by: they are few per address and person a day.
code_letters = Table(
    "code_letters",
    metadata,
    Column("id", Serial, primary_key=True),
    of("people.id", index=True),
    Column("address", CleanText, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
)

# Each consent to the processing of personal data as it was given: which words, when, and when it was withdrawn (152-ФЗ, article 9).
consents = Table(
    "consents",
    metadata,
    Column("id", Serial, primary_key=True),
    of("people.id", index=True),
    Column("version", CleanText, nullable=False),
    Column("text", CleanText, nullable=False),
    Column("channel", CleanText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime),
)

# Group chats of customers, once a lead has said whose they are. `posts`: changes of a ticket begun there are told there too.
groups = Table(
    "groups",
    metadata,
    Column("channel", CleanText, primary_key=True),
    Column("chat", CleanText, primary_key=True),
    Column("title", CleanText, nullable=False),
    belongs(),
    Column("bound_by", CleanText, nullable=False),
    Column("bound_at", UtcDateTime, nullable=False),
    Column("posts", Boolean, nullable=False),
)

# Staff groups beside the first one, and what each works on.
lines = Table(
    "lines",
    metadata,
    Column("channel", CleanText, primary_key=True),
    Column("chat", CleanText, primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("forum", Boolean, nullable=False),
    Column("kinds", Json, nullable=False),
    Column("organizations", Json, nullable=False),
    Column("added_by", CleanText, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
)

# Who of the staff is on duty, or away.
shifts = Table(
    "shifts",
    metadata,
    Column("id", Serial, primary_key=True),
    of("people.id", index=True),
    Column("kind", CleanText, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False, index=True),
    Column("noted_by", CleanText, nullable=False),
)
