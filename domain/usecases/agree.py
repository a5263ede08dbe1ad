"""Agree: the requester consents to the processing of personal data, before the first question (152-ФЗ)."""

from __future__ import annotations

from domain.consents import Consented, words_of
from domain.draft import Conversation, DraftKind
from domain.people import Speaker
from domain.ports import Desk
from domain.usecases.invite import INVITED, welcomed
from domain.usecases.meeting import conversation, open_draft


def agree(desk: Desk, *, by: Speaker, draft_id: str, shown: str) -> Conversation:
    """Record which words were agreed to and when; then the questions begin. `shown`: the mark of those above the button.

    Other words have come into force meanwhile: nothing is recorded, they are asked. NothingToAnswer if no intake is open.
    """
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE, DraftKind.ACCOUNT)
    consent, now = desk.regulation.consent, desk.now()
    words = words_of(consent, shown)
    if words is not None and person.consent_version != consent.version:
        person.agrees(consent.version, now)
        desk.consents.add(Consented(person.id, consent.version, words, by.place.channel, now))
    agreed = person.consent_version == consent.version
    invited = next((one for one in desk.drafts.of(by, person) if INVITED in one.answers), None) if agreed else None
    joined = welcomed(desk, person, invited) if invited else ""
    talk = conversation(desk, person, draft)
    talk.joined = joined
    return talk
