"""Pass on: a requester hands an open ticket over to a colleague, by a link that only the desk can have made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.answers import Text
from domain.consents import Consented
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import LinkIsOver, NothingToAnswer, NotSameCustomer, NotYours, WrongState
from domain.ticket import Ticket
from domain.usecases.hand_over import hand_over
from domain.usecases.identify import customer_of
from domain.usecases.meeting import meet, own_ticket, requester
from domain.usecases.staff import chat_link
from domain.usecases.suspend import must_be_served
from domain.usecases.telling import refresh_card, tell_by_letter, tell_person, tell_requester, tell_staff

PURPOSE = "pass on"
DOOR = "h-"
"""How the payload of such a deep link begins."""
GOOD_FOR = timedelta(days=3)


@dataclass(frozen=True)
class Link:
    """What a requester forwards to their colleague."""

    person: Person
    ticket: Ticket
    url: str
    until: datetime


@dataclass(frozen=True)
class Offered:
    """A ticket that a colleague hands over; taken by a button with the token."""

    person: Person
    ticket: Ticket
    giver: str
    token: str
    consent: Text | None
    """What they agree to by taking it; None: they have agreed already."""


def link_for_colleague(desk: Desk, *, by: Speaker, number: str) -> Link:
    """«Передать коллеге» was pressed. NotYours; WrongState once it is closed; NothingToAnswer while links cannot be made."""
    person = meet(desk, by)
    ticket = own_ticket(desk, person, number)
    if not ticket.is_open:
        raise WrongState(status=ticket.status, move="pass_on")
    chat = chat_link(desk)
    if not chat:
        raise NothingToAnswer
    until = desk.now() + GOOD_FOR
    token = desk.tokens.issue(PURPOSE, _subject(ticket), until)
    return Link(person, ticket, f"{chat}?start={DOOR}{token}", until)


def open_link(desk: Desk, *, by: Speaker, token: str) -> Offered:
    """The link was opened: show what would be taken over. LinkIsOver, NotSameCustomer; suspended where support is."""
    person = meet(desk, by)
    ticket = _of_link(desk, person, token)
    giver = desk.people.get(ticket.requester_id).name
    consent = desk.regulation.consent
    return Offered(person, ticket, giver, token, None if person.consent_version == consent.version else consent.text)


def take_over(desk: Desk, *, by: Speaker, token: str) -> Ticket:
    """«Принять»: the ticket is theirs now, both hear of it, staff see it.

    LinkIsOver if it was handed on or closed meanwhile; NotSameCustomer; suspended where support is.
    """
    person = meet(desk, by)
    ticket = _of_link(desk, person, token)
    if person.consent_version != desk.regulation.consent.version:
        consent = desk.regulation.consent
        person.agrees(consent.version, desk.now())
        words = consent.text.in_(person.language)
        desk.consents.add(Consented(person.id, consent.version, words, by.place.channel, desk.now()))
    giver = desk.people.get(ticket.requester_id)
    for theirs in desk.drafts.for_ticket(giver.id, ticket.number):
        hand_over(desk, theirs, ticket)
        desk.drafts.discard(theirs)
    entry = ticket.pass_on(desk.now(), requester(giver, by), person, {"name": person.name} | person.profile)
    facts = {"number": ticket.number, "to": person.name}
    tell_person(desk, giver, Notice(Code.PASSED_ON, facts), key=f"{ticket.number}:{entry.n}:passed_on:{giver.id}")
    tell_requester(desk, ticket, Notice(Code.TAKEN_OVER, {"from": giver.name}), entry)
    tell_by_letter(desk, ticket, Notice(Code.RECORD), entry)
    tell_staff(desk, ticket, Notice(Code.NEW_REQUESTER, {"from": giver.name, "to": person.name}))
    refresh_card(desk, ticket)
    return ticket


def _of_link(desk: Desk, person: Person, token: str) -> Ticket:
    """The ticket of a link, as long as it still belongs to whoever made it, and may be taken by this person."""
    number = (desk.tokens.read(PURPOSE, token, desk.now()) or "").partition(" ")[0]
    try:
        ticket = desk.tickets.get(number)
    except NotYours:
        raise LinkIsOver from None
    if not ticket.is_open or desk.tokens.read(PURPOSE, token, desk.now()) != _subject(ticket):
        raise LinkIsOver
    organization = customer_of(desk, person)
    must_be_served(desk, person, organization)
    if ticket.requester_id == person.id:
        raise LinkIsOver
    if organization is not None and ticket.organization_id not in (None, organization.id):
        raise NotSameCustomer
    return ticket


def _subject(ticket: Ticket) -> str:
    # Once it was handed over, a link of the one before is worth nothing: BAR-000017 1f3a9c2e
    return f"{ticket.number} {ticket.requester_id[:8]}"
