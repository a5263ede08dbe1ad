"""By link: what a requester can do from a letter without the chat: confirm, dispute, rate, fetch a file (barier 4.8, 4.9).

A link is signed, for one deed on one completion or closing, and expires. What it says is read from the letter it came in, so
that it counts only for the address the letter went to. Looking at it changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from domain.draft import Attachment, DraftKind, FileState
from domain.journal import EntryKind
from domain.notices import Code, Parcel
from domain.people import Person, Place, Speaker
from domain.ports import Desk
from domain.ticket import Status, Ticket
from domain.usecases.confirm import confirm_as
from domain.usecases.dispute import dispute
from domain.usecases.meeting import awaiting
from domain.usecases.rate import comment_as, may_be_rated, rate_as
from domain.usecases.telling import MAIL

GOOD_FOR = timedelta(days=30)
"""So long a link can be used."""
DEED, FILE = "deed", "file"
YES, NO = "yes", "no"
"""It is solved; it is not. A rating is its stars."""
_ANY_TIME = datetime(1970, 1, 2, tzinfo=UTC)

Standing = Literal["open", "done", "over"]


@dataclass(frozen=True)
class Linked:
    """What a link is for, and how things stand with that: it can be done, was done, or is overtaken by what came since."""

    ticket: Ticket
    person: Person
    what: str
    standing: Standing
    address: str = ""


class NoSuchLink(Exception):
    """The desk never made it."""


class LinkOver(Exception):
    """It was good once: it has expired, or the letter it came in is not this requester's any more."""


def deed_link(desk: Desk, ticket: Ticket, entry: int, what: str) -> str:
    """A token for one deed on the completion or closing of that entry."""
    return desk.tokens.issue(DEED, f"{ticket.number}:{entry}:{what}", desk.now() + GOOD_FOR)


def file_link(desk: Desk, file: Attachment) -> str:
    """A token by which a file of a ticket can be fetched."""
    return desk.tokens.issue(FILE, file.id, file_until(desk))


def file_until(desk: Desk) -> datetime:
    """Until when, in the regulation's zone."""
    return (desk.now() + GOOD_FOR).astimezone(desk.regulation.zone)


def look_at_link(desk: Desk, *, token: str) -> Linked:
    """What somebody who follows the link is shown. NoSuchLink, LinkOver."""
    said = _read(desk, DEED, token)
    number, _, rest = said.partition(":")
    entry, _, what = rest.partition(":")
    letter = _letter(desk, number, int(entry), what)
    ticket = desk.tickets.get(number)
    if letter is None or ticket.erased_at or letter.address.casefold() != ticket.email.casefold():
        raise LinkOver
    person = desk.people.get(ticket.requester_id)
    return Linked(ticket, person, what, _standing(desk, ticket, int(entry), what), letter.address)


def do_by_link(desk: Desk, *, token: str, text: str = "") -> Linked:
    """Do it, once: confirm, dispute with these words, or rate, with these words if there are any.

    Where it is done already or overtaken nothing happens. NoSuchLink, LinkOver; WrongAnswer, TooLong for the words.
    """
    linked = look_at_link(desk, token=token)
    if linked.standing != "open":
        return linked
    ticket, person = linked.ticket, linked.person
    by = _speaker(desk, linked)
    if linked.what == YES:
        confirm_as(desk, by, person, ticket)
    elif linked.what == NO:
        draft = awaiting(desk, by, person, ticket.number, DraftKind.ARGUMENT)
        dispute(desk, by=by, person=person, draft=draft, argument=text)
    else:
        comment = text.strip()
        rate_as(desk, by, person, ticket, int(linked.what), alone=not comment)
        if comment:
            comment_as(desk, by, person, ticket, comment)
    return look_at_link(desk, token=token)


def linked_file(desk: Desk, *, token: str) -> Attachment:
    """The file behind a link. NoSuchLink, LinkOver."""
    file = desk.files.get(_read(desk, FILE, token))
    if file is None or file.state is not FileState.KEPT or file.ticket is None:
        raise LinkOver
    if desk.tickets.get(file.ticket).erased_at:
        raise LinkOver
    return file


def last_entry(desk: Desk, number: str, what: str) -> int | None:
    """The completion, or for a rating the closing, that counts now."""
    kinds = {EntryKind.COMPLETED} if what in (YES, NO) else {EntryKind.CLOSED}
    return next((e.n for e in reversed(desk.journal.of(number)) if e.kind in kinds), None)


def _read(desk: Desk, purpose: str, token: str) -> str:
    said = desk.tokens.read(purpose, token, desk.now())
    if said is not None:
        return said
    if desk.tokens.read(purpose, token, _ANY_TIME) is not None:
        raise LinkOver
    raise NoSuchLink


def _letter(desk: Desk, number: str, entry: int, what: str) -> Parcel | None:
    """The letter that told of it; it names the address."""
    code = Code.COMPLETED if what in (YES, NO) else Code.CLOSED
    return desk.outbox.by_key(f"{number}:{entry}:{code}:requester:{MAIL}")


def _standing(desk: Desk, ticket: Ticket, entry: int, what: str) -> Standing:
    if last_entry(desk, ticket.number, what) != entry:
        return "over"
    if what not in (YES, NO):
        if ticket.rating == int(what) and ticket.rated_at is not None:
            return "done"
        return "open" if may_be_rated(ticket, desk.now()) else "over"
    if ticket.status is Status.COMPLETED:
        return "open"
    disputed = any(e.kind is EntryKind.DISPUTED and e.n > entry for e in desk.journal.of(ticket.number))
    confirmed = any(e.kind is EntryKind.CONFIRMED and e.n > entry for e in desk.journal.of(ticket.number))
    return "done" if (what == NO and disputed) or (what == YES and confirmed) else "over"


def _speaker(desk: Desk, linked: Linked) -> Speaker:
    """The requester at that address. What the channel says of them is what is known: a link tells nothing new."""
    person = linked.person
    place = Place(MAIL, linked.address)
    return Speaker(place, linked.address, person.name, desk.now(), person.username, person.language, private=False)
