"""Weigh again: another judge has read the text of an intake; its verdict counts while its writer has not decided themselves."""

from __future__ import annotations

from domain import apart
from domain.draft import Conversation, DraftKind
from domain.one_issue import Judgement
from domain.people import Speaker
from domain.ports import Desk
from domain.usecases.meeting import conversation, meet


def weigh_again(desk: Desk, *, by: Speaker, draft_id: str, text: str, verdict: Judgement) -> Conversation | None:
    """Where things stand by that verdict on this very text; None if the text is another by now, its parts are decided, or
    the intake is gone. It takes no turn: what they write next goes where it went before."""
    person = meet(desk, by)
    draft = next((d for d in desk.drafts.of_person(person.id) if d.id == draft_id and d.kind is DraftKind.INTAKE), None)
    if draft is None or "parts" in draft.answers or apart.text_of(desk.regulation, draft.answers) != text:
        return None
    draft.answers = apart.weigh(desk.regulation, draft.answers, verdict)
    return conversation(desk, person, draft)
