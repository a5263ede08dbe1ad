"""Ask the requester for more; the clock stands until they answer (barier 4.6)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.draft import Conversation, Draft, DraftKind
from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import WrongState
from domain.ticket import Ticket
from domain.usecases.deadlines import set_deadline_timers
from domain.usecases.limits import must_fit
from domain.usecases.meeting import awaiting, colleague, conversation, meet, own_ticket
from domain.usecases.take import for_work
from domain.usecases.telling import CHAT, refresh_card, tell_requester
from domain.usecases.topics import place_of


def ask(desk: Desk, *, by: Speaker, number: str, question: str, files: Sequence[str] = ()) -> Ticket:
    """Put the question to the requester and stop the clock. NotStaff, NotYours, WrongState; TooLong for what cannot be sent."""
    must_fit(question)
    agent, ticket = for_work(desk, by, number)
    entry = ticket.ask(desk.now(), colleague(agent, by), question, files)
    set_deadline_timers(desk, ticket)
    remind(desk, ticket)
    await_answer(desk, ticket)
    facts = {"text": question, "by": agent.name, "files": list(files), "clause": ticket.regulation.clause("ask")}
    tell_requester(desk, ticket, Notice(Code.QUESTION, facts), entry)
    refresh_card(desk, ticket)
    return ticket


def remind(desk: Desk, ticket: Ticket) -> None:
    """Set the next reminder of a question that is not answered yet."""
    after = ticket.regulation.ask_reminder
    if after:
        at = ticket.regulation.calendar().add(desk.now(), after)
        desk.timers.set(ticket.number, TimerKind.ASK_REMINDER, at)


def await_answer(desk: Desk, ticket: Ticket) -> None:
    """What the requester writes next is the answer, unless something else is being asked of them: then they press «Ответить»."""
    person = desk.people.get(ticket.requester_id)
    drafts = desk.drafts.for_ticket(person.id, ticket.number) if person.chat else []
    if not person.chat or any(d.kind is not DraftKind.COMPLAINT for d in drafts):
        return
    ambiguous, place = no_longer_clear(desk, ticket), place_of(desk, person, ticket.number)
    busy = {DraftKind.INTAKE, DraftKind.ANSWER, DraftKind.ARGUMENT, DraftKind.EMAIL, DraftKind.SECRET}
    if ambiguous or any(d.kind in busy for d in desk.drafts.at(place, person.id)):
        return
    answer = Draft(DraftKind.ANSWER, CHAT, place.chat, place.thread, person.id, desk.now(), ticket=ticket.number)
    desk.drafts.open(answer)


def no_longer_clear(desk: Desk, ticket: Ticket) -> bool:
    """The requester is now told something that invites words on this ticket: bare words are no answer on another one any more.

    They will be asked what their words belong to. True if an answer on another ticket was awaited.
    """
    person = desk.people.get(ticket.requester_id)
    others = [
        d
        for d in desk.drafts.at(place_of(desk, person, ticket.number), person.id)
        if d.kind is DraftKind.ANSWER and d.ticket != ticket.number and not desk.files.of_draft(d.id)
    ]
    for draft in others:
        desk.drafts.discard(draft)
    return bool(others)


def open_answer(desk: Desk, *, by: Speaker, number: str) -> Conversation:
    """«Ответить» was pressed: what the requester writes next goes to this ticket. NotYours; WrongState once closed."""
    person = meet(desk, by)
    ticket = own_ticket(desk, person, number)
    if not ticket.is_open:
        raise WrongState(status=ticket.status, move="message")
    asked = any(d.kind is DraftKind.DETAILS for d in desk.drafts.for_ticket(person.id, number))
    kind = DraftKind.DETAILS if asked else DraftKind.ANSWER
    return conversation(desk, person, awaiting(desk, by, person, number, kind))
