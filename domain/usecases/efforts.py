"""Efforts: an agent corrects how many minutes an answer of theirs took; a lead does for anybody. The journal keeps what it was."""

from __future__ import annotations

from dataclasses import dataclass

from domain.effort import COUNTED, MOST, Effort, least
from domain.journal import Entry, EntryKind
from domain.notices import Code, Parcel
from domain.numbers import number_at
from domain.people import Agent, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, NotYours
from domain.staff_refusals import NoSuchTicket, NotYourAnswer, WrongMinutes
from domain.ticket import Ticket
from domain.usecases.fate import fate_changed, marks_at
from domain.usecases.hours import count_hours
from domain.usecases.meeting import colleague
from domain.usecases.staff_place import must_be_here
from domain.usecases.telling import refresh_card

ANSWERS = frozenset({"reply", "complete", "call", "article", "correct"})
"""Moves that took an agent's time."""


@dataclass(frozen=True)
class Corrected:
    """It counts with `effort.minutes` now, with `before` until then."""

    ticket: Ticket
    effort: Effort
    before: int


def correct_effort(desk: Desk, *, by: Speaker, number: str, n: int, minutes: int) -> Corrected:
    """Entry `n` of a ticket took so many minutes.

    NotStaff, OtherLine, NotYours; NotYourAnswer unless it is one's own or a lead asks; WrongMinutes below the regulation's
    least; NothingToAnswer if it is no answer; DataErased once erased.
    """
    agent = desk.people.agent(by)
    must_be_here(desk, by=by, number=number)
    ticket = desk.tickets.get(number)
    effort = counted(desk, ticket, n)
    if effort.agent_id != agent.person_id and not agent.lead:
        raise NotYourAnswer(by=effort.agent_name)
    return _set(desk, ticket, effort, agent, by, minutes)


def set_effort(desk: Desk, ticket: Ticket, n: int, agent: Agent, by: Speaker, minutes: int) -> None:
    """The author edited the minutes under an answer of theirs: «// 45 мин». WrongMinutes."""
    _told_anew(desk, _set(desk, ticket, counted(desk, ticket, n), agent, by, minutes))


def _told_anew(desk: Desk, done: Corrected) -> None:
    """The message about what became of the answer shows the time that counts."""
    for mark in desk.outbox.of(done.ticket.number):
        if mark.code is Code.FATE and "parcels" in mark.facts and of_mark(desk, done.ticket, mark) is done.effort:
            fate_changed(desk, mark, mark)


def correct_by_command(desk: Desk, *, by: Speaker, text: str, reply_to: str) -> Corrected:
    """`/effort 17 45`, or `/effort 45` in reply to the answer, to what became of it, or to the card: one's own latest answer.

    Raises as `correct_effort`; NoSuchTicket, WrongMinutes for what is no amount.
    """
    agent = desk.people.agent(by)
    number, n = _replied(desk, by, reply_to)
    words = text.split()
    if len(words) > 1 or not number:
        number, rest = number_at(desk.regulation, text)
        n, words = None, rest.split()
    ticket = _ticket(desk, number or text[:32])
    must_be_here(desk, by=by, number=ticket.number)
    amount = words[0] if words else ""
    if not amount.isdecimal() or len(amount) > len(str(MOST)):
        raise WrongMinutes(least(ticket.regulation))
    if n is None:
        n = latest(desk, ticket, agent)
    done = correct_effort(desk, by=by, number=ticket.number, n=n, minutes=int(amount))
    _told_anew(desk, done)
    return done


def counted(desk: Desk, ticket: Ticket, n: int) -> Effort:
    """The effort of an answer, entered with nothing if it took none so far. NothingToAnswer if entry `n` is no answer."""
    found = desk.efforts.get(ticket.number, n)
    if found is None:
        entry = next((one for one in desk.journal.of(ticket.number) if one.n == n), None)
        if entry is None or entry.kind not in COUNTED or "minutes" not in entry.facts:
            raise NothingToAnswer
        found = Effort(ticket.number, n, entry.at, 0, entry.actor, entry.actor_name, ticket.organization_id)
        desk.efforts.add(found)
    return found


def latest(desk: Desk, ticket: Ticket, agent: Agent) -> int:
    """One's own latest answer; for a lead who gave none, the latest one. NothingToAnswer if there is none."""
    answers = [one for one in desk.journal.of(ticket.number) if one.kind in COUNTED and "minutes" in one.facts]
    mine = [one for one in answers if one.actor == agent.person_id]
    if not mine and not agent.lead:
        raise NothingToAnswer
    return _last_counted(mine or answers)


def of_mark(desk: Desk, ticket: Ticket, mark: Parcel) -> Effort | None:
    """The effort of the answer that a message tells the fate of; None where it tells of something else, or nobody counts it."""
    if mark.facts.get("move") not in ANSWERS or mark.entry is None or ticket.erased_at:
        return None
    mine = [one for one in desk.efforts.of_ticket(ticket.number) if one.agent_id == mark.facts.get("author")]
    return next((one for one in reversed(mine) if one.n <= (mark.entry or 0)), None)


def _last_counted(answers: list[Entry]) -> int:
    if not answers:
        raise NothingToAnswer
    timed = [one for one in answers if one.facts["minutes"]]
    return (timed or answers)[-1].n


def _set(desk: Desk, ticket: Ticket, effort: Effort, agent: Agent, by: Speaker, minutes: int) -> Corrected:
    fewest = least(ticket.regulation)
    if not fewest <= minutes <= MOST or minutes < 0:
        raise WrongMinutes(fewest, ticket.regulation.clause("effort") if fewest else None)
    before = effort.minutes
    if minutes != before:
        ticket.correct_effort(desk.now(), colleague(agent, by), effort, minutes)
        count_hours(desk, ticket)
        refresh_card(desk, ticket)
    return Corrected(ticket, effort, before)


def _ticket(desk: Desk, number: str) -> Ticket:
    try:
        return desk.tickets.get(number)
    except NotYours:
        raise NoSuchTicket(number) from None


def _replied(desk: Desk, by: Speaker, remote: str) -> tuple[str, int | None]:
    """The ticket, and if it can be told the answer, that a message is about."""
    if not remote:
        return "", None
    utterance = desk.messages.find(by.place.channel, by.place.chat, remote)
    if utterance is not None and utterance.ticket:
        return utterance.ticket, _first(desk, utterance.ticket, utterance.entry)
    delivery = desk.deliveries.find(by.place.channel, by.place.chat, remote)
    if delivery is None or not delivery.ticket:
        return "", None
    ticket = desk.tickets.get(delivery.ticket)
    marks = marks_at(desk, ticket.number, by.place.chat, remote) if delivery.code is Code.FATE else []
    effort = of_mark(desk, ticket, marks[0]) if marks else None
    return ticket.number, effort.n if effort else None


def _first(desk: Desk, number: str, n: int | None) -> int | None:
    """The answer itself, of words that were edited since; None if it is none."""
    entries = {entry.n: entry for entry in desk.journal.of(number)}
    entry = entries.get(n or 0)
    if entry is not None and entry.kind is EntryKind.EDITED:
        entry = entries.get(entry.facts.get("of", 0))
    return entry.n if entry is not None and entry.kind in COUNTED else None
