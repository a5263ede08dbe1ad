"""Refuse: a request is closed unsolved, for one of the regulation's reasons and with its clause (barier 7.9)."""

from __future__ import annotations

from typing import Any

from domain.given import read
from domain.journal import Entry
from domain.people import Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import NothingToAnswer
from domain.terms import Decision, ReasonDemand, ScopeItem
from domain.ticket import ABUSE, Ticket
from domain.usecases.close import after_closing
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.queue import others_move


def refuse(desk: Desk, *, by: Speaker, number: str, reason: str, text: str, item: str = "") -> Ticket:
    """Close it and tell the requester why, by which clause. It need not be taken first.

    `item`: what of the scope is not solved. NotGiven: the words lack what the reason or the item demands; NotStaff,
    NotYours, WrongState once closed, TooLong; KeyError: no such reason; NothingToAnswer: no such item.
    """
    must_fit(text)
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    rules = ticket.regulation
    why = rules.reason(reason)
    named = item_of(ticket, item, "not_solved") if item else None
    demands: tuple[ReasonDemand, ...] = (*why.demands, *(("article",) if named and named.article else ()))
    given = read(text, demands, desk.now(), rules)
    facts = given.facts() | _named(named)
    if given.addressee is not None and rules.clause("forward"):
        facts["forward"] = rules.clause("forward")
    entry = ticket.refuse(desk.now(), colleague(agent, by), why, given.text, facts)
    return _refused(desk, ticket, entry)


def refuse_by_priority(desk: Desk, *, by: Speaker, number: str) -> Ticket:
    """Close it for its confirmed priority alone, where the regulation lets staff do so (gravity 5.2). NotStaff, NotYours, WrongState."""
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    entry = ticket.refuse(desk.now(), colleague(agent, by), None)
    return _refused(desk, ticket, entry)


def hand_on(desk: Desk, *, by: Speaker, number: str, text: str, item: str) -> Ticket:
    """Hand it over to whom the scope names, with a note. It is closed here by the reason that is the scope's: support
    has no more to do on it (insales: a big task goes to sales).

    NotGiven where the item names nobody and the words do not either; NotStaff, NotYours, WrongState, TooLong;
    NothingToAnswer: nothing is handed over so.
    """
    must_fit(text)
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    rules = ticket.regulation
    named = item_of(ticket, item, "handed_over")
    if rules.scope_reason is None:
        raise NothingToAnswer
    given = read(text, () if named.addressee else ("addressee",), desk.now(), rules)
    entry = ticket.refuse(
        desk.now(), colleague(agent, by), rules.scope_reason, given.text, given.facts() | _named(named)
    )
    return _refused(desk, ticket, entry)


def item_of(ticket: Ticket, key: str, decision: Decision) -> ScopeItem:
    """The item of the scope with that key, if it is decided so; NothingToAnswer."""
    for item in ticket.regulation.scope_of(decision):
        if item.key == key:
            return item
    raise NothingToAnswer


def _refused(desk: Desk, ticket: Ticket, entry: Entry) -> Ticket:
    after_closing(desk, ticket, entry)
    desk.timers.cancel(ticket.number, TimerKind.ESCALATE)
    if ticket.assignee_id is None:
        others_move(desk, ticket)
    return ticket


def _named(item: ScopeItem | None) -> dict[str, Any]:
    return {"item": item.key, "item_clause": item.cited} if item else {}


def refuse_for_conduct(desk: Desk, *, by: Speaker, number: str) -> Ticket:
    """Refuse a flagged ticket by the regulation's reason; its text says enough (gravity 4.8-10, e-doc 16).

    NotStaff, NotYours, WrongState once closed; NothingToAnswer where nothing was flagged.
    """
    desk.people.agent(by)
    ticket = desk.tickets.get(number)
    conduct = ticket.regulation.conduct
    if conduct is None or ABUSE not in ticket.marks:
        raise NothingToAnswer
    return refuse(desk, by=by, number=number, reason=conduct.reason, text="")
