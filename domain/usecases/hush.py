"""Hush: what staff must see while the desk is shut makes no sound; whoever it calls is called when the desk opens, once for all."""

from __future__ import annotations

from datetime import timedelta

from domain.notices import Code, Notice
from domain.ports import Desk, TimerKind
from domain.ticket import Ticket
from domain.usecases.deadlines import calls_all

MOMENT = timedelta(seconds=1)
"""The instant of closing belongs to the working day: what falls due then is told then."""
CALLS = frozenset(
    {
        Code.SAID,
        Code.EDITED,
        Code.STAFF_FILES,
        Code.CAME_UP,
        Code.DISPUTED,
        Code.WITHDRAWN,
        Code.PAID_DECIDED,
        Code.OBJECTED,
        Code.MERGED_IN,
        Code.SAME_ANSWER,
        Code.OTHER_LINE,
        Code.MAY_CONCERN,
    }
)
"""What calls whoever works on the ticket."""
SOUNDLESS = frozenset(
    {
        Code.FLAGGED,
        Code.COMPLAINED,
        Code.COMPLAINT_SOON,
        Code.COMPLAINT_LATE,
        Code.RATED,
        Code.MANY_TICKETS,
        Code.NEW_REQUESTER,
        Code.HOURS_RUN,
        Code.PEOPLE_MERGED,
    }
)
"""What names those whom it concerns by itself: it comes at once, and nobody is called to it again."""


def quiet(desk: Desk, ticket: Ticket) -> bool:
    """Whether nobody is called to it now: it is worked on in working hours, and those are over (barier 5.1, intervale 4.1)."""
    now, hours = desk.now(), ticket.regulation.hours_for(ticket.priority)
    return not calls_all(ticket) and not hours.is_open(now) and not hours.is_open(now - MOMENT)


def shut(desk: Desk) -> bool:
    """Whether what belongs to no ticket makes no sound now."""
    now, hours = desk.now(), desk.regulation.hours_for()
    return not hours.is_open(now) and not hours.is_open(now - MOMENT)


def hushed(desk: Desk, ticket: Ticket, notice: Notice) -> Notice:
    """The notice as staff get it now. While the desk is shut it comes without a sound, and a timer calls them when it opens."""
    if notice.code in SOUNDLESS and quiet(desk, ticket):
        return Notice(notice.code, notice.facts | {"quiet": True})
    if notice.code not in CALLS or notice.facts.get("aside") or not quiet(desk, ticket):
        return notice
    opens = ticket.regulation.hours_for(ticket.priority).next_opening(desk.now())
    desk.timers.set(ticket.number, TimerKind.MORNING, opens, {"n": ticket.entries})
    return Notice(notice.code, notice.facts | {"quiet": True})
