"""Staff letter: an agent's answer to a letter of the desk is carried out as if they had done it in the chat; in doubt nothing is.

It counts if it comes to the address that was signed for this agent, this ticket and this mailbox, from that mailbox, and the
own mail server vouches for that. What is not carried out is held for staff to see, and the agent is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain.cards import mask
from domain.customers import same_address
from domain.draft import Attachment
from domain.incoming import Doubt, Incoming
from domain.notices import Code, Notice
from domain.people import Agent, Place, Speaker
from domain.ports import Desk
from domain.staff_address import is_theirs, read_staff_address
from domain.staff_words import Meant, Move, Unclear, meant
from domain.ticket import Ticket
from domain.usecases.answered_letter import MOST, found, what_it_answers
from domain.usecases.ask import ask
from domain.usecases.complete import complete, complete_with_last_answer
from domain.usecases.fate import mark_sent, posted
from domain.usecases.hold_letter import Held, hold
from domain.usecases.letter_files import DAY, enter_files, kept, noted, refused
from domain.usecases.promise import promise
from domain.usecases.reply import note, reply
from domain.usecases.staff_mail import FILES_REFUSED, UNCLEAR, mailbox_of, works_on
from domain.usecases.staff_place import chat_of, staff_chats
from domain.usecases.take import take
from domain.usecases.telling import MAIL, tell_agent, tell_person, tell_staff

BY_STAFF = "by_staff"
"""What became of a letter, by the register's word: an agent's, carried out."""
REFUSED = "refused"
"""Why it was not, where a rule forbids it."""
SHOWN = 4000
"""Characters of an agent's words that are sent back to them."""


@dataclass(frozen=True)
class ByStaff:
    """It was carried out. `entry`: the first that it wrote."""

    ticket: Ticket
    entry: int


@dataclass(frozen=True)
class _Answers:
    """What it is for, as far as that is known. `why`: what speaks against it."""

    ticket: Ticket | None
    agent: Agent | None = None
    address: str = ""
    why: Doubt | None = None


def staff_letter(
    desk: Desk,
    *,
    said: Incoming,
    received_at: datetime,
    letter: Mapping[str, Any],
    refusal: Mapping[str, str] | None = None,
) -> ByStaff | Held | None:
    """Carry it out; None: it answers no letter to staff. Raises what the move raises; then nothing has happened, and it is
    handed in once more with the `refusal` in words, by language, for its writer."""
    addressed = [one for one in map(read_staff_address, said.to) if one][:MOST]
    if not (addressed or _answers_ours(desk, said)) or what_it_answers(desk, said).token:
        return None
    by = replace(said.by, said_at=min(received_at, desk.now()))
    answers = _judged(desk, said, addressed)
    if answers.why is not None or answers.ticket is None or answers.agent is None:
        return _held(desk, by, letter, answers)
    words = mask(said.text) if desk.regulation.demand("cards") is not None else said.text
    wants = meant(words)
    if refusal is not None or isinstance(wants, Unclear):
        why = REFUSED if refusal is not None else str(wants)
        _not_understood(desk, answers, words, why, refusal or {})
        return hold(desk, by, letter, Doubt.STAFF_UNCLEAR, number=answers.ticket.number)
    return _done(desk, answers.ticket, answers.agent, _as_agent(by, answers), wants, said, str(letter["id"]))


def is_to_staff(desk: Desk, said: Incoming) -> bool:
    """Whether it answers a letter to an agent, or seems to."""
    return any(map(read_staff_address, said.to)) or bool(_answers_ours(desk, said))


def _answers_ours(desk: Desk, said: Incoming) -> str:
    """The number of the ticket of the letter to staff that it answers; empty if it answers none."""
    for one in said.answers[:MOST]:
        for delivery in desk.deliveries.by_remote(MAIL, one):
            if delivery.code is Code.STAFF_LETTER and delivery.ticket:
                return delivery.ticket
    return ""


def _judged(desk: Desk, said: Incoming, addressed: list[tuple[str, str]]) -> _Answers:
    """Whose word it is on what, and what speaks against taking it for that."""
    number = addressed[0][0] if addressed else _answers_ours(desk, said)
    about = found(desk, number)
    if not desk.staff.mail:
        return _Answers(about, why=Doubt.STAFF_OFF)
    for number, sign in addressed:
        ticket = found(desk, number)
        for agent, address in _at(desk, said.by.address) if ticket else ():
            if is_theirs(desk.tokens, number, agent.person_id, address, sign):
                return _Answers(ticket, agent, address, _against(desk, said, ticket, agent))
    theirs = next((agent for agent, _ in _at(desk, said.by.address)), None)
    return _Answers(about, theirs, why=Doubt.STAFF_SIGN)


def _against(desk: Desk, said: Incoming, ticket: Ticket | None, agent: Agent) -> Doubt | None:
    """What speaks against an agent's letter, though it came to the address that was made for them."""
    if not said.trusted:
        return Doubt.STAFF_UNSURE
    if said.doubt and said.doubt != Doubt.SPAM:  # a filter errs; the address was sent to nobody else
        return Doubt(said.doubt)
    if ticket is None or works_on(desk, ticket, agent.person_id) is None:
        return Doubt.STAFF_LEFT
    if not ticket.is_open:
        return Doubt.STAFF_CLOSED
    twice = said.message_id and desk.letters.by_message_id(said.message_id)
    return Doubt.STAFF_TWICE if twice and any(one.outcome == BY_STAFF for one in twice) else None


def _at(desk: Desk, address: str) -> Iterator[tuple[Agent, str]]:
    """Who of staff, also of those who have left, gets letters at this address."""
    for chat in staff_chats(desk):
        for agent in (*desk.people.agents(chat), *desk.people.once_agents(chat)):
            theirs = mailbox_of(desk, agent.person_id)
            if same_address(theirs, address):
                yield agent, theirs


def _as_agent(by: Speaker, answers: _Answers) -> Speaker:
    """Who speaks, as if in the group that works on the ticket, and by letter."""
    assert answers.agent is not None
    return replace(by, place=Place(MAIL, answers.agent.chat), address=answers.address, name=answers.agent.name)


def _done(
    desk: Desk, ticket: Ticket, agent: Agent, by: Speaker, wants: Meant, said: Incoming, letter_id: str
) -> ByStaff:
    """The use cases behind the buttons do it, and staff see in their group what was written."""
    number, before, since = ticket.number, posted(desk, ticket.number), ticket.entries
    by = replace(by, place=Place(MAIL, chat_of(desk, ticket)))
    # What a note or a date came with stays with the letter: a file of the ticket could be seen by the requester.
    wordy = wants.move in (Move.NOTE, Move.TAKE, Move.PROMISE)
    files = [] if wordy else _files(desk, ticket, agent, by, said, letter_id)
    left = [one.name for one in said.files] if wordy else []
    ids, text = [one.id for one in kept(files)], wants.text
    match wants.move:
        case Move.NOTE:
            note(desk, by=by, number=number, text=text)
        case Move.TAKE:
            take(desk, by=by, number=number)
        case Move.ASK:
            ask(desk, by=by, number=number, question=text, files=ids)
        case Move.COMPLETE if not text:
            complete_with_last_answer(desk, by=by, number=number)
        case Move.COMPLETE:
            complete(desk, by=by, number=number, text=text, files=ids)
        case Move.PROMISE:
            promise(desk, by=by, number=number, text=text)
        case Move.ANSWER:
            reply(desk, by=by, number=number, text=text, files=ids)
    if wants.move is not Move.TAKE:
        facts = {"move": str(wants.move), "text": text, "by": agent.name, "files": [one.name for one in kept(files)]}
        facts |= {"left": left} if left else {}
        tell_staff(desk, ticket, Notice(Code.STAFF_WROTE, facts), mark=letter_id)
    if wants.move in (Move.ASK, Move.ANSWER, Move.PROMISE) or (wants.move is Move.COMPLETE and text):
        mark_sent(desk, by, agent, ticket, "reply" if wants.move is Move.ANSWER else str(wants.move), before)
    problems = refused(files)
    if problems or left:
        told = {"refused": problems, "left": left}
        tell_agent(desk, ticket, agent.person_id, FILES_REFUSED, told, mark=letter_id)
    return ByStaff(ticket, since + 1)


def _files(desk: Desk, ticket: Ticket, agent: Agent, by: Speaker, said: Incoming, letter_id: str) -> list[Attachment]:
    """What came with it, as staff's own."""
    files = enter_files(desk, by, desk.people.get(agent.person_id), ticket, noted(said.files), letter_id)
    for file in files:
        file.by_staff = True
    return files


def _not_understood(desk: Desk, answers: _Answers, words: str, why: str, refusal: Mapping[str, str]) -> None:
    """Tell its writer by letter, with all that they wrote; once a day on a ticket, and after that in the chat."""
    assert answers.ticket is not None
    assert answers.agent is not None
    ticket, person_id = answers.ticket, answers.agent.person_id
    letters = (one for one in desk.outbox.of(ticket.number) if one.code is Code.STAFF_LETTER)
    told = (one for one in letters if one.facts["what"] == UNCLEAR and one.facts["agent"] == person_id)
    if any(desk.wall() - one.created < DAY for one in told):
        _tell_in_chat(desk, ticket, person_id, Doubt.STAFF_UNCLEAR)
    else:
        facts = {"why": str(why), "refusal": dict(refusal), "text": words[:SHOWN]}
        tell_agent(desk, ticket, person_id, UNCLEAR, facts, mark=str(desk.wall()))


def _held(desk: Desk, by: Speaker, letter: Mapping[str, Any], answers: _Answers) -> Held:
    """Nothing is done; staff see it, and the agent whose address stands in it is told."""
    ticket, why = answers.ticket, answers.why or Doubt.STAFF_SIGN
    if ticket is not None and answers.agent is not None and works_on(desk, ticket, answers.agent.person_id):
        _tell_in_chat(desk, ticket, answers.agent.person_id, why)
    return hold(desk, by, letter, why, number=ticket.number if ticket else "")


def _tell_in_chat(desk: Desk, ticket: Ticket, person_id: str, why: Doubt) -> None:
    """In private, once a day on a ticket."""
    person, day = desk.people.get(person_id), desk.now().astimezone(desk.regulation.zone).date()
    if person.chat:
        key = f"{Code.STAFF_MAIL}:{ticket.number}:{person_id}:{day.isoformat()}"
        tell_person(desk, person, Notice(Code.STAFF_MAIL, {"why": str(why), "number": ticket.number}), key=key)
