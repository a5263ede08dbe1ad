"""Put by: an article spared a request; what was written of it is kept as long as any draft, and can be taken up again."""

from __future__ import annotations

from domain.draft import Conversation, Draft, DraftKind
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import AnotherBegun, NothingToAnswer
from domain.usecases.files import settle
from domain.usecases.hand_over import holds_words, throw_away
from domain.usecases.identify import customer_of
from domain.usecases.meeting import conversation, meet
from domain.usecases.suspend import must_be_served
from domain.usecases.topics import main_place


def put_by(desk: Desk, *, by: Speaker, person: Person, draft: Draft) -> Conversation:
    """Await nothing more of this intake; one that nobody wrote anything in goes at once. Returns what is asked now."""
    if holds_words(desk, draft):
        draft.kind, draft.opened_at = DraftKind.HELPED, desk.now()
    else:
        throw_away(desk, draft)
    rest = [d for d in desk.drafts.of(by, person) if d is not draft]
    return conversation(desk, person, rest[0] if rest else None)


def take_up(desk: Desk, *, by: Speaker, draft_id: str) -> tuple[Person, Draft]:
    """It did not help after all: the intake is open again where it stood.

    NothingToAnswer if it is gone, or not theirs; Suspended; AnotherBegun: another problem is being written down, and the two
    must not become one.
    """
    person = meet(desk, by)
    draft = desk.drafts.get(draft_id)
    if draft is None or draft.kind is not DraftKind.HELPED or draft.person_id != person.id:
        raise NothingToAnswer
    must_be_served(desk, person, customer_of(desk, person))
    for other in [d for d in desk.drafts.of(by, person) if d.kind is DraftKind.INTAKE]:
        if holds_words(desk, other):
            raise AnotherBegun
        throw_away(desk, other)
    place = main_place(desk, by.place)
    draft.kind, draft.opened_at, draft.chat, draft.thread = DraftKind.INTAKE, desk.now(), place.chat, place.thread
    for file in desk.files.of_draft(draft.id):
        settle(desk, file.group)
    return person, draft
