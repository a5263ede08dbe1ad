"""By letter: a request that came as a letter goes on in the chat of whoever opens the link that was sent to its address.

Nobody else was sent that link, so opening it proves the mailbox. It is for one request and expires; once the request is
somebody's in the chat, or its address is another, it is worth nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from domain.answers import Text
from domain.consents import Consented
from domain.form import Names
from domain.journal import Actor
from domain.notices import Code, Notice
from domain.people import Identity, Person, Speaker
from domain.ports import Desk
from domain.refusals import MailLinkIsOver, NotYours
from domain.ticket import Status, Ticket
from domain.usecases.ask import await_answer
from domain.usecases.deadlines import set_deadline_timers
from domain.usecases.details import await_details
from domain.usecases.hear import hear
from domain.usecases.heard import Heard, Said
from domain.usecases.identify import belongs_to, customer_of
from domain.usecases.join_letter import fill_in
from domain.usecases.letter_parts import parts_answered
from domain.usecases.meeting import meet, requester
from domain.usecases.staff import chat_link
from domain.usecases.telling import MAIL, refresh_card, tell_requester, tell_staff

PURPOSE, DOOR = "by letter", "l-"
GOOD_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Offered:
    """A request that may go on in this chat; by a button with the token. `consent`: what they agree to by that; None: they have."""

    person: Person
    ticket: Ticket
    token: str
    consent: Text | None


def way_to_chat(desk: Desk, ticket: Ticket) -> str:
    """The link for a letter to the ticket's address; empty where it is in a chat already, or nobody knows the bot's name."""
    bot = chat_link(desk)
    if not bot or not ticket.email or ticket.door != MAIL or desk.people.get(ticket.requester_id).chat:
        return ""
    return f"{bot}?start={DOOR}{desk.tokens.issue(PURPOSE, _subject(ticket), desk.now() + GOOD_FOR)}"


def open_letter_link(desk: Desk, *, by: Speaker, token: str) -> Offered:
    """The link was opened: show what would go on here. MailLinkIsOver."""
    person = meet(desk, by)
    ticket = _of_link(desk, token)
    consent = desk.regulation.consent
    return Offered(person, ticket, token, None if person.consent_version == consent.version else consent.text)


def take_by_letter(desk: Desk, *, by: Speaker, token: str) -> Ticket:
    """«Да, сюда»: it is theirs, and their mailbox is proved. Both channels hear of it, and staff. MailLinkIsOver."""
    person = meet(desk, by)
    ticket = _of_link(desk, token)
    consent = desk.regulation.consent
    if person.consent_version != consent.version:
        person.agrees(consent.version, desk.now())
        words = consent.text.in_(person.language)
        desk.consents.add(Consented(person.id, consent.version, words, by.place.channel, desk.now()))
    writer = desk.people.get(ticket.requester_id)
    identity = desk.people.identity(person.id, MAIL, ticket.email)
    if identity is None:
        identity = Identity(MAIL, ticket.email, person.id)
        desk.people.add_identity(identity)
    identity.proved_at = identity.proved_at or desk.now()
    for draft in desk.drafts.for_ticket(writer.id, ticket.number):
        desk.drafts.discard(draft)
    ticket.requester_id = person.id
    for file in desk.files.of_ticket(ticket.number):
        if file.person_id == writer.id:
            file.person_id = person.id
    for letter in desk.letters.of(ticket.number):
        if letter.person_id == writer.id:
            letter.person_id = person.id
    entry = ticket.mail_proved(desk.now(), requester(person, by))
    organization = customer_of(desk, person)
    if organization is not None and ticket.organization_id is None and ticket.is_open:
        belongs_to(desk, ticket, organization, Actor.the_desk())
    tell_requester(desk, ticket, Notice(Code.MAIL_PROVED), entry)
    tell_staff(desk, ticket, Notice(Code.NOW_IN_CHAT, {"by_letter": True}))
    if ticket.status is Status.CLARIFICATION and await_details(desk, ticket) is None:
        await_answer(desk, ticket)
    refresh_card(desk, ticket)
    return ticket


def hear_with_form(
    desk: Desk, *, by: Speaker, text: str, names: Names, reply_to: str | None = None, answered: int | None = None
) -> Heard:
    """`hear`; and what a letter did not say is taken into its request where the words say it, as they would by letter."""
    heard = hear(desk, by=by, text=text, reply_to=reply_to, answered=answered)
    if not isinstance(heard, Said) or heard.ticket.door != MAIL or not heard.ticket.is_open:
        return heard
    ticket, before = heard.ticket, heard.ticket.entries
    if not parts_answered(desk, by, heard.person, ticket, text):
        fill_in(desk, by, heard.person, ticket, text, names)
    if ticket.entries != before:
        set_deadline_timers(desk, ticket)
        refresh_card(desk, ticket)
    return heard


def _of_link(desk: Desk, token: str) -> Ticket:
    said = desk.tokens.read(PURPOSE, token, desk.now()) or ""
    try:
        ticket = desk.tickets.get(said.partition(" ")[0])
    except NotYours:
        raise MailLinkIsOver from None
    chat = desk.people.get(ticket.requester_id).chat
    if said != _subject(ticket) or chat or ticket.erased_at is not None:
        raise MailLinkIsOver
    return ticket


def _subject(ticket: Ticket) -> str:
    # With another requester, or another address, a link from before is worth nothing: BAR-000017 1f3a9c2e
    return f"{ticket.number} {sha256(f'{ticket.requester_id} {ticket.email}'.encode()).hexdigest()[:8]}"
