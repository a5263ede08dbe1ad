"""Staff: who works in the staff group. Its members are agents, its administrators are leads; who leaves loses it at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.notices import Code, Notice
from domain.people import Agent, Identity, Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, WrongState
from domain.terms import Decision
from domain.usecases.auto import group_keeps_way
from domain.usecases.departed import has_left
from domain.usecases.involve import may_write_outside
from domain.usecases.menus import menu_follows, menus_follow
from domain.usecases.staff_place import line_at, must_be_here, note_lines
from domain.usecases.telling import CHAT, tell_staff
from domain.usecases.topics import topics_learnt

MOVES = {
    Code.PROMPT_ASK: "ask",
    Code.PROMPT_SECRET: "ask",
    Code.PROMPT_COMPLETE: "complete",
    Code.PROMPT_PROMISE: "promise",
    Code.PROMPT_HOLD: "hold",
    Code.PROMPT_REFUSE: "refuse",
    Code.PROMPT_ARTICLE: "article",
    Code.PROMPT_INVOLVE: "involve",
    Code.PROMPT_PHONE: "call",
    Code.PROMPT_OFFER: "offer",
    Code.PROMPT_HAND_ON: "hand_on",
}
DECISIONS: dict[Code, Decision] = {
    Code.PROMPT_REFUSE: "not_solved",
    Code.PROMPT_OFFER: "paid",
    Code.PROMPT_HAND_ON: "handed_over",
}
"""What the item of the scope that was chosen must be for the prompt."""
"""The move that the words asked for will make."""
MEANS = ("phone", "remote")
"""How else than in writing an answer may be given (barier 4.7)."""


def member_seen(
    desk: Desk, *, chat: str, address: str, name: str, username: str = "", lead: bool | None = None, active: bool = True
) -> Agent:
    """What the channel says of a member of the group now. `lead=None`: it does not say; what was known stays.

    Where leads are listed, they and nobody else lead. Who has left has no rights from here on; a lead sees what they hold.
    """
    person = _person(desk, address, name, username)
    if desk.staff.leads:
        lead = leads_by_list(desk, address, username)
    known = desk.people.staff_member(chat, person.id)
    if known is None:
        known = Agent(chat, person.id, name, username, bool(lead), active, desk.now())
        desk.people.enlist(known)
        menu_follows(desk, person)
        return known
    leaves = known.active and not active
    known.name, known.username, known.active, known.checked_at = name, username, active, desk.now()
    if lead is not None:
        known.lead = lead
    if leaves:
        known.lead = False
        has_left(desk, known)
    menu_follows(desk, person)
    return known


def leads_by_list(desk: Desk, address: str, username: str) -> bool:
    """Whether somebody is among the listed leads, by id or user name."""
    return bool({address, username.casefold()} & set(desk.staff.leads))


def refresh(desk: Desk, *, chat: str, administrators: Sequence[dict[str, Any]]) -> None:
    """The group's administrators as the channel lists them: they are the leads, and nobody else; unless leads are listed."""
    leads = set()
    for admin in administrators:
        agent = member_seen(
            desk,
            chat=chat,
            address=str(admin["id"]),
            name=str(admin["name"]),
            username=str(admin.get("username") or ""),
            lead=True,
        )
        leads.add(agent.person_id)
    for agent in desk.people.agents(chat):
        if desk.staff.leads:
            agent.lead = leads_by_list(desk, desk.people.address_of(agent.person_id, CHAT), agent.username)
        elif agent.lead and agent.person_id not in leads:
            agent.lead = False
    menus_follow(desk, chat=chat)


def prompt(desk: Desk, *, by: Speaker, number: str, code: Code, key: str, reason: str = "", item: str = "") -> None:
    """An agent pressed a button that needs words: ask for them as a message they reply to.

    NotStaff, NotYours, WrongState; NothingToAnswer for a reason, resolution or item that the regulation does not have.
    """
    agent = desk.people.agent(by)
    must_be_here(desk, by=by, number=number)
    ticket = desk.tickets.get(number)
    rules = ticket.regulation
    known = rules.completion.resolutions if code is Code.PROMPT_COMPLETE else tuple(r.key for r in rules.reasons)
    known = MEANS if code is Code.PROMPT_PHONE else known
    if reason and reason not in known:
        raise NothingToAnswer
    if code is Code.PROMPT_REFUSE and reason and "release" in rules.reason(reason).demands:
        raise NothingToAnswer
    if item and (code not in DECISIONS or item not in {i.key for i in rules.scope_of(DECISIONS[code])}):
        raise NothingToAnswer
    if not ticket.allows(MOVES[code]) and not (code is Code.PROMPT_INVOLVE and may_write_outside(desk, ticket)):
        raise WrongState(status=ticket.status, move=MOVES[code])
    facts = {"agent": agent.name, "username": agent.username, "address": by.address, "reason": reason, "item": item}
    tell_staff(desk, ticket, Notice(code, facts), mark=key)


def _person(desk: Desk, address: str, name: str, username: str) -> Person:
    person = desk.people.by_address(CHAT, address)
    if person is None:
        person = Person(name=name, username=username)
        desk.people.add(person)
        desk.people.add_identity(Identity(CHAT, address, person.id))
    return person


def group_moved(desk: Desk, *, old: str, new: str) -> None:
    """The group got a new id (Telegram: migrate_to_chat_id). What is queued for it moves along; open tickets get a new card.

    What was delivered does not move: the new chat counts its messages anew, and a reply to its fifth must never find
    the ticket of the old one's fifth.
    """
    if desk.staff.chat == old:
        for ticket in desk.tickets.open_all():
            if not ticket.line and desk.outbox.queued(ticket.number, Code.CARD) is None:
                tell_staff(desk, ticket, Notice(Code.CARD), mark=new)
    line = line_at(desk, old)
    for ticket in desk.tickets.open_all() if line else []:
        if ticket.line == old and desk.outbox.queued(ticket.number, Code.CARD) is None:
            tell_staff(desk, ticket, Notice(Code.CARD), mark=new)
    desk.outbox.readdress(CHAT, old, new)
    if line:
        desk.lines.move(CHAT, old, new)
        group_keeps_way(desk, old=old, new=new)
        note_lines(desk)
    desk.groups.move(CHAT, old, new)
    for agent in desk.people.agents(old):
        if desk.people.staff_member(new, agent.person_id) is None:
            desk.people.enlist(Agent(new, agent.person_id, agent.name, agent.username, agent.lead, True, None))
    if desk.staff.chat == old:
        desk.settings.put("staff_chat", new)


BOT = "bot"


def introduced(desk: Desk, *, username: str, topics: bool = False) -> None:
    """The bot learnt what it is called: letters and /contacts tell by it where the chat is. `topics`: its chats have them."""
    topics_learnt(desk, on=topics)
    if desk.settings.get(BOT) != username:
        desk.settings.put(BOT, username)


def chat_link(desk: Desk) -> str:
    """Where the chat with the desk is; empty while that is not known."""
    username = desk.settings.get(BOT)
    return f"https://t.me/{username}" if username else ""
