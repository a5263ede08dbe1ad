"""Watch: a member of staff wants to hear of a ticket, whoever is responsible for it."""

from __future__ import annotations

from domain.notices import Parcel
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, WrongState
from domain.ticket import Ticket
from domain.usecases.meeting import colleague
from domain.usecases.staff_place import chat_of
from domain.usecases.telling import refresh_card, tell_watcher_in_group


def watch(desk: Desk, *, by: Speaker, number: str, on: bool) -> bool:
    """From now on they hear of it, or no more. Returns whether in private; else they are called by name in the group.

    NotStaff, NotYours, WrongState once closed; NothingToAnswer if it is so already.
    """
    agent = desk.people.agent(by)
    ticket: Ticket = desk.tickets.get(number)
    if on and not ticket.allows("watch"):
        raise WrongState(status=ticket.status, move="watch")
    if (agent.person_id in ticket.watchers) is on:
        raise NothingToAnswer
    ticket.watch(desk.now(), colleague(agent, by), on=on)
    refresh_card(desk, ticket)
    return bool(desk.people.get(agent.person_id).chat)


def not_told_in_private(desk: Desk, parcel: Parcel, error: str) -> None:
    """A watcher's private message did not arrive: they are called by name in the group, and it says once why."""
    facts = parcel.facts
    if not facts.get("private") or parcel.ticket is None or parcel.entry is None:
        return
    ticket, watcher = desk.tickets.get(parcel.ticket), facts["watcher"]
    agent = desk.people.staff_member(chat_of(desk, ticket), watcher)
    if watcher not in ticket.watchers or agent is None or not agent.active:
        return
    missed = [p for p in desk.outbox.of(ticket.number) if p.code is parcel.code and "missed" in p.facts]
    said = any(p.facts["watcher"] == watcher for p in missed)
    tell_watcher_in_group(desk, ticket, parcel.entry, facts | {"private": False, "missed": "" if said else error})
