"""Privacy: what is kept of somebody, and what they may do about it: withdraw their consent, be forgotten (152-ФЗ, articles 9, 14, 21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from domain.consents import Consented
from domain.draft import FileState
from domain.notices import Code
from domain.people import Person, Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import NothingKept, WorksHere
from domain.regulation import Regulation
from domain.usecases.forget import all_of, forget_person, forget_ticket, last_words
from domain.usecases.hand_over import throw_away
from domain.usecases.meeting import known, meet, requester
from domain.usecases.retention import GRACE
from domain.usecases.staff_mail import mailbox_of
from domain.usecases.staff_place import employed
from domain.usecases.telling import MAIL
from domain.usecases.topics import has_topics

DAILY = timedelta(days=1)


@dataclass(frozen=True)
class Kept:
    """What is kept of somebody. `consent`: the one in force; `open`: numbers of open tickets; `closed`: how many are closed
    and not erased; `drafts`: how many were begun and not sent; `withdrawn`: a consent was taken back, and none given since;
    `leaving`: they asked to be forgotten. `topics`: each of their tickets has a topic in the chat."""

    person: Person
    regulation: Regulation
    consent: Consented | None
    open: tuple[str, ...]
    closed: int
    drafts: int
    files: int
    addresses: tuple[str, ...]
    withdrawn: bool = False
    leaving: bool = False
    topics: bool = False


@dataclass(frozen=True)
class Forgotten:
    """All is erased, in this language the last word is said; or, with something `open`, will be a day after it is closed."""

    language: str
    open: tuple[str, ...] = ()


def look(desk: Desk, *, by: Speaker) -> Kept:
    """What is kept of the speaker."""
    person = meet(desk, by)
    return kept_of(desk, person)


def kept_of(desk: Desk, person: Person) -> Kept:
    """What is kept of a person."""
    tickets = all_of(desk, person)
    consents = desk.consents.of(person.id)
    withdrawn = bool(consents) and consents[-1].withdrawn_at is not None
    return Kept(
        person,
        desk.regulation,
        consents[-1] if consents and not withdrawn else None,
        tuple(t.number for t in tickets if t.is_open),
        sum(not t.is_open and t.erased_at is None for t in tickets),
        len(desk.drafts.of_person(person.id)),
        sum(file.state is FileState.KEPT for file in desk.files.of_person(person.id)),
        tuple(desk.people.proved_addresses(person.id, MAIL)),
        withdrawn,
        desk.timers.is_set(person.id, TimerKind.FAREWELL),
        has_topics(desk),
    )


def withdraw(desk: Desk, *, by: Speaker) -> Kept:
    """The consent is taken back: drafts and closed tickets' data go now, open tickets' a day after they are closed.

    What is open goes on under the contract (152-ФЗ, article 6, part 1, point 5). NothingKept without a consent.
    """
    person = known(desk, by)
    version, now = person.consent_version, desk.now()
    consents = [one for one in desk.consents.of(person.id) if one.withdrawn_at is None]
    if not version and not consents:
        raise NothingKept
    for one in consents:
        one.withdrawn_at = now
    if not consents:  # given before its words were kept
        desk.consents.add(Consented(person.id, version, "", by.place.channel, person.consent_at or now, now))
    proved = desk.people.proved_addresses(person.id, MAIL)
    wanted = {mailbox_of(desk, person.id)}
    for ticket in all_of(desk, person):
        if ticket.is_open:
            ticket.withdraw_consent(now, requester(person, by), version)
            wanted |= {ticket.email, ticket.second_email}
        elif ticket.erased_at is None:
            forget_ticket(desk, ticket, "withdrawn")
    _throw_drafts_away(desk, person)
    person.withdraws()
    desk.erasure.forget_addresses(person.id, wanted)
    for address in proved:
        last_words(desk, person, Code.CONSENT_WITHDRAWN, MAIL, address)
    return kept_of(desk, person)


def erase_me(desk: Desk, *, by: Speaker, later: bool = False) -> Forgotten:
    """Forget the speaker. With something open nothing is done yet, and it is named; `later`: what is closed is erased now,
    and the rest a day after the last of it is closed.

    NothingKept if they are not known; WorksHere for members of the staff group.
    """
    return erase(desk, known(desk, by), later=later)


def erase(desk: Desk, person: Person, *, later: bool = False, by_chat: bool = False) -> Forgotten:
    """The same of somebody who asked for it otherwise; `by_chat`: they are told in the chat too. WorksHere."""
    if employed(desk, person):
        raise WorksHere
    numbers = tuple(t.number for t in desk.tickets.open_of(person.id))
    if not numbers:
        forget_person(desk, person, "asked", by_chat=by_chat)
    elif later:
        for ticket in all_of(desk, person):
            if not ticket.is_open and ticket.erased_at is None:
                forget_ticket(desk, ticket, "asked")
        _throw_drafts_away(desk, person)
        desk.timers.set(person.id, TimerKind.FAREWELL, desk.now() + DAILY)
    return Forgotten(person.language, numbers)


def stay(desk: Desk, *, by: Speaker) -> Kept:
    """They do not want to be forgotten after all; what was erased stays so."""
    person = known(desk, by)
    desk.timers.cancel(person.id, TimerKind.FAREWELL)
    return kept_of(desk, person)


def say_farewell(desk: Desk, person_id: str) -> None:
    """Somebody wants to be forgotten: a day after the last ticket was closed they are; until then it is looked at daily."""
    person, now = desk.people.get(person_id), desk.now()
    if person.erased_at is not None or employed(desk, person):
        return
    tickets = all_of(desk, person)
    closed = [t.closed_at for t in tickets if t.closed_at is not None]
    over = max(closed, default=now - GRACE) + GRACE
    if any(t.is_open for t in tickets):
        desk.timers.set(person_id, TimerKind.FAREWELL, now + DAILY)
    elif over > now:
        desk.timers.set(person_id, TimerKind.FAREWELL, over)
    else:
        forget_person(desk, person, "asked", by_chat=True)


def _throw_drafts_away(desk: Desk, person: Person) -> None:
    """What was begun and never sent; what is awaited on an open ticket stays."""
    for draft in desk.drafts.of_person(person.id):
        if draft.ticket is None or not desk.tickets.get(draft.ticket).is_open:
            throw_away(desk, draft)
