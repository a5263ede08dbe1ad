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
AT_ONCE = frozenset({Code.REGISTERED, Code.RESUMED, Code.CLOSED, Code.YOU_WROTE})
"""What is told at once when a letter brought it about; at another time it answers no letter."""
TO_LETTERS = frozenset({Code.FILES_REFUSED, Code.FOLLOWED, Code.DETAILS_TAKEN, Code.CAME_LATE})
"""What is told of nothing but a letter."""
BY_ROBOTS = frozenset({"bounce", "auto", "complaint"})
"""Kinds of letters that nobody wrote: no conversation goes on from them."""
LAST = 8
"""Of a long thread so many of the latest letters, ours and theirs, are named beside the first: mail programs need no more."""
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
    """The thread of a letter about a ticket: what went to the same address before, and what came from there, in order."""
    own = [one for one in desk.outbox.of(ticket.number) if _together(one, parcel)]
    sent = [one for one in own if one.fate is Fate.SENT and one.key != parcel.key and usable(one.remote)]
    came = _came(desk, ticket, parcel)
    known: list[str] = []
    for one in [*sent, parcel]:
        while came and (came[0].entry or 1) <= (one.entry or 1):
            known.append(came.pop(0).message_id)
        known += [one.remote] if one is not parcel else []
    known = list(dict.fromkeys(reversed(known)))[::-1]  # of a letter that came twice the later one counts
    to_them = bool(known) and known[-1] not in {one.remote for one in sent}
    answers = to_them and (parcel.code in TO_LETTERS or (parcel.code in AT_ONCE and _by_mail(desk, ticket, parcel)))
    return Thread(tuple(known[:1] + known[1:][-LAST:]), own[0].language if own else parcel.language, answers)


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


def _came(desk: Desk, ticket: Ticket, parcel: Parcel) -> list[Letter]:
    """What the one who gets the letter wrote on the ticket, in order; nobody else's letters are named to them.

    A part of a letter that became a ticket of its own goes on from that letter.
    """
    if parcel.code in APART:
        return []
    came = [one for one in desk.letters.of(ticket.number) if _theirs(one, parcel)]
    if came or ticket.door != MAIL:
        return sorted(came, key=lambda one: one.entry or 1)
    first = next((entry for entry in desk.journal.of(ticket.number) if entry.kind is EntryKind.REGISTERED), None)
    origin = first.facts.get("split_from", "") if first else ""
    return [one for one in desk.letters.of(origin) if _theirs(one, parcel)][:1] if origin else []


def _theirs(one: Letter, parcel: Parcel) -> bool:
    """Whether the one who gets the parcel wrote it, and it can be named."""
    mine = one.author.casefold() == parcel.address.casefold() and one.kind not in BY_ROBOTS
    return mine and usable(one.message_id)


def _by_mail(desk: Desk, ticket: Ticket, parcel: Parcel) -> bool:
    """Whether its requester did by letter what it tells of."""
    about = next((entry for entry in desk.journal.of(ticket.number) if entry.n == parcel.entry), None)
    return about is not None and about.channel == MAIL and about.actor == ticket.requester_id
