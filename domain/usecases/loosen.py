"""Loosen: words and files that belong to no ticket, or to none any more; kept until their writer says what they are (barier 7.5)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.draft import Draft, DraftKind
from domain.people import Person, Place
from domain.ports import Desk
from domain.usecases.hand_over import move_files


def loose_draft(desk: Desk, place: Place, person: Person) -> Draft:
    """The person's loose words at a place, opened here if there are none yet; what they write next joins them."""
    draft = next((d for d in desk.drafts.at(place, person.id) if d.kind is DraftKind.LOOSE), None)
    if draft is None:
        draft = Draft(DraftKind.LOOSE, place.channel, place.chat, place.thread, person.id, desk.now())
        desk.drafts.open(draft)
    draft.opened_at = desk.now()
    return draft


def loosen(desk: Desk, place: Place, person: Person, texts: Sequence[str], *, closed: str | None = None) -> Draft:
    """Add to the loose words. `closed`: the ticket they were meant for, which takes no more."""
    draft = loose_draft(desk, place, person)
    words = {"texts": [*draft.answers.get("texts", []), *texts]}
    draft.answers = {**draft.answers, **words} | ({"closed": closed} if closed else {})
    return draft


def loosened(desk: Desk, person: Person, draft: Draft, texts: Sequence[str]) -> Draft:
    """The ticket a draft was for is closed: its files, and these words, are loose now."""
    loose = loosen(desk, Place(draft.channel, draft.chat, draft.thread), person, texts, closed=draft.ticket)
    move_files(desk, draft, loose)
    desk.drafts.discard(draft)
    return loose
