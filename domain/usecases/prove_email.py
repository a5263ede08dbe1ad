"""Prove an e-mail address: the six digits from the letter, typed into the chat. From then on letters carry the conversation."""

from __future__ import annotations

import secrets

from domain.draft import DraftKind
from domain.journal import Actor, EntryKind
from domain.notices import Code, Notice
from domain.people import EmailProof, Identity, Person, Speaker
from domain.ports import Desk
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
