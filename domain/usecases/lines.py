"""Lines: a lead makes a staff group of another chat, says what comes to it, or takes that back; a ticket goes from line to line."""

from __future__ import annotations

from domain.answers import clean
from domain.customers import Organization
from domain.journal import Actor, EntryKind
from domain.lines import Line
from domain.notices import TO_STAFF, Code, Fate, Notice
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NoLine, WrongState
from domain.terms import Kind
from domain.ticket import Ticket
from domain.usecases.auto import forget_way
from domain.usecases.bind_group import lead
from domain.usecases.hush import quiet
from domain.usecases.meeting import colleague
from domain.usecases.menus import menu_follows
from domain.usecases.staff_place import (
    chat_of,
    is_staff_chat,
    line_at,
    must_be_here,
    name_of,
    note_lines,
    staff_chats,
)
from domain.usecases.telling import CHAT, refresh_card, tell_group, tell_staff

LONGEST_NAME = 40
KIND, CUSTOMER = "kind", "customer"


def found(desk: Desk, *, by: Speaker, name: str, administers: bool, forum: bool) -> Line:
    """Make a line of the group spoken in, or rename it. `administers`: the channel says that the speaker does so here.

    NotStaff, OnlyLead: only a lead of the first group may; NoLine for that group itself, a customer's group, who does not
    administer this one, and a name that is none or another line's.
    """
    person, chat = lead(desk, by), by.place.chat
    name = " ".join(clean(name, lines=False).split())
    if by.private or chat == desk.staff.chat:
        raise NoLine("first")
    group = desk.groups.get(CHAT, chat)
    if group is not None and group.organization_id is not None:
        raise NoLine("customer")
    if not administers:
        raise NoLine("admin")
    if not 1 <= len(name) <= LONGEST_NAME:
        raise NoLine("name")
    if any(line.name.lower() == name.lower() and line.chat != chat for line in desk.lines.all()):
        raise NoLine("taken")
    if group is not None:
        desk.groups.remove(group)
    line = line_at(desk, chat)
    if line is None:
        line = Line(CHAT, chat, name, forum, person.id, desk.now())
        desk.lines.add(line)
    line.name, line.forum = name, forum
    note_lines(desk)
    return line


def abolish(desk: Desk, *, by: Speaker) -> Line:
    """Nothing comes to this line any more; its open tickets go to the first group, its people lose their rights.

    NotStaff, OnlyLead; NoLine.
    """
    lead(desk, by)
    line = here(desk, by)
    _given_up(desk, line)
    return line


def forget_line(desk: Desk, *, chat: str) -> None:
    """The desk was removed from a line's group: it is a line no more."""
    if (line := line_at(desk, chat)) is not None:
        _given_up(desk, line, reachable=False)


def choose(desk: Desk, *, by: Speaker, what: str, key: str) -> Line:
    """Let a kind of requests or a customer come to this line, or no more; what comes here comes to no other line.

    NotStaff, OnlyLead; NoLine for a kind or customer that there is not, too.
    """
    lead(desk, by)
    line = here(desk, by)
    attribute = "kinds" if what == KIND else "organizations"
    if key not in (_kinds(desk) if what == KIND else _customers(desk)):
        raise NoLine("none")
    held = key in getattr(line, attribute)
    for other in desk.lines.all():
        setattr(other, attribute, [one for one in getattr(other, attribute) if one != key])
    if not held:
        setattr(line, attribute, [*getattr(line, attribute), key])
    return line


def here(desk: Desk, by: Speaker) -> Line:
    """The line whose group is spoken in. NoLine."""
    line = line_at(desk, by.place.chat)
    if line is None:
        raise NoLine("here")
    return line


def shown(desk: Desk, *, by: Speaker) -> tuple[Line, list[Kind], list[Organization]]:
    """The line spoken in, and what may come to it. NotStaff, OnlyLead, NoLine."""
    lead(desk, by)
    return here(desk, by), list(desk.regulation.kinds), desk.customers.all()


def others(desk: Desk, *, by: Speaker, number: str) -> list[tuple[str, str]]:
    """Where a ticket may be handed: chat and name; the first group has no name. NotStaff, OtherLine, NotYours, WrongState."""
    desk.people.agent(by)
    must_be_here(desk, by=by, number=number)
    ticket = desk.tickets.get(number)
    if not ticket.is_open:
        raise WrongState(ticket.status, "line")
    now = chat_of(desk, ticket)
    return [(chat, name_of(desk, chat)) for chat in staff_chats(desk) if chat != now]


def move(desk: Desk, *, by: Speaker, number: str, to: str) -> Ticket:
    """Hand the ticket to another line, by its chat. NotStaff, OtherLine, NotYours, WrongState; NoLine where there is none."""
    agent = desk.people.agent(by)
    must_be_here(desk, by=by, number=number)
    ticket = desk.tickets.get(number)
    before = chat_of(desk, ticket)
    if to == before or not is_staff_chat(desk, to):
        raise NoLine("none")
    hand(desk, ticket, to, colleague(agent, by), agent.name)
    return ticket


def named(desk: Desk, *, name: str) -> str:
    """The chat of the line of this name. NoLine."""
    wanted = " ".join(name.split()).lower()
    found = next((line for line in desk.lines.all() if line.name.lower() == wanted), None)
    if found is None:
        raise NoLine("none")
    return found.chat


def hand(desk: Desk, ticket: Ticket, to: str, actor: Actor, who: str) -> None:
    """The handing itself, on record; both groups see it. `who`: the colleague who does it; empty: the desk. WrongState once closed."""
    before, target = chat_of(desk, ticket), line_at(desk, to)
    keeps = ticket.assignee_id is None or _works_there(desk, to, ticket.assignee_id)
    if ticket.offered_to and not _works_there(desk, to, ticket.offered_to):
        ticket.offered_to = None
    name = target.name if target else ""
    left = name_of(desk, before)
    chat = target.chat if target else ""
    ticket.hand_to(desk.now(), actor, chat=chat, name=name, before=left, keeps=keeps)
    _settle(desk, ticket, before, name, who)
    hush = {"quiet": True} if quiet(desk, ticket) else {}
    tell_staff(desk, ticket, Notice(Code.CARD, hush))
    tell_staff(desk, ticket, Notice(Code.PING, {"from": left or "-", "by": who} | hush))


def _works_there(desk: Desk, chat: str, person_id: str) -> bool:
    known = desk.people.staff_member(chat, person_id)
    return known is not None and known.active


def _settle(desk: Desk, ticket: Ticket, before: str, name: str, who: str) -> None:
    """What waits for the old group goes to the new one; the old card says where the ticket went, its topic is closed."""
    for parcel in desk.outbox.of(ticket.number):
        if parcel.fate is Fate.QUEUED and parcel.address == before and parcel.code in TO_STAFF:
            if parcel.code in (Code.CARD, Code.STAFF_TOPIC):
                parcel.fate = Fate.DROPPED
            else:
                parcel.address = chat_of(desk, ticket)
    facts = {"to": name, "by": who}
    tell_group(desk, ticket, before, Notice(Code.CARD_LEFT, facts))
    if desk.topics.of(CHAT, before, ticket.number) is not None:
        tell_group(desk, ticket, before, Notice(Code.STAFF_TOPIC), mark=f"left:{before}")


def _given_up(desk: Desk, line: Line, *, reachable: bool = True) -> None:
    """`reachable`: the group can still be told where its tickets went; else what waits for it is for the first group."""
    chat = line.chat
    if not reachable:
        desk.outbox.readdress(CHAT, chat, desk.staff.chat)
    mine = [ticket for ticket in desk.tickets.open_all() if ticket.line == chat]
    members = desk.people.agents(chat)
    for agent in members:
        agent.active = agent.lead = False
    desk.lines.remove(line)
    forget_way(desk, chat=chat)
    note_lines(desk)
    for agent in members:
        menu_follows(desk, desk.people.get(agent.person_id))
    for ticket in mine:
        holder = desk.people.staff_member(desk.staff.chat, ticket.assignee_id) if ticket.assignee_id else None
        if ticket.assignee_id and not (holder and holder.active):
            ticket.assignee_id, ticket.assignee_name = None, ""
        ticket.line = ""
        ticket.record(desk.now(), EntryKind.LINE_CHANGED, {"line": "", "before": line.name})
        if reachable:
            _settle(desk, ticket, chat, "", "")
        refresh_card(desk, ticket)


def _kinds(desk: Desk) -> set[str]:
    return {kind.key for kind in desk.regulation.kinds}


def _customers(desk: Desk) -> set[str]:
    return {one.id for one in desk.customers.all()}
