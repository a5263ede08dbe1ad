"""Block: a lead takes no new requests of an abusive person until a date. It is the desk's own deed, so it cites no clause.

What is registered goes on. It ends by itself at that instant, or before it if a lead says so; either way they are told.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.blocking import read_block
from domain.journal import Actor, EntryKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import Blocked, NothingToAnswer, WrongBlock
from domain.ticket import Ticket
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.staff_place import employed
from domain.usecases.telling import refresh_card, tell_everywhere, tell_staff


def must_not_be_blocked(desk: Desk, person: Person) -> None:
    """Pass whoever is not blocked now. Blocked, with the reason and until when."""
    if is_blocked(desk, person) and person.blocked_until:
        raise Blocked(person.blocked_until.astimezone(desk.regulation.zone), person.blocked_for)


def is_blocked(desk: Desk, person: Person) -> bool:
    """Whether nothing new of theirs is registered now."""
    return person.blocked_until is not None and desk.now() < person.blocked_until


def may_be_blocked(desk: Desk, person: Person) -> bool:
    """Whether there is somebody to block: not staff, not whoever was erased or is another person now."""
    return person.erased_at is None and person.merged_into is None and employed(desk, person) is None


def ask_until_when(desk: Desk, *, by: Speaker, number: str, key: str) -> None:
    """«Заблокировать…»: date and reason are asked for by a message to reply to. NotStaff, OnlyLead, NotYours, NothingToAnswer."""
    agent = desk.people.agent(by).must_lead()
    ticket = desk.tickets.get(number)
    person = _to_block(desk, desk.people.get(ticket.requester_id))
    facts = {"agent": agent.name, "username": agent.username, "address": by.address, "name": person.name}
    tell_staff(desk, ticket, Notice(Code.PROMPT_BLOCK, facts), mark=key)


def block(desk: Desk, *, by: Speaker, number: str, text: str) -> Ticket:
    """The requester of this ticket, by words such as «до 01.12 за оскорбления».

    NotStaff, OnlyLead, NotYours, WrongBlock, TooLong; NothingToAnswer for staff.
    """
    agent = desk.people.agent(by).must_lead()
    ticket = desk.tickets.get(number)
    until, reason = read_block(text, desk.now(), desk.regulation.zone)
    set_blocked(desk, desk.people.get(ticket.requester_id), until, reason, actor=colleague(agent, by), at=ticket)
    return ticket


def unblock(desk: Desk, *, by: Speaker, number: str) -> Ticket:
    """The block of this ticket's requester ends now. NotStaff, OnlyLead, NotYours; NothingToAnswer if there is none."""
    agent = desk.people.agent(by).must_lead()
    ticket = desk.tickets.get(number)
    lift(desk, desk.people.get(ticket.requester_id), actor=colleague(agent, by), at=ticket)
    return ticket


def set_blocked(
    desk: Desk, person: Person, until: datetime, reason: str, *, actor: Actor | None = None, at: Ticket | None = None
) -> None:
    """Write it down, set the clock, and tell them; who is blocked already is blocked until then instead. WrongBlock, TooLong."""
    _to_block(desk, person)
    if until <= desk.now():
        raise WrongBlock("date", desk.now().astimezone(desk.regulation.zone) + timedelta(days=7))
    person.blocked_until, person.blocked_for = until, must_fit(reason.strip())
    desk.timers.set(person.id, TimerKind.BLOCK_OVER, until)
    facts = {"until": until.isoformat(), "text": person.blocked_for}
    tell_everywhere(desk, person, Notice(Code.BLOCKED, facts))
    _record(desk, person, EntryKind.BLOCKED, facts, actor, at)


def lift(desk: Desk, person: Person, *, actor: Actor | None = None, at: Ticket | None = None) -> None:
    """It ends before its time. NothingToAnswer if there is none."""
    if person.blocked_until is None:
        raise NothingToAnswer
    desk.timers.cancel(person.id, TimerKind.BLOCK_OVER)
    _end(desk, person, actor, at)


def block_is_over(desk: Desk, person_id: str) -> None:
    """The instant has come. Who was forgotten meanwhile, or blocked anew, is not told."""
    try:
        person = desk.people.get(person_id)
    except KeyError:
        return
    if person.blocked_until is not None and person.blocked_until <= desk.now():
        _end(desk, person, None, None)


def pass_on_block(desk: Desk, old: Person, new: Person) -> None:
    """One person turned out to be another: the longer of two blocks counts, so that nobody gets rid of one."""
    if old.blocked_until and (new.blocked_until is None or new.blocked_until < old.blocked_until):
        new.blocked_until, new.blocked_for = old.blocked_until, old.blocked_for
        desk.timers.set(new.id, TimerKind.BLOCK_OVER, old.blocked_until)
    desk.timers.cancel(old.id, TimerKind.BLOCK_OVER)
    old.blocked_until, old.blocked_for = None, ""


def _end(desk: Desk, person: Person, actor: Actor | None, at: Ticket | None) -> None:
    person.blocked_until, person.blocked_for = None, ""
    tell_everywhere(desk, person, Notice(Code.UNBLOCKED))
    _record(desk, person, EntryKind.UNBLOCKED, {"how": "lead" if actor else "time"}, actor, at)


def _to_block(desk: Desk, person: Person) -> Person:
    if not may_be_blocked(desk, person):
        raise NothingToAnswer
    return person


def _record(
    desk: Desk, person: Person, kind: EntryKind, facts: dict[str, str], actor: Actor | None, at: Ticket | None
) -> None:
    concerned = {ticket.number: ticket for ticket in desk.tickets.open_of(person.id)}
    concerned |= {at.number: at} if at else {}
    for ticket in concerned.values():
        ticket.record(desk.now(), kind, facts, actor)
        if desk.staff.chat:
            refresh_card(desk, ticket)
