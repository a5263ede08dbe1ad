"""Newcomers: how the staff group hears of a new ticket; of many at once by one list, and the cards follow when there is room.

A bot may say 20 things a minute in a group (https://core.telegram.org/bots/faq). A card, its call and what is drawn anew of it
are about four, so five new tickets a minute are as many as may be told of singly.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.notices import Code, Notice, Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.auto import assign_by_itself
from domain.usecases.colleagues import present
from domain.usecases.deadlines import call_again
from domain.usecases.hush import quiet
from domain.usecases.staff_mail import UNTAKEN
from domain.usecases.staff_place import chat_of, is_forum, route
from domain.usecases.summon import call_at_opening, called
from domain.usecases.telling import CARDS, NEW, tell_agent, tell_staff

SINGLY, SPAN = 5, 60.0
"""So many new tickets in so many seconds of the wall clock are told of one by one."""
GATHERS, GATHERS_MANY = 2.0, 15.0
"""Seconds that a list waits for more numbers: the first of a minute, and every other."""
LISTS = "lists"
"""The queue of lists: nothing that must be seen waits behind one."""


def tell_of_new(desk: Desk, ticket: Ticket, files: Sequence[str] = ()) -> None:
    """Find the ticket its line; then card, call and files for the group. Whom everybody is called to waits behind nobody.

    In a forum the call is a line of the list in the General topic, with a link to the ticket's own; one that calls
    anybody by name stands in the ticket's topic besides. While the desk is shut nobody is called, but when it opens.
    """
    ticket.line = ticket.line or route(desk, ticket)
    chat, urgent = chat_of(desk, ticket), _calls_everybody(ticket)
    since = desk.wall() - SPAN
    crowded = desk.outbox.count(desk.staff.channel, chat, Code.CARD, since=since, but=CARDS) >= SINGLY
    later = NEW if crowded and not urgent else ""
    # The list comes before the cards that it announces.
    rest = GATHERS if later else 0.0
    hush = {"quiet": True} if quiet(desk, ticket) else {}
    tell_staff(desk, ticket, Notice(Code.CARD, hush), rest=rest, queue=later)
    assign_by_itself(desk, ticket)
    _write_to_agents(desk, ticket, chat, files)
    forum = is_forum(desk, chat)
    by_name = ticket.offered_to is not None or bool(called(desk, ticket))
    if urgent or not (crowded or (forum and not by_name)):
        tell_staff(desk, ticket, Notice(Code.PING, hush))
    if forum or later:
        _list(desk, ticket, chat, many=bool(later), hush=bool(hush))
    if files:
        tell_staff(desk, ticket, Notice(Code.STAFF_FILES, {"files": list(files)}), rest=rest, queue=later)
    if hush:
        call_at_opening(desk, ticket)
    call_again(desk, ticket)


def _write_to_agents(desk: Desk, ticket: Ticket, chat: str, files: Sequence[str]) -> None:
    """What nobody holds yet goes by letter to each who is there and wants letters: a reply can take it."""
    if desk.staff.mail and ticket.assignee_id is None and ticket.offered_to is None:
        for agent in present(desk, chat):
            tell_agent(desk, ticket, agent.person_id, UNTAKEN, {"files": list(files)})


def _list(desk: Desk, ticket: Ticket, chat: str, *, many: bool, hush: bool) -> None:
    """Put it on the list that waits to be sent to this group, or begin one: the first at once, all later ones seldom."""
    channel, wall = desk.staff.channel, desk.wall()
    waits = desk.outbox.gathering(channel, chat, Code.NEW_ONES)
    if waits is not None:
        quietly = hush and bool(waits.facts.get("quiet"))
        numbers = [*waits.facts["numbers"], ticket.number]
        waits.facts = {"numbers": numbers, "many": many or waits.facts["many"], "quiet": quietly}
        return
    lately = desk.outbox.count(channel, chat, Code.NEW_ONES, since=wall - SPAN, but=CARDS)
    rest = GATHERS_MANY if lately else GATHERS
    key, facts = f"{Code.NEW_ONES}:{chat}:{ticket.number}", {"numbers": [ticket.number], "many": many, "quiet": hush}
    desk.outbox.post(Parcel(key, channel, chat, Code.NEW_ONES, facts, "", wall, wall + rest, queue=LISTS))


def _calls_everybody(ticket: Ticket) -> bool:
    rules = ticket.regulation
    return bool(ticket.priority and rules.priority(ticket.priority).ping_all)
