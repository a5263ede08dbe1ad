"""Answer work: words that a button of the work on tickets asked for; which one tells what they do."""

from __future__ import annotations

from collections.abc import Callable

from domain.notices import Code
from domain.people import Speaker
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.block import block
from domain.usecases.correct_address import correct_address
from domain.usecases.merge import merge
from domain.usecases.merge_people import propose
from domain.usecases.object import answer_objection
from domain.usecases.related import relate
from domain.usecases.set_priority import set_priority
from domain.usecases.tag import tag


def answer_work(desk: Desk, *, by: Speaker, number: str, code: Code, reason: str, text: str) -> tuple[str, Ticket]:
    """Make the move; returns its name and the ticket. `reason`: what was chosen before the words. What the moves raise."""
    return MOVES[code](desk, by, number, reason, text)


def _priority(desk: Desk, by: Speaker, number: str, reason: str, text: str) -> tuple[str, Ticket]:
    return "priority", set_priority(desk, by=by, number=number, priority=reason, reason=text)


def _objection(desk: Desk, by: Speaker, number: str, reason: str, text: str) -> tuple[str, Ticket]:
    return "objection", answer_objection(desk, by=by, number=number, n=reason, text=text)


def _relate(desk: Desk, by: Speaker, number: str, reason: str, text: str) -> tuple[str, Ticket]:
    return "relate", relate(desk, by=by, number=number, text=text)


def _duplicate(desk: Desk, by: Speaker, number: str, reason: str, text: str) -> tuple[str, Ticket]:
    merged = merge(desk, by=by, number=number, text=text)
    return "known" if merged.open else "merge", merged.ticket


def _tag(desk: Desk, by: Speaker, number: str, reason: str, text: str) -> tuple[str, Ticket]:
    return "tag", tag(desk, by=by, number=number, text=text)


def _address(desk: Desk, by: Speaker, number: str, reason: str, text: str) -> tuple[str, Ticket]:
    return "address", correct_address(desk, by=by, number=number, text=text)


def _block(desk: Desk, by: Speaker, number: str, reason: str, text: str) -> tuple[str, Ticket]:
    return "block", block(desk, by=by, number=number, text=text)


def _same_person(desk: Desk, by: Speaker, number: str, reason: str, text: str) -> tuple[str, Ticket]:
    return "same_person", propose(desk, by=by, number=number, text=text)


MOVES: dict[Code, Callable[[Desk, Speaker, str, str, str], tuple[str, Ticket]]] = {
    Code.PROMPT_PRIORITY: _priority,
    Code.PROMPT_OBJECTION: _objection,
    Code.PROMPT_RELATE: _relate,
    Code.PROMPT_DUPLICATE: _duplicate,
    Code.PROMPT_TAG: _tag,
    Code.PROMPT_ADDRESS: _address,
    Code.PROMPT_BLOCK: _block,
    Code.PROMPT_SAME_PERSON: _same_person,
}
