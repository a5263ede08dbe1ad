"""Choose: an answer given by a button: the kind, the impact, «the files are all», an answer kept."""

from __future__ import annotations

from domain.draft import Conversation, DraftKind
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.usecases.meeting import conversation, open_draft, standing


def choose(desk: Desk, *, by: Speaker, draft_id: str, step: str, value: str) -> Conversation:
    """Answer the open question with one of its choices. NothingToAnswer if another question is open, or there is no such choice."""
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    rules = desk.regulation
    if draft.awaits(rules, person) != step:
        raise NothingToAnswer
    choices = {
        "kind": {k.key for k in rules.kinds},
        "impact": {i.key for i in rules.impacts},
        "files": {"done"},
    }
    if value not in choices.get(step, set()):
        raise NothingToAnswer
    draft.put(step, value)
    return conversation(desk, person, draft)


def keep(desk: Desk, *, by: Speaker) -> Conversation:
    """Leave the answer that was given before to the question asked again. NothingToAnswer if there is none."""
    talk = standing(desk, by=by)
    if talk.draft is None or not talk.step or talk.step not in talk.draft.answers:
        raise NothingToAnswer
    talk.draft.put(talk.step, talk.draft.answers[talk.step])
    return conversation(desk, talk.person, talk.draft)
