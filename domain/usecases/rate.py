"""Rate: 1 to 5 after closing, and a few words if they like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.draft import Draft, DraftKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, RatedAlready
from domain.ticket import Ticket
from domain.usecases.flag import flag
from domain.usecases.limits import must_fit
from domain.usecases.low_rating import note_comment, note_rating
from domain.usecases.meeting import awaiting, meet, own_ticket, requester
from domain.usecases.telling import refresh_card, tell_by_letter, tell_staff
from domain.usecases.uttered import utter

CHANGEABLE = timedelta(days=1)
"""So long after the first stars they may be changed."""
COMMENT_AWAITED = timedelta(hours=24)
"""So long after the stars words are taken for their comment."""


@dataclass(frozen=True)
class Rated:
    """The rating is recorded; `draft` awaits a comment."""

    person: Person
    ticket: Ticket
    draft: Draft


def rate(desk: Desk, *, by: Speaker, number: str, stars: int) -> Rated:
    """Record the rating and offer to add a word; for a day it may be changed.

    NotYours; WrongState unless it is closed; NothingToAnswer off the scale; RatedAlready once the day is over.
    """
    person = meet(desk, by)
    ticket = own_ticket(desk, person, number)
    rate_as(desk, by, person, ticket, stars)
    return Rated(person, ticket, awaiting(desk, by, person, number, DraftKind.COMMENT))


def rate_as(desk: Desk, by: Speaker, person: Person, ticket: Ticket, stars: int, *, alone: bool = True) -> None:
    """Record the rating of whom it is known that the ticket is theirs; words that follow at once are told with it, in one letter,
    if it is not `alone`. Refuses as `rate` does."""
    least, most = ticket.regulation.rating
    if not least <= stars <= most:
        raise NothingToAnswer
    if ticket.rating is not None and not may_be_rated(ticket, desk.now()):
        raise RatedAlready
    if ticket.rated_at is None or ticket.rating != stars:
        entry = ticket.rate(desk.now(), requester(person, by), stars)
        if alone:
            tell_by_letter(desk, ticket, Notice(Code.YOU_WROTE, {"stars": stars, "text": ""}), entry)
        low = is_low(ticket)
        known = note_rating(desk, ticket, person, entry, low=low)
        if alone:
            tell_staff(desk, ticket, Notice(Code.RATED, {"stars": stars, "low": low} | known))
        refresh_card(desk, ticket)


def may_be_rated(ticket: Ticket, now: datetime) -> bool:
    """Whether stars count now: after each closing, and for a day after the first ones; never for what goes on elsewhere."""
    closed = not ticket.is_open and ticket.merged_into is None
    return closed and (ticket.rated_at is None or now - ticket.rated_at < CHANGEABLE)


def is_low(ticket: Ticket) -> bool:
    """Whether leads should hear of the rating."""
    low = ticket.regulation.low_rating
    return low is not None and ticket.rating is not None and ticket.rating <= low


def comment(desk: Desk, *, by: Speaker, person: Person, draft: Draft, text: str) -> Ticket:
    """The words that go with the rating reach staff and the journal."""
    ticket = own_ticket(desk, person, draft.ticket or "")
    comment_as(desk, by, person, ticket, text)
    desk.drafts.discard(draft)
    return ticket


def comment_as(desk: Desk, by: Speaker, person: Person, ticket: Ticket, text: str) -> None:
    """The same, of whom it is known that the ticket is theirs. TooLong."""
    must_fit(text)
    entry = ticket.comment_rating(desk.now(), requester(person, by), text)
    utter(desk, by, person, ticket=ticket.number, entry=entry.n)
    tell_by_letter(desk, ticket, Notice(Code.YOU_WROTE, {"stars": ticket.rating, "text": text}), entry)
    known = note_comment(desk, ticket, entry, text)
    tell_staff(desk, ticket, Notice(Code.RATED, {"stars": ticket.rating, "text": text, "low": is_low(ticket)} | known))
    flag(desk, ticket, text)
