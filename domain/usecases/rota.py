"""Rota: who is on duty out of hours, and who is away. A lead enters duty; absence everybody for themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from domain import rota
from domain.people import Agent, Speaker
from domain.ports import Desk
from domain.refusals import OnlyLead
from domain.shifts import Shift, ShiftKind
from domain.staff_refusals import NoSuchColleague, WrongRota
from domain.usecases.colleagues import find_colleague
from domain.usecases.departed import announce_absence

T = TypeVar("T")


@dataclass(frozen=True)
class Entered:
    """A shift with the name of whose it is."""

    name: str
    shift: Shift


@dataclass(frozen=True)
class Rota:
    """Who is on duty or away now, and who will be."""

    now: list[Entered]
    later: list[Entered]


def look_up(desk: Desk, *, by: Speaker, kind: ShiftKind) -> Rota:
    """What holds now, and what comes. NotStaff."""
    desk.people.agent(by)
    at, names = desk.now(), {a.person_id: a.name for a in desk.people.agents(by.place.chat)}
    shifts = [s for s in desk.shifts.from_then_on(at) if s.kind == kind and s.person_id in names]
    named = [Entered(names[shift.person_id], shift) for shift in shifts]
    return Rota([e for e in named if e.shift.starts_at <= at], [e for e in named if e.shift.starts_at > at])


def enter_duty(desk: Desk, *, by: Speaker, text: str) -> list[Entered]:
    """Enter who is on duty when, a line each: all of them or none. NotStaff, OnlyLead, WrongRota."""
    lead = desk.people.agent(by).must_lead()

    def settle(spell: rota.Spell) -> tuple[Agent, rota.Spell]:
        if not spell.who or spell.starts_at is None:
            raise rota.NoSuchSpell("unreadable")
        agent = _whose(desk, by, spell.who)
        if any(_overlaps(s, spell) for s in _of(desk, agent, "away")):
            raise rota.NoSuchSpell("away")
        return agent, spell

    entered = _each(desk, text, settle)
    return [_enter(desk, lead, agent, "duty", spell) for agent, spell in entered]


def drop_duty(desk: Desk, *, by: Speaker, text: str) -> list[Entered]:
    """Somebody is not on duty: at all («@olga»), or in that time. NotStaff, OnlyLead, WrongRota if there is nothing to drop."""
    desk.people.agent(by).must_lead()

    def settle(spell: rota.Spell) -> list[Entered]:
        agent = _whose(desk, by, spell.who)
        found = [s for s in _of(desk, agent, "duty") if spell.starts_at is None or _overlaps(s, spell)]
        if not found:
            raise rota.NoSuchSpell("none")
        return [Entered(agent.name, shift) for shift in found]

    dropped = [one for found in _each(desk, text, settle) for one in found]
    for one in {id(e.shift): e for e in dropped}.values():
        desk.shifts.remove(one.shift)
    return dropped


def go_away(desk: Desk, *, by: Speaker, text: str) -> list[Entered]:
    """The speaker will be away, or, a lead says, somebody else. A lead is shown what they hold as soon as it begins.

    NotStaff, OnlyLead, WrongRota; nothing is entered unless all is.
    """
    agent = desk.people.agent(by)

    def settle(spell: rota.Spell) -> tuple[Agent, rota.Spell]:
        if spell.starts_at is None:
            raise rota.NoSuchSpell("unreadable")
        whose = _whose(desk, by, spell.who) if spell.who else agent
        if whose.person_id != agent.person_id and not agent.lead:
            raise OnlyLead
        return whose, spell

    entered = []
    for whose, spell in _each(desk, text, settle):
        entered.append(one := _enter(desk, agent, whose, "away", spell))
        announce_absence(desk, whose, one.shift.starts_at, one.shift.ends_at)
    return entered


def come_back(desk: Desk, *, by: Speaker, who: str) -> tuple[str, list[Shift]]:
    """The speaker, or whom a lead names, is there again: absences that hold end, and if none does, the next one is called off.

    NotStaff, OnlyLead, NoSuchColleague. Returns the name and what was ended: nothing if they were not away.
    """
    agent = desk.people.agent(by)
    whose = find_colleague(desk, by.place.chat, who) if who.strip() else agent
    if whose.person_id != agent.person_id and not agent.lead:
        raise OnlyLead
    theirs, now = _of(desk, whose, "away"), desk.now()
    ended = [shift for shift in theirs if shift.starts_at <= now] or theirs[:1]
    for shift in ended:
        desk.shifts.remove(shift)
    return whose.name, ended


def _each(desk: Desk, text: str, settle: Callable[[rota.Spell], T]) -> list[T]:
    """What each line comes to; WrongRota names every line that comes to nothing."""
    zone, now = desk.regulation.zone, desk.now()
    settled: list[T] = []
    faults: list[tuple[int, str, str]] = []
    for n, line in rota.lines(text):
        try:
            settled.append(settle(rota.read(n, line, now, zone)))
        except rota.NoSuchSpell as fault:
            faults.append((n, line, str(fault)))
    if faults or not settled:
        raise WrongRota(faults=tuple(faults))
    return settled


def _whose(desk: Desk, by: Speaker, said: str) -> Agent:
    try:
        return find_colleague(desk, by.place.chat, said)
    except NoSuchColleague as unknown:
        raise rota.NoSuchSpell("left" if unknown.left else "who") from None


def _of(desk: Desk, agent: Agent, kind: ShiftKind) -> list[Shift]:
    """Theirs that hold now or come, by their beginning."""
    coming = desk.shifts.from_then_on(desk.now())
    return [shift for shift in coming if shift.kind == kind and shift.person_id == agent.person_id]


def _overlaps(shift: Shift, spell: rota.Spell) -> bool:
    starts: datetime | None = spell.starts_at
    ends: datetime | None = spell.ends_at
    return starts is not None and ends is not None and shift.starts_at < ends and starts < shift.ends_at


def _enter(desk: Desk, by: Agent, whose: Agent, kind: ShiftKind, spell: rota.Spell) -> Entered:
    """Enter it, unless the same is there already."""
    assert spell.starts_at is not None
    assert spell.ends_at is not None
    for shift in _of(desk, whose, kind):
        if (shift.starts_at, shift.ends_at) == (spell.starts_at, spell.ends_at):
            return Entered(whose.name, shift)
    shift = Shift(whose.person_id, kind, spell.starts_at, spell.ends_at, by.person_id)
    desk.shifts.add(shift)
    return Entered(whose.name, shift)
