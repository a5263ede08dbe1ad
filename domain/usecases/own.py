"""Own: what only the owner may ask for is registered for a proved owner alone; the address can be proved on the spot (insales)."""

from __future__ import annotations

from domain.customers import Organization, same_address
from domain.draft import Conversation, Draft, DraftKind
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, OwnerOnly
from domain.usecases.code_letters import mail_code
from domain.usecases.meeting import conversation, open_draft
from domain.usecases.telling import MAIL


def must_be_owner(desk: Desk, person: Person, organization: Organization | None, intake: Draft) -> None:
    """Pass what anybody may ask for, and the owner whose address is proved; OwnerOnly for all others."""
    asked = intake.answers.get("protected")
    item = next((item for item in desk.regulation.protected if item.key == asked), None)
    if item is None:
        return
    owner = organization.owner_email if organization else ""
    if not any(same_address(owner, address) for address in desk.people.proved_addresses(person.id, MAIL)):
        raise OwnerOnly(item.refusal, item.clause)


def ask_for_proof(desk: Desk, *, by: Speaker, draft_id: str) -> Conversation:
    """Mail the six digits to the address given in the intake; typed here, they prove it.

    NothingToAnswer if the intake does not wait for that, or the address is proved; CodeLater.
    """
    person, intake = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    if intake.awaits(desk.regulation, person) != "summary":
        raise NothingToAnswer
    mail_code(desk, person, intake.answers.get("email", ""))
    return conversation(desk, person, intake)


def is_proved(desk: Desk, *, person: Person, address: str) -> bool:
    """Whether a person has proved an address."""
    identity = desk.people.identity(person.id, MAIL, address)
    return identity is not None and identity.proved_at is not None
