"""Letter parts: a letter that tells of several problems is one request until its writer says that they are several (barier 4.3)."""

from __future__ import annotations

import re
from typing import Any

from domain import apart
from domain.incoming import SEVERAL
from domain.journal import Entry, EntryKind
from domain.linked import LinkKind
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.ticket import WORKABLE, Ticket
from domain.usecases.link import link, note_links
from domain.usecases.meeting import requester
from domain.usecases.register import new_ticket, proposed, tell_all
from domain.usecases.split import told_anew
from domain.usecases.telling import refresh_card

# The answer to «separately, or together?»: a line with the word alone, in any language of ours, or its sign.
_BEFORE = r"\W{0,9}(?:(?:да|давайте|лучше|пожалуйста|yes|please|иә)\W{1,3}){0,2}"
_AFTER = r"(?:\W{1,3}(?:пожалуйста|спасибо|please|thanks|thank you|рахмет|рақмет)){0,2}\W{0,9}\Z"
_APART = re.compile(
    rf"{_BEFORE}(?:1|(?:по )?отдельно|раздельно|separate(?:ly)?|apart|бөлек(?: бөлек)?){_AFTER}", re.IGNORECASE
)
_ONE = re.compile(
    rf"{_BEFORE}(?:2|вместе|(?:это )?одна(?: проблема| заявка)?|together|(?:it is )?one(?: problem)?|бірге|бір(?: мәселе)?){_AFTER}",
    re.IGNORECASE,
)
LONGEST = 60


def parts_asked(desk: Desk, ticket: Ticket) -> list[str]:
    """The parts of the letter that a ticket began with, while nobody has said whether they are problems of their own."""
    if ticket.status not in WORKABLE:
        return []
    entries = desk.journal.of(ticket.number)
    first = next((e for e in entries if e.kind is EntryKind.REGISTERED), None)
    parts = list(first.facts.get(SEVERAL) or []) if first else []
    return [] if any(map(_settles, entries)) else parts


def answer_of(desk: Desk, ticket: Ticket, text: str) -> tuple[str, str]:
    """The first line where it is that answer, and what stands below it; no answer, and all of the text, where it is none."""
    first, _, rest = text.strip().partition("\n")
    said = len(first) <= LONGEST and (_APART.match(first) or _ONE.match(first))
    return (first, rest.strip()) if said and parts_asked(desk, ticket) else ("", text)


def parts_answered(desk: Desk, by: Speaker, person: Person, ticket: Ticket, text: str) -> bool:
    """Whether the words are that answer and nothing else: the parts are requests then, each with its number, or it is one."""
    said = text.strip()
    if len(said) > LONGEST or not (_APART.match(said) or _ONE.match(said)):
        return False
    parts = parts_asked(desk, ticket)
    if not parts:
        return False
    if _ONE.match(said):
        ticket.one_issue(desk.now(), requester(person, by), parts)
        refresh_card(desk, ticket)
    else:
        take_apart(desk, by, person, ticket, parts)
    return True


def take_apart(desk: Desk, by: Speaker, person: Person, ticket: Ticket, parts: list[str]) -> list[Ticket]:
    """Each part but the first becomes a request with the receipt of the letter; the first one's record keeps all of it."""
    rules, now, actor = desk.regulation, desk.now(), requester(person, by)
    organization = desk.customers.get(ticket.organization_id) if ticket.organization_id else None
    new: list[tuple[Ticket, Entry]] = []
    kinds = {kind.key for kind in rules.kinds}
    kind = ticket.kind if ticket.kind in kinds else ""
    impact = ticket.impact if any(one.key == ticket.impact for one in rules.impacts) else ""
    first = next(e for e in desk.journal.of(ticket.number) if e.kind is EntryKind.REGISTERED)
    unproved = bool(first.facts.get("unproved"))
    for part in parts[1:]:
        one = new_ticket(
            desk,
            person,
            ticket.door,
            told_anew(ticket, rules.fields, part) | {apart.WHOLE: ticket.answers.get("description", "")},
            kind,
            impact,
            received_at=ticket.received_at,
            priority=proposed(rules, kind, impact) or (ticket.priority if rules.promises_by_priority else ""),
            organization=organization,
        )
        one.product, one.line, one.level_known = ticket.product, ticket.line, ticket.level_known
        one.marks = list(dict.fromkeys([*one.marks, *ticket.marks]))
        how: dict[str, Any] = {"split_from": ticket.number, "received_at": by.said_at.isoformat(), "unproved": unproved}
        entry = one.register(now, actor, clause=rules.clause("receipt"), **how)
        new.append((one, entry))
    tickets = [ticket, *(one for one, _entry in new)]
    for at, one in enumerate(tickets):
        others = [other for other in tickets if other is not one]
        for other in tickets[at + 1 :]:
            link(desk, one, other, LinkKind.PART)
        note_links(desk, one, others, LinkKind.PART, actor)
    for one, entry in new:
        numbers = [other.number for other in tickets if other is not one]
        tell_all(desk, one, entry, with_code=False, apart=numbers)
    refresh_card(desk, ticket)
    return [one for one, _entry in new]


def _settles(entry: Entry) -> bool:
    """Whether it says what the parts are."""
    if entry.kind is EntryKind.LINKED:
        return entry.facts.get("how") in (LinkKind.PART, LinkKind.OFFSHOOT)
    return entry.kind is EntryKind.ONE_ISSUE
