"""Arise: what somebody adds to a ticket of theirs may be a problem of its own; it joins the ticket, and they are asked (barier 4.3)."""

from __future__ import annotations

from dataclasses import dataclass

from domain import apart
from domain.draft import Conversation
from domain.journal import Entry, EntryKind
from domain.linked import LinkKind
from domain.one_issue import Judgement, judge
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.ticket import Ticket
from domain.usecases.meeting import conversation, meet, own_ticket, requester
from domain.usecases.start import describe, intake_of
from domain.usecases.telling import refresh_card

SURE, SURE_OF_ANSWER = 0.85, 0.97
"""How sure the judge must be to interrupt somebody; surer where the desk had asked them something."""
LEAST_WORDS = 3
"""«ещё скриншот» is no problem."""


@dataclass(frozen=True)
class Arisen:
    """A part of an entry of a ticket's journal that seems to be a problem of its own."""

    part: str
    entry: int


def arisen(desk: Desk, ticket: Ticket, verdict: Judgement | None = None) -> Arisen | None:
    """What seems to be a problem of its own in what the requester said last; None if nothing does.

    `verdict`: another judge's on `judged_with`.
    """
    if not apart.cuts(ticket.regulation):
        return None
    said, answers_us = _last_words(desk.journal.of(ticket.number))
    if said is None or len(said.facts.get("text", "").split()) < LEAST_WORDS:
        return None
    before, text = judged_with(ticket, said.facts["text"])
    found = verdict or judge(text)
    if found.likelihood < (SURE_OF_ANSWER if answers_us else SURE):
        return None
    new = [part for part, (start, _end) in zip(found.parts, found.spans, strict=True) if start >= before]
    part = next((part for part in new if len(part.split()) >= LEAST_WORDS), "")
    return Arisen(part, said.n) if part and found.issues > 1 else None


def judged_with(ticket: Ticket, said: str) -> tuple[int, str]:
    """The text that is judged, the ticket's problem and then what was said; and where the latter begins."""
    before = f"{ticket.answers.get('description', '')}\n\n"
    return len(before), before + said


def start_apart(desk: Desk, *, by: Speaker, number: str, n: int) -> Conversation:
    """«Зарегистрировать отдельно»: an intake with the words of that entry; the ticket keeps them too, and the two are linked
    when it is registered.

    NotYours; NothingToAnswer for what are no words of theirs, or are registered by themselves already; Suspended.
    """
    person, ticket, said = _theirs(desk, by, number, n)
    intake = intake_of(desk, by, person)
    known = intake.answers.get(apart.FROM, [])
    if [ticket.number, n] not in known:
        describe(desk, intake, [said])
        intake.answers = {**intake.answers, apart.FROM: [*known, [ticket.number, n]]}
    return conversation(desk, person, intake)


def same_problem(desk: Desk, *, by: Speaker, number: str, n: int) -> Ticket:
    """«Нет, это про неё»: believed, and written into the journal. NotYours, NothingToAnswer as above."""
    person, ticket, said = _theirs(desk, by, number, n)
    ticket.one_issue(desk.now(), requester(person, by), [said])
    refresh_card(desk, ticket)
    return ticket


def _theirs(desk: Desk, by: Speaker, number: str, n: int) -> tuple[Person, Ticket, str]:
    person = meet(desk, by)
    ticket = own_ticket(desk, person, number)
    entries = desk.journal.of(number)
    said = next((e for e in entries if e.n == n and e.kind is EntryKind.MESSAGE and e.actor == person.id), None)
    if said is None or not said.facts.get("text") or any(_settles(e, said) for e in entries):
        raise NothingToAnswer
    return person, ticket, str(said.facts["text"])


def _settles(entry: Entry, said: Entry) -> bool:
    """Whether it is decided already what the words are."""
    if entry.kind is EntryKind.LINKED:
        return entry.facts.get("how") == LinkKind.OFFSHOOT and said.n in (
            entry.facts.get("entry"),
            *entry.facts.get("entries", ()),
        )
    return (
        entry.kind is EntryKind.ONE_ISSUE
        and entry.n > said.n
        and said.facts.get("text") in entry.facts.get("parts", [])
    )


def _last_words(entries: list[Entry]) -> tuple[Entry | None, bool]:
    """What the requester said last, and whether they were asked something before."""
    said: Entry | None = None
    for entry in reversed(entries):
        if said is None and entry.kind is EntryKind.MESSAGE:
            said = entry
        elif said is not None and entry.kind in (EntryKind.QUESTION, EntryKind.MESSAGE):
            return said, entry.kind is EntryKind.QUESTION
    return said, False
