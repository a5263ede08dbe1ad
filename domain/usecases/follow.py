"""Follow: what the requester of a merged ticket says goes to the ticket that goes on for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.draft import Attachment, Draft
from domain.journal import EntryKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.ticket import WORKABLE, Ticket
from domain.usecases.duplicates import join
from domain.usecases.hand_over import hand_over, looked_at, said_already
from domain.usecases.limits import must_fit
from domain.usecases.meeting import requester
from domain.usecases.repeats import end_of, shares
from domain.usecases.say import say_all
from domain.usecases.telling import tell_by_letter, tell_staff
from domain.usecases.uttered import utter


@dataclass(frozen=True)
class Followed:
    """The words went on. `ticket`: where its writer may see them."""

    ticket: Ticket
    merged: Ticket


def follow(
    desk: Desk,
    by: Speaker,
    person: Person,
    ticket: Ticket,
    texts: Sequence[str],
    files: Sequence[Attachment] = (),
    *,
    unproved: bool = False,
) -> Followed | None:
    """Take what was said on a merged ticket to the end of the mergers; None where nothing goes on any more. TooLong.

    A colleague's words are theirs there; a stranger's stay on their own ticket's record, and the staff of the other hear them.
    """
    main = goes_on(desk, person, ticket)
    if main is None:
        return None
    if main.requester_id == person.id:
        say_all(desk, by, person, main, texts, files, unproved=unproved)
        _note(desk, ticket, main)
        return Followed(main, ticket)
    for text in texts:
        must_fit(text)
    if shares(desk, ticket, main):
        join(desk, requester(person, by), main, texts, files)
        _note(desk, ticket, main)
        return Followed(main, ticket)
    for n, text in enumerate(texts, start=1):
        mine = files if n == len(texts) else []
        _aside(desk, by, person, ticket, main, text, mine, unproved)
    return Followed(ticket, ticket)


def _aside(
    desk: Desk,
    by: Speaker,
    person: Person,
    ticket: Ticket,
    main: Ticket,
    text: str,
    files: Sequence[Attachment],
    unproved: bool,
) -> None:
    """A stranger's words: on their own record, and told to the staff of the other."""
    ids, mark = [file.id for file in files], f"{ticket.number}.{ticket.entries + 1}"
    entry = ticket.follow(desk.now(), requester(person, by), text, ids)
    utter(desk, by, person, ticket=ticket.number, entry=entry.n)
    facts = {"text": text, "colleague": person.name, "merged": ticket.number}
    tell_staff(desk, main, Notice(Code.SAID, facts), mark=mark)
    if shown := looked_at(files):
        said = {"files": shown, "said": said_already(files, text), "merged": ticket.number}
        tell_staff(desk, main, Notice(Code.STAFF_FILES, said), mark=mark)
    if not unproved:
        tell_by_letter(desk, ticket, Notice(Code.YOU_WROTE, {"text": text, "files": ids}), entry)


def follow_with(
    desk: Desk, by: Speaker, person: Person, ticket: Ticket, draft: Draft, texts: Sequence[str]
) -> Followed | None:
    """The same with the files that were sent for it; the draft that held them is over."""
    main = goes_on(desk, person, ticket)
    if main is None:
        return None
    files = hand_over(desk, draft, main if shares(desk, ticket, main) else ticket)
    desk.drafts.discard(draft)
    return follow(desk, by, person, ticket, texts or [""], [f for f in files if f.told] or files)


def goes_on(desk: Desk, person: Person, ticket: Ticket) -> Ticket | None:
    """The ticket that takes what this person says on a merged one; None where none does any more."""
    main = end_of(desk, ticket)
    if main is ticket or not main.is_open or ticket.erased_at is not None:
        return None
    return main if main.requester_id == person.id or main.status in WORKABLE else None


def _note(desk: Desk, ticket: Ticket, main: Ticket) -> None:
    ticket.record(desk.now(), EntryKind.FOLLOWED, {"others": [main.number]})


def goes_on_as(desk: Desk, person: Person, ticket: Ticket) -> Ticket:
    """Where what is sent on it belongs: the ticket that goes on for it, if it is this person's too."""
    main = end_of(desk, ticket)
    return main if main.requester_id == person.id else ticket
