"""Dispute: the requester objects to the completion, with an argument; the work goes on (barier 4.8)."""

from __future__ import annotations

from dataclasses import replace

from domain.answers import Field, Text
from domain.draft import Conversation, Draft, DraftKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import WrongState
from domain.ticket import Status, Ticket
from domain.usecases.deadlines import set_deadline_timers
from domain.usecases.flag import flag
from domain.usecases.hand_over import hand_over, looked_at, said_already
from domain.usecases.meeting import ask_once, meet, own_ticket, requester
from domain.usecases.retention import set_retention
from domain.usecases.telling import refresh_card, tell_requester, tell_staff
from domain.usecases.uttered import utter

_UNSAID = Text({})
ARGUMENT = Field("argument", "long", True, None, False, 10, 2000, _UNSAID, _UNSAID, _UNSAID, _UNSAID, None)
"""What an argument must be to count as one; its words are in the view."""


def object_to(desk: Desk, *, by: Speaker, number: str) -> Conversation:
    """«Не решено» was pressed: ask what exactly is not solved. NotYours; WrongState unless it is completed."""
    person = meet(desk, by)
    ticket = own_ticket(desk, person, number)
    if ticket.status is not Status.COMPLETED:
        raise WrongState(status=ticket.status, move="dispute")
    return ask_once(desk, by, person, number, DraftKind.ARGUMENT)


def dispute(desk: Desk, *, by: Speaker, person: Person, draft: Draft, argument: str) -> Ticket:
    """The argument is given: back to work, with what was left of the clock; staff are told. WrongAnswer if it says nothing."""
    ticket = own_ticket(desk, person, draft.ticket or "")
    argument = replace(ARGUMENT, clause=ticket.regulation.clause("dispute")).accept(argument)
    theirs = hand_over(desk, draft, ticket)
    files, shown = [f.id for f in theirs], looked_at(theirs)
    entry = ticket.dispute(by.said_at, desk.now(), requester(person, by), argument, files)
    utter(desk, by, person, ticket=ticket.number, entry=entry.n)
    desk.drafts.discard(draft)
    desk.timers.cancel(ticket.number, TimerKind.CLOSE, TimerKind.CLOSE_REMINDER)
    set_deadline_timers(desk, ticket)
    set_retention(desk, ticket)
    tell_staff(desk, ticket, Notice(Code.DISPUTED, {"text": argument}))
    if shown:
        tell_staff(desk, ticket, Notice(Code.STAFF_FILES, {"files": shown, "said": said_already(theirs, argument)}))
    facts = {"text": argument, "files": files, "clause": ticket.regulation.clause("dispute")}
    tell_requester(desk, ticket, Notice(Code.RESUMED, facts), entry)
    flag(desk, ticket, argument)
    refresh_card(desk, ticket)
    return ticket
