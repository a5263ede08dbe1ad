"""By phone: requests that were taken down for a caller go on in the chat of whoever shows that the number is theirs.

Telegram vouches for the number of a contact that its sender shares of themselves (Bot API: Contact.user_id). Where several
people have given the number, nobody gets anything by it: staff are asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.answers import Field, Text
from domain.consents import Consented
from domain.draft import DraftKind
from domain.journal import Actor
from domain.notices import Code, Notice
from domain.people import Identity, Person, Speaker
from domain.ports import Desk
from domain.refusals import LinkIsOver, NothingToAnswer
from domain.ticket import Ticket
from domain.usecases.details import asked_line
from domain.usecases.meeting import colleague, meet, requester
from domain.usecases.phone import PHONE
from domain.usecases.telling import MAIL, refresh_card, tell_by_letter, tell_requester, tell_staff

PURPOSE = "by phone"
GOOD_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Found:
    """What was taken down from this number. `token`: takes it over; empty where there is nothing, or staff were asked.

    `consent`: what they agree to by taking it; None: they have agreed already.
    """

    person: Person
    numbers: tuple[str, ...] = ()
    token: str = ""
    asked: bool = False
    consent: Text | None = None


def awaits_phone(desk: Desk, *, by: Speaker) -> bool:
    """Whether a phone number is what is being asked of the speaker."""
    person = desk.people.by_address(by.place.channel, by.address)
    draft = next(iter(desk.drafts.of(by, person)), None) if person else None
    if person is None or draft is None:
        return False
    phones = {field.key for field in _phones(desk)}
    if draft.kind is DraftKind.PROFILE:
        return draft.answers.get("field") in phones
    if draft.kind is DraftKind.DETAILS:
        return asked_line(desk.regulation, draft) in phones
    return draft.kind is DraftKind.INTAKE and draft.awaits(desk.regulation, person) in phones


def may_call(desk: Desk) -> bool:
    """Whether calls become requests here, so that there may be some to be found by a number."""
    door = desk.regulation.door(PHONE)
    return door is not None and door.registers and bool(_phones(desk))


def find_by_phone(desk: Desk, *, by: Speaker, phone: str) -> Found:
    """The speaker has shared their own contact: what was taken down from that number may be theirs. WrongAnswer for no number.

    Where several people have given it, staff are asked, once for each request.
    """
    person = meet(desk, by)
    found, own = _taken_down(desk, person, phone)
    if not found:
        return Found(person)
    if not own:
        for ticket in found:
            _ask_staff(desk, ticket, person)
        return Found(person, asked=True)
    consent = desk.regulation.consent
    token = desk.tokens.issue(PURPOSE, f"{_accepted(desk, phone)} {person.id[:8]}", desk.now() + GOOD_FOR)
    wanted = None if person.consent_version == consent.version else consent.text
    return Found(person, tuple(ticket.number for ticket in found), token, consent=wanted)


def take_by_phone(desk: Desk, *, by: Speaker, token: str) -> list[Ticket]:
    """«Привязать»: the requests are theirs. LinkIsOver if the token is another's or over, or there is nothing any more."""
    person = meet(desk, by)
    phone, _, whose = (desk.tokens.read(PURPOSE, token, desk.now()) or "").partition(" ")
    if not phone or whose != person.id[:8]:
        raise LinkIsOver
    found, own = _taken_down(desk, person, phone)
    if not found or not own:
        raise LinkIsOver
    consent = desk.regulation.consent
    if person.consent_version != consent.version:
        person.agrees(consent.version, desk.now())
        words = consent.text.in_(person.language)
        desk.consents.add(Consented(person.id, consent.version, words, by.place.channel, desk.now()))
    for ticket in found:
        _bind(desk, requester(person, by), ticket, person)
    return found


def say_it_is_theirs(desk: Desk, *, by: Speaker, number: str, person_id: str) -> Ticket:
    """Staff were asked, and say that it is the caller. NotStaff, NotYours; NothingToAnswer if that is not being asked."""
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    if not _is_free(desk, ticket) or not _was_asked(desk, ticket, person_id):
        raise NothingToAnswer
    _bind(desk, colleague(agent, by), ticket, desk.people.get(person_id))
    return ticket


def _taken_down(desk: Desk, person: Person, phone: str) -> tuple[list[Ticket], bool]:
    """What was taken down by phone from this number and has nobody in the chat; and whether it can only be this person's."""
    number = _accepted(desk, phone)
    told = [ticket for field in _phones(desk) for ticket in desk.tickets.with_answer(field.key, number)]
    found = [ticket for ticket in told if ticket.requester_id != person.id and _is_free(desk, ticket)]
    others = {ticket.requester_id for ticket in told} - {person.id} - {ticket.requester_id for ticket in found}
    callers = {desk.people.get(ticket.requester_id).name.casefold().strip() for ticket in found}
    return found, not others and len(callers) <= 1


def _is_free(desk: Desk, ticket: Ticket) -> bool:
    caller = desk.people.get(ticket.requester_id)
    return ticket.door == PHONE and ticket.erased_at is None and not caller.chat


def _bind(desk: Desk, actor: Actor, ticket: Ticket, person: Person) -> None:
    """It is theirs from now on; whoever has the mailbox hears of it, and staff."""
    caller = desk.people.get(ticket.requester_id)
    for draft in desk.drafts.for_ticket(caller.id, ticket.number):
        desk.drafts.discard(draft)
    ticket.requester_id = person.id
    desk.people.pass_on(caller.id, person.id)
    if ticket.email and desk.people.identity(person.id, MAIL, ticket.email) is None:
        desk.people.add_identity(Identity(MAIL, ticket.email, person.id))
    entry = ticket.phone_proved(desk.now(), actor)
    notice = Notice(Code.PHONE_PROVED)
    if ticket.is_open:
        tell_requester(desk, ticket, notice, entry)
        tell_staff(desk, ticket, Notice(Code.NOW_IN_CHAT))
        refresh_card(desk, ticket)
    else:
        tell_by_letter(desk, ticket, notice, entry)


def _ask_staff(desk: Desk, ticket: Ticket, person: Person) -> None:
    if not _was_asked(desk, ticket, person.id):
        tell_staff(desk, ticket, Notice(Code.PHONE_SHARED, {"person": person.id}), mark=person.id)


def _was_asked(desk: Desk, ticket: Ticket, person_id: str) -> bool:
    asked = (parcel for parcel in desk.outbox.of(ticket.number) if parcel.code is Code.PHONE_SHARED)
    return any(parcel.facts.get("person") == person_id for parcel in asked)


def _phones(desk: Desk) -> Sequence[Field]:
    return [field for field in desk.regulation.fields if field.kind == "phone"]


def _accepted(desk: Desk, phone: str) -> str:
    """The number as answers hold it."""
    return next((field.accept(phone) for field in _phones(desk)), phone)
