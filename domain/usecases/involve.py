"""Involve: somebody from outside is brought in to a ticket by e-mail; they see what is sent to them, and nothing else (e-doc 17)."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from domain.answers import clean
from domain.journal import EntryKind
from domain.notices import Code, Notice
from domain.participants import Participant
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import WrongAnswer, WrongState
from domain.ticket import WORKABLE, Ticket
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.take import for_work
from domain.usecases.telling import refresh_card, tell_by_letter_to, tell_holder, tell_requester

LONGEST_NAME = 120


def involve(desk: Desk, *, by: Speaker, number: str, text: str) -> Ticket:
    """Send words to somebody from outside: «pavel@example.org Павел», and below it what they are to read.

    The first time the requester is told that somebody was brought in, not who. WrongAnswer without a good address
    ("participant", email) or without words ("participant", empty); NotStaff, NotYours, WrongState, TooLong.
    """
    address, name, words = read_participant(must_fit(text))
    agent, ticket = for_work(desk, by, number)
    known = desk.participants.find(number, address)
    if not ticket.allows("involve") and not (known and may_write_outside(desk, ticket)):
        raise WrongState(status=ticket.status, move="involve")
    actor, now = colleague(agent, by), desk.now()
    if known is None:
        desk.participants.add(Participant(number, address, name, now))
        entry = ticket.involve(now, actor)
        tell_requester(desk, ticket, Notice(Code.INVOLVED), entry)
    elif name:
        known.name = name
    entry = ticket.record(now, EntryKind.PARTICIPANT, {"address": address, "name": name, "text": words}, actor)
    tell_by_letter_to(desk, ticket, address, Notice(Code.TO_PARTICIPANT, {"text": words}), entry)
    tell_holder(desk, ticket, entry)
    refresh_card(desk, ticket)
    return ticket


def may_write_outside(desk: Desk, ticket: Ticket) -> bool:
    """Whether staff may write to somebody from outside: to anybody, where the regulation knows them; else to those whom the
    requester has put in copy and staff have brought in."""
    return ticket.allows("involve") or (ticket.status in WORKABLE and bool(desk.participants.of(ticket.number)))


def read_participant(text: str) -> tuple[str, str, str]:
    """Address (ASCII form, lower-case domain), name (may be empty) and words. WrongAnswer."""
    first, _, words = text.strip().partition("\n")
    there, _, name = clean(first, lines=False).partition(" ")
    try:
        found = validate_email(there.strip("<>,;"), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise WrongAnswer("participant", "email") from None
    if not clean(words, lines=True):
        raise WrongAnswer("participant", "empty")
    return found.ascii_email or found.normalized, name[:LONGEST_NAME], clean(words, lines=True)
