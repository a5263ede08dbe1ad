"""Departed: somebody left the staff group or is away; what they hold is listed to a lead, to be handed on one by one."""

from __future__ import annotations

from datetime import datetime

from domain.journal import Actor
from domain.notices import Code, Notice, Parcel
from domain.people import Agent
from domain.ports import Desk, TimerKind
from domain.usecases.colleagues import away, held_by, still_there
from domain.usecases.staff_place import chat_of
from domain.usecases.telling import CHAT, refresh_card


def has_left(desk: Desk, agent: Agent) -> None:
    """They work here no more: what was assigned to them is anybody's, their shifts end, and a lead sees what they hold."""
    for shift in desk.shifts.from_then_on(desk.now()):
        if shift.person_id == agent.person_id:
            desk.shifts.remove(shift)
    hand_on_list(desk, agent, why="left")


def goes_away(desk: Desk, agent: Agent, until: datetime) -> None:
    """Their absence begins now."""
    hand_on_list(desk, agent, why="away", until=until)


def away_rings(desk: Desk, subject: str) -> None:
    """An absence that was entered earlier begins, unless it was taken back meanwhile; `subject`: group, person and instant."""
    chat, _, person_id = subject.partition(" ")[0].partition(":")
    agent, absence = desk.people.staff_member(still_there(desk, chat), person_id), away(desk).get(person_id)
    if agent is not None and agent.active and absence is not None:
        goes_away(desk, agent, absence.ends_at)


def announce_absence(desk: Desk, agent: Agent, starts_at: datetime, until: datetime) -> None:
    """Now, or when it begins."""
    if starts_at <= desk.now():
        goes_away(desk, agent, until)
    else:
        desk.timers.set(f"{agent.chat}:{agent.person_id} {starts_at.isoformat()}", TimerKind.AWAY, starts_at)


def hand_on_list(desk: Desk, agent: Agent, *, why: str, until: datetime | None = None) -> None:
    """What they hold, to a lead, in one message; nothing where they hold nothing. What they had not taken is anybody's again."""
    chat = agent.chat
    for ticket in desk.tickets.open_all():
        if ticket.offered_to == agent.person_id and chat_of(desk, ticket) == chat:
            ticket.give_back(desk.now(), Actor.the_desk(), agent.name, why)
            refresh_card(desk, ticket)
    if not held_by(desk, chat, agent.person_id):
        return
    facts = {
        "person": agent.person_id,
        "address": desk.people.address_of(agent.person_id, CHAT),
        "name": agent.name,
        "why": why,
        "until": until.isoformat() if until else None,
    }
    key = f"{Code.LEFT_OPEN}:{agent.person_id}:{desk.now().isoformat()}"
    tell_group(desk, chat, Notice(Code.LEFT_OPEN, facts), key=key)


def tell_group(desk: Desk, chat: str, notice: Notice, *, key: str) -> None:
    """Tell a staff group something that belongs to no ticket."""
    staff, wall = desk.staff, desk.wall()
    thread = staff.thread if chat == staff.chat else 0
    desk.outbox.post(Parcel(key, staff.channel, chat, notice.code, notice.facts, "", wall, wall, thread=thread))
