"""Staff place: in which staff group a ticket is worked on, whether that group is a forum, and who belongs to it."""

from __future__ import annotations

from dataclasses import replace

from domain.lines import Line
from domain.people import Agent, Person, Place, Speaker
from domain.ports import Desk
from domain.refusals import NotStaff, NotYours, OtherLine
from domain.ticket import Ticket

FORUM = "forum"
"""The setting: the first staff group's chat if that is a forum now, else empty."""
LINES = "lines"
"""The setting: the chats of all lines, kept beside them for doors that must not ask the register."""


def line_at(desk: Desk, chat: str) -> Line | None:
    """The line whose group this chat is; None for the first staff group, and for chats that are none."""
    return desk.lines.get(desk.staff.channel, chat)


def chat_of(desk: Desk, ticket: Ticket) -> str:
    """The chat of the staff group that works on a ticket; one whose line is gone is the first group's again."""
    return ticket.line if ticket.line and line_at(desk, ticket.line) else desk.staff.chat


def staff_chats(desk: Desk) -> list[str]:
    """Every staff group, the first one first."""
    return [desk.staff.chat, *(line.chat for line in desk.lines.all())]


def is_staff_chat(desk: Desk, chat: str) -> bool:
    """Whether staff work in this chat."""
    return chat == desk.staff.chat or line_at(desk, chat) is not None


def is_forum(desk: Desk, chat: str) -> bool:
    """Whether a staff group has topics (Bot API: Chat.is_forum); False for every other chat."""
    if chat == desk.staff.chat:
        return desk.settings.get(FORUM) == chat
    line = line_at(desk, chat)
    return line is not None and line.forum


def forum_learnt(desk: Desk, *, chat: str, on: bool) -> bool:
    """What the channel says of a staff group now; kept until it says otherwise. Returns whether that is news."""
    if not is_staff_chat(desk, chat) or is_forum(desk, chat) is on:
        return False
    if (line := line_at(desk, chat)) is not None:
        line.forum = on
    else:
        desk.settings.put(FORUM, chat if on else "")
    return True


def name_of(desk: Desk, chat: str) -> str:
    """What a line is called; empty for the first group, which has no name of its own."""
    line = line_at(desk, chat)
    return line.name if line else ""


def note_lines(desk: Desk) -> None:
    """Let the doors know which groups are staff's."""
    desk.settings.put(LINES, ",".join(line.chat for line in desk.lines.all()))


def member_of(desk: Desk, by: Speaker, chat: str) -> Agent | None:
    """The speaker as an active member of that staff group, wherever they speak."""
    person = desk.people.by_address(by.place.channel, by.address)
    agent = desk.people.staff_member(chat, person.id) if person else None
    return agent if agent is not None and agent.active else None


def anywhere(desk: Desk, by: Speaker) -> Agent:
    """The speaker as staff of whichever group they belong to, the first one first, wherever they speak. NotStaff."""
    agent = _of_any(desk, by.place.channel, by.address)
    if agent is None:
        raise NotStaff
    return agent


def at_work(desk: Desk, *, by: Speaker) -> Speaker:
    """Who speaks in private, as if they spoke in their own staff group; in a group as they are. NotStaff."""
    if not by.private:
        return by
    return replace(by, place=Place(by.place.channel, anywhere(desk, by).chat), private=False)


def is_agent(desk: Desk, *, channel: str, address: str) -> bool:
    """Whether an account belongs to a member of any staff group."""
    return _of_any(desk, channel, address) is not None


def _of_any(desk: Desk, channel: str, address: str) -> Agent | None:
    person = desk.people.by_address(channel, address)
    return employed(desk, person) if person else None


def employed(desk: Desk, person: Person) -> Agent | None:
    """Their place in a staff group, the first one first; None for who works in none."""
    known = (desk.people.staff_member(chat, person.id) for chat in staff_chats(desk))
    return next((agent for agent in known if agent is not None and agent.active), None)


def must_be_here(desk: Desk, *, by: Speaker, number: str) -> None:
    """Pass who works in the ticket's own group, and tickets that there are not; OtherLine for a ticket of another group."""
    try:
        ticket = desk.tickets.get(number)
    except NotYours:
        return
    chat = chat_of(desk, ticket)
    if by.place.chat != chat and member_of(desk, by, chat) is None:
        raise OtherLine(number=number, line=name_of(desk, chat))


def route(desk: Desk, ticket: Ticket) -> str:
    """Which line's group a new ticket goes to: by its customer, else by its kind; empty: the first group's."""
    lines = desk.lines.all()
    mine = [line for line in lines if ticket.organization_id and ticket.organization_id in line.organizations]
    mine += [line for line in lines if ticket.kind and ticket.kind in line.kinds]
    return mine[0].chat if mine else ""
