"""By letter: a request that came as a letter goes on in the chat of its writer, who opens the link that was sent to its address.

A letter is passed on and quoted, and its link with it: what proves the mailbox is a code, which goes there once the link is opened.
The link is for one request and expires; once the request is somebody's in the chat, or its address is another, it is worth nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from domain.answers import Text
from domain.consents import Consented
from domain.draft import Conversation, Draft, DraftKind
from domain.journal import Actor
from domain.notices import Code, Notice
from domain.people import Identity, Person, Speaker
from domain.ports import Desk
from domain.refusals import CodeLater, MailLinkIsOver, NotYours
from domain.ticket import Status, Ticket
from domain.usecases.account import LINK, NotThatCode, NowHere, try_code
from domain.usecases.ask import await_answer
from domain.usecases.code_letters import Limit, code_for
from domain.usecases.details import await_details
from domain.usecases.identify import belongs_to, customer_of
from domain.usecases.meeting import conversation, meet, requester
from domain.usecases.staff import chat_link
from domain.usecases.telling import MAIL, refresh_card, tell_address, tell_requester, tell_staff

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


def take_by_letter(desk: Desk, *, by: Speaker, token: str) -> Ticket | Conversation:
    """«Да, сюда»: it is theirs, if they have proved its address; else a code goes there, and is asked for.

    MailLinkIsOver; CodeLater where no code may go there today.
    """
    person = meet(desk, by)
    ticket = _of_link(desk, token)
    consent = desk.regulation.consent
    if person.consent_version != consent.version:
        person.agrees(consent.version, desk.now())
        words = consent.text.in_(person.language)
        desk.consents.add(Consented(person.id, consent.version, words, by.place.channel, desk.now()))
    identity = desk.people.identity(person.id, MAIL, ticket.email)
    if identity is not None and identity.proved_at is not None:
        return _is_theirs(desk, by, person, ticket)
    for old in desk.drafts.of(by, person):
        if old.kind is DraftKind.ACCOUNT:
            desk.drafts.discard(old)
    place = by.place
    draft = Draft(DraftKind.ACCOUNT, place.channel, place.chat, place.thread, person.id, desk.now())
    draft.answers = {LINK: token, "email": ticket.email, "tries": 0, "sent": _send(desk, person, ticket)}
    desk.drafts.open(draft)
    return conversation(desk, person, draft)


def take_with_code(desk: Desk, *, by: Speaker, person: Person, draft: Draft, code: str) -> NowHere | NotThatCode:
    """The code was typed: it is theirs, and their mailbox is proved. MailLinkIsOver."""
    if wrong := try_code(desk, person=person, draft=draft, code=code):
        return wrong
    ticket = _of_link(desk, draft.answers[LINK])
    return NowHere(_is_theirs(desk, by, person, ticket))


def _send(desk: Desk, person: Person, ticket: Ticket) -> str:
    """When the code was made that goes to the ticket's address, or is out already. CodeLater."""
    code, proof = code_for(desk, person, ticket.email), desk.people.proof(person.id)
    if isinstance(code, Limit) and not code.good:
        raise CodeLater(ticket.email, code.why, code.until.astimezone(desk.regulation.zone), code.good)
    assert proof is not None
    if not isinstance(code, Limit):
        key = f"{Code.ACCOUNT_CODE}:{person.id}:{proof.sent_at.isoformat()}"
        notice = Notice(Code.ACCOUNT_CODE, {"code": code, "number": ticket.number})
        tell_address(desk, desk.people.get(ticket.requester_id), ticket.email, notice, key=key)
    return proof.sent_at.isoformat()


def _is_theirs(desk: Desk, by: Speaker, person: Person, ticket: Ticket) -> Ticket:
    """The request goes on in their chat. Both channels hear of it, and staff."""
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
