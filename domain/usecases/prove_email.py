"""Prove an e-mail address: the six digits from the letter, typed into the chat. From then on letters carry the conversation."""

from __future__ import annotations

from domain.draft import DraftKind
from domain.journal import Actor, EntryKind
from domain.notices import Code, Notice
from domain.people import EmailProof, Identity, Person, Speaker
from domain.ports import Desk
from domain.usecases.dead_addresses import revive
from domain.usecases.identify import belongs_to, customer_of, offer_products
from domain.usecases.meeting import requester
from domain.usecases.telling import MAIL, refresh_card, tell_by_letter


def prove_email(desk: Desk, *, by: Speaker, person: Person, proof: EmailProof) -> str:
    """The right digits were typed: the address is proved, and returned. Open tickets' whole public record then goes there.

    Where the address shows the customer (barier 7.7), open tickets without one get it.
    """
    identity = desk.people.identity(person.id, MAIL, proof.address)
    if identity is None:
        identity = Identity(MAIL, proof.address, person.id)
        desk.people.add_identity(identity)
    identity.proved_at = desk.now()
    revive(desk, proof.address)
    desk.people.drop_proof(proof)
    for ticket in desk.tickets.open_of(person.id):
        if ticket.email == proof.address:
            ticket.record(desk.now(), EntryKind.EMAIL_PROVED, {"email": proof.address}, requester(person, by))
            tell_by_letter(desk, ticket, Notice(Code.RECORD))
            refresh_card(desk, ticket)
    organization = customer_of(desk, person)
    if organization is not None:
        for ticket in desk.tickets.open_of(person.id):
            if ticket.organization_id is None:
                belongs_to(desk, ticket, organization, Actor.the_desk())
        for draft in desk.drafts.of(by, person):
            if draft.kind is DraftKind.INTAKE:
                offer_products(draft, organization)
    return proof.address
