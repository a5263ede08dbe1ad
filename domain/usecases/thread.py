"""Thread: which letters a letter goes on from, so that mail programs keep those of a ticket together (RFC 5322, 3.6.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.journal import EntryKind
from domain.letters import Letter
from domain.notices import TO_AGENTS, Code, Fate, Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.telling import MAIL

QUALITY = frozenset({Code.COMPLAINT, Code.LOW_RATED})
"""Letters to quality control: each complaint and each low rating is a thread of its own."""
APART = QUALITY | TO_AGENTS
"""They have nothing to do with the thread of whoever made the request."""
LAST = 8
"""Of a long thread so many of the latest letters are named, beside the first: mail programs need no more."""
SUBJECT = 70
"""Characters of what a ticket is about, in a subject."""
# No more than any server takes in one line (RFC 5322, 2.1.1), and nothing that could end the header.
_ID = re.compile(r"<[!-;=?A-~]{1,240}@[!-;=?A-~]{1,240}>", re.ASCII)


@dataclass(frozen=True)
class Thread:
    """What came before, the first letter first; the last one is what is answered. `language`: the one it began in."""

    references: tuple[str, ...]
    language: str
    answers: bool = False
    """It answers a letter of theirs at once (RFC 3834: auto-replied)."""


def thread_of(desk: Desk, ticket: Ticket, parcel: Parcel) -> Thread:
    """The thread of a letter about a ticket: what went to the same address before, behind the letter that began it all, if one did."""
    own = [one for one in desk.outbox.of(ticket.number) if _together(one, parcel)]
    sent = [one.remote for one in own if one.fate is Fate.SENT and one.key != parcel.key and usable(one.remote)]
    begun = _began_it(desk, ticket, parcel)
    first = [begun.message_id] if begun else []
    known = [*first, *sent]
    references = known[:1] + known[1:][-LAST:]
    answers = begun is not None and parcel.code is Code.REGISTERED and not sent
    return Thread(tuple(dict.fromkeys(references)), own[0].language if own else parcel.language, answers)


def about(desk: Desk, ticket: Ticket, address: str) -> str:
    """What a ticket is about, for the subject of its letters; empty if the address must not read that.

    It is the same from the first letter to the last: what was told at registration, for an address that was proved by then.
    """
    identity = desk.people.identity(ticket.requester_id, MAIL, address)
    if identity is None or identity.proved_at is None or identity.proved_at > ticket.registered_at:
        return ""
    return subject_of(desk, ticket)


def subject_of(desk: Desk, ticket: Ticket) -> str:
    """What it was about when it was registered, for who may read that."""
    first = next((entry for entry in desk.journal.of(ticket.number) if entry.kind is EntryKind.REGISTERED), None)
    answers = first.facts.get("answers", {}) if first else {}
    words = " ".join((answers.get("subject") or answers.get("description") or "").split())
    if len(words) <= SUBJECT:
        return words
    cut = words.rfind(" ", SUBJECT // 2, SUBJECT)
    return words[: cut if cut > 0 else SUBJECT - 1].rstrip(" ,.;:–—-") + "…"


def usable(message_id: str) -> bool:
    """Whether it can be named in a header: a well-formed Message-ID, as no stranger's needs to be."""
    # Header code may take «=?» for the beginning of an encoded word (RFC 2047), and decode it.
    return _ID.fullmatch(message_id) is not None and "=?" not in message_id


def _together(one: Parcel, other: Parcel) -> bool:
    """Whether two letters of a ticket go to the same place about the same thing."""
    if one.channel != MAIL or one.address.casefold() != other.address.casefold():
        return False
    if (one.code in QUALITY, one.code in TO_AGENTS) != (other.code in QUALITY, other.code in TO_AGENTS):
        return False
    return one.code not in QUALITY or one.facts.get("complaint") == other.facts.get("complaint")


def _began_it(desk: Desk, ticket: Ticket, parcel: Parcel) -> Letter | None:
    """The letter that became the ticket, for its writer alone."""
    if ticket.door != MAIL or parcel.code in APART:
        return None
    came = next(iter(desk.letters.of(ticket.number)), None)
    theirs = came is not None and came.author.casefold() == parcel.address.casefold() and usable(came.message_id)
    return came if theirs else None
