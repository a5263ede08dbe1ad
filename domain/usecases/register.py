"""Register: an intake becomes a ticket with a number, a clock and a journal (barier 4.4, 6.3, 7.3)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from domain.draft import DraftKind
from domain.notices import Code, Notice
from domain.people import EmailProof, Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.regulation import Regulation
from domain.terms import Group
from domain.ticket import Ticket, truncated
from domain.usecases.deadlines import call_again, set_deadline_timers
from domain.usecases.flag import flag
from domain.usecases.hand_over import hand_over, looked_at
from domain.usecases.meeting import open_draft, requester
from domain.usecases.telling import MAIL, tell_by_letter, tell_in_chat, tell_staff


def register(desk: Desk, *, by: Speaker, draft_id: str) -> Ticket:
    """Give the intake its number; requester, mailbox and staff are told. NothingToAnswer if it is not complete, or sent already."""
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    rules = desk.regulation
    if draft.awaits(rules, person) != "summary":
        raise NothingToAnswer
    kind, impact = draft.answers.get("kind", ""), draft.answers.get("impact", "")
    now = desk.now()
    ticket = Ticket(
        number=desk.tickets.next_number(rules),
        regulation_digest=rules.digest,
        requester_id=person.id,
        door=by.place.channel,
        answers={f.key: draft.answers[f.key] for f in rules.fields},
        kind=kind,
        impact=impact,
        priority=proposed(rules, kind, impact),
        tier=usual(rules.tiers),
        client=usual(rules.clients),
        received_at=truncated(now),
        registered_at=now,
    )
    desk.tickets.add(ticket)
    entry = ticket.register(now, requester(person, by), clause=rules.clause("receipt"), consent=person.consent_version)
    set_deadline_timers(desk, ticket)
    theirs = hand_over(desk, draft, ticket)
    files = looked_at(theirs)
    desk.drafts.discard(draft)

    hours = rules.hours_for(ticket.priority)
    facts = {"open": hours.is_open(now), "opens": hours.next_opening(now).isoformat()}
    tell_in_chat(desk, ticket, Notice(Code.REGISTERED, facts))
    tell_by_letter(desk, ticket, Notice(Code.REGISTERED, facts | mailed_code(desk, person, ticket.email)), entry)
    tell_staff(desk, ticket, Notice(Code.CARD))
    tell_staff(desk, ticket, Notice(Code.PING))
    call_again(desk, ticket)
    if files:
        tell_staff(desk, ticket, Notice(Code.STAFF_FILES, {"files": files}))
    flag(desk, ticket, *words_of(ticket), *(file.caption for file in theirs))
    return ticket


def words_of(ticket: Ticket) -> list[str]:
    """What the requester wrote freely; names of people and organizations are no words of theirs."""
    return [ticket.answers[f.key] for f in ticket.regulation.fields if f.kind in ("long", "short")]


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
