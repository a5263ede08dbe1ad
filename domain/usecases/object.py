"""Object: the requester argues against a change of the priority, once for each; staff change it back or say why not (barier 6.1)."""

from __future__ import annotations

from dataclasses import replace

from domain.draft import Conversation, Draft, DraftKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, WrongAnswer
from domain.ticket import Ticket
from domain.usecases.dispute import ARGUMENT
from domain.usecases.flag import flag
from domain.usecases.hand_over import hand_over, looked_at, said_already
from domain.usecases.limits import must_fit
from domain.usecases.meeting import awaiting, colleague, conversation, meet, own_ticket, requester
from domain.usecases.objection import may_object, open_objection
from domain.usecases.set_priority import set_priority
from domain.usecases.take import for_work
from domain.usecases.telling import refresh_card, tell_by_letter, tell_requester, tell_staff
from domain.usecases.uttered import utter


def ask_for_argument(desk: Desk, *, by: Speaker, number: str, n: int) -> Conversation:
    """«Возразить» under the change, entry `n`: await the argument. NotYours; NothingToAnswer where it can be objected to no more."""
    person = meet(desk, by)
    ticket = own_ticket(desk, person, number)
    if not may_object(desk, ticket, n):
        raise NothingToAnswer
    draft = awaiting(desk, by, person, number, DraftKind.OBJECTION)
    draft.answers = {"n": n}
    return conversation(desk, person, draft)


def still_counts(desk: Desk, ticket: Ticket, draft: Draft) -> bool:
    """Whether the change that the draft argues against holds still."""
    return may_object(desk, ticket, draft.answers.get("n", 0))


def object_to_priority(desk: Desk, *, by: Speaker, person: Person, draft: Draft, argument: str) -> Ticket:
    """The argument is given: on record, and shown to staff, leads by name. WrongAnswer if it says nothing; NothingToAnswer."""
    ticket = own_ticket(desk, person, draft.ticket or "")
    n = draft.answers.get("n", 0)
    if not still_counts(desk, ticket, draft):
        raise NothingToAnswer
    text = replace(ARGUMENT, clause=ticket.regulation.clause("priority")).accept(argument)
    theirs = hand_over(desk, draft, ticket)
    files = [file.id for file in theirs]
    entry = ticket.object_to_priority(desk.now(), requester(person, by), text, n, files)
    utter(desk, by, person, ticket=ticket.number, entry=entry.n)
    desk.drafts.discard(draft)
    _found, before = open_objection(desk, ticket, str(entry.n))
    tell_staff(desk, ticket, Notice(Code.OBJECTED, {"text": text, "n": entry.n, "before": before}))
    if shown := looked_at(theirs):
        tell_staff(desk, ticket, Notice(Code.STAFF_FILES, {"files": shown, "said": said_already(theirs, text)}))
    tell_by_letter(desk, ticket, Notice(Code.YOU_WROTE, {"text": text, "files": files, "objects": True}), entry)
    flag(desk, ticket, text)
    refresh_card(desk, ticket)
    return ticket


def give_in(desk: Desk, *, by: Speaker, number: str, n: str) -> Ticket:
    """Staff agree: the priority is what it was. NotStaff, NotYours, WrongState; NothingToAnswer if the objection is settled."""
    desk.people.agent(by)
    ticket = desk.tickets.get(number)
    _objection, before = open_objection(desk, ticket, n)
    return set_priority(desk, by=by, number=number, priority=before, agreed=True)


def answer_objection(desk: Desk, *, by: Speaker, number: str, n: str, text: str) -> Ticket:
    """The priority stays, and the requester reads why. NotStaff, NotYours, TooLong, WrongState; NothingToAnswer if it is settled;
    WrongAnswer without words."""
    if not must_fit(text).strip():
        raise WrongAnswer("answer", "empty")
    desk.people.agent(by)
    objection, _before = open_objection(desk, desk.tickets.get(number), n)
    agent, ticket = for_work(desk, by, number)
    entry = ticket.answer_objection(desk.now(), colleague(agent, by), text, objection.n)
    facts = {"text": text, "by": agent.name, "clause": ticket.regulation.clause("priority")}
    tell_requester(desk, ticket, Notice(Code.OBJECTION_ANSWERED, facts), entry)
    refresh_card(desk, ticket)
    return ticket
