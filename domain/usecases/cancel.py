"""Cancel: the requester gives an intake, or an answer they began, up."""

from __future__ import annotations

from domain.draft import Conversation, DraftKind
from domain.people import Speaker
from domain.ports import Desk
from domain.usecases.hand_over import throw_away
from domain.usecases.meeting import conversation, open_draft


def cancel(desk: Desk, *, by: Speaker, draft_id: str) -> Conversation:
    """Throw the draft away, files and all; the one that waited behind it, if any, is open again. NothingToAnswer if it is gone."""
    person, draft = open_draft(desk, by, draft_id, *DraftKind)
    throw_away(desk, draft)
    rest = [d for d in desk.drafts.of(by, person) if d is not draft]
    return conversation(desk, person, rest[0] if rest else None)
