"""Accept: the requester accepts the regulation in force, before the first ticket and again when it changes (intervale 2.4)."""

from __future__ import annotations

from domain.draft import Conversation, DraftKind
from domain.people import Speaker
from domain.ports import Desk
from domain.usecases.meeting import conversation, open_draft


def accept(desk: Desk, *, by: Speaker, draft_id: str, shown: str) -> Conversation:
    """Record which version was accepted and when. `shown` is what the button was under, the beginning of a text's digest.

    Another text has come into force meanwhile: nothing is recorded, that one is asked. NothingToAnswer if no intake is open.
    """
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    rules = desk.regulation
    if shown and rules.digest.startswith(shown) and person.accepted != rules.edition:
        person.accepts(rules.edition, desk.now())
    return conversation(desk, person, draft)
