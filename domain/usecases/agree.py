"""Agree: the requester consents to the processing of personal data, before the first question (152-ФЗ)."""

from __future__ import annotations

from domain.draft import Conversation, DraftKind
from domain.people import Speaker
from domain.ports import Desk
from domain.usecases.invite import INVITED, welcomed
from domain.usecases.meeting import conversation, open_draft


def agree(desk: Desk, *, by: Speaker, draft_id: str) -> Conversation:
    """Record which text was agreed to and when; then the questions begin. NothingToAnswer if no intake is open."""
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE, DraftKind.ACCOUNT)
    if person.consent_version != desk.regulation.consent.version:
        person.agrees(desk.regulation.consent.version, desk.now())
    invited = next((one for one in desk.drafts.of(by, person) if INVITED in one.answers), None)
    joined = welcomed(desk, person, invited) if invited else ""
    talk = conversation(desk, person, draft)
    talk.joined = joined
    return talk
