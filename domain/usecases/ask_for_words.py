"""Ask for words: a button of the work on tickets needs some; they come as a reply to the message that asks for them."""

from __future__ import annotations

from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, WrongState
from domain.usecases.correct_address import may_correct_address
from domain.usecases.objection import open_objection
from domain.usecases.telling import tell_staff

MOVES = {
    Code.PROMPT_PRIORITY: "priority",
    Code.PROMPT_OBJECTION: "priority",
    Code.PROMPT_RELATE: "relate",
    Code.PROMPT_DUPLICATE: "merge",
    Code.PROMPT_TAG: "tag",
    Code.PROMPT_ADDRESS: "address",
}
"""The move that the words will make."""


def ask_for_words(desk: Desk, *, by: Speaker, number: str, code: Code, key: str, reason: str = "") -> None:
    """Ask the agent for them. `reason`: the priority that was chosen, or the objection that is answered.

    NotStaff, NotYours, WrongState; NothingToAnswer for a priority or an objection that is none, or is settled.
    """
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    if not ticket.allows(MOVES[code]) or (code is Code.PROMPT_ADDRESS and not may_correct_address(desk, ticket)):
        raise WrongState(status=ticket.status, move=MOVES[code])
    if code is Code.PROMPT_PRIORITY and reason not in {p.key for p in ticket.regulation.priorities} - {ticket.priority}:
        raise NothingToAnswer
    if code is Code.PROMPT_OBJECTION:
        open_objection(desk, ticket, reason)
    facts = {"agent": agent.name, "username": agent.username, "address": by.address, "reason": reason}
    tell_staff(desk, ticket, Notice(code, facts), mark=key)
