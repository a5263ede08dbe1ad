"""Revise: somebody edited a message of theirs. What is not sent yet is replaced; on a ticket both versions stand on record."""

from __future__ import annotations

from dataclasses import dataclass

from domain.answers import clean
from domain.draft import Conversation, Draft, DraftKind
from domain.journal import EntryKind
from domain.notices import Code, Fate, Notice
from domain.people import Person, Speaker
from domain.ports import Desk, Utterance
from domain.refusals import WrongAnswer
from domain.ticket import Ticket
from domain.usecases.flag import flag
from domain.usecases.go_on import together, words_of
from domain.usecases.limits import must_fit
from domain.usecases.meeting import conversation, meet, own_ticket, requester, with_open_tickets
from domain.usecases.telling import refresh_card, tell_by_letter, tell_staff
from domain.usecases.uttered import CAPTION, CODE, LOOSE, SAID, of_step
from domain.usecases.without_cards import without_cards

GATHERED = 3.0
"""Seconds that the news of an edit waits: whoever corrects once mostly corrects twice, and staff read the latest only."""


@dataclass(frozen=True)
class Revised:
    """The ticket has both versions. `told`: the person knows already that the edits of this message are passed on."""

    person: Person
    ticket: Ticket
    told: bool


@dataclass(frozen=True)
class Replaced:
    """The new words stand in the place of the old ones; nothing was sent yet."""

    talk: Conversation


@dataclass(frozen=True)
class Kept:
    """The new words are no answer, so the old ones stay."""

    person: Person
    wrong: WrongAnswer


@dataclass(frozen=True)
class TooLate:
    """The ticket is closed: its record does not change."""

    person: Person
    ticket: Ticket


@dataclass(frozen=True)
class Untraced:
    """Where the words of that message went is not known (any more)."""

    person: Person


Revision = Revised | Replaced | Kept | TooLate | Untraced


def revise(desk: Desk, *, by: Speaker, text: str) -> Revision | None:
    """Take the new words of `by.message` to where the old ones went. None: nothing has visibly changed, or it was a code. TooLong."""
    must_fit(text)
    person = meet(desk, by)
    place = by.place
    utterance = desk.messages.find(place.channel, place.chat, by.message)
    if utterance is None or utterance.person_id != person.id:
        return Untraced(person)
    if utterance.step == CODE:
        return None
    draft = desk.drafts.get(utterance.draft_id) if utterance.draft_id else None
    number = utterance.ticket or (draft.ticket if draft else None)
    text = without_cards(desk, person, text, ticket=number, message=by.message)
    if utterance.ticket:
        return _on_ticket(desk, by, person, own_ticket(desk, person, utterance.ticket), utterance, text)
    if draft is None:
        return Untraced(person)
    if same_words(utterance.said, text):
        return None
    return _in_draft(desk, person, draft, utterance, text)


def same_words(before: str, now: str) -> bool:
    """Whether no reader sees a difference."""
    return clean(before, lines=True) == clean(now, lines=True)


def _in_draft(desk: Desk, person: Person, draft: Draft, utterance: Utterance, text: str) -> Revision:
    before, utterance.said = utterance.said, text
    if utterance.step == CAPTION:
        _recaption(desk, draft, utterance, text)
    if utterance.step in (LOOSE, CAPTION) and draft.kind is DraftKind.LOOSE:
        texts = list(draft.answers.get("texts", []))
        if before in texts:
            texts[texts.index(before)] = text
        else:
            texts.append(text)
        draft.answers = {**draft.answers, "texts": texts}
    elif utterance.step == SAID:
        draft.answers = {**draft.answers, SAID: draft.answers.get(SAID, "").replace(before, text, 1)}
    elif utterance.step != CAPTION and draft.kind in (DraftKind.INTAKE, DraftKind.HELPED, DraftKind.DETAILS):
        try:
            _reanswer(desk, draft, utterance)
        except WrongAnswer as wrong:
            utterance.said = before
            return Kept(person, wrong)
    return Replaced(with_open_tickets(desk, conversation(desk, person, draft)))


def _reanswer(desk: Desk, draft: Draft, utterance: Utterance) -> None:
    """The answer that the message is a part of, with its new words. One that was not taken yet may be taken now."""
    field = next((f for f in desk.regulation.fields if f.key == utterance.step), None)
    if field is None:
        return
    said = together([one.said for one in of_step(desk, draft, field.key)])
    skipped = field.skip is not None and said.strip() in field.skip.words.values()
    answer = "" if skipped else field.accept(said)
    if field.key in draft.answers:
        draft.answers = {**draft.answers, field.key: answer}
    else:
        draft.put(field.key, answer)


def _recaption(desk: Desk, draft: Draft, utterance: Utterance, text: str) -> None:
    for file in desk.files.of_draft(draft.id):
        if str(file.position) == utterance.remote and file.person_id == utterance.person_id:
            file.caption = text


def _on_ticket(
    desk: Desk, by: Speaker, person: Person, ticket: Ticket, utterance: Utterance, text: str
) -> Revision | None:
    before = _caption(desk, ticket, utterance) or words_of(desk, utterance)
    if before and same_words(before, text):
        return None
    if not ticket.is_open:
        return TooLate(person, ticket)
    entry = ticket.revise(desk.now(), requester(person, by), text, _first(desk, utterance))
    utterance.entry, utterance.step = entry.n, ""
    facts = {"text": text, "before": before, "edited": utterance.remote}
    told = _gathered(desk, ticket, utterance.remote, text)
    if not told:
        queue = f"edits:{utterance.chat}:{utterance.remote}"
        tell_staff(desk, ticket, Notice(Code.EDITED, facts), rest=GATHERED, queue=queue)
        tell_by_letter(desk, ticket, Notice(Code.YOU_WROTE, facts), entry, rest=GATHERED, queue=queue)
    flag(desk, ticket, text)
    refresh_card(desk, ticket)
    return Revised(person, ticket, told)


def _caption(desk: Desk, ticket: Ticket, utterance: Utterance) -> str:
    """What stands under the file that came in this message, until it was corrected."""
    if utterance.step != CAPTION:
        return ""
    mine = (f for f in desk.files.of_ticket(ticket.number) if f.person_id == utterance.person_id)
    return next((f.caption for f in mine if str(f.position) == utterance.remote), "")


def _first(desk: Desk, utterance: Utterance) -> int | None:
    """The entry that holds what was said at first."""
    entries = desk.journal.of(utterance.ticket or "")
    latest = next((e for e in entries if e.n == utterance.entry), None)
    if latest is not None and latest.kind is EntryKind.EDITED:
        return latest.facts.get("of")
    return utterance.entry


def _gathered(desk: Desk, ticket: Ticket, remote: str, text: str) -> bool:
    """Have the news that still wait tell the latest words. False: there are none waiting."""
    waiting = [
        parcel
        for parcel in desk.outbox.of(ticket.number)
        if parcel.fate is Fate.QUEUED and parcel.facts.get("edited") == remote
    ]
    if not any(parcel.code is Code.EDITED for parcel in waiting):
        return False
    for parcel in waiting:
        parcel.facts = {**parcel.facts, "text": text}
    return True
