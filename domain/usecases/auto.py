"""Auto: where a lead has switched it on, for a group or for all of them, a new ticket is assigned by itself to somebody who is there.

That is no taking: the response clock runs until they take it (barier 6.3). It happens in the transaction that registers,
after its number was drawn, so no two registrations count the same tickets.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.journal import Actor, Audience
from domain.notices import Code
from domain.people import Agent, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.ticket import Ticket
from domain.usecases.bind_group import lead
from domain.usecases.colleagues import load, on_duty, present
from domain.usecases.staff_place import chat_of
from domain.usecases.telling import tell_agent

WAY, LAST = "auto_assign", "auto_assigned_last"
WAYS = ("fewest", "round", "off")
HOUSE = "house"
"""The way of a group that has none of its own: as the whole house does it."""


@dataclass(frozen=True)
class Auto:
    """How a group does it; `own` False: as the house does. `lines`: whether there are several groups at all."""

    way: str
    own: bool
    house: str
    lines: bool


def set_auto(desk: Desk, *, by: Speaker, way: str, house: bool = False) -> Auto:
    """To whom has the fewest, in turn, or not at all; in the group spoken in, or as the `house` does where a group has no
    way of its own. NotStaff; OnlyLead: the house's way is for leads of the first group; NothingToAnswer for anything else.
    """
    desk.people.agent(by).must_lead()
    if way not in (*WAYS, HOUSE) or (house and way == HOUSE):
        raise NothingToAnswer
    if house:
        lead(desk, by)
        desk.settings.put(WAY, way)
    else:
        desk.settings.put(_of(desk, WAY, by.place.chat), "" if way == HOUSE else way)
    return auto(desk, by=by)


def auto(desk: Desk, *, by: Speaker) -> Auto:
    """How it is done now in the group spoken in. NotStaff."""
    desk.people.agent(by)
    own = desk.settings.get(_of(desk, WAY, by.place.chat)) or ""
    house = desk.settings.get(WAY) or "off"
    return Auto(own or house, bool(own), house, bool(desk.lines.all()))


def assign_by_itself(desk: Desk, ticket: Ticket) -> None:
    """Assign a new ticket, if that is switched on and somebody is there: out of hours to who is on duty, if anybody is."""
    chat = chat_of(desk, ticket)
    way = desk.settings.get(_of(desk, WAY, chat)) or desk.settings.get(WAY) or "off"
    if way == "off" or ticket.assignee_id or ticket.offered_to:
        return
    shut = not ticket.regulation.hours_for().is_open(desk.now())
    last = _of(desk, LAST, chat)
    there = _in_turn(desk, last, (on_duty(desk, chat) if shut else []) or present(desk, chat))
    if not there:
        return
    held = load(desk, chat) if way == "fewest" else {}
    chosen = min(there, key=lambda agent: held.get(agent.person_id, 0))
    ticket.offer_to(desk.now(), Actor.the_desk(), chosen, Audience.STAFF)
    tell_agent(desk, ticket, chosen.person_id, Code.ASSIGNED, {"by": "", "to": chosen.person_id})
    desk.settings.put(last, chosen.person_id)


def group_keeps_way(desk: Desk, *, old: str, new: str) -> None:
    """A line's group has a new address: it goes on as it did."""
    for name in (WAY, LAST):
        if known := desk.settings.get(_of(desk, name, old)):
            desk.settings.put(f"{name}:{new}", known)
    forget_way(desk, chat=old)


def forget_way(desk: Desk, *, chat: str) -> None:
    """A group that is a line no more has no way of its own; if it becomes one again it does as the house does."""
    for name in (WAY, LAST):
        if desk.settings.get(_of(desk, name, chat)):
            desk.settings.put(_of(desk, name, chat), "")


def _of(desk: Desk, name: str, chat: str) -> str:
    """The setting of a group; the first one's is called so whatever its address is."""
    return f"{name}:first" if chat == desk.staff.chat else f"{name}:{chat}"


def _in_turn(desk: Desk, whose: str, agents: list[Agent]) -> list[Agent]:
    """Beginning behind whoever had the last one."""
    last = desk.settings.get(whose) or ""
    order = sorted(agents, key=lambda agent: agent.person_id)
    return [a for a in order if a.person_id > last] + [a for a in order if a.person_id <= last]
