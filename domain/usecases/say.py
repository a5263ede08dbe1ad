"""Say: the requester adds words and files to a ticket of theirs; an answer to our question starts the clock again (barier 4.6)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.draft import DraftKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import NotYours
from domain.ticket import Status, Ticket
from domain.usecases.deadlines import set_deadline_timers
from domain.usecases.limits import must_fit
from domain.usecases.meeting import open_draft, own_ticket, requester
from domain.usecases.telling import refresh_card, tell_by_letter, tell_staff


def say(desk: Desk, *, by: Speaker, person: Person, ticket: Ticket, text: str, files: Sequence[str] = ()) -> Ticket:
    """Record it, show it to staff, mirror it to the mailbox. WrongState once the ticket is closed; TooLong."""
    if ticket.requester_id != person.id:
        raise NotYours
    must_fit(text)
    answers_us = ticket.status is Status.CLARIFICATION
    verdict_awaited = ticket.status is Status.COMPLETED
    entry = ticket.hear(desk.now(), requester(person, by), text, files)
    for file_id in files:
        file = desk.files.get(file_id)
        if file is not None:
            file.draft_id, file.ticket = None, ticket.number
    if answers_us:
        desk.timers.cancel(ticket.number, TimerKind.ASK_REMINDER)
        set_deadline_timers(desk, ticket)
    if verdict_awaited:
        desk.timers.cancel(ticket.number, TimerKind.CLOSE, TimerKind.CLOSE_REMINDER)
    facts = {"text": text, "answers": answers_us, "verdict_awaited": verdict_awaited}
    tell_staff(desk, ticket, Notice(Code.SAID, facts))
    if files:
        tell_staff(desk, ticket, Notice(Code.STAFF_FILES, {"files": list(files)}))
    tell_by_letter(desk, ticket, Notice(Code.YOU_WROTE, {"text": text, "files": list(files)}), entry)
    refresh_card(desk, ticket)
    return ticket


def say_loose(desk: Desk, *, by: Speaker, draft_id: str, number: str) -> Ticket:
    """Words that belonged to no ticket yet go to the one their writer chose. NotYours, NothingToAnswer, WrongState."""
    person, loose = open_draft(desk, by, draft_id, DraftKind.LOOSE)
    ticket = own_ticket(desk, person, number)
    files = [f.id for f in desk.files.of_draft(loose.id)]
    *before, last = loose.answers.get("texts", []) or [""]
    for text in before:
        say(desk, by=by, person=person, ticket=ticket, text=text)
    say(desk, by=by, person=person, ticket=ticket, text=last, files=files)
    desk.drafts.discard(loose)
    return ticket
