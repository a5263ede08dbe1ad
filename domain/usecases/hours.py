"""Hours: what is left of prepaid ones; who hears that they run out (barier 5.2). No support is refused by itself for that."""

from __future__ import annotations

from typing import Any

from domain.customers import Organization, same_address
from domain.hours import reached, still_told, term
from domain.journal import EntryKind
from domain.notices import Code, Notice
from domain.people import Person
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.telling import MAIL, tell_address, tell_mailbox, tell_person, tell_staff


def used_minutes(desk: Desk, organization: Organization) -> int:
    """What its answers took in the contract's term."""
    return desk.efforts.minutes_of(organization.id, *term(organization, desk.regulation.zone))


def count_hours(desk: Desk, ticket: Ticket) -> None:
    """Effort was added to a ticket, or corrected: at 80 and at 100 % of its customer's prepaid hours staff and the customer are
    told, once each; and if a correction takes that back, of that, so that nobody is left with what is not so."""
    if not ticket.organization_id:
        return
    organization = desk.customers.get(ticket.organization_id)
    prepaid = organization.prepaid_minutes
    if not prepaid:
        return
    used = used_minutes(desk, organization)
    percent = reached(used, prepaid)
    if percent == organization.hours_told:
        return
    less, organization.hours_told = percent < organization.hours_told, percent
    facts: dict[str, Any] = {"percent": percent, "used": used, "prepaid": prepaid}
    if clause := ticket.regulation.clause("effort"):
        facts["clause"] = clause
    if less:  # the correction itself is in the journal
        facts["less"] = True
    else:
        ticket.record(desk.now(), EntryKind.HOURS, facts)
    facts |= {"name": organization.name, "until": organization.until.isoformat() if organization.until else ""}
    n = ticket.entries
    tell_staff(desk, ticket, Notice(Code.HOURS_RUN, facts), mark=f"{percent}:{n}")
    _tell_customer(desk, ticket, organization, Notice(Code.HOURS_USED, facts), f"hours:{ticket.number}:{n}")


def hours_changed(desk: Desk, organization: Organization) -> None:
    """The hours or the term were changed: what is not reached any more will be told anew."""
    if organization.hours_told:
        organization.hours_told = still_told(organization, used_minutes(desk, organization))


def _tell_customer(desk: Desk, ticket: Ticket, organization: Organization, notice: Notice, key: str) -> None:
    """Its contact persons, by letter, and in the chat those who proved such an address; where none is named, whoever wrote."""
    if not organization.contacts:
        person = desk.people.get(ticket.requester_id)
        if person.chat:
            tell_person(desk, person, notice, key=f"{key}:{person.id}")
        if any(same_address(one, ticket.email) for one in desk.people.proved_addresses(person.id, MAIL)):
            tell_address(desk, person, ticket.email, notice, key=f"{key}:mail")
        return
    members = desk.people.of_organization(organization.id)
    for address in organization.contacts:
        tell_mailbox(desk, address, notice, key=f"{key}:mail:{address}")
        for person in members:
            if person.chat and _is_theirs(desk, person, address):
                tell_person(desk, person, notice, key=f"{key}:{person.id}")


def _is_theirs(desk: Desk, person: Person, address: str) -> bool:
    return any(same_address(one, address) for one in desk.people.proved_addresses(person.id, MAIL))
