"""Menus: an agent's private chat with the desk shows the commands of staff that work there, until they work here no more."""

from __future__ import annotations

from domain.notices import Code, Parcel
from domain.people import Person
from domain.ports import Desk
from domain.usecases.staff_place import employed
from domain.usecases.telling import CHAT

MENUS = "menus"
"""The setting: whose private chats show them, by id."""


def menu_follows(desk: Desk, person: Person) -> None:
    """Somebody came, left, or wrote to the desk for the first time: their menu is changed if it has to be.

    Only a chat that they began has one; whoever is no staff has the one that all have.
    """
    shown = _shown(desk)
    works = bool(person.chat) and employed(desk, person) is not None
    if works is (person.id in shown):
        return
    others = [one for one in shown if one != person.id]
    desk.settings.put(MENUS, ",".join([*others, person.id] if works else others))
    if person.chat:
        wall = desk.wall()
        key, facts = f"{Code.STAFF_MENU}:{person.id}:{wall:.6f}", {"person": person.id}
        desk.outbox.post(Parcel(key, CHAT, person.chat, Code.STAFF_MENU, facts, "", wall, wall, queue="menus"))


def menus_follow(desk: Desk, *, chat: str) -> None:
    """The same for everybody who works in a staff group."""
    for agent in desk.people.agents(chat):
        menu_follows(desk, desk.people.get(agent.person_id))


def shows_staff(desk: Desk, person_id: str) -> bool:
    """Whether a person's private chat is to show the commands of staff."""
    return person_id in _shown(desk)


def _shown(desk: Desk) -> list[str]:
    return [one for one in (desk.settings.get(MENUS) or "").split(",") if one]
