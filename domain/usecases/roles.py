"""Roles: whether somebody works here, wherever they speak from; a private chat with the desk is no staff group."""

from __future__ import annotations

from domain.people import Agent, Speaker
from domain.ports import Desk
from domain.refusals import NotStaff


def agent_anywhere(desk: Desk, by: Speaker) -> Agent:
    """The speaker as staff: of the group they speak in, and in private of any. NotStaff for everybody else, and for the departed."""
    if not by.private:
        return desk.people.agent(by)
    person = desk.people.by_address(by.place.channel, by.address)
    groups = (desk.staff.chat, *(line.chat for line in desk.lines.all()))
    known = (desk.people.staff_member(chat, person.id) for chat in groups) if person else ()
    for agent in known:
        if agent is not None and agent.active:
            return agent
    raise NotStaff


def works_here(desk: Desk, *, by: Speaker) -> bool:
    """Whether the speaker is staff now."""
    try:
        agent_anywhere(desk, by)
    except NotStaff:
        return False
    return True
