"""Lists: what staff are to do next, each their own, what is late, and what a search has found; a page at a time.

A list goes out through the outbox, so that it is known where it stands: only so can it be turned over by whoever may, and
taken back when something of it is erased. Its order is that of the moment it was asked for, or else whatever is taken or
closed meanwhile would let its reader miss a ticket between two pages; what is said of each ticket is of now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from domain import sought, versions
from domain.notices import Code, Notice, Parcel
from domain.people import Speaker
from domain.ports import Delivery, Desk, TimerKind
from domain.refusals import NothingToAnswer, NotYours
from domain.ticket import Ticket, rank
from domain.usecases.lists_over import LASTS, is_live
from domain.usecases.meeting import meet
from domain.usecases.staff_place import anywhere, is_staff_chat, member_of, staff_chats
from domain.usecases.telling import tell_staff
from domain.waiting import WAITS, Waiting

PAGE = 6
MOST_FOUND = 100
MOST_LISTED = 300
"""Fifty pages: nobody turns over more, and a list keeps all its numbers."""
BRIEF = 10
FRESH = timedelta(minutes=1)
"""Until then a list need not say from when its order is."""
_NEVER = datetime.max.replace(tzinfo=UTC)
T = TypeVar("T", Ticket, Waiting)


class View(StrEnum):
    """Which list it is. Values are stored."""

    QUEUE = "queue"
    MINE = "mine"
    LATE = "late"
    FIND = "find"


@dataclass(frozen=True)
class Shelf:
    """A page of a list; pages count from 0. `count`: how many there were when it was asked for, of which it names the first
    so many; `ordered_at`: when that was, once it is not just now. `cards`: where the card of each stands, if that is known."""

    view: View
    tickets: list[Ticket]
    page: int
    pages: int
    count: int
    now: datetime
    ordered_at: datetime | None
    cards: dict[str, Delivery]


def post_list(desk: Desk, *, by: Speaker, view: View, key: str, words: str = "") -> int:
    """Have a list sent to where the agent asked; returns how many tickets there are. An empty one is not sent. NotStaff."""
    agent = anywhere(desk, by)
    if by.private:
        meet(desk, by)
    # Their numbers, and never the words: those may be somebody's name or phone.
    numbers = found_by(desk, words) if view is View.FIND else []
    count = len(numbers)
    if view is not View.FIND:
        count, numbers = _listed(desk, view, by, agent.person_id)
    if count:
        facts: dict[str, Any] = {"view": view, "reply_to": by.message, "numbers": numbers[:MOST_LISTED]}
        facts |= {"count": count, "at": desk.now().isoformat()}
        place, name = by.place, f"{Code.STAFF_LIST}:{by.place.chat}:{key}"
        wall = desk.wall()
        desk.outbox.post(
            Parcel(name, place.channel, place.chat, Code.STAFF_LIST, facts, "", wall, wall, thread=place.thread)
        )
        desk.timers.set(name, TimerKind.LIST, desk.now() + LASTS)
    return count


def shelf(desk: Desk, parcel: Parcel, page: int = 0) -> Shelf:
    """A page of a list that was asked for, with its tickets as they are now; the last one for a number beyond it."""
    facts = parcel.facts
    numbers = facts["numbers"]
    pages = max(1, -(-len(numbers) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = [desk.tickets.get(number) for number in numbers[page * PAGE : (page + 1) * PAGE]]
    cards = {ticket.number: card for ticket in shown if (card := card_of(desk, ticket))}
    now, asked = desk.now(), datetime.fromisoformat(facts["at"])
    since = asked if now - asked > FRESH else None
    return Shelf(View(facts["view"]), shown, page, pages, facts["count"], now, since, cards)


def turn(desk: Desk, *, by: Speaker, remote: str, page: int) -> Shelf:
    """Another page of the list in this message. NotStaff; NothingToAnswer if it is none, or an old one."""
    anywhere(desk, by)
    return shelf(desk, _list_at(desk, by, remote), page)


def look_at(desk: Desk, *, by: Speaker, remote: str, number: str) -> Ticket:
    """A ticket that is to be shown in the place of this list. NotStaff, NothingToAnswer, NotYours."""
    anywhere(desk, by)
    _list_at(desk, by, remote)
    return desk.tickets.get(number)


def show_card(desk: Desk, *, by: Speaker, number: str, key: str) -> Delivery | None:
    """Where the card stands; None: a new one is on its way. NotStaff, NotYours."""
    anywhere(desk, by)
    ticket = desk.tickets.get(number)
    card = card_of(desk, ticket)
    waits = desk.outbox.queued(number, Code.CARD) if card is None else None
    if waits is not None:
        desk.outbox.hasten(waits, desk.wall())
    elif card is None:
        tell_staff(desk, ticket, Notice(Code.CARD), mark=key)
    return card


def card_of(desk: Desk, ticket: Ticket) -> Delivery | None:
    """Where its card stands in the group that works on it."""
    return desk.deliveries.latest(desk.staff.channel, ticket.line or desk.staff.chat, ticket.number, Code.CARD)


def found_by(desk: Desk, words: str, *, most: int = MOST_FOUND) -> list[str]:
    """The numbers of tickets by number, name, organization, phone, address or text: that number first, then open ones, the
    newest first."""
    found = _with_number(desk, words)
    meant = sought.sought(words)
    if meant.terms:
        found += desk.tickets.having(meant, limit=most)
    return list(dict.fromkeys(found))[:most]


def in_brief(desk: Desk, *, by: Speaker, words: str) -> list[Ticket]:
    """The first few that a search finds; for no words those that the agent holds, then the queue. NotStaff."""
    agent = anywhere(desk, by)
    if words.strip():
        return [desk.tickets.get(number) for number in found_by(desk, words, most=BRIEF)]
    now = desk.now()
    own = in_order(desk.tickets.waiting(agent.person_id), now)
    _, queue = desk.tickets.first(now=now, limit=2 * BRIEF)
    others = [one for one in in_order(queue, now) if one.assignee_id != agent.person_id]
    return [desk.tickets.get(one.number) for one in [*own, *others][:BRIEF]]


def next_due(ticket: Ticket | Waiting) -> datetime | None:
    """Its next deadline, or the one it has missed longest; None where no clock runs."""
    if ticket.completed_at is not None or not ticket.is_open:
        return None
    running = [None if ticket.responded_at else ticket.response_due, ticket.resolution_due]
    return min((due for due in running if due is not None), default=None)


def in_order(tickets: Iterable[T], now: datetime) -> list[T]:
    """As they should be done: the head of the queue, the late ones, then by deadline; what ties by the regulation's queue."""
    return sorted(tickets, key=_turn(now))


def _turn(now: datetime) -> Callable[[Ticket | Waiting], tuple[Any, ...]]:
    def key(ticket: Ticket | Waiting) -> tuple[Any, ...]:
        due = next_due(ticket) or _NEVER
        return (WAITS.get(ticket.status, 3), not ticket.at_head, due >= now, due, rank(ticket), ticket.number)

    return key


def is_close(ticket: Ticket, now: datetime) -> bool:
    """Whether a deadline has passed, or so much of its time that the regulation warns of it."""
    due = next_due(ticket)
    if due is None or due < now:
        return due is not None
    times = ticket.deadlines()
    warned = [None if ticket.responded_at else times.response_warn, times.resolution_warn]
    return any(at is not None and at <= now for at in warned)


def _listed(desk: Desk, view: View, by: Speaker, whose: str) -> tuple[int, list[str]]:
    """How many a list has now, and the numbers of the first. In a staff group they are the group's; in private those of all
    groups of the agent."""
    now = desk.now()
    if view is View.MINE:
        held = in_order(desk.tickets.waiting(whose), now)
        return len(held), _numbers(held)
    lines = _lines_of(desk, by)
    if view is View.LATE:
        return _late(desk, lines)
    count, waiting = desk.tickets.first(now=now, lines=lines, limit=MOST_LISTED)
    return count, _numbers(in_order(waiting, now))


def _lines_of(desk: Desk, by: Speaker) -> set[str]:
    """The lines whose tickets the speaker is shown where they speak."""
    chats = {by.place.chat}
    if not is_staff_chat(desk, by.place.chat):
        chats = {chat for chat in staff_chats(desk) if member_of(desk, by, chat) is not None}
    # What was never handed on stands in the first group, and names no line.
    return chats | ({""} if desk.staff.chat in chats else set())


def _late(desk: Desk, lines: set[str]) -> tuple[int, list[str]]:
    """Those that are late or nearly so, the longest due first."""
    now = desk.now()
    # A warning that fell due while the desk is shut rings when it opens: it lies ahead, and yet it is time.
    calendars = [rules.hours_for(one.key) for rules in versions.every() for one in rules.priorities]
    calendars += [rules.hours_for() for rules in versions.every()]
    soon = max(calendar.next_opening(now) for calendar in calendars)
    count, late = desk.tickets.late(now=now, lines=lines, limit=MOST_LISTED)
    close = [one for one in desk.tickets.soon_due(now=now, soon=soon, lines=lines) if is_close(one, now)]
    listed: list[Ticket | Waiting] = [*_by_due(late), *_by_due(close)]
    return count + len(close), _numbers(listed)


def _by_due(tickets: Iterable[T]) -> list[T]:
    return sorted(tickets, key=lambda one: (next_due(one) or _NEVER, rank(one)))


def _numbers(tickets: Iterable[Ticket | Waiting]) -> list[str]:
    return [one.number for one in tickets][:MOST_LISTED]


def _list_at(desk: Desk, by: Speaker, remote: str) -> Parcel:
    shown = desk.deliveries.find(by.place.channel, by.place.chat, remote)
    parcel = desk.outbox.by_key(shown.key) if shown and shown.code is Code.STAFF_LIST else None
    if parcel is None or "numbers" not in parcel.facts or not is_live(desk, parcel.key):
        raise NothingToAnswer
    return parcel


def _with_number(desk: Desk, words: str) -> list[str]:
    typed = sought.numbered(words)
    if typed is None:
        return []
    prefix, n = typed
    known = {rules.number(n) for rules in versions.every() if prefix in ("", rules.prefix)}
    return [number for number in sorted(known) if _exists(desk, number)]


def _exists(desk: Desk, number: str) -> bool:
    try:
        desk.tickets.get(number)
    except NotYours:
        return False
    return True
