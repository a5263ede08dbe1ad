"""Start: somebody wants to register a problem; an intake is opened, or the open one goes on."""

from __future__ import annotations

from collections.abc import Sequence

from domain.draft import Conversation, Draft, DraftKind
from domain.journal import EntryKind
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, WrongAnswer
from domain.usecases.go_on import together
from domain.usecases.hand_over import move_files
from domain.usecases.identify import customer_of, offer_products
from domain.usecases.meeting import conversation, meet, open_draft, own_ticket
from domain.usecases.profile import prefill
from domain.usecases.suspend import must_be_served
from domain.usecases.topics import main_place
from domain.usecases.uttered import SAID


def start(desk: Desk, *, by: Speaker) -> Conversation:
    """Open an intake; one that is open already goes on where it stands.

    Words said before that belong nowhere yet are shown when the description is asked. Suspended where support is.
    """
    person = meet(desk, by)
    intake = intake_of(desk, by, person)
    loose = next((d for d in desk.drafts.of(by, person) if d.kind is DraftKind.LOOSE), None)
    if loose is not None and "description" not in intake.answers:
        said = [intake.answers.get("_said", ""), *loose.answers.get("texts", [])]
        intake.answers = {**intake.answers, "_said": together(list(filter(None, said)))}
        move_files(desk, loose, intake, SAID)
        desk.drafts.discard(loose)
    return conversation(desk, person, intake)


def start_with_comment(desk: Desk, *, by: Speaker, number: str) -> Conversation:
    """What was written to go with a rating is a new problem: an intake with it. NotYours; NothingToAnswer without such words."""
    person = meet(desk, by)
    ticket = own_ticket(desk, person, number)
    comments = [
        e.facts["text"] for e in desk.journal.of(ticket.number) if e.kind is EntryKind.RATED and e.facts.get("text")
    ]
    if not comments:
        raise NothingToAnswer
    intake = intake_of(desk, by, person)
    describe(desk, intake, comments[-1:])
    return conversation(desk, person, intake)


def start_with_text(desk: Desk, *, by: Speaker, draft_id: str) -> Conversation:
    """Open an intake with the words and files that belonged to no ticket yet (barier 7.5); they are the description.

    Where they cannot serve as one (too short, say), the description is asked for as usual.
    """
    person, loose = open_draft(desk, by, draft_id, DraftKind.LOOSE)
    intake = intake_of(desk, by, person)
    # They were asked to which of their open tickets it belongs, and said to none.
    others = [ticket.number for ticket in desk.tickets.open_of(person.id)]
    intake.answers = {**intake.answers, "_others": [*intake.answers.get("_others", []), *others]}
    described = describe(desk, intake, loose.answers.get("texts", []))
    move_files(desk, loose, intake, "description" if described else SAID)
    desk.drafts.discard(loose)
    return conversation(desk, person, intake)


def start_with_draft(desk: Desk, by: Speaker, person: Person, words: Draft) -> Draft:
    """An intake with the words and files of another draft, which ends by that. Suspended."""
    intake = intake_of(desk, by, person)
    described = describe(desk, intake, words.answers.get("texts", []))
    move_files(desk, words, intake, "description" if described else SAID)
    desk.drafts.discard(words)
    return intake


def intake_of(desk: Desk, by: Speaker, person: Person) -> Draft:
    """The person's intake, from now on what they write goes there; a comment on a rating is not awaited any more. Suspended."""
    organization = customer_of(desk, person)
    must_be_served(desk, person, organization)
    drafts = desk.drafts.at(main_place(desk, by.place), person.id)
    intake = next((d for d in drafts if d.kind is DraftKind.INTAKE), None)
    if intake is None:
        place = main_place(desk, by.place)
        intake = Draft(DraftKind.INTAKE, place.channel, place.chat, place.thread, person.id, desk.now())
        prefill(desk, person, intake, organization)
        desk.drafts.open(intake)
    elif drafts[0] is not intake:
        intake.opened_at = desk.now()
    offer_products(intake, organization)
    for draft in drafts:
        if draft.kind is DraftKind.COMMENT:
            desk.drafts.discard(draft)
    return intake


def describe(desk: Desk, intake: Draft, texts: Sequence[str]) -> bool:
    """The words are the description; where they cannot serve as one (False) it is asked for, and they are shown."""
    text = together(list(filter(None, [intake.answers.get("description", ""), *texts])))
    try:
        intake.answers = {**intake.answers, "description": desk.regulation.field("description").accept(text)}
    except WrongAnswer:
        intake.answers = {**intake.answers, "_said": text}
        return False
    return True
