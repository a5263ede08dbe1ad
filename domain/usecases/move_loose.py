"""Move loose: words and files that belong to no ticket yet follow their writer to another account; the old one keeps none of them."""

from __future__ import annotations

from datetime import timedelta

from domain.draft import Conversation, Draft, DraftKind
from domain.people import Person, Place
from domain.ports import Desk
from domain.usecases.loosen import loose_draft
from domain.usecases.meeting import conversation, with_open_tickets
from domain.usecases.telling import CHAT


def move_loose(desk: Desk, old: Person, new: Person) -> Conversation | None:
    """They stand before those that were written here, if there are any; None if there is nothing to move."""
    theirs = [d for d in desk.drafts.of_person(old.id)[::-1] if d.kind is DraftKind.LOOSE and d.channel == CHAT]
    if not theirs or not new.chat:
        return None
    loose = loose_draft(desk, Place(CHAT, new.chat), new)
    said = [text for draft in theirs for text in draft.answers.get("texts", [])]
    loose.answers = {**loose.answers, "texts": [*said, *loose.answers.get("texts", [])]}
    for draft in theirs:
        for file in desk.files.of_draft(draft.id):
            file.draft_id, file.person_id = loose.id, new.id
        for utterance in desk.messages.of_draft(draft.id):
            desk.messages.discard(utterance)  # an edit in the old account changes nothing here
        desk.drafts.discard(draft)
    _stand_back(desk, loose, new)
    return with_open_tickets(desk, conversation(desk, new, loose))


def _stand_back(desk: Desk, loose: Draft, new: Person) -> None:
    """What they write next still goes to the intake they are in the middle of."""
    begun = [d.opened_at for d in desk.drafts.of_person(new.id) if d.kind is DraftKind.INTAKE]
    if begun:
        loose.opened_at = min(begun) - timedelta(seconds=1)
