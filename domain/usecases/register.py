"""Register: an intake becomes a ticket with a number, a clock and a journal (barier 4.4, 6.3, 7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain import apart
from domain.claims import CLAIMED
from domain.customers import Organization, level
from domain.draft import NOT_PROTECTED, Draft, DraftKind, article_of
from domain.journal import Audience, Entry
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.regulation import Regulation
from domain.ticket import Ticket, truncated
from domain.usecases.claim import claim_of
from domain.usecases.code_letters import mailed_code
from domain.usecases.deadlines import set_deadline_timers
from domain.usecases.flag import flag
from domain.usecases.floods import TICKETS_A_DAY, must_be_meant
from domain.usecases.from_group import began_in
from domain.usecases.hand_over import looked_at, share_out
from domain.usecases.identify import customer_of, product_of
from domain.usecases.known_failure import link_registered
from domain.usecases.link import note_parts
from domain.usecases.meeting import conversation, open_draft, requester
from domain.usecases.newcomers import tell_of_new
from domain.usecases.own import must_be_owner
from domain.usecases.profile import remember
from domain.usecases.queue import others_move
from domain.usecases.suspend import must_be_served
from domain.usecases.telling import tell_by_letter, tell_in_chat, tell_staff
from domain.usecases.things import tell_things
from domain.usecases.uttered import end_utterances


def register(desk: Desk, *, by: Speaker, draft_id: str, sure: bool = False) -> list[Ticket]:
    """Give the intake its number; requester, mailbox and staff are told. Several problems told apart get a number each,
    all at once, and know each other.

    NothingToAnswer if it is not complete, or sent already; Suspended; OwnerOnly. Of many in one day: AnotherTicket unless
    they are `sure` that it is a new problem; TooManyTickets.
    """
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    if conversation(desk, person, draft).step != "summary":
        raise NothingToAnswer
    organization = customer_of(desk, person)
    must_be_served(desk, person, organization)
    must_be_owner(desk, person, organization, draft)
    before = must_be_meant(desk, person, sure=sure)
    now, parts = desk.now(), apart.split(draft.answers)
    told = [_entered(desk, by, person, organization, draft, n, now) for n in range(len(parts) or 1)]
    tickets = [ticket for ticket, _entry in told]
    remember(person, desk.regulation, {f.key: draft.answers[f.key] for f in desk.regulation.fields})
    end_utterances(desk, draft, told[0][0].number, told[0][1].n)
    files = share_out(desk, draft, tickets)
    said = note_parts(desk, by, person, draft, tickets)
    for number, failure in link_registered(desk, by, person, draft, tickets).items():
        said[number] |= failure
    desk.drafts.discard(draft)
    for n, (ticket, entry) in enumerate(told):
        tell_all(desk, ticket, entry, looked_at(files[ticket.number]), with_code=n == 0, **said[ticket.number])
        tell_things(desk, by, person, ticket, files[ticket.number])
        flag(desk, ticket, *(file.caption for file in files[ticket.number]))
    if before <= TICKETS_A_DAY < before + len(tickets):
        tell_staff(desk, tickets[-1], Notice(Code.MANY_TICKETS, {"count": before + len(tickets)}))
    return tickets


def _entered(
    desk: Desk, by: Speaker, person: Person, organization: Organization | None, draft: Draft, n: int, now: datetime
) -> tuple[Ticket, Entry]:
    """The n-th request of the intake, in the register."""
    rules, given = desk.regulation, draft.answers
    answers = {f.key: given[f.key] for f in rules.fields}
    if parts := apart.split(given):
        answers |= {"description": parts[n], apart.WHOLE: answers["description"]}
    if (protected := given.get("protected", NOT_PROTECTED)) != NOT_PROTECTED:
        answers["protected"] = protected
    kind, impact = apart.answered(given, "kind", n), apart.answered(given, "impact", n)
    ticket = new_ticket(
        desk, person, by.place.channel, answers, kind, impact, received_at=now, organization=organization
    )
    ticket.article, ticket.product = article_of(rules, given), product_of(draft, organization)
    accepted = {"consent_at": person.consent_at.isoformat()} if person.consent_at else {}
    if rules.demand("acceptance") and person.accepted_at:
        accepted |= {"accepted": person.accepted, "accepted_at": person.accepted_at.isoformat()}
    begun = began_in(desk, ticket, draft)
    entry = ticket.register(
        now,
        requester(person, by),
        clause=rules.clause("receipt"),
        consent=person.consent_version,
        organization=organization.name if organization else "",
        product=ticket.product,
        protected=answers.get("protected", ""),
        **accepted,
        **begun,
    )
    head = rules.queue.head if given.get("head") == "yes" else None
    if head:
        ticket.go_first(now, requester(person, by), first=True, clause=head.clause, audience=Audience.PUBLIC)
    if organization is None and (claim := claim_of(desk, draft)):
        ticket.answers = {**ticket.answers, CLAIMED: claim}
    return ticket, entry


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
    organization: Organization | None = None,
) -> Ticket:
    """The ticket with the next number, whichever door its request came in by. It must be registered next.

    `priority`: where the answers leave it open, and yet a promise depends on one. `organization`: the customer, if known.
    """
    rules = desk.regulation
    rights = level(rules, organization, truncated(received_at))
    ticket = Ticket(
        number=desk.tickets.next_number(rules),
        regulation_digest=rules.digest,
        requester_id=person.id,
        door=door,
        answers=answers,
        kind=kind,
        impact=impact,
        priority=proposed(rules, kind, impact) if priority is None else priority,
        tier=rights.tier,
        client=rights.client,
        received_at=truncated(received_at),
        registered_at=desk.now(),
        organization_id=organization.id if organization else None,
        level_known=rights.known,
        marks=list(rights.marks),
    )
    desk.tickets.add(ticket)
    return ticket


def tell_all(
    desk: Desk, ticket: Ticket, entry: Entry, files: Sequence[str] = (), *, with_code: bool = True, **said: Any
) -> None:
    """It is registered: requester, mailbox and staff are told, and its clocks are set. `said` goes to the requester too.

    Who has no chat with the desk gets no code to prove their address by: there is no place to type it. Of several requests
    registered at once one letter brings it.
    """
    rules, now = ticket.regulation, desk.now()
    person = desk.people.get(ticket.requester_id)
    set_deadline_timers(desk, ticket)
    hours = rules.hours_for(ticket.priority)
    head = ticket.at_head and rules.queue.head
    facts = {"open": hours.is_open(now), "opens": hours.next_opening(now).isoformat(), "head": bool(head), **said}
    code = mailed_code(desk, person, ticket.email) if with_code and person.chat else {}
    withheld = code if "no_code" in code else {} if with_code else {"code_in_first": True}
    tell_in_chat(desk, ticket, Notice(Code.REGISTERED, facts | withheld))
    tell_by_letter(desk, ticket, Notice(Code.REGISTERED, facts | code), entry)
    tell_of_new(desk, ticket, files)
    if head or rules.goes_before(ticket.priority):
        others_move(desk, ticket)
    flag(desk, ticket, *words_of(ticket))


def words_of(ticket: Ticket) -> list[str]:
    """What the requester wrote freely; names of people and organizations are no words of theirs."""
    fields = ticket.regulation.fields
    return [ticket.answers.get(f.key, "") for f in fields if f.kind in ("long", "short")]


def proposed(rules: Regulation, kind: str, impact: str) -> str:
    """The priority to propose; empty where the answers settle none and staff set it later, or never (e-doc 13, megafon)."""
    settled = bool(impact) or any(k.key == kind and k.priority for k in rules.kinds)
    return rules.proposed_priority(kind, impact).key if settled and rules.priorities else ""
