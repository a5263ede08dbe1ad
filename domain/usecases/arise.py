"""Arise: what somebody adds to a ticket of theirs may be a problem of its own; it joins the ticket, and they are asked (barier 4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain import apart
from domain.draft import Conversation, Draft
from domain.journal import Entry, EntryKind
from domain.linked import LinkKind
from domain.notices import Code, Notice, Parcel
from domain.one_issue import Judgement, judge
from domain.parting.units import MOST
from domain.people import Person, Speaker
from domain.ports import Desk, Utterance
from domain.refusals import NothingToAnswer
from domain.ticket import Ticket
from domain.usecases.go_on import pieces, together, words_of
from domain.usecases.meeting import conversation, is_double_tap, meet, own_ticket, requester
from domain.usecases.start import describe, intake_of
from domain.usecases.telling import refresh_card, tell_in_chat

SURE, SURE_OF_ANSWER = 0.85, 0.97
"""How sure the judge must be to interrupt somebody; surer where the desk had asked them something."""
LEAST_WORDS = 3
"""«ещё скриншот» is no problem."""


@dataclass(frozen=True)
class Arisen:
    """A part of an entry of a ticket's journal that seems to be a problem of its own."""

    part: str
    entry: int


@dataclass(frozen=True)
class Added:
    """An entry with what the requester said, as it is judged: `text` is the ticket's problem, and from `begins` on what was said.

    `sure`: how sure a judge must be to interrupt them.
    """

    entry: int
    text: str
    begins: int
    sure: float

    def arisen(self, found: Judgement) -> Arisen | None:
        """What seems to be a problem of its own in what was said, by a judge's verdict on `text`; None if nothing does."""
        if found.issues < 2 or found.likelihood < self.sure:
            return None
        new = [part for part, (start, _end) in zip(found.parts, found.spans, strict=True) if start >= self.begins]
        part = next((part for part in new if len(part.split()) >= LEAST_WORDS), "")
        return Arisen(part, self.entry) if part else None


def added(
    desk: Desk, ticket: Ticket, *, after: int | None = None, words: str | None = None, before: Sequence[Utterance] = ()
) -> tuple[Added, ...]:
    """What the requester said on a ticket after that entry, or last, as far as it may hold a problem of its own.

    `words`: what of the last entry are their own. `before`: what they said right before it; it is read as one text with that.
    """
    if not apart.cuts(ticket.regulation):
        return ()
    entries = desk.journal.of(ticket.number)
    said = [e for e in entries if e.kind is EntryKind.MESSAGE and e.actor == ticket.requester_id]
    said = said[-1:] if after is None else [e for e in said if e.n > after]
    if not said:
        return ()
    first = next((e for e in entries if before and e.n == before[0].entry), said[0])
    sure = SURE_OF_ANSWER if _was_asked(entries, first) else SURE
    told = f"{ticket.answers.get('description', '')}\n\n"
    earlier = [words_of(desk, one) for one in before]
    texts = [(e.n, e.facts.get("text", "") if words is None else words) for e in said]
    return tuple(_as_judged(n, told, earlier, text, sure) for n, text in texts if len(text.split()) >= LEAST_WORDS)


def went_on(desk: Desk, by: Speaker, person: Person, ticket: Ticket) -> tuple[Added, ...]:
    """What they said last, where it goes on with what they said right before: another piece of one text."""
    return added(desk, ticket, before=pieces(desk, by, person, ticket.number))


def _as_judged(n: int, told: str, earlier: list[str], text: str, sure: float) -> Added:
    whole = told + together([*earlier, text])
    if len(whole) > MOST:  # more than a judge reads: its end would not be read at all
        whole = told + text
    return Added(n, whole, len(whole) - len(text), sure)


def arisen(these: Iterable[Added]) -> tuple[Arisen, ...]:
    """What the desk's own judge finds in them."""
    found = (one.arisen(judge(one.text)) for one in these)
    return tuple(one for one in found if one)


def ask_in_chat(desk: Desk, ticket: Ticket, *, after: int) -> None:
    """What came by a letter, or under files, is asked about in the chat; nothing is asked of somebody who has none.

    Where the desk is advised the other judge is asked as the notice goes out (see `to_judge`): until then no part stands in
    it where the desk itself has seen none.
    """
    if not desk.people.get(ticket.requester_id).chat:
        return
    for one in added(desk, ticket, after=after):
        found = one.arisen(judge(one.text))
        if found or desk.advised:
            facts = {"part": found.part if found else "", "entry": one.entry, "sure": one.sure}
            tell_in_chat(desk, ticket, Notice(Code.ARISEN, facts), n=one.entry)


def to_judge(desk: Desk, parcel: Parcel) -> Added | None:
    """What such a notice is about, for another judge to read; None once it is decided."""
    number, n = parcel.ticket or "", parcel.facts["entry"]
    if not undecided(desk, number, n):
        return None
    those = added(desk, desk.tickets.get(number), after=n - 1)
    return next((replace(one, sure=parcel.facts["sure"]) for one in those if one.entry == n), None)


def undecided(desk: Desk, number: str, n: int) -> bool:
    """Whether nobody has said yet what the words of that entry are."""
    entries = desk.journal.of(number)
    said = next((e for e in entries if e.n == n), None)
    return said is not None and bool(said.facts.get("text")) and not any(_settles(e, said) for e in entries)


def start_apart(desk: Desk, *, by: Speaker, number: str, n: int) -> Conversation:
    """«Зарегистрировать отдельно»: an intake with the words of that entry; the ticket keeps them too, and the two are linked
    when it is registered.

    NotYours; NothingToAnswer for what are no words of theirs, or are registered by themselves already; Suspended.
    """
    person, ticket, said = _theirs(desk, by, number, n)
    intake = intake_of(desk, by, person)
    known = intake.answers.get(apart.FROM, [])
    again = [ticket.number, n] in known
    if not again:
        describe(desk, intake, [said])
        intake.answers = {**intake.answers, apart.FROM: [*known, [ticket.number, n]]}
    talk = conversation(desk, person, intake)
    talk.again = again and is_double_tap(desk, intake)
    return talk


@dataclass(frozen=True)
class StaysOne:
    """The words are about the ticket they were said on. `intake`: what was begun with them before that was said."""

    person: Person
    ticket: Ticket
    intake: Draft | None


def same_problem(desk: Desk, *, by: Speaker, number: str, n: int) -> StaysOne:
    """«Нет, это про неё»: believed, and written into the journal. NotYours, NothingToAnswer as above.

    An intake that was begun with the words is not linked with the ticket any more; what becomes of it its writer says.
    """
    person, ticket, said = _theirs(desk, by, number, n)
    ticket.one_issue(desk.now(), requester(person, by), [said])
    refresh_card(desk, ticket)
    intake = next((d for d in desk.drafts.of_person(person.id) if [number, n] in d.answers.get(apart.FROM, [])), None)
    if intake is not None:
        kept = [one for one in intake.answers[apart.FROM] if one != [number, n]]
        intake.answers = {**intake.answers, apart.FROM: kept}
    return StaysOne(person, ticket, intake)


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


def _was_asked(entries: Iterable[Entry], said: Entry) -> bool:
    """Whether the desk had asked something right before."""
    talk = [e for e in entries if e.kind in (EntryKind.QUESTION, EntryKind.MESSAGE) and e.n < said.n]
    return bool(talk) and talk[-1].kind is EntryKind.QUESTION
