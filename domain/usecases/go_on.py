"""Go on: several messages that are one thing said: a long text that Telegram cut, or a burst of short ones.

A text goes on with the one before it if it was said before our answer to that one: whoever writes then has not seen the
next question. Telegram numbers all messages of a bot's private chats in one row, ours and theirs, so that this is told
by numbers, and by no clock. A part that is nearly as long as a message can be goes on even past our answer, for a moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from domain.answers import utf16_length
from domain.draft import Conversation, Draft, DraftKind
from domain.journal import EntryKind
from domain.people import Person, Speaker
from domain.ports import Desk, Utterance
from domain.refusals import WrongAnswer
from domain.ticket import Ticket
from domain.usecases.dispute import dispute
from domain.usecases.meeting import awaiting, conversation, own_ticket
from domain.usecases.rate import comment
from domain.usecases.say import say
from domain.usecases.topics import topic_at
from domain.usecases.uttered import CAPTION, of_step, utter

MESSAGE = 4096
"""UTF-16 units that a message of Telegram's holds; its clients cut what is longer."""
LONG_PART = 3900
"""A text of so many units may have been cut: there was no blank to cut at further on."""
MOST_PIECES = 20
"""So many messages of a burst are read as one text."""
SOON = timedelta(seconds=3)
"""So soon after a long part its rest arrives; by Telegram's own clock, which tells whole seconds."""


@dataclass(frozen=True)
class Unfit:
    """A text that is no answer as it stands. It is kept for a moment: what is said next may go on with it."""

    person: Person
    wrong: WrongAnswer


@dataclass(frozen=True)
class More:
    """The words went on with what was said just before, to the same place. `talk`: what is asked, where that is not in sight.
    `ticket`: the one they were added to, if that is where it is."""

    person: Person
    talk: Conversation | None = None
    ticket: Ticket | None = None


def goes_on_with(
    desk: Desk, by: Speaker, person: Person, before: Utterance | None, answered: int | None
) -> Utterance | None:
    """`before`, the last message in the chat, if this one goes on with it. `answered`: the number of our last one, if known."""
    if before is None or before.person_id != person.id or before.step == CAPTION:
        return None
    if not (before.remote.isdecimal() and by.message.isdecimal()) or int(by.message) <= int(before.remote):
        return None
    earlier, now = int(before.remote), int(by.message)
    unanswered = answered is not None and (answered < earlier or answered > now)
    return before if now == earlier + 1 or unanswered or is_cut(desk, before, by) else None


def said_elsewhere(desk: Desk, by: Speaker, before: Utterance) -> bool:
    """Whether it was said in another ticket's topic, or in none while this is said in one."""
    draft = desk.drafts.get(before.draft_id) if before.draft_id else None
    number = before.ticket or (draft.ticket if draft else None)
    topic = desk.topics.of(by.place.channel, by.place.chat, number) if number else None
    here = topic_at(desk, by.place)
    return (topic and topic.ticket) != (here and here.ticket)


def is_cut(desk: Desk, before: Utterance, by: Speaker) -> bool:
    """Whether this is the rest of a text that Telegram cut."""
    return by.said_at - before.at <= SOON and utf16_length(words_of(desk, before)) >= LONG_PART


def words_of(desk: Desk, utterance: Utterance) -> str:
    """What a message said, as it is kept; empty if that is not known of it alone."""
    if utterance.ticket is None:
        return utterance.said
    if utterance.entry is None:
        return ""
    entry = next((e for e in desk.journal.of(utterance.ticket) if e.n == utterance.entry), None)
    if entry is None:
        return ""
    if "answers" in entry.facts:
        return str(entry.facts["answers"].get(utterance.step, "")) if utterance.step else ""
    return str(entry.facts.get("text", ""))


def pieces(desk: Desk, by: Speaker, person: Person, number: str) -> list[Utterance]:
    """What was said on a ticket right before this message, one message after the other without anything between; in order."""
    place, found = by.place, list[Utterance]()
    remote = int(by.message) - 1 if by.message.isdecimal() else 0
    while len(found) < MOST_PIECES:
        one = desk.messages.find(place.channel, place.chat, str(remote))
        if one is None or one.person_id != person.id or one.ticket != number or one.entry is None:
            break
        found.append(one)
        remote -= 1
    return found[::-1]


def together(texts: list[str]) -> str:
    """Several messages as one text: parts of a cut text are joined where they were cut, others stand on lines of their own."""
    whole = ""
    for n, text in enumerate(texts):
        if n:
            before = texts[n - 1]
            cut = utf16_length(before) >= LONG_PART
            mended = "" if utf16_length(before) >= MESSAGE else " "
            whole += mended if cut and "\n" not in before else "\n"
        whole += text
    return whole


def go_on(
    desk: Desk, by: Speaker, person: Person, draft: Draft | None, before: Utterance, text: str
) -> Conversation | More | Unfit | None:
    """Take a text to where the message before it went: a long answer of the same draft, or a ticket.

    None: it is something of its own. Raises WrongAnswer if the answer would be too long with it: then it stays as it was.
    """
    if draft is not None and before.draft_id == draft.id:
        return _answer(desk, by, person, draft, before, text)
    if before.draft_id or before.ticket is None:
        return None
    ticket = own_ticket(desk, person, before.ticket)
    if ticket.is_open:
        return More(person, ticket=say(desk, by=by, person=person, ticket=ticket, text=text))
    last = next((e for e in desk.journal.of(ticket.number) if e.n == before.entry), None)
    if last is None or last.kind is not EntryKind.RATED:
        return None
    awaited = awaiting(desk, by, person, ticket.number, DraftKind.COMMENT)
    comment(desk, by=by, person=person, draft=awaited, text=text)
    return More(person)


def _answer(
    desk: Desk, by: Speaker, person: Person, draft: Draft, before: Utterance, text: str
) -> Conversation | More | Unfit | None:
    """More of the answer to a question that takes a long one, even where the next question is open already."""
    step, cut = before.step, is_cut(desk, before, by)
    said = together([*(utterance.said for utterance in of_step(desk, draft, step)), text])
    if draft.kind is DraftKind.ARGUMENT:
        utter(desk, by, person, draft=draft, step=step, said=text)
        try:
            dispute(desk, by=by, person=person, draft=draft, argument=said)
        except WrongAnswer as wrong:
            return Unfit(person, wrong)
        return More(person)
    field = next((f for f in desk.regulation.fields if f.key == step), None)
    if draft.kind is not DraftKind.INTAKE or field is None or (field.kind != "long" and not cut):
        return None
    still_asked = draft.awaits(desk.regulation, person) == step
    try:
        answer = field.accept(said)
    except WrongAnswer as wrong:
        if not (still_asked or cut):
            raise
        utter(desk, by, person, draft=draft, step=step, said=text)
        return Unfit(person, wrong)
    utter(desk, by, person, draft=draft, step=step, said=text)
    if still_asked:
        draft.put(step, answer)
        return conversation(desk, person, draft)
    draft.answers = {**draft.answers, step: answer}
    return More(person, conversation(desk, person, draft) if cut else None)
