"""Answer a complaint: a lead writes to the requester; whether in time is told to the leads when it falls due."""

from __future__ import annotations

from domain.complaint import Complaint
from domain.journal import EntryKind
from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import NothingToAnswer
from domain.ticket import Ticket
from domain.usecases.complain import quality_address, quality_of
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.telling import tell_quality, tell_requester, tell_staff


def ask_for_answer(desk: Desk, *, by: Speaker, number: str, complaint: str, key: str) -> None:
    """«Ответить на жалобу» was pressed: ask the lead for the words. NotStaff, OnlyLead; NothingToAnswer if it is answered."""
    agent = desk.people.agent(by).must_lead()
    ticket = desk.tickets.get(number)
    _unanswered(desk, ticket, complaint)
    facts = {"agent": agent.name, "username": agent.username, "address": by.address, "complaint": complaint}
    tell_staff(desk, ticket, Notice(Code.PROMPT_COMPLAINT, facts), mark=key)


def answer_complaint(desk: Desk, *, by: Speaker, number: str, complaint: str, text: str) -> Ticket:
    """The requester is answered by chat and letter, quality control gets a copy. NotStaff, OnlyLead, TooLong, NothingToAnswer."""
    agent = desk.people.agent(by).must_lead()
    must_fit(text)
    ticket = desk.tickets.get(number)
    written = _unanswered(desk, ticket, complaint)
    written.answered_at, written.answer = desk.now(), text
    desk.timers.cancel(complaint, TimerKind.COMPLAINT)
    quality = quality_of(desk, ticket.regulation)
    clause = quality.clause if quality else None
    entry = ticket.answer_complaint(desk.now(), colleague(agent, by), complaint, text, clause)
    facts = {"complaint": complaint, "text": text, "by": agent.name, "clause": clause}
    tell_requester(desk, ticket, Notice(Code.COMPLAINT_ANSWERED, facts), entry)
    if address := quality_address(desk, ticket):
        copy = facts | {"letter": written.letter, "answers": True}
        tell_quality(desk, ticket, Notice(Code.COMPLAINT, copy), entry, address)
    return ticket


def complaint_is_due(desk: Desk, number: str) -> None:
    """Its answer falls due: leads are called by name, once."""
    complaint = desk.complaints.get(number)
    if complaint.answered_at is not None or complaint.due is None:
        return
    ticket = desk.tickets.get(complaint.ticket)
    facts = {"complaint": number, "due": complaint.due.isoformat()}
    ticket.record(desk.now(), EntryKind.BREACHED, facts | {"target": "complaint"})
    tell_staff(desk, ticket, Notice(Code.COMPLAINT_LATE, facts))


def _unanswered(desk: Desk, ticket: Ticket, number: str) -> Complaint:
    complaint = desk.complaints.get(number)
    if complaint.ticket != ticket.number or complaint.answered_at is not None:
        raise NothingToAnswer
    return complaint
