"""Choose: an answer given by a button: the product, the kind, the impact, «the files are all», an answer kept."""

from __future__ import annotations

from domain import apart
from domain.claims import MATCH
from domain.draft import NOT_PROTECTED, PRODUCTS, Conversation, DraftKind, steps
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.usecases.claim import confirm_claim
from domain.usecases.meeting import conversation, open_draft, standing
from domain.usecases.profile import Profile, leave_profile
from domain.usecases.uttered import SAID, rename_step


def choose(desk: Desk, *, by: Speaker, draft_id: str, step: str, value: str) -> Conversation:
    """Answer the open question with one of its choices. NothingToAnswer if another question is open, or there is no such choice."""
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    rules = desk.regulation
    if draft.awaits(rules, person) != step:
        raise NothingToAnswer
    choices = {
        "profile": {"ok": "ok"},
        "claim": {"yes": "yes", "no": "no"} if draft.answers.get(MATCH) else {},
        "product": {str(n): name for n, name in enumerate(draft.answers.get(PRODUCTS, []))},
        "kind": {k.key: k.key for k in rules.kinds},
        "protected": {p.key: p.key for p in rules.protected} | {NOT_PROTECTED: NOT_PROTECTED},
        "impact": {i.key: i.key for i in rules.impacts},
        "head": {"yes": "yes", "no": "no"} if rules.queue.head else {},
        "files": {"done": "done"},
    }
    base, n = apart.place(step)
    if value not in choices.get(base, {}):
        raise NothingToAnswer
    draft.put(step, choices[base][value])
    if step == "claim":
        confirm_claim(desk, draft)
    impact = f"impact@{n}" if n else "impact"
    if impact not in steps(rules, draft.answers):
        draft.answers = {key: answer for key, answer in draft.answers.items() if key != impact}
    return conversation(desk, person, draft)


def keep(desk: Desk, *, by: Speaker) -> Conversation | Profile:
    """Leave the answer that was given before to the question asked again. NothingToAnswer if there is none.

    Words that were said before the intake serve as the description, if they are long enough: else WrongAnswer.
    """
    talk = standing(desk, by=by)
    draft, step = talk.draft, talk.step
    if draft is not None and draft.kind is DraftKind.PROFILE:
        return leave_profile(desk, person=talk.person, draft=draft)
    if draft is not None and step in draft.answers:
        draft.put(step, draft.answers[step])
    elif draft is not None and step == "description" and draft.answers.get("_said"):
        draft.put(step, desk.regulation.field(step).accept(draft.answers["_said"]))
        rename_step(desk, draft, SAID, step)
    else:
        raise NothingToAnswer
    return conversation(desk, talk.person, draft)
