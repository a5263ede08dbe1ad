"""Choose: an answer given by a button: the kind, the impact, «the files are all», a skipped field, a kept answer."""

from __future__ import annotations

from domain.draft import Conversation, DraftKind
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.usecases.meeting import conversation, open_draft, standing

SKIPPED = ""


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


def skip(desk: Desk, *, by: Speaker) -> Conversation:
    """Answer the open field with the button that stands for «none», e.g. «Это вопрос, шагов нет»."""
    return _fixed(desk, by, keep=False)


def keep(desk: Desk, *, by: Speaker) -> Conversation:
    """Leave the answer that was given before to the question asked again."""
    return _fixed(desk, by, keep=True)


def _fixed(desk: Desk, by: Speaker, *, keep: bool) -> Conversation:
    talk = _open_field(desk, by)
    draft, step = talk.draft, talk.step
    assert draft is not None
    field = next((f for f in desk.regulation.fields if f.key == step), None)
    if keep and step in draft.answers:
        draft.put(step, draft.answers[step])
    elif not keep and field is not None and field.skip is not None:
        draft.put(step, SKIPPED)
    else:
        raise NothingToAnswer
    return conversation(desk, talk.person, draft)


def _open_field(desk: Desk, by: Speaker) -> Conversation:
    talk = standing(desk, by=by)
    if not talk.step:
        raise NothingToAnswer
    return talk
