"""Duplicates: a request that is registered already should not be sent again; its writer is shown it, and decides (insales)."""

from __future__ import annotations

from domain.answers import utf16_length
from domain.draft import Conversation, Draft, DraftKind
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.regulation import Regulation
from domain.ticket import Ticket
from domain.usecases.hand_over import hand_over
from domain.usecases.limits import LONGEST
from domain.usecases.meeting import conversation, open_draft, own_ticket
from domain.usecases.say import say_all


def tell_apart(desk: Desk, *, by: Speaker, draft_id: str, number: str) -> Conversation:
    """«Это другое»: the ticket is not held against this intake any more. NothingToAnswer if the intake is gone."""
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    others = draft.answers.get("_others", [])
    if number not in others:
        draft.answers = {**draft.answers, "_others": [*others, own_ticket(desk, person, number).number]}
    return conversation(desk, person, draft)


def add_to(desk: Desk, *, by: Speaker, draft_id: str, number: str) -> Ticket:
    """«Добавить»: the intake's words and files join the ticket, and the intake ends.

    NothingToAnswer if the intake is not complete; NotYours; WrongState once the ticket is closed: then the intake stays.
    """
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    if desk.regulation.demand("duplicates") is None or draft.awaits(desk.regulation, person) != "summary":
        raise NothingToAnswer
    ticket = own_ticket(desk, person, number)
    say_all(desk, by, person, ticket, _words(desk.regulation, draft), hand_over(desk, draft, ticket))
    desk.drafts.discard(draft)
    return ticket


def _words(rules: Regulation, draft: Draft) -> list[str]:
    """What the intake tells of the problem: not who its writer is. In one message where they fit."""
    told = [draft.answers[f.key] for f in rules.fields if f.kind in ("long", "short") and draft.answers.get(f.key)]
    whole = "\n".join(told)
    return [whole] if utf16_length(whole) <= LONGEST else told
