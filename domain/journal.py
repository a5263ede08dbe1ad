"""The journal: who did what to a ticket, when, by which channel, for whose eyes. It only grows.

Entries form a chain: each digest covers the one before it. What an entry says (its payload) goes in as a salted hash, so
personal data can be erased, payload and salt together, and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from domain.cleaning import clean

DESK = "desk"
"""The actor of what the desk does by itself."""


class EntryKind(StrEnum):
    REGISTERED = "registered"
    TAKEN = "taken"
    PRIORITY = "priority"
    QUESTION = "question"
    MESSAGE = "message"
    ANSWER = "answer"
    NOTE = "note"
    HELD = "held"
    WORK_RESUMED = "work_resumed"
    COMPLETED = "completed"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    RATED = "rated"
    PROMISED = "promised"
    REMINDED = "reminded"
    WARNED = "warned"
    BREACHED = "breached"
    FILE = "file"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    EMAIL_PROVED = "email_proved"
    EMAIL_CHANGED = "email_changed"
    PAUSED_SILENCE = "silence_stopped"
    PARTICIPANT = "participant"
    IDENTIFIED = "identified"
    SUSPENDED = "suspended"
    RESTORED = "restored"
    MERGE_PROPOSED = "merge_proposed"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    FILLED_IN = "filled_in"
    LEVEL = "level"
    SCOPE = "scope"
    PAID_OFFERED = "paid_offered"
    PAID_ANSWERED = "paid_answered"
    QUEUED_FIRST = "queued_first"
    SECRET_GIVEN = "secret_given"
    SECRET_SHOWN = "secret_shown"
    SECRET_ERASED = "secret_erased"
    FLAGGED = "flagged"
    PASSED_ON = "passed_on"
    COMPLAINED = "complained"
    COMPLAINT_ANSWERED = "complaint_answered"
    CONTACTED = "contacted"
    EDITED = "edited"
    LINKED = "linked"
    ONE_ISSUE = "one_issue"
    ACCOUNT_MOVED = "account_moved"
    ERASED = "erased"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    OBJECTED = "objected"
    OBJECTION_ANSWERED = "objection_answered"
    KNOWN = "known"
    FOLLOWED = "followed"
    UNLINKED = "unlinked"
    TAGGED = "tagged"
    WATCHED = "watched"
    LINE_CHANGED = "line_changed"
    CODED = "coded"
    ASSIGNED = "assigned"
    GIVEN_BACK = "given_back"
    INCIDENT = "incident"
    PHONE_PROVED = "phone_proved"
    MAIL_PROVED = "mail_proved"
    AUTO_REPLY = "auto_reply"
    EFFORT = "effort"
    HOURS = "hours"


OF_THE_WORK = frozenset(
    {
        EntryKind.TAKEN,
        EntryKind.PRIORITY,
        EntryKind.WORK_RESUMED,
        EntryKind.CONFIRMED,
        EntryKind.CLOSED,
        EntryKind.CODED,
        EntryKind.RATED,
        EntryKind.REMINDED,
        EntryKind.WARNED,
        EntryKind.BREACHED,
        EntryKind.DELIVERED,
        EntryKind.PAUSED_SILENCE,
        EntryKind.LEVEL,
        EntryKind.SCOPE,
        EntryKind.QUEUED_FIRST,
        EntryKind.PAID_ANSWERED,
        EntryKind.SECRET_GIVEN,
        EntryKind.SECRET_SHOWN,
        EntryKind.SECRET_ERASED,
        EntryKind.LINKED,
        EntryKind.COMPLAINED,
        EntryKind.CONSENT_WITHDRAWN,
        EntryKind.ERASED,
        EntryKind.KNOWN,
        EntryKind.FOLLOWED,
        EntryKind.UNLINKED,
        EntryKind.ASSIGNED,
        EntryKind.GIVEN_BACK,
        EntryKind.EFFORT,
        EntryKind.HOURS,
    }
)
FACTS_OF_THE_WORK = frozenset(
    {
        *("assignee", "priority", "before", "due", "clause", "how", "resolution", "reason", "stars", "target", "code"),
        *("channel", "entry", "uncertain", "closes", "asked", "agreed", "offer", "item", "first", "again", "letter"),
        *("n", "minutes", "percent", "used", "prepaid"),
        *("of", "why", "version", "complaint", "others", "entries", "step", "names"),
    }
)
"""What stays of an erased ticket's journal: that work was done, when and by which rule, and nothing that anybody wrote."""


class Audience(StrEnum):
    PUBLIC = "public"
    STAFF = "staff"


@dataclass(frozen=True)
class Actor:
    """Who did it: a person, or the desk itself; `channel` is the door they used."""

    id: str
    name: str
    channel: str

    @classmethod
    def the_desk(cls) -> Actor:
        return cls(DESK, "", DESK)


@dataclass(eq=False)
class Entry:
    """One line of the journal. `at` is UTC; `payload` holds words and facts, `None` once erased."""

    ticket: str
    n: int
    at: datetime
    kind: EntryKind
    audience: Audience
    actor: str
    actor_name: str
    channel: str
    payload: dict[str, Any] | None
    salt: str | None
    seal: str
    previous: str
    digest: str

    @property
    def facts(self) -> dict[str, Any]:
        """The payload, empty once erased."""
        return self.payload or {}

    @property
    def tells_of_work_only(self) -> bool:
        """Whether it holds nothing of the requester: no words, no address, no name of theirs."""
        return self.kind in OF_THE_WORK and all(name in FACTS_OF_THE_WORK for name, fact in self.facts.items() if fact)

    def erase(self) -> None:
        """Forget what the entry says and who said it; its place in the chain stays provable."""
        self.payload, self.salt, self.actor_name = None, None, ""


def seal(salt: str, payload: dict[str, Any]) -> str:
    """H(salt ‖ payload), SHA-256 in hex; the payload as JSON with sorted keys."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(salt.encode() + text.encode()).hexdigest()


def digest(ticket: str, n: int, at: datetime, kind: str, previous: str, sealed: str) -> str:
    """The link of the chain, SHA-256 in hex, over number, place, time (UTC, microseconds), kind, previous digest and seal."""
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256("\n".join([ticket, str(n), instant, kind, previous, sealed]).encode()).hexdigest()


def write(
    ticket: str,
    n: int,
    at: datetime,
    kind: EntryKind,
    by: Actor,
    payload: dict[str, Any],
    *,
    previous: str,
    audience: Audience = Audience.PUBLIC,
) -> Entry:
    """A new entry after the one whose digest is `previous`."""
    payload = clean(payload)  # before it is sealed: a database would drop the same characters and break the chain
    salt = secrets.token_hex(16)
    sealed = seal(salt, payload)
    chained = digest(ticket, n, at, kind, previous, sealed)
    return Entry(ticket, n, at, kind, audience, by.id, by.name, by.channel, payload, salt, sealed, previous, chained)


def first_broken(entries: Iterable[Entry]) -> Entry | None:
    """The first entry of one ticket's chain that does not follow from the one before it, or None."""
    previous = ""
    for n, entry in enumerate(entries, start=1):
        intact = entry.payload is None or seal(entry.salt or "", entry.payload) == entry.seal
        chained = digest(entry.ticket, n, entry.at, entry.kind, previous, entry.seal)
        if not intact or entry.n != n or entry.previous != previous or entry.digest != chained:
            return entry
        previous = entry.digest
    return None
