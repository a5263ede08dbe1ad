"""Join: a letter is added to the ticket that it replies to, whose requester, or somebody brought in, wrote it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.courtesy import Courtesy, courtesy
from domain.draft import Attachment, DraftKind
from domain.form import Filled, Names, read
from domain.form_quoted import apart, written_in
from domain.incoming import Incoming
from domain.journal import Actor, Entry, EntryKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.ticket import Status, Ticket
from domain.usecases.arise import ask_in_chat
from domain.usecases.confirm import confirm_as
from domain.usecases.dispute import ARGUMENT, dispute
from domain.usecases.follow import follow, goes_on
from domain.usecases.letter_files import enter_files, kept, note_refused, noted, tell_refused, told_today
from domain.usecases.letter_parts import answer_of, parts_answered
from domain.usecases.meeting import awaiting, requester
from domain.usecases.rate_by_letter import rated_by_letter
from domain.usecases.raw_letter import note_copies
from domain.usecases.register import proposed
from domain.usecases.say import say_all
from domain.usecases.telling import MAIL, refresh_card, tell_by_letter, tell_staff
from domain.usecases.thank import overhear
from domain.verdict import objection, says_solved

PART = 1750
"""Characters of a letter that one message on a ticket holds."""
LEAST_SAID_AGAIN, ONE_DAY = 20, timedelta(days=1)
"""Characters of words that nobody writes twice in so long."""
MOST_ARGUMENT = 2000
"""Characters of an argument, as in the chat."""


@dataclass(frozen=True)
class Joined:
    """It was added to its request. `entry`: where; `outside`: by somebody who was brought in."""

    ticket: Ticket
    entry: int | None = None
    outside: bool = False


def join_letter(
    desk: Desk, by: Speaker, ticket: Ticket, said: Incoming, names: Names, *, token: bool, letter_id: str = ""
) -> Joined | None:
    """Add its requester's letter; None: the ticket is closed, and it is not for a letter to open it.

    An objection that came in time counts though silence has closed it since, if it came by the reply address (`token`).
    """
    person = desk.people.get(ticket.requester_id)
    proved = is_proved(desk, by, person, said, token=token)
    before = ticket.entries
    if ticket.merged_into and _follows(desk, by, person, ticket, said, letter_id, unproved=not proved):
        return Joined(ticket, before + 1)
    if token and _decides(desk, by, person, ticket, said, letter_id):
        return Joined(ticket, before + 1)
    if not ticket.is_open:
        return None
    files = enter_files(desk, by, person, ticket, noted(said.files), letter_id)
    if proved:
        note_copies(desk, ticket, said)
    entry = _added(desk, by, person, ticket, said, files, names, proved=proved)
    tell_refused(desk, ticket, files)
    return Joined(ticket, entry)


def _added(
    desk: Desk,
    by: Speaker,
    person: Person,
    ticket: Ticket,
    said: Incoming,
    files: Sequence[Attachment],
    names: Names,
    *,
    proved: bool,
) -> int:
    """Take its words and files to the ticket; the entry where they stand."""
    before = ticket.entries
    answer, text = answer_of(desk, ticket, said.text)
    thanks, awaited = courtesy(text) is Courtesy.THANKS, ticket.status is Status.CLARIFICATION
    written = fill_in(desk, by, person, ticket, "" if thanks else text, names, quoted=said.quoted)
    if answer and text and answer.strip(".) ").isdigit() and ticket.entries == before:
        answer, text = "", said.text  # «1» above other words may begin a list of theirs
    if answer:
        parts_answered(desk, by, person, ticket, answer)
        if not text and not kept(files) and not written:
            return before + 1
    if not text.strip() and not kept(files) and not written:
        return _nothing_new(desk, by, person, ticket, said)
    said_again = not files and not written and _is_said_again(desk, by, ticket, text)
    if said_again or (proved and thanks and not files and not written):
        overhear(desk, by, person, ticket, text, quiet=True, quoted=said.quoted)
        return before + 1
    text = written if written and (thanks or not text.strip()) else text
    entries = say_all(desk, by, person, ticket, in_parts(text), kept(files), unproved=not proved, quoted=said.quoted)
    ask_in_chat(desk, ticket, after=before)
    if awaited:
        _tell_taken(desk, ticket, names, after=before)
    return entries[0].n


def _tell_taken(desk: Desk, ticket: Ticket, names: Names, *, after: int) -> None:
    """That the lines which were asked back have come, what of them still lacks, and by when we solve it; once a day."""
    came = any(e.kind is EntryKind.FILLED_IN and e.n > after for e in desk.journal.of(ticket.number))
    if came and not told_today(desk, ticket, Code.DETAILS_TAKEN):
        known = {key: answer for key, answer in ticket.answers.items() if answer}
        left = read(ticket.regulation, names, "", Filled(known, ticket.kind, ticket.impact)).lacking()
        tell_by_letter(desk, ticket, Notice(Code.DETAILS_TAKEN, {"left": left}))


def _decides(
    desk: Desk,
    by: Speaker,
    person: Person,
    ticket: Ticket,
    said: Incoming,
    letter_id: str,
) -> bool:
    """Whether it was a verdict on what is completed: «подтверждаю», «не решено: …», or a rating of what is closed; or, late, any
    objection that came in time though silence has closed the ticket since. Only by the reply address: whoever has it reads
    the mailbox."""
    text, late = said.text, not ticket.is_open
    if late and rated_by_letter(desk, by, person, ticket, said):
        _late_files(desk, by, person, ticket, said, letter_id)
        return True
    if late:
        if not ticket.may_be_disputed(by.said_at) or not ARGUMENT.takes(text) or courtesy(text):
            return False
    elif ticket.status is not Status.COMPLETED:
        return False
    elif says_solved(text):
        confirm_as(desk, by, person, ticket)
        return True
    elif not ARGUMENT.takes(objection(text)):
        return False
    draft = awaiting(desk, by, person, ticket.number, DraftKind.ARGUMENT)
    dispute(desk, by=by, person=person, draft=draft, argument=text[:MOST_ARGUMENT])
    if late:
        _late_files(desk, by, person, ticket, said, letter_id)
    return True


def _late_files(desk: Desk, by: Speaker, person: Person, ticket: Ticket, said: Incoming, letter_id: str) -> None:
    """What came along with words on a closed ticket, for staff."""
    entered = enter_files(desk, by, person, ticket, noted(said.files), letter_id)
    note_refused(desk, ticket, entered)
    if files := kept(entered):
        tell_staff(desk, ticket, Notice(Code.STAFF_FILES, {"files": [file.id for file in files]}))


def join_from_outside(desk: Desk, by: Speaker, ticket: Ticket, said: Incoming, *, letter_id: str = "") -> Joined | None:
    """Somebody brought in answers: for staff to read; no clock minds it. None: the ticket is closed."""
    if not ticket.is_open:
        return None
    person = desk.people.get(ticket.requester_id)
    entered = enter_files(desk, by, person, ticket, noted(said.files), letter_id)
    note_refused(desk, ticket, entered)
    files = kept(entered)
    known = desk.participants.find(ticket.number, by.address)
    name = (known.name if known else "") or by.name
    facts = {"address": by.address, "name": name, "text": said.text, "wrote": True, "files": [f.id for f in files]}
    facts |= {"received_at": by.said_at.isoformat()} | ({} if said.trusted else {"unproved": True})
    entry = ticket.record(desk.now(), EntryKind.PARTICIPANT, facts, Actor(f"{MAIL}:{by.address}"[:64], name, MAIL))
    told = {"text": said.text, "quoted": said.quoted, "by": name, "address": by.address, "unproved": not said.trusted}
    tell_staff(desk, ticket, Notice(Code.OUTSIDE_WROTE, told))
    if files:
        tell_staff(desk, ticket, Notice(Code.STAFF_FILES, {"files": [f.id for f in files]}))
    refresh_card(desk, ticket)
    return Joined(ticket, entry.n, outside=True)


def is_proved(desk: Desk, by: Speaker, person: Person, said: Incoming, *, token: bool) -> bool:
    """Whether it is the requester's: it came by the reply address that was sent to theirs, or our mail server vouches for the
    sender; and the address is proved, or it is the only thing by which the requester is known."""
    identity = desk.people.identity(person.id, MAIL, by.address)
    theirs = (identity is not None and identity.proved_at is not None) or not person.chat
    return theirs and (token or said.trusted)


def in_parts(text: str) -> list[str]:
    """A letter in parts that fit a message each, cut at a line's end where there is one."""
    parts, rest = [], text.strip()
    while len(rest) > PART:
        cut = rest.rfind("\n", 1, PART)
        cut = cut if cut > 0 else PART
        parts.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*parts, rest]


def _is_said_again(desk: Desk, by: Speaker, ticket: Ticket, text: str) -> bool:
    """Whether the same words came by letter within a day: a robot that bears no mark answers each of our letters with its own.

    It is on record and shown, and moves no clock. Numbers in it do not count, nor do few words, as people write them.
    """
    plain = _plain(text)
    if len(plain) < LEAST_SAID_AGAIN:
        return False
    letters = (e for e in desk.journal.of(ticket.number) if e.kind is EntryKind.MESSAGE and e.channel == MAIL)
    return any(by.said_at - e.at < ONE_DAY and _plain(e.facts.get("text", "")) == plain for e in letters)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", text.casefold()))


def _nothing_new(desk: Desk, by: Speaker, person: Person, ticket: Ticket, said: Incoming) -> int:
    """Only a quotation or a signature: on record, and for staff to see; it answers nothing."""
    entry: Entry = ticket.overhear(desk.now(), requester(person, by), "")
    facts = {"text": "", "quoted": said.quoted, "by_letter": True, "aside": True, "nothing_new": True}
    tell_staff(desk, ticket, Notice(Code.SAID, facts))
    refresh_card(desk, ticket)
    return entry.n


def _follows(
    desk: Desk, by: Speaker, person: Person, ticket: Ticket, said: Incoming, letter_id: str, *, unproved: bool
) -> bool:
    """Whether it went to the ticket that goes on for a merged one; its writer is told so, by letter too."""
    if goes_on(desk, person, ticket) is None:
        return False
    entered = enter_files(desk, by, person, ticket, noted(said.files), letter_id)
    note_refused(desk, ticket, entered)
    files: Sequence[Attachment] = kept(entered)
    gone_on = follow(desk, by, person, ticket, in_parts(said.text), files, unproved=unproved)
    if gone_on is None:
        return False
    if gone_on.ticket is not ticket:
        for file in files:
            file.ticket = gone_on.ticket.number
    shown = gone_on.ticket.number if gone_on.ticket is not ticket else ""
    if not told_today(desk, ticket, Code.FOLLOWED):
        tell_by_letter(desk, ticket, Notice(Code.FOLLOWED, {"main": shown}))
    return True


def fill_in(
    desk: Desk, by: Speaker, person: Person, ticket: Ticket, text: str, names: Names, *, quoted: str = ""
) -> str:
    """The lines that were asked back at registration, if they are there: the ticket gets them, and a priority by them.

    Returns those that were filled in where our form was `quoted`.
    """
    rules = ticket.regulation
    known = {key: answer for key, answer in ticket.answers.items() if answer}
    before = Filled(known, ticket.kind, ticket.impact)
    lacking = [wrong.field for wrong in read(rules, names, "", before).wrong]
    if not lacking:
        return ""
    text, quoted = apart(text, quoted)
    written = written_in(rules, names, quoted, lacking, _said_before(desk, ticket)) if quoted else ""
    filled = read(rules, names, text, before, awaited=[] if written else lacking)
    if written:
        filled = read(rules, names, written, Filled(filled.answers, filled.kind, filled.impact))
    given = {key: answer for key, answer in filled.answers.items() if key in lacking}
    if given or (filled.kind, filled.impact) != (ticket.kind, ticket.impact):
        priority = proposed(rules, filled.kind, filled.impact)
        ticket.fill_in(desk.now(), requester(person, by), given, filled.kind, filled.impact, priority)
    return written


def _said_before(desk: Desk, ticket: Ticket) -> list[str]:
    """What stands on the ticket already, and so may come back in a quotation."""
    said = [str(entry.facts["text"]) for entry in desk.journal.of(ticket.number) if entry.facts.get("text")]
    return [*said, *(answer for answer in ticket.answers.values() if isinstance(answer, str))]
