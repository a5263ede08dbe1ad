"""Correct: staff edited a message of theirs. What had gone out is corrected where it stands; the journal keeps both versions."""

from __future__ import annotations

from dataclasses import dataclass

from domain.effort import COUNTED, accounted, split
from domain.internal import Called, why_internal, without_mark
from domain.journal import Audience, Entry, EntryKind
from domain.links import find_link
from domain.notices import Code, Fate, Parcel
from domain.people import Speaker
from domain.ports import Desk, Utterance
from domain.refusals import NoLink
from domain.ticket import Ticket
from domain.usecases.among_staff import colleagues
from domain.usecases.efforts import set_effort
from domain.usecases.fate import mark_sent, posted
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.revise import same_words
from domain.usecases.telling import MAIL, SECOND, refresh_card, tell_holder

RESTS = {MAIL: 180.0}
"""Seconds that a correction waits for the next one: who corrects once mostly corrects twice, and a letter cannot be taken back."""
IN_PLACE = 2.0
CORRECTABLE = frozenset({EntryKind.ANSWER, EntryKind.QUESTION, EntryKind.COMPLETED})
"""What is words and nothing else; a date, a price or an addressee that was read out of them is not told anew by an edit."""
SAYS = frozenset({Code.ANSWER, Code.QUESTION, Code.SECRET_ASKED, Code.COMPLETED})


@dataclass(frozen=True)
class Corrected:
    """The requester gets the new words; what becomes of that is told through the outbox."""

    ticket: Ticket


@dataclass(frozen=True)
class NoteCorrected:
    """The note has both versions. `stays`: it no longer looks like one, and is one all the same."""

    ticket: Ticket
    stays: bool


@dataclass(frozen=True)
class Sent:
    """It was made internal by the edit, and has gone out: that cannot be undone, and the record stays."""

    ticket: Ticket


@dataclass(frozen=True)
class TooLate:
    """The ticket is closed: its record does not change."""

    ticket: Ticket


@dataclass(frozen=True)
class Again:
    """More than words went out with it, or files: the move has to be made again."""

    ticket: Ticket


Correction = Corrected | NoteCorrected | Sent | TooLate | Again


def is_on_record(desk: Desk, *, channel: str, chat: str, remote: str) -> bool:
    """Whether this message of somebody's went to a ticket."""
    utterance = desk.messages.find(channel, chat, remote)
    return utterance is not None and utterance.ticket is not None


def correct(desk: Desk, *, by: Speaker, text: str, called: Called, to_colleague: bool = False) -> Correction | None:
    """Take the new words of `by.message` to where the old ones went. None: nobody sees a difference. NotStaff; TooLong, NoLink."""
    agent = desk.people.agent(by)
    utterance = desk.messages.find(by.place.channel, by.place.chat, by.message)
    if utterance is None or utterance.ticket is None or utterance.person_id != agent.person_id:
        return None
    ticket = desk.tickets.get(utterance.ticket)
    latest, first = _entries(desk, utterance)
    if latest is None or first is None:
        return Again(ticket)
    internal = why_internal(text, called, colleagues(desk, agent), to_colleague=to_colleague)
    noted = first.kind is EntryKind.NOTE
    words, minutes = (without_mark(text), None) if noted else split(must_fit(text))
    if minutes is not None and first.kind in COUNTED:
        set_effort(desk, ticket, first.n, agent, by, accounted(ticket.regulation, minutes))
    if same_words(str(latest.facts.get("text", "")), words):
        return NoteCorrected(ticket, stays=True) if noted and internal is None else None
    if not ticket.is_open:
        return TooLate(ticket)
    actor = colleague(agent, by)
    if noted:
        entry = ticket.correct(desk.now(), actor, words, first.n, Audience.STAFF)
        utterance.entry = entry.n
        tell_holder(desk, ticket, entry)
        return NoteCorrected(ticket, stays=internal is None)
    if internal is not None:
        return Sent(ticket)
    if first.kind not in CORRECTABLE or first.facts.get("means"):
        return Again(ticket)
    if first.facts.get("article") and find_link(words) is None:
        raise NoLink
    entry = ticket.correct(desk.now(), actor, words, first.n)
    utterance.entry = entry.n
    tell_holder(desk, ticket, entry)
    before = posted(desk, ticket.number)
    first_told = _told(desk, utterance)
    if not _gathered(desk, ticket, first_told, words):
        late = _send(desk, ticket, first_told, words, entry, agent.name)
        mark_sent(desk, by, agent, ticket, "correct", before, late=late)
    refresh_card(desk, ticket)
    return Corrected(ticket)


def _entries(desk: Desk, utterance: Utterance) -> tuple[Entry | None, Entry | None]:
    """The entry that holds the words now, and the one that held them at first."""
    entries = {entry.n: entry for entry in desk.journal.of(utterance.ticket or "")}
    latest = entries.get(utterance.entry or 0)
    if latest is None or latest.kind is not EntryKind.EDITED:
        return latest, latest
    return latest, entries.get(latest.facts.get("of", 0))


def _told(desk: Desk, utterance: Utterance) -> list[Parcel]:
    """What went out with the message when it was written."""
    marks = (one for one in desk.outbox.of(utterance.ticket or "") if one.code is Code.FATE)
    mine = (one for one in marks if one.facts.get("message") == utterance.remote and one.address == utterance.chat)
    keys: list[str] = next((one.facts["parcels"] for one in mine if one.facts.get("move") != "correct"), [])
    return [parcel for key in keys if (parcel := desk.outbox.by_key(key)) and parcel.code in SAYS]


def _gathered(desk: Desk, ticket: Ticket, told: list[Parcel], text: str) -> bool:
    """Have the corrections that still wait tell the latest words. False: there are none for each channel it went by."""
    waiting = [one for one in desk.outbox.of(ticket.number) if one.code is Code.CORRECTED and one.fate is Fate.QUEUED]
    mine = [one for one in waiting if one.facts["corrects"] in {parcel.key for parcel in told}]
    out = {parcel.key for parcel in told if parcel.fate in (Fate.SENT, Fate.SENDING)}
    if not out or {one.facts["corrects"] for one in mine} != out:
        return False
    for one in [*mine, *told]:
        one.facts = {**one.facts, "text": text}
    return True


def _send(desk: Desk, ticket: Ticket, told: list[Parcel], text: str, entry: Entry, name: str) -> bool:
    """By each channel that the words went by. True: none had gone out yet, so that they do so corrected, and once."""
    wall, waiting = desk.wall(), desk.outbox.of(ticket.number)
    late = bool(told)
    for parcel in told:
        before = parcel.facts.get("text", "")
        queued = [p for p in waiting if p.fate is Fate.QUEUED and p.facts.get("corrects") == parcel.key]
        parcel.facts = {**parcel.facts, "text": text}
        if parcel.fate is Fate.QUEUED:
            continue
        late = False
        for one in queued:
            one.facts = {**one.facts, "text": text}
        if queued or parcel.fate not in (Fate.SENT, Fate.SENDING):
            continue
        desk.outbox.post(
            Parcel(
                key=f"{ticket.number}:{entry.n}:{Code.CORRECTED}:{parcel.key.split(':')[-2]}:{parcel.channel}",
                channel=parcel.channel,
                address=parcel.address,
                code=Code.CORRECTED,
                facts={"corrects": parcel.key, "text": text, "before": before, "by": name}
                | ({SECOND: True} if parcel.facts.get(SECOND) else {}),
                language=parcel.language,
                created=wall,
                due=wall + RESTS.get(parcel.channel, IN_PLACE),
                queue=f"{Code.CORRECTED}:{parcel.key}",
                ticket=ticket.number,
                entry=entry.n,
            )
        )
    return late
