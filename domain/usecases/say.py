"""Say: the requester adds words and files to a ticket of theirs; an answer to our question starts the clock again (barier 4.6)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.draft import Attachment, DraftKind
from domain.journal import Entry
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import NotYours
from domain.ticket import Status, Ticket
from domain.usecases.deadlines import set_deadline_timers
from domain.usecases.flag import flag
from domain.usecases.hand_over import described, hand_over, looked_at, said_already
from domain.usecases.limits import must_fit
from domain.usecases.meeting import open_draft, own_ticket, requester
from domain.usecases.telling import MAIL, refresh_card, tell_by_letter, tell_in_chat, tell_requester, tell_staff
from domain.usecases.uttered import utter, uttered_on


def say(
    desk: Desk,
    *,
    by: Speaker,
    person: Person,
    ticket: Ticket,
    text: str,
    files: Sequence[Attachment] = (),
    unproved: bool = False,
) -> Ticket:
    """Record it, show it to staff, mirror it to the mailbox, or from a letter to the chat. WrongState once closed; TooLong.

    `files` are the ticket's already; what was sent for an answer to it comes along. `unproved`: it came by a letter whose
    sender is not proved, and staff see that.
    """
    _say(desk, by, person, ticket, text, files, unproved=unproved)
    return ticket


def _say(
    desk: Desk,
    by: Speaker,
    person: Person,
    ticket: Ticket,
    text: str,
    files: Sequence[Attachment],
    *,
    unproved: bool,
    quoted: str = "",
) -> Entry:
    if ticket.requester_id != person.id:
        raise NotYours
    must_fit(text)
    answers_us = ticket.status is Status.CLARIFICATION
    verdict_awaited = ticket.status is Status.COMPLETED
    theirs = [*files, *_answered(desk, person, ticket)]
    ids = [f.id for f in theirs]
    by_letter = by.place.channel == MAIL
    letter = {"received_at": by.said_at.isoformat(), "unproved": unproved} if by_letter else {}
    entry = ticket.hear(desk.now(), requester(person, by), text, ids, **letter)
    utter(desk, by, person, ticket=ticket.number, entry=entry.n)
    back = verdict_awaited and ticket.status is Status.IN_PROGRESS
    if answers_us:
        desk.timers.cancel(ticket.number, TimerKind.ASK_REMINDER)
    if answers_us or verdict_awaited:
        desk.timers.cancel(ticket.number, TimerKind.CLOSE, TimerKind.CLOSE_REMINDER)
        set_deadline_timers(desk, ticket)
    facts = {"text": text, "answers": answers_us, "verdict_awaited": verdict_awaited and not back}
    if by_letter:
        facts |= {"by_letter": True, "unproved": unproved, "quoted": quoted}
    tell_staff(desk, ticket, Notice(Code.SAID, facts))
    if shown := looked_at(theirs):
        tell_staff(desk, ticket, Notice(Code.STAFF_FILES, {"files": shown, "said": said_already(theirs, text)}))
    if back:
        tell_requester(desk, ticket, Notice(Code.RESUMED, {"clause": ticket.regulation.clause("dispute")}))
    mirrored = Notice(Code.YOU_WROTE, {"text": text, "files": ids, "by_letter": by_letter})
    if by_letter:
        tell_in_chat(desk, ticket, mirrored)
    else:
        tell_by_letter(desk, ticket, mirrored, entry)
    flag(desk, ticket, text)
    refresh_card(desk, ticket)
    return entry


def say_loose(desk: Desk, *, by: Speaker, draft_id: str, number: str) -> Ticket:
    """Words that belonged to no ticket yet go to the one their writer chose. NotYours, NothingToAnswer, WrongState."""
    person, loose = open_draft(desk, by, draft_id, DraftKind.LOOSE)
    ticket = own_ticket(desk, person, number)
    files = desk.files.of_draft(loose.id)
    texts = [*loose.answers.get("texts", []), *described(files)]
    entries = say_all(desk, by, person, ticket, texts, files)
    uttered_on(desk, loose, ticket.number, [(text, entry.n) for text, entry in zip(texts, entries, strict=False)])
    hand_over(desk, loose, ticket)
    desk.drafts.discard(loose)
    return ticket


def say_all(
    desk: Desk,
    by: Speaker,
    person: Person,
    ticket: Ticket,
    texts: Sequence[str],
    files: Sequence[Attachment],
    *,
    unproved: bool = False,
    quoted: str = "",
) -> list[Entry]:
    """Several messages in order, the files with the last: together they may be more than one message holds.

    `unproved`, `quoted`: of a letter, whether its sender is not proved, and what it quotes.
    """
    *before, last = texts or [""]
    entries = [_say(desk, by, person, ticket, text, (), unproved=unproved) for text in before]
    return [*entries, _say(desk, by, person, ticket, last, files, unproved=unproved, quoted=quoted)]


def _answered(desk: Desk, person: Person, ticket: Ticket) -> list[Attachment]:
    """No answer to the ticket is awaited any more; the files that were sent for one are the ticket's."""
    files: list[Attachment] = []
    for draft in desk.drafts.for_ticket(person.id, ticket.number):
        if draft.kind is DraftKind.ANSWER:
            files += hand_over(desk, draft, ticket)
            desk.drafts.discard(draft)
    return files
