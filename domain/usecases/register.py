"""Register: an intake becomes a ticket with a number, a clock and a journal (barier 4.4, 6.3, 7.3)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.draft import DraftKind
from domain.journal import Entry
from domain.notices import Code, Notice
from domain.people import EmailProof, Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.regulation import Regulation
from domain.terms import Group
from domain.ticket import Ticket, truncated
from domain.usecases.deadlines import call_again, set_deadline_timers
from domain.usecases.hand_over import hand_over, looked_at
from domain.usecases.meeting import open_draft, requester
from domain.usecases.telling import MAIL, tell_by_letter, tell_in_chat, tell_staff


def register(desk: Desk, *, by: Speaker, draft_id: str) -> Ticket:
    """Give the intake its number; requester, mailbox and staff are told. NothingToAnswer if it is not complete, or sent already."""
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    rules = desk.regulation
    if draft.awaits(rules, person) != "summary":
        raise NothingToAnswer
    answers = {f.key: draft.answers[f.key] for f in rules.fields}
    kind, impact = draft.answers.get("kind", ""), draft.answers.get("impact", "")
    now = desk.now()
    ticket = new_ticket(desk, person, by.place.channel, answers, kind, impact, received_at=now)
    entry = ticket.register(now, requester(person, by), clause=rules.clause("receipt"), consent=person.consent_version)
    files = looked_at(hand_over(desk, draft, ticket))
    desk.drafts.discard(draft)
    tell_all(desk, ticket, entry, files)
    return ticket


def new_ticket(
    desk: Desk,
    person: Person,
    door: str,
    answers: dict[str, str],
    kind: str,
    impact: str,
    *,
    received_at: datetime,
    priority: str | None = None,
) -> Ticket:
    """The ticket with the next number, whichever door its request came in by. It must be registered next.

    `priority`: where the answers leave it open, and yet a promise depends on one.
    """
    rules = desk.regulation
    ticket = Ticket(
        number=desk.tickets.next_number(rules),
        regulation_digest=rules.digest,
        requester_id=person.id,
        door=door,
        answers=answers,
        kind=kind,
        impact=impact,
        priority=proposed(rules, kind, impact) if priority is None else priority,
        tier=usual(rules.tiers),
        client=usual(rules.clients),
        received_at=truncated(received_at),
        registered_at=desk.now(),
    )
    desk.tickets.add(ticket)
    return ticket


def tell_all(desk: Desk, ticket: Ticket, entry: Entry, files: Sequence[str] = (), **said: Any) -> None:
    """It is registered: requester, mailbox and staff are told, and its clocks are set. `said` goes to the requester too.

    Who has no chat with the desk gets no code to prove their address by: there is no place to type it.
    """
    rules, now = ticket.regulation, desk.now()
    person = desk.people.get(ticket.requester_id)
    set_deadline_timers(desk, ticket)
    hours = rules.hours_for(ticket.priority)
    facts = {"open": hours.is_open(now), "opens": hours.next_opening(now).isoformat(), **said}
    code = mailed_code(desk, person, ticket.email) if person.chat else {}
    tell_in_chat(desk, ticket, Notice(Code.REGISTERED, facts))
    tell_by_letter(desk, ticket, Notice(Code.REGISTERED, facts | code), entry)
    tell_staff(desk, ticket, Notice(Code.CARD))
    tell_staff(desk, ticket, Notice(Code.PING))
    call_again(desk, ticket)
    if files:
        tell_staff(desk, ticket, Notice(Code.STAFF_FILES, {"files": list(files)}))


def proposed(rules: Regulation, kind: str, impact: str) -> str:
    """The priority to propose; empty where the answers settle none and staff set it later, or never (e-doc 13, megafon)."""
    settled = bool(impact) or any(k.key == kind and k.priority for k in rules.kinds)
    return rules.proposed_priority(kind, impact).key if settled and rules.priorities else ""


def usual(groups: Sequence[Group]) -> str:
    """The tier or category of people of whom nothing else is known; the last one where the regulation marks none."""
    marked = [group.key for group in groups if group.default]
    return (marked or [group.key for group in groups[-1:]] or [""])[0]


def mailed_code(desk: Desk, person: Person, address: str) -> dict[str, str]:
    """The six digits that go into the letter, unless the address is proved; a code that is out for it stays good."""
    if not address:
        return {}
    identity = desk.people.identity(person.id, MAIL, address)
    if identity and identity.proved_at:
        return {}
    proof = desk.people.proof(person.id)
    if proof is None or proof.address != address or proof.tries >= EmailProof.MAX_TRIES:
        proof = EmailProof(person.id, address, f"{secrets.randbelow(10**6):06d}", desk.now())
        desk.people.set_proof(proof)
    return {"code": proof.code}
