"""Erase: what must not stay: a message in the requester's chat, and what was told in confidence once a ticket is closed."""

from __future__ import annotations

from domain.journal import EntryKind
from domain.notices import Code, Notice
from domain.people import Person
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.telling import CHAT, ERASES, tell_person


def erase_message(desk: Desk, person: Person, message: str) -> None:
    """Have a message of theirs deleted from the chat (Bot API: deleteMessage); if that fails they are asked to do it."""
    if message:
        facts = {"message": message, "person": person.id}
        tell_person(desk, person, Notice(Code.ERASE, facts), key=_key("erase", person, message), queue=ERASES)


def could_not_erase(desk: Desk, facts: dict[str, str]) -> None:
    """The channel did not delete it: only its writer can."""
    person = desk.people.get(facts["person"])
    message = facts["message"]
    notice = Notice(Code.ERASE_FAILED, {"message": message})
    tell_person(desk, person, notice, key=_key("erase_failed", person, message))


def erase_secrets(desk: Desk, ticket: Ticket) -> None:
    """The ticket is closed: what was told in confidence and not shown yet is gone for good (gravity 4.3)."""
    demand = ticket.regulation.demand("secrets")
    if demand is None:
        return
    unseen = [secret for secret in desk.secrets.of_ticket(ticket.number) if secret.sealed]
    for secret in unseen:
        secret.sealed = ""
    if unseen:
        facts = {"of": [secret.n for secret in unseen]} | ({"clause": demand.clause} if demand.clause else {})
        ticket.record(desk.now(), EntryKind.SECRET_ERASED, facts)


def _key(what: str, person: Person, message: str) -> str:
    return f"{what}:{person.chat}:{message}:{CHAT}"
