"""Roles: whether somebody works here, wherever they speak from; a private chat with the desk is no staff group."""

from __future__ import annotations

from domain.people import Agent, Speaker
from domain.ports import Desk
from domain.refusals import NotStaff
from domain.usecases.staff_place import anywhere


def agent_anywhere(desk: Desk, by: Speaker) -> Agent:
    """The speaker as staff: of the group they speak in, and in private of any. NotStaff for everybody else, and for the departed."""
    return anywhere(desk, by) if by.private else desk.people.agent(by)


def works_here(desk: Desk, *, by: Speaker) -> bool:
    """Whether the speaker is staff now."""
    try:
        agent_anywhere(desk, by)
    except NotStaff:
        return False
    return True
