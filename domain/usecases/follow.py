"""Follow: what the requester of a merged ticket says goes to the ticket that goes on for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.draft import Attachment
from domain.journal import EntryKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.ticket import WORKABLE, Ticket
from domain.usecases.duplicates import join
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
    main = end_of(desk, ticket)
    if main is ticket or not main.is_open or ticket.erased_at is not None:
        return None
    if main.requester_id == person.id:
        say_all(desk, by, person, main, texts, files, unproved=unproved)
        _note(desk, ticket, main)
        return Followed(main, ticket)
    if main.status not in WORKABLE:
        return None
    for text in texts:
        must_fit(text)
    if shares(desk, ticket, main):
        join(desk, requester(person, by), main, texts, files)
        _note(desk, ticket, main)
        return Followed(main, ticket)
    for text in texts:
        entry = ticket.follow(desk.now(), requester(person, by), text, [file.id for file in files])
        utter(desk, by, person, ticket=ticket.number, entry=entry.n)
        facts = {"text": text, "colleague": person.name, "merged": ticket.number}
        tell_staff(desk, main, Notice(Code.SAID, facts), mark=f"{ticket.number}.{entry.n}")
        if not unproved:
            tell_by_letter(desk, ticket, Notice(Code.YOU_WROTE, {"text": text, "files": []}), entry)
    return Followed(ticket, ticket)


def _note(desk: Desk, ticket: Ticket, main: Ticket) -> None:
    ticket.record(desk.now(), EntryKind.FOLLOWED, {"others": [main.number]})


def goes_on_as(desk: Desk, person: Person, ticket: Ticket) -> Ticket:
    """Where what is sent on it belongs: the ticket that goes on for it, if it is this person's too."""
    main = end_of(desk, ticket)
    return main if main.requester_id == person.id else ticket
