"""Assign: a ticket goes to a colleague, who is called by name; one that nobody has taken waits for them to take it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.notices import Code, Notice
from domain.people import Agent, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, WrongState
from domain.staff_refusals import HeldByAnother
from domain.ticket import STAFF_MOVES, WORKABLE, Ticket
from domain.usecases.colleagues import find_colleague, must_be_there, present
from domain.usecases.first import must_not_cross
from domain.usecases.meeting import colleague
from domain.usecases.staff_place import chat_of
from domain.usecases.take import take_up
from domain.usecases.telling import refresh_card, tell_agent, tell_requester, tell_staff


@dataclass(frozen=True)
class Assigned:
    """Whose it is now; `taken`: it was assigned to the speaker, who has thereby taken it."""

    ticket: Ticket
    to: Agent
    taken: bool


def assign(desk: Desk, *, by: Speaker, number: str, to: str) -> Assigned:
    """Hand over one's own ticket, or give away one that nobody has taken; a lead anybody's. To oneself: take it.

    `to`: a user name, an id, or a name. NotStaff, NotYours, WrongState, HeldByAnother, NoSuchColleague, ColleagueAway;
    AlreadyTaken if it is theirs already; WasFirst if a colleague has given it to somebody this very moment.
    """
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    if ticket.status not in STAFF_MOVES["assign"]:
        raise WrongState(status=ticket.status, move="assign")
    if ticket.assignee_id not in (None, agent.person_id) and not agent.lead:
        raise HeldByAnother(by=ticket.assignee_name)
    chat = chat_of(desk, ticket)
    theirs = must_be_there(desk, chat, find_colleague(desk, chat, to))
    if theirs.person_id == agent.person_id and ticket.assignee_id is None:
        take_up(desk, by, agent, ticket)
        refresh_card(desk, ticket)
        return Assigned(ticket, theirs, taken=True)
    must_not_cross(desk, ticket, agent)
    begun, before = ticket.assignee_id is not None, ticket.assignee_id
    actor, now = colleague(agent, by), desk.now()
    entry = ticket.hand_over(now, actor, theirs) if begun else ticket.offer_to(now, actor, theirs)
    if ticket.status in WORKABLE:
        facts = {"assignee": theirs.name, "begun": begun, "clause": entry.facts.get("clause")}
        tell_requester(desk, ticket, Notice(Code.HANDED_OVER, facts), entry)
    told = {"by": agent.name, "to": theirs.person_id, "name": theirs.name}
    told |= {"before": before} if before and theirs.person_id == agent.person_id else {}
    tell_staff(desk, ticket, Notice(Code.ASSIGNED, told))
    if before and before not in (agent.person_id, told.get("before")):
        tell_agent(desk, ticket, before, Code.ASSIGNED, told | {"before": before})
    refresh_card(desk, ticket)
    return Assigned(ticket, theirs, taken=False)


def to_choose_from(desk: Desk, *, by: Speaker, number: str) -> tuple[Ticket, Sequence[Agent]]:
    """Who of the colleagues is there to be given it. NotStaff, NotYours, WrongState, HeldByAnother."""
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    if ticket.status not in STAFF_MOVES["assign"]:
        raise WrongState(status=ticket.status, move="assign")
    if ticket.assignee_id not in (None, agent.person_id) and not agent.lead:
        raise HeldByAnother(by=ticket.assignee_name)
    holder = ticket.assignee_id or ticket.offered_to
    return ticket, [a for a in present(desk, chat_of(desk, ticket)) if a.person_id != holder]


def give_back(desk: Desk, *, by: Speaker, number: str) -> Ticket:
    """Who a ticket was assigned to does not take it, or a lead takes that back: anybody may again.

    NotStaff, NotYours; NothingToAnswer if it is not assigned to them, or was taken.
    """
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    offered = ticket.offered_to
    if offered is None or not (offered == agent.person_id or agent.lead):
        raise NothingToAnswer
    name = desk.people.get(offered).name
    ticket.give_back(desk.now(), colleague(agent, by), name)
    tell_staff(desk, ticket, Notice(Code.GIVEN_BACK, {"by": agent.name}))
    refresh_card(desk, ticket)
    return ticket


def numbered(desk: Desk, said: str) -> str:
    """The number that is meant by «17», «BAR-17» or «bar-000017»; of any form that is none it stays what it is."""
    prefix, _, digits = said.upper().rpartition("-")
    if digits.isascii() and digits.isdigit() and len(digits) < 10 and prefix in ("", desk.regulation.prefix.upper()):
        return desk.regulation.number(int(digits))
    return said.upper()


def meant(desk: Desk, *, by: Speaker, reply_to: str, said: str) -> str | None:
    """The number of the ticket meant: the one named, else that of the message replied to, or whose topic it is; None: none."""
    if said:
        return numbered(desk, said)
    place = by.place
    if reply_to:
        delivery = desk.deliveries.find(place.channel, place.chat, reply_to)
        if delivery is not None and delivery.ticket is not None:
            return delivery.ticket
    topic = desk.topics.at(place.channel, place.chat, place.thread) if place.thread else None
    return topic.ticket if topic else None
