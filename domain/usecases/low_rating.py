"""Low rating: quality control hears of it with the comment, and somebody gets in touch with the requester by a deadline."""

from __future__ import annotations

from domain.complaint import Complaint, of_rating
from domain.durations import Duration
from domain.journal import Entry, EntryKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.ticket import Ticket
from domain.usecases.complain import quality_address
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.quality_control import enter, lead_of, settle, unanswered
from domain.usecases.telling import tell_quality

CALL_BACK = Duration.parse("2 working days")
"""So soon somebody gets in touch. Ours: no regulation says so, and no clause is cited for it."""
SERIES = "R"


def note_rating(desk: Desk, ticket: Ticket, person: Person, entry: Entry, *, low: bool) -> dict[str, str]:
    """Into the register of quality control, by its latest stars; one that was raised since is settled by that.

    Returns its number and deadline for those who are told of the stars; nothing where nobody has to get in touch.
    """
    known = open_rating(desk, ticket)
    stars = ticket.rating or 0
    if not low:
        if known is not None:
            known.letter = of_rating(stars)
            settle(desk, known, "")
            _tell(desk, ticket, known, entry, "")
        return {}
    if known is None:
        letter = of_rating(stars)
        known = enter(desk, ticket, person.id, letter=letter, text="", within=CALL_BACK, series=SERIES)
    known.letter = of_rating(stars)
    _tell(desk, ticket, known, entry, "")
    return facts_of(known)


def note_comment(desk: Desk, ticket: Ticket, entry: Entry, text: str) -> dict[str, str]:
    """The words that follow a low rating follow it to quality control."""
    known = open_rating(desk, ticket)
    if known is None:
        return {}
    known.text = text
    _tell(desk, ticket, known, entry, text)
    return facts_of(known)


def contacted(desk: Desk, *, by: Speaker, number: str, complaint: str, text: str) -> Ticket:
    """«Связались»: a lead's remark on what was done settles it; quality control reads it. NotStaff, OnlyLead, TooLong, NothingToAnswer."""
    ticket: Ticket = desk.tickets.get(number)
    agent = lead_of(desk, by, ticket)
    must_fit(text)
    known = unanswered(desk, ticket, complaint)
    if known.stars is None:
        raise NothingToAnswer
    settle(desk, known, text)
    facts = {"complaint": complaint, "text": text}
    entry = ticket.record(desk.now(), EntryKind.CONTACTED, facts, colleague(agent, by))
    if address := quality_address(desk, ticket):
        copy = facts | {"by": agent.name, "answers": True, "contacted": True}
        tell_quality(desk, ticket, Notice(Code.COMPLAINT, copy), entry, address)
    return ticket


def open_rating(desk: Desk, ticket: Ticket) -> Complaint | None:
    """The low rating of the ticket that nobody has settled yet."""
    found = (one for one in desk.complaints.of_ticket(ticket.number) if one.stars and one.answered_at is None)
    return next(found, None)


def facts_of(known: Complaint) -> dict[str, str]:
    """Its number and deadline, for a notice."""
    return {"complaint": known.number, "due": known.due.isoformat() if known.due else ""}


def _tell(desk: Desk, ticket: Ticket, known: Complaint, entry: Entry, text: str) -> None:
    if address := quality_address(desk, ticket):
        facts = facts_of(known) | {"stars": known.stars, "text": text, "raised": known.answered_at is not None}
        tell_quality(desk, ticket, Notice(Code.LOW_RATED, facts), entry, address)
