"""Start: somebody wants to register a problem; an intake is opened, or the open one goes on."""

from __future__ import annotations

from domain.draft import Conversation, Draft, DraftKind
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import WrongAnswer
from domain.usecases.meeting import conversation, meet, open_draft


def start(desk: Desk, *, by: Speaker) -> Conversation:
    """Open an intake; one that is open already goes on where it stands."""
    person = meet(desk, by)
    intake = next((d for d in desk.drafts.of(by, person) if d.kind is DraftKind.INTAKE), None)
    if intake is None:
        intake = _intake(by, person.id)
        desk.drafts.open(intake)
    elif desk.drafts.of(by, person)[0] is not intake:
        intake.opened_at = desk.now()
    return conversation(desk, person, intake)


def start_with_text(desk: Desk, *, by: Speaker, draft_id: str) -> Conversation:
    """Open an intake with the words and files that belonged to no ticket yet (barier 7.5); they are the description.

    Where they cannot serve as one (too short, say), the description is asked for as usual.
    """
    person, loose = open_draft(desk, by, draft_id, DraftKind.LOOSE)
    intake = next((d for d in desk.drafts.of(by, person) if d.kind is DraftKind.INTAKE), None)
    if intake is None:
        intake = _intake(by, person.id)
        desk.drafts.open(intake)
    intake.opened_at = desk.now()
    field = desk.regulation.field("description")
    text = "\n".join(filter(None, [intake.answers.get("description", ""), *loose.answers.get("texts", [])]))
    try:
        intake.answers = {**intake.answers, "description": field.accept(text)}
    except WrongAnswer:
        intake.answers = {**intake.answers, "_said": text}
    for file in desk.files.of_draft(loose.id):
        file.draft_id = intake.id
    desk.drafts.discard(loose)
    return conversation(desk, person, intake)


def _intake(by: Speaker, person_id: str) -> Draft:
    return Draft(DraftKind.INTAKE, by.place.channel, by.place.chat, by.place.thread, person_id, by.said_at)
