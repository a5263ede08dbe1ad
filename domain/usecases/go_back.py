"""Go back: ask the question before this one again, or one that the summary shows; nothing given is lost."""

from __future__ import annotations

from domain.draft import KNOWN, Conversation, DraftKind, steps
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.usecases.meeting import conversation, open_draft, standing


def go_back(desk: Desk, *, by: Speaker, draft_id: str | None = None) -> Conversation:
    """Ask the previous question again. NothingToAnswer if no intake is open."""
    if draft_id:
        open_draft(desk, by, draft_id, DraftKind.INTAKE)
    talk = standing(desk, by=by)
    if not talk.step or talk.draft is None:
        raise NothingToAnswer
    talk.draft.back(desk.regulation, talk.person)
    return conversation(desk, talk.person, talk.draft)


def correct(desk: Desk, *, by: Speaker, draft_id: str, step: str) -> Conversation:
    """From the summary, or from the card with what is known of them, ask one question again.

    NothingToAnswer for a question that is not shown there.
    """
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    at, known = draft.awaits(desk.regulation, person), draft.answers.get(KNOWN, [])
    if at == "profile":
        shown = known
        draft.answers = {key: answer for key, answer in draft.answers.items() if key != "profile"}
    else:
        shown = [*steps(desk.regulation, draft.answers), *known] if at == "summary" else []
    if step not in shown:
        raise NothingToAnswer
    draft.correct(step)
    return conversation(desk, person, draft)
