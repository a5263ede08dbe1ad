"""Lists: what staff are to do next, each their own, what is late, and what a search has found; a page at a time.

A list goes out through the outbox, so that it is known where it stands: only so can it be turned over by whoever may, and
taken back when something of it is erased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from domain import sought, versions
from domain.notices import Code, Notice, Parcel
from domain.people import Speaker
from domain.ports import Delivery, Desk, TimerKind
from domain.refusals import NothingToAnswer, NotYours
from domain.ticket import Status, Ticket, rank
from domain.usecases.lists_over import LASTS, is_live
from domain.usecases.staff_place import anywhere
from domain.usecases.telling import tell_staff

PAGE = 6
MOST_FOUND = 100
BRIEF = 10
_NEVER = datetime.max.replace(tzinfo=UTC)
_WAITS = {Status.REGISTERED: 0, Status.IN_PROGRESS: 0, Status.CLARIFICATION: 1, Status.ON_HOLD: 1, Status.COMPLETED: 2}
"""What is to be done comes before what waits for the requester or a date, and that before what awaits a verdict."""


class View(StrEnum):
    """Which list it is. Values are stored."""

    QUEUE = "queue"
    MINE = "mine"
    LATE = "late"
    FIND = "find"


@dataclass(frozen=True)
class Shelf:
    """A page of a list; pages count from 0. `cards`: where the card of each stands, if that is known."""

    view: View
    tickets: list[Ticket]
    page: int
    pages: int
    count: int
    now: datetime
    cards: dict[str, Delivery]


def post_list(desk: Desk, *, by: Speaker, view: View, key: str, words: str = "") -> int:
    """Have a list sent to where the agent asked; returns how many tickets it names. An empty one is not sent. NotStaff."""
    agent = anywhere(desk, by)
    facts: dict[str, Any] = {"view": view, "whose": agent.person_id, "reply_to": by.message}
    if view is View.FIND:
        # Their numbers, and never the words: those may be somebody's name or phone.
        facts["numbers"] = found_by(desk, words)
    count = len(_listed(desk, facts, by.place.chat))
    if count:
        place, name = by.place, f"{Code.STAFF_LIST}:{by.place.chat}:{key}"
        wall = desk.wall()
        desk.outbox.post(
            Parcel(name, place.channel, place.chat, Code.STAFF_LIST, facts, "", wall, wall, thread=place.thread)
        )
        desk.timers.set(name, TimerKind.LIST, desk.now() + LASTS)
    return count


def shelf(desk: Desk, parcel: Parcel, page: int = 0) -> Shelf:
    """A page of a list that was asked for, as things stand now; the last one for a number beyond it."""
    tickets = _listed(desk, parcel.facts, parcel.address)
    pages = max(1, -(-len(tickets) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = tickets[page * PAGE : (page + 1) * PAGE]
    cards = {ticket.number: card for ticket in shown if (card := card_of(desk, ticket))}
    return Shelf(View(parcel.facts["view"]), shown, page, pages, len(tickets), desk.now(), cards)


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
    ordered = in_order(desk.tickets.open_all(), desk.now())
    return sorted(ordered, key=lambda ticket: ticket.assignee_id != agent.person_id)[:BRIEF]


def next_due(ticket: Ticket) -> datetime | None:
    """Its next deadline, or the one it has missed longest; None where no clock runs."""
    if ticket.completed_at is not None or not ticket.is_open:
        return None
    running = [None if ticket.responded_at else ticket.response_due, ticket.resolution_due]
    return min((due for due in running if due is not None), default=None)


def in_order(tickets: Iterable[Ticket], now: datetime) -> list[Ticket]:
    """As they should be done: the head of the queue, the late ones, then by deadline; what ties by the regulation's queue."""
    return sorted(tickets, key=_turn(now))


def _turn(now: datetime) -> Callable[[Ticket], tuple[Any, ...]]:
    def key(ticket: Ticket) -> tuple[Any, ...]:
        due = next_due(ticket) or _NEVER
        return (_WAITS.get(ticket.status, 3), not ticket.at_head, due >= now, due, rank(ticket), ticket.number)

    return key


def is_close(ticket: Ticket, now: datetime) -> bool:
    """Whether a deadline has passed, or so much of its time that the regulation warns of it."""
    due = next_due(ticket)
    if due is None or due < now:
        return due is not None
    times = ticket.deadlines()
    warned = [None if ticket.responded_at else times.response_warn, times.resolution_warn]
    return any(at is not None and at <= now for at in warned)


def _listed(desk: Desk, facts: dict[str, Any], chat: str) -> list[Ticket]:
    """All tickets of a list. In a staff group they are the group's; in private all that staff work on."""
    now = desk.now()
    match View(facts["view"]):
        case View.FIND:
            return [desk.tickets.get(number) for number in facts["numbers"]]
        case View.MINE:
            return in_order((t for t in desk.tickets.open_all() if t.assignee_id == facts["whose"]), now)
        case View.LATE:
            late = [t for t in _of_group(desk, chat) if is_close(t, now)]
            return sorted(late, key=lambda t: (next_due(t) or _NEVER, rank(t)))
        case View.QUEUE:
            return in_order(_of_group(desk, chat), now)


def _of_group(desk: Desk, chat: str) -> list[Ticket]:
    line = "" if chat == desk.staff.chat else chat
    whole = line and desk.lines.get(desk.staff.channel, chat) is None
    return [ticket for ticket in desk.tickets.open_all() if whole or ticket.line == line]


def _list_at(desk: Desk, by: Speaker, remote: str) -> Parcel:
    shown = desk.deliveries.find(by.place.channel, by.place.chat, remote)
    parcel = desk.outbox.by_key(shown.key) if shown and shown.code is Code.STAFF_LIST else None
    if parcel is None or not is_live(desk, parcel.key):
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
