"""Offer: what is done for money is offered with its price and term; the requester agrees or not (insales)."""

from __future__ import annotations

from domain.draft import DraftKind
from domain.journal import Entry, EntryKind
from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import NotGiven, NothingToAnswer
from domain.ticket import Status, Ticket
from domain.usecases.ask import await_answer, remind
from domain.usecases.deadlines import set_deadline_timers
from domain.usecases.hand_over import hand_over
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague, meet, own_ticket, requester
from domain.usecases.refuse import item_of
from domain.usecases.take import for_work
from domain.usecases.telling import refresh_card, tell_requester, tell_staff


def offer(desk: Desk, *, by: Speaker, number: str, item: str, text: str) -> Ticket:
    """Send price and term; the clock stands until the requester answers. A later offer takes the place of this one.

    NotGiven: there is no figure in it; NotStaff, NotYours, WrongState, TooLong; NothingToAnswer: that is not done for money.
    """
    must_fit(text)
    if not any(sign.isdigit() for sign in text):
        raise NotGiven(missing=("price",))
    agent, ticket = for_work(desk, by, number)
    entry = ticket.offer(desk.now(), colleague(agent, by), item_of(ticket, item, "paid"), text)
    set_deadline_timers(desk, ticket)
    remind(desk, ticket)
    await_answer(desk, ticket)
    facts = dict(entry.facts) | {"by": agent.name, "offer": entry.n}
    tell_requester(desk, ticket, Notice(Code.PAID_OFFERED, facts), entry)
    refresh_card(desk, ticket)
    return ticket


def decide(desk: Desk, *, by: Speaker, number: str, offered: str, agreed: bool) -> Ticket:
    """«Согласен», «Не согласен»: recorded, staff are told, and the clock goes on. Without consent staff may refuse.

    NotYours; WrongState once completed; NothingToAnswer for an offer that is answered, or replaced by another.
    """
    person = meet(desk, by)
    ticket = own_ticket(desk, person, number)
    made = open_offer(desk, ticket)
    if made is None or str(made.n) != offered:
        raise NothingToAnswer
    waited = ticket.status is Status.CLARIFICATION
    entry = ticket.answer_offer(desk.now(), requester(person, by), made, agreed=agreed)
    for draft in desk.drafts.for_ticket(person.id, number):
        if draft.kind is DraftKind.ANSWER:
            hand_over(desk, draft, ticket)
            desk.drafts.discard(draft)
    if waited:
        desk.timers.cancel(number, TimerKind.ASK_REMINDER)
        set_deadline_timers(desk, ticket)
    tell_staff(desk, ticket, Notice(Code.PAID_DECIDED, {"agreed": agreed}))
    tell_requester(desk, ticket, Notice(Code.PAID_ANSWERED, dict(entry.facts)), entry)
    refresh_card(desk, ticket)
    return ticket


def last_word(desk: Desk, ticket: Ticket) -> Entry | None:
    """The last offer, or the answer to it; None where nothing was offered."""
    kinds = (EntryKind.PAID_OFFERED, EntryKind.PAID_ANSWERED)
    return next((e for e in reversed(desk.journal.of(ticket.number)) if e.kind in kinds), None)


def open_offer(desk: Desk, ticket: Ticket) -> Entry | None:
    """The offer that is not answered yet."""
    last = last_word(desk, ticket)
    return last if last is not None and last.kind is EntryKind.PAID_OFFERED else None
