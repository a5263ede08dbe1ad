"""Duplicates: a problem that is registered already need not be sent again; its writer is shown it, and decides (insales)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.answers import utf16_length
from domain.draft import ALIKE, Attachment, Conversation, Draft, DraftKind
from domain.journal import Actor
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.regulation import Regulation
from domain.ticket import Ticket
from domain.usecases.alike import colleagues
from domain.usecases.flag import flag
from domain.usecases.hand_over import hand_over, looked_at
from domain.usecases.limits import LONGEST
from domain.usecases.meeting import conversation, open_draft, own_ticket
from domain.usecases.repeats import end_of
from domain.usecases.say import say_all
from domain.usecases.telling import refresh_card, tell_requester, tell_staff


def tell_apart(desk: Desk, *, by: Speaker, draft_id: str, number: str) -> Conversation:
    """«Это другое»: the ticket is not held against this intake any more. NothingToAnswer if the intake is gone; NotYours."""
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    _shown(desk, person, draft, number)
    others = draft.answers.get("_others", [])
    if number not in others:
        draft.answers = {**draft.answers, "_others": [*others, number]}
    if draft.awaits(desk.regulation, person) == "alike":
        draft.put("alike", "other")
    return conversation(desk, person, draft)


def add_to(desk: Desk, *, by: Speaker, draft_id: str, number: str) -> Ticket:
    """«Добавить»: the intake's words and files join the ticket, and the intake ends.

    NothingToAnswer if none is being shown; NotYours; WrongState once the ticket is closed: then the intake stays.
    """
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    ticket = _shown(desk, person, draft, number)
    if draft.awaits(desk.regulation, person) != "alike":
        raise NothingToAnswer
    words, files = _words(desk.regulation, draft), hand_over(desk, draft, ticket)
    if ticket.requester_id == person.id:
        say_all(desk, by, person, ticket, words, files)
    else:
        who = Actor(person.id, draft.answers.get("name") or person.name, by.place.channel)
        join(desk, who, ticket, words, files)
    desk.drafts.discard(draft)
    return ticket


def _shown(desk: Desk, person: Person, draft: Draft, number: str) -> Ticket:
    """A ticket of their own, or the colleague's that this very intake shows; what was merged meanwhile goes on with the other,
    if that is theirs to see likewise. NotYours for any other."""
    if number == draft.answers.get(ALIKE):
        goes_on = end_of(desk, desk.tickets.get(number))
        if goes_on.is_open and goes_on.requester_id == person.id:
            return goes_on
        theirs = next((t for t in colleagues(desk, person) if t.number == goes_on.number), None)
        if theirs is not None:
            return theirs
    return own_ticket(desk, person, number)


def join(desk: Desk, who: Actor, ticket: Ticket, words: Sequence[str], files: Sequence[Attachment]) -> None:
    """A colleague adds to it: the journal names them, requester and staff are told. WrongState once completed."""
    for n, text in enumerate(words, start=1):
        mine = files if n == len(words) else []
        entry = ticket.join(desk.now(), who, text, [file.id for file in mine])
        shown = looked_at(mine)
        tell_staff(desk, ticket, Notice(Code.SAID, {"text": text, "colleague": who.name}))
        if shown:
            tell_staff(desk, ticket, Notice(Code.STAFF_FILES, {"files": shown}))
        tell_requester(desk, ticket, Notice(Code.COLLEAGUE, {"text": text, "by": who.name, "files": shown}), entry)
        flag(desk, ticket, text)
    refresh_card(desk, ticket)


def _words(rules: Regulation, draft: Draft) -> list[str]:
    """What the intake tells of the problem: not who its writer is. In one message where they fit."""
    told = [draft.answers[f.key] for f in rules.fields if f.kind in ("long", "short") and draft.answers.get(f.key)]
    whole = "\n".join(told)
    return [whole] if utf16_length(whole) <= LONGEST else told
