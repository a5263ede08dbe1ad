"""Colleagues: who of a staff group is there now, who is away or on duty, and who is meant by a name."""

from __future__ import annotations

from collections.abc import Sequence

from domain.people import Agent
from domain.ports import Desk
from domain.shifts import Shift
from domain.staff_refusals import ColleagueAway, NoSuchColleague
from domain.ticket import WORKABLE, Ticket
from domain.usecases.staff_place import chat_of
from domain.usecases.telling import CHAT

KNOWN = 12
"""So many names are told to whoever wrote one that nobody has."""


def still_there(desk: Desk, chat: str) -> str:
    """The staff group that was at this address when something was noted down: itself, or, if it has moved, where the desk is."""
    return chat if desk.lines.get(CHAT, chat) else desk.staff.chat


def away(desk: Desk) -> dict[str, Shift]:
    """Who is away now, by id, each with the absence that lasts longest."""
    found = sorted((s for s in desk.shifts.at(desk.now()) if s.kind == "away"), key=lambda s: s.ends_at)
    return {shift.person_id: shift for shift in found}


def present(desk: Desk, chat: str) -> list[Agent]:
    """The active members of a staff group who are not away, leads first."""
    gone = away(desk)
    return [agent for agent in desk.people.agents(chat) if agent.person_id not in gone]


def on_duty(desk: Desk, chat: str) -> list[Agent]:
    """Who of them is on duty now."""
    duty = {shift.person_id for shift in desk.shifts.at(desk.now()) if shift.kind == "duty"}
    return [agent for agent in present(desk, chat) if agent.person_id in duty]


def in_charge(desk: Desk, chat: str) -> list[Agent]:
    """Whom the desk turns to with what a lead must see: the leads who are there, else who is on duty, else everybody there."""
    there = present(desk, chat)
    return [agent for agent in there if agent.lead] or on_duty(desk, chat) or there


def may_be_called(desk: Desk, chat: str, person_id: str | None) -> Agent | None:
    """Somebody of the group, unless they are away or have left."""
    return next((agent for agent in present(desk, chat) if agent.person_id == person_id), None)


def must_be_there(desk: Desk, chat: str, agent: Agent) -> Agent:
    """Pass who is not away. ColleagueAway says until when, and who stands in: those on duty, else the leads."""
    absence = away(desk).get(agent.person_id)
    if absence is None:
        return agent
    instead = on_duty(desk, chat) or [a for a in present(desk, chat) if a.lead]
    until = absence.ends_at.astimezone(desk.regulation.zone)
    raise ColleagueAway(name=agent.name, until=until, instead=tuple(a.name for a in instead))


def find_colleague(desk: Desk, chat: str, said: str) -> Agent:
    """Who is meant by «@olga_petrova», an id, or (the beginning of) a name that only one has. NoSuchColleague."""
    wanted = said.strip().removeprefix("@").casefold()
    agents = desk.people.agents(chat)
    found = _called(desk, agents, wanted)
    if len(found) == 1:
        return found[0]
    left = not found and bool(_called(desk, desk.people.once_agents(chat), wanted))
    known = tuple(f"@{a.username}" if a.username else a.name for a in (found or agents)[:KNOWN])
    raise NoSuchColleague(name=said.strip(), left=left, known=known)


def _called(desk: Desk, members: Sequence[Agent], wanted: str) -> list[Agent]:
    """Those with exactly this user name, name or id; if there are none, those whose name begins so."""
    if not wanted:
        return []
    exact = [
        a
        for a in members
        if wanted in (a.username.casefold(), a.name.casefold())
        or (wanted.isdecimal() and desk.people.address_of(a.person_id, CHAT) == wanted)
    ]
    return exact or [a for a in members if any(_begins(word, wanted) for word in (a.username, a.name, *a.name.split()))]


def _begins(name: str, wanted: str) -> bool:
    return len(wanted) > 1 and name.casefold().startswith(wanted)


def load(desk: Desk, chat: str) -> dict[str, int]:
    """How many tickets in work each has, taken or assigned, by id."""
    counts: dict[str, int] = {}
    for ticket in desk.tickets.open_all():
        holder = ticket.assignee_id or ticket.offered_to
        if holder and ticket.status in WORKABLE and chat_of(desk, ticket) == chat:
            counts[holder] = counts.get(holder, 0) + 1
    return counts


def held_by(desk: Desk, chat: str, person_id: str) -> list[Ticket]:
    """The open tickets of this group that somebody holds."""
    return [t for t in desk.tickets.open_all() if t.assignee_id == person_id and chat_of(desk, t) == chat]
