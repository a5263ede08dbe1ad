"""Uttered: where the words of each message went is noted, so that an edit finds what it corrects and a burst stays together."""

from __future__ import annotations

from domain.draft import Draft
from domain.notices import Code
from domain.people import Person, Speaker
from domain.ports import Delivery, Desk, Utterance

CODE, CAPTION, LOOSE, SAID = "_code", "_caption", "_loose", "_said"
"""Steps that are no answers: a code that was typed, words under a file, loose words, words from before the intake."""


def utter(
    desk: Desk,
    by: Speaker,
    person: Person,
    *,
    draft: Draft | None = None,
    step: str = "",
    said: str = "",
    ticket: str | None = None,
    entry: int | None = None,
) -> None:
    """Note where the words of this message went: into a step of a draft, or an entry of a ticket. A press says nothing."""
    if not by.message:
        return
    place, draft_id = by.place, draft.id if draft else None
    known = desk.messages.find(place.channel, place.chat, by.message)
    if known is not None:
        known.person_id, known.at = person.id, by.said_at
        known.step, known.said, known.draft_id, known.ticket, known.entry = step, said, draft_id, ticket, entry
        return
    desk.messages.add(
        Utterance(place.channel, place.chat, by.message, person.id, by.said_at, step, said, draft_id, ticket, entry)
    )


def answer_uttered(desk: Desk, by: Speaker, person: Person, draft: Draft, step: str, said: str) -> None:
    """The same for an answer that takes the place of the one before: what that was said with is forgotten."""
    for utterance in of_step(desk, draft, step):
        if utterance.remote != by.message:
            desk.messages.discard(utterance)
    utter(desk, by, person, draft=draft, step=step, said=said)


def replied_to(desk: Desk, by: Speaker, reply_to: str | None) -> Delivery | None:
    """What the message was that somebody replies to: a notice of ours, a message of their own that went to a ticket, or our
    answer to that, which comes next to it."""
    if not reply_to:
        return None
    place = by.place
    found = desk.deliveries.find(place.channel, place.chat, reply_to)
    if found is not None or not reply_to.isdecimal():
        return found
    for remote in (reply_to, str(int(reply_to) - 1)):
        utterance = desk.messages.find(place.channel, place.chat, remote)
        if utterance is not None and utterance.ticket:
            return Delivery(place.channel, place.chat, reply_to, Code.SAID, utterance.ticket, "")
    return None


def of_step(desk: Desk, draft: Draft, step: str) -> list[Utterance]:
    """The messages that an answer was given with, in order."""
    return [utterance for utterance in desk.messages.of_draft(draft.id) if utterance.step == step]


def rename_step(desk: Desk, draft: Draft, before: str, now: str) -> None:
    """What was said before the question is the answer to it."""
    for utterance in of_step(desk, draft, before):
        utterance.step = now


def move_utterances(desk: Desk, draft: Draft, to: Draft, step: str) -> None:
    """The words went to another draft; captions go with their files."""
    for utterance in desk.messages.of_draft(draft.id):
        utterance.draft_id = to.id
        if utterance.step != CAPTION:
            utterance.step = step


def end_utterances(desk: Desk, draft: Draft, ticket: str | None = None, entry: int | None = None) -> None:
    """The draft is over: its words stand in the ticket's entry alone now, or nowhere.

    Of an answer that several messages gave together no single one is known to be the whole: their step is forgotten.
    """
    utterances = desk.messages.of_draft(draft.id)
    steps = [utterance.step for utterance in utterances]
    for utterance in utterances:
        if ticket is None:
            desk.messages.discard(utterance)
            continue
        utterance.draft_id, utterance.said, utterance.ticket = None, "", ticket
        if utterance.step != CAPTION:
            alone = steps.count(utterance.step) == 1 and entry is not None
            utterance.step, utterance.entry = utterance.step if alone else "", entry


def uttered_on(desk: Desk, draft: Draft, ticket: str, entries: list[tuple[str, int]]) -> None:
    """The texts of a draft were said on a ticket one by one: which entry holds which."""
    left = list(entries)
    for utterance in desk.messages.of_draft(draft.id):
        found = next((one for one in left if one[0] == utterance.said), None)
        if found is not None:
            left.remove(found)
            utterance.draft_id, utterance.said, utterance.ticket, utterance.entry = None, "", ticket, found[1]
            if utterance.step != CAPTION:
                utterance.step = ""
