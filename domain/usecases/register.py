"""Register: an intake becomes a ticket with a number, a clock and a journal (barier 4.4, 6.3, 7.3)."""

from __future__ import annotations

from domain.customers import level
from domain.draft import NOT_PROTECTED, DraftKind, article_of
from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.regulation import Regulation
from domain.ticket import Ticket, truncated
from domain.usecases.deadlines import call_again, set_deadline_timers
from domain.usecases.hand_over import hand_over, looked_at
from domain.usecases.identify import customer_of, product_of
from domain.usecases.meeting import open_draft, requester
from domain.usecases.own import must_be_owner
from domain.usecases.prove_email import mailed_code
from domain.usecases.suspend import must_be_served
from domain.usecases.telling import tell_by_letter, tell_in_chat, tell_staff


def register(desk: Desk, *, by: Speaker, draft_id: str) -> Ticket:
    """Give the intake its number; requester, mailbox and staff are told.

    NothingToAnswer if it is not complete, or sent already; Suspended; OwnerOnly.
    """
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    rules = desk.regulation
    if draft.awaits(rules, person) != "summary":
        raise NothingToAnswer
    organization = customer_of(desk, person)
    must_be_served(desk, person, organization)
    must_be_owner(desk, person, organization, draft)
    kind, impact = draft.answers.get("kind", ""), draft.answers.get("impact", "")
    now = desk.now()
    rights = level(rules, organization, truncated(now))
    answers = {f.key: draft.answers[f.key] for f in rules.fields}
    if (protected := draft.answers.get("protected", NOT_PROTECTED)) != NOT_PROTECTED:
        answers["protected"] = protected
    ticket = Ticket(
        number=desk.tickets.next_number(rules),
        regulation_digest=rules.digest,
        requester_id=person.id,
        door=by.place.channel,
        answers=answers,
        kind=kind,
        impact=impact,
        priority=proposed(rules, kind, impact),
        tier=rights.tier,
        client=rights.client,
        received_at=truncated(now),
        registered_at=now,
        article=article_of(rules, draft.answers),
        organization_id=organization.id if organization else None,
        product=product_of(draft, organization),
        level_known=rights.known,
        marks=list(rights.marks),
    )
    desk.tickets.add(ticket)
    entry = ticket.register(
        now,
        requester(person, by),
        clause=rules.clause("receipt"),
        consent=person.consent_version,
        accepted=person.accepted if rules.demand("acceptance") else "",
        accepted_at=person.accepted_at.isoformat() if rules.demand("acceptance") and person.accepted_at else "",
        organization=organization.name if organization else "",
        product=ticket.product,
        protected=answers.get("protected", ""),
    )
    set_deadline_timers(desk, ticket)
    files = looked_at(hand_over(desk, draft, ticket))
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
    return ticket


def proposed(rules: Regulation, kind: str, impact: str) -> str:
    """The priority to propose; empty where the answers settle none and staff set it later, or never (e-doc 13, megafon)."""
    settled = bool(impact) or any(k.key == kind and k.priority for k in rules.kinds)
    return rules.proposed_priority(kind, impact).key if settled and rules.priorities else ""
