"""Auto: where a lead has switched it on, a new ticket is assigned by itself to somebody who is there.

That is no taking: the response clock runs until they take it (barier 6.3). It happens in the transaction that registers,
after its number was drawn, so no two registrations count the same tickets.
"""

from __future__ import annotations

from domain.journal import Actor, Audience
from domain.people import Agent, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.ticket import Ticket
from domain.usecases.colleagues import load, on_duty, present
from domain.usecases.staff_place import chat_of

WAY, LAST = "auto_assign", "auto_assigned_last"
WAYS = ("fewest", "round", "off")


def set_auto(desk: Desk, *, by: Speaker, way: str) -> str:
    """To whom has the fewest, in turn, or not at all. NotStaff, OnlyLead; NothingToAnswer for anything else."""
    desk.people.agent(by).must_lead()
    if way not in WAYS:
        raise NothingToAnswer
    desk.settings.put(WAY, way)
    return way


def auto(desk: Desk, *, by: Speaker) -> str:
    """How it is done now. NotStaff."""
    desk.people.agent(by)
    return desk.settings.get(WAY) or "off"


def assign_by_itself(desk: Desk, ticket: Ticket) -> None:
    """Assign a new ticket, if that is switched on and somebody is there: out of hours to who is on duty, if anybody is."""
    way = desk.settings.get(WAY) or "off"
    if way == "off" or ticket.assignee_id or ticket.offered_to:
        return
    chat = chat_of(desk, ticket)
    shut = not ticket.regulation.hours_for().is_open(desk.now())
    there = _in_turn(desk, (on_duty(desk, chat) if shut else []) or present(desk, chat))
    if not there:
        return
    held = load(desk, chat) if way == "fewest" else {}
    chosen = min(there, key=lambda agent: held.get(agent.person_id, 0))
    ticket.offer_to(desk.now(), Actor.the_desk(), chosen, Audience.STAFF)
    desk.settings.put(LAST, chosen.person_id)


def _in_turn(desk: Desk, agents: list[Agent]) -> list[Agent]:
    """Beginning behind whoever had the last one."""
    last = desk.settings.get(LAST) or ""
    order = sorted(agents, key=lambda agent: agent.person_id)
    return [a for a in order if a.person_id > last] + [a for a in order if a.person_id <= last]
