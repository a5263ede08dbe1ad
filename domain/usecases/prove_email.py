"""Prove an e-mail address: the six digits from the letter, typed into the chat. From then on letters carry the conversation."""

from __future__ import annotations

from domain.journal import EntryKind
from domain.notices import Code, Notice
from domain.people import EmailProof, Identity, Person, Speaker
from domain.ports import Desk
from domain.usecases.meeting import requester
from domain.usecases.telling import MAIL, refresh_card, tell_by_letter


def prove_email(desk: Desk, *, by: Speaker, person: Person, proof: EmailProof) -> str:
    """The right digits were typed: the address is proved, and returned. Open tickets' whole public record then goes there."""
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
    return proof.address
