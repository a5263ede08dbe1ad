"""Complain: the requester writes to quality control, past the assignee: a complaint, or a wish to be quicker (gravity 6, e-doc 16).

The words go to the address of quality control and, as a mirror, to the requester's own mailbox; staff hear only that
there is a letter, and leads are called by name; those with a chat of their own read it there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from domain.complaint import Complaint
from domain.draft import Conversation, DraftKind
from domain.durations import Duration
from domain.journal import EntryKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import ComplainedAlready, NothingToAnswer, WrongState
from domain.regulation import Regulation
from domain.terms import Quality, QualityLetter
from domain.ticket import WORKABLE, Ticket
from domain.usecases.limits import must_fit
from domain.usecases.meeting import ask_once, meet, own_ticket, requester
from domain.usecases.quality_control import enter, tell_leads
from domain.usecases.telling import refresh_card, tell_quality, tell_requester

COMPLAINT: QualityLetter = "complaint"
SPEED_UP: QualityLetter = "speed_up"
AWAITED = timedelta(hours=24)
"""So long after the press words are taken for the letter."""
RECENT = timedelta(days=30)
"""So long after its end a request can still be chosen from the list; its own messages keep their button."""


@dataclass(frozen=True)
class Choice:
    """The requests a person may write about, newest first, each with the letters that may be sent now."""

    person: Person
    tickets: tuple[tuple[str, tuple[str, ...]], ...]
    known: bool
    """Whether quality control can be written to at all."""


UNSAID = Quality(None, (COMPLAINT,), Duration.parse("3 working days"), None, assumed=True)
"""Where a regulation is silent on quality control, and yet somebody reads its mailbox: whoever wishes may complain."""


def quality_of(desk: Desk, rules: Regulation) -> Quality | None:
    """How quality control is reached under this regulation; None where nobody could be written to."""
    quality = rules.quality or UNSAID
    return quality if quality.email or desk.quality_email else None


def quality_address(desk: Desk, ticket: Ticket) -> str:
    """Where letters about the ticket go: the regulation's own address, else that of the settings; empty if there is none."""
    quality = quality_of(desk, ticket.regulation)
    return (quality.email or desk.quality_email) if quality else ""


def letters(desk: Desk, ticket: Ticket) -> tuple[str, ...]:
    """The kinds of letters that may be sent about it now: nothing is hurried that is done."""
    quality = quality_of(desk, ticket.regulation)
    if quality is None or ticket.erased_at is not None:
        return ()
    return tuple(kind for kind in quality.letters if kind != SPEED_UP or ticket.status in WORKABLE)


def choose_ticket(desk: Desk, *, by: Speaker) -> Choice:
    """`/complain`: which of their own requests it is about."""
    person = meet(desk, by)
    recent = [(t.number, letters(desk, t)) for t in desk.tickets.recent_of(person.id, desk.now() - RECENT)]
    known = quality_of(desk, desk.regulation) is not None
    possible = tuple((number, kinds) for number, kinds in recent if kinds)
    return Choice(person, possible, known or bool(possible))


def open_complaint(desk: Desk, *, by: Speaker, number: str, letter: str) -> Conversation:
    """«Пожаловаться» or «Ускорить» was pressed: await the words. NotYours; WrongState, NothingToAnswer, ComplainedAlready."""
    person = meet(desk, by)
    ticket = own_ticket(desk, person, number)
    _may_write(desk, ticket, letter)
    talk = ask_once(desk, by, person, number, DraftKind.COMPLAINT)
    assert talk.draft is not None
    talk.again = talk.again and talk.draft.answers.get("letter") == letter
    talk.draft.answers = {"letter": letter}
    return talk


def hurry(desk: Desk, *, by: Speaker, number: str) -> Ticket:
    """«Без слов»: a wish to be quicker needs none. NotYours, WrongState, NothingToAnswer, ComplainedAlready."""
    person = meet(desk, by)
    return complain(desk, by=by, person=person, ticket=own_ticket(desk, person, number), letter=SPEED_UP, text="")


def complain(desk: Desk, *, by: Speaker, person: Person, ticket: Ticket, letter: str, text: str) -> Ticket:
    """Send the letter; leads are called, the requester gets a confirmation. TooLong, WrongState, NothingToAnswer, ComplainedAlready."""
    must_fit(text)
    _may_write(desk, ticket, letter)
    quality = quality_of(desk, ticket.regulation)
    assert quality is not None
    complaint = _enter(desk, person, ticket, quality, letter, text)
    due = complaint.due.isoformat() if complaint.due else None
    entry = ticket.complain(desk.now(), requester(person, by), letter, complaint.number, due, quality.clause)
    for draft in desk.drafts.for_ticket(person.id, ticket.number):
        if draft.kind is DraftKind.COMPLAINT:
            desk.drafts.discard(draft)
    facts = {"letter": letter, "text": text, "clause": quality.clause, "complaint": complaint.number, "due": due}
    tell_quality(desk, ticket, Notice(Code.COMPLAINT, facts), entry, quality_address(desk, ticket))
    tell_requester(desk, ticket, Notice(Code.COMPLAINT_SENT, facts), entry)
    told = Notice(Code.COMPLAINED, facts | {"text": ""})
    tell_leads(desk, ticket, told, mark=complaint.number, in_private=text)
    refresh_card(desk, ticket)
    return ticket


def _enter(desk: Desk, person: Person, ticket: Ticket, quality: Quality, letter: str, text: str) -> Complaint:
    """Into the register of complaints, with its own number; an answer is promised to complaints alone."""
    promised = quality.answer_within if letter == COMPLAINT else None
    return enter(desk, ticket, person.id, letter=letter, text=text, within=promised, series="Q")


def _may_write(desk: Desk, ticket: Ticket, letter: str) -> None:
    quality = quality_of(desk, ticket.regulation)
    if quality is None or letter not in quality.letters:
        raise NothingToAnswer
    if letter not in letters(desk, ticket):
        raise WrongState(status=ticket.status, move=letter)
    zone = ticket.regulation.zone
    today = desk.now().astimezone(zone).date()
    for entry in desk.journal.of(ticket.number):
        same = entry.kind is EntryKind.COMPLAINED and entry.facts.get("letter") == letter
        if same and entry.at.astimezone(zone).date() == today:
            raise ComplainedAlready(letter=letter)
