"""Tables: where each thing of the domain is kept, and the mapping that makes its plain dataclasses rows.

Foreign keys are checked at the commit, so that nobody has to write parents before children.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, Double, Index, Integer, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import registry, relationship

from bot.storage.columns import CleanText, Json, Serial, UtcDateTime, sequence, words
from domain.consultation import Consultation
from domain.customers import Organization
from domain.draft import Attachment, Draft, DraftKind, FileState
from domain.journal import Audience, Entry, EntryKind
from domain.notices import Code, Fate, Parcel
from domain.participants import Participant
from domain.people import Agent, EmailProof, Identity, Person
from domain.ports import Delivery, Secret, Timer
from domain.ticket import Status, Ticket

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _of(column: str, *, null: bool = False, primary_key: bool = False, index: bool = False) -> Column[str]:
    """A reference: `_of("people.id")` is called person_id, `_of("tickets.number")` ticket."""
    name = {"people.id": "person_id", "tickets.number": "ticket"}[column]
    key = sa.ForeignKey(column, deferrable=True, initially="DEFERRED")
    return Column(name, String(64), key, nullable=null, primary_key=primary_key, index=index)


def _belongs() -> Column[str]:
    """The customer, where one is known."""
    key = sa.ForeignKey("organizations.id", deferrable=True, initially="DEFERRED")
    return Column("organization_id", String(64), key, index=True)


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
    _belongs(),
    Column("suspended_at", UtcDateTime),
    Column("suspended_for", CleanText, nullable=False),
    Column("version", Integer, nullable=False),
)

identities = Table(
    "identities",
    metadata,
    Column("channel", CleanText, primary_key=True),
    Column("address", CleanText, primary_key=True),
    _of("people.id", primary_key=True, index=True),
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
    _of("people.id", primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("username", CleanText, nullable=False),
    Column("lead", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("checked_at", UtcDateTime),
)

email_proofs = Table(
    "email_proofs",
    metadata,
    _of("people.id", primary_key=True),
    Column("address", CleanText, nullable=False),
    Column("code", CleanText, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("tries", Integer, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", words(DraftKind, grows=True), nullable=False),
    Column("channel", CleanText, nullable=False),
    Column("chat", CleanText, nullable=False),
    Column("thread", sa.BigInteger, nullable=False),
    _of("people.id", index=True),
    Column("opened_at", UtcDateTime, nullable=False),
    _of("tickets.number", null=True),
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
    _of("people.id"),
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
    _of("tickets.number", null=True, index=True),
    Column("by_staff", Boolean, nullable=False),
    Column("state", words(FileState), nullable=False),
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
    _belongs(),
    Column("product", CleanText, nullable=False),
    Column("level_known", Boolean, nullable=False),
    Column("at_head", Boolean, nullable=False),
    Column("marks", Json, nullable=False),
    Column("article", CleanText, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("head", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Index(None, "requester_id", "status"),
    Index(None, "status", "resolution_due"),
    Index(None, "assignee_id", "status"),
)

# What was given in confidence, encrypted; the row's words go the moment they are shown or the ticket is closed.
secrets = Table(
    "secrets",
    metadata,
    _of("tickets.number", primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("sealed", Text, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("shown_at", UtcDateTime),
)

# People from outside who were brought in to a ticket: they see what is sent to them, and nothing else.
participants = Table(
    "participants",
    metadata,
    _of("tickets.number", primary_key=True),
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
    _belongs(),
)

entries = Table(
    "entries",
    metadata,
    _of("tickets.number", primary_key=True),
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
)

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
    _of("tickets.number", null=True),
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
    _of("tickets.number", null=True),
    Column("key", CleanText, nullable=False),
    sequence(),
    Index(None, "ticket", "code"),
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

_registry = registry(metadata=metadata)


def map_domain() -> None:
    """Make the domain's dataclasses rows of these tables; a second call does nothing."""
    if any(True for _ in _registry.mappers):
        return
    mapped = _registry.map_imperatively
    unseen = {"exclude_properties": ["sequence"]}
    mapped(Organization, organizations, version_id_col=organizations.c.version)
    mapped(Consultation, consultations)
    mapped(Person, people, version_id_col=people.c.version)
    mapped(Identity, identities)
    mapped(Agent, agents)
    mapped(EmailProof, email_proofs)
    mapped(Draft, drafts, version_id_col=drafts.c.version, **unseen)
    mapped(Attachment, attachments, **unseen)
    mapped(Entry, entries)
    # Write only: entries are added without loading any; whoever reads them asks the journal.
    journal = relationship(Entry, lazy="write_only", cascade="save-update, merge", passive_deletes="all")
    mapped(Ticket, tickets, version_id_col=tickets.c.version, properties={"journal": journal})
    mapped(Participant, participants)
    mapped(Secret, secrets)
    mapped(Parcel, outbox)
    mapped(Timer, timers)
    mapped(Delivery, deliveries, **unseen)
    _registry.configure()


# At import, because the statements of the ports are built at import and name the classes.
map_domain()
