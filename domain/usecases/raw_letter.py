"""Raw letter: staff get a letter of a ticket as it came, and bring in who got a copy of it."""

from __future__ import annotations

from domain.customers import same_address
from domain.incoming import CC, MOST_CC, Incoming
from domain.journal import EntryKind
from domain.letters import Letter, LetterState
from domain.notices import Code, Notice
from domain.participants import Participant
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, WrongState
from domain.ticket import WORKABLE, Ticket
from domain.usecases.answered_letter import parties
from domain.usecases.letter_again import REPEAT
from domain.usecases.meeting import colleague
from domain.usecases.telling import refresh_card, tell_requester, tell_staff, tell_staff_room

MOST = 5
"""Letters that one press brings, and copies that have a button."""


def shown_letters(desk: Desk, ticket: Ticket) -> list[Letter]:
    """The latest letters that went to a ticket and are kept still."""
    found = (one for one in desk.letters.of(ticket.number) if one.sha256 and one.state is LetterState.DONE)
    kept = [one for one in found if one.outcome != REPEAT]
    return kept[-MOST:]


def post_letters(desk: Desk, *, by: Speaker, number: str, key: str) -> Ticket:
    """«Письмо целиком»: they come into the group as documents. NotStaff, NotYours; NothingToAnswer if there is none any more."""
    desk.people.agent(by)
    ticket = desk.tickets.get(number)
    letters = shown_letters(desk, ticket)
    if not letters:
        raise NothingToAnswer
    for letter in letters:
        tell_staff(desk, ticket, Notice(Code.RAW_LETTER, {"letter": letter.id}), mark=f"{letter.id}:{key}")
    return ticket


def post_held(desk: Desk, *, by: Speaker, letter_id: str, key: str) -> None:
    """The same of a letter that was held back, or could not be taken in. NotStaff; NothingToAnswer if it is gone."""
    desk.people.agent(by)
    letter = desk.letters.get(letter_id)
    failed = letter is not None and letter.state is LetterState.FAILED
    if letter is None or not letter.sha256 or not (failed or letter.outcome in ("held", "released")):
        raise NothingToAnswer
    if failed:
        tell_staff_room(
            desk, Notice(Code.RAW_HELD, {"letter": letter.id}), key=f"{Code.LETTER_UNREAD}:{letter.id}:{key}"
        )
        return
    drafts = desk.drafts.of_person(letter.person_id or "")
    draft = next((one for one in drafts if one.answers.get("id") == letter.id), None)
    # Under the draft's name, by which what was shown of it is found when it is to be erased.
    name = f"{Code.LETTER_HELD}:{draft.id if draft else letter.id}:{key}"
    tell_staff_room(desk, Notice(Code.RAW_HELD, {"letter": letter.id}), key=name)


def copies(desk: Desk, ticket: Ticket) -> list[tuple[int, str, str]]:
    """Who got a copy of its requester's letters, and does not take part: place, address and name."""
    if ticket.status not in WORKABLE:
        return []
    known = parties(desk, ticket)
    found = []
    for n, line in enumerate(ticket.answers.get(CC, "").split("\n")):
        address, _, name = line.partition(" ")
        if address and not any(same_address(one, address) for one in known):
            found.append((n, address, name))
    return found[:MOST]


def note_copies(desk: Desk, ticket: Ticket, said: Incoming) -> None:
    """Who gets a copy of a later letter of its requester's: shown beside those of the first one."""
    known = [*parties(desk, ticket), *(line.partition(" ")[0] for line in ticket.answers.get(CC, "").splitlines())]
    new = [one for one in said.cc if not any(same_address(one[0], address) for address in known)]
    if new:
        lines = [*ticket.answers.get(CC, "").splitlines(), *(" ".join(filter(None, one)) for one in new)]
        ticket.answers = {**ticket.answers, CC: "\n".join(lines[:MOST_CC])}


def bring_in_copy(desk: Desk, *, by: Speaker, number: str, n: int) -> Ticket:
    """Who got a copy takes part from now on: their letters on it are read there, and they are sent what staff send them.

    NotStaff, NotYours, WrongState once completed; NothingToAnswer if there is no such one.
    """
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    if ticket.status not in WORKABLE:
        raise WrongState(status=ticket.status, move="involve")
    address, name = next(((a, who) for at, a, who in copies(desk, ticket) if at == n), ("", ""))
    if not address:
        raise NothingToAnswer
    desk.participants.add(Participant(number, address, name, desk.now()))
    facts = {"address": address, "name": name, "text": "", "copied": True}
    entry = ticket.record(desk.now(), EntryKind.PARTICIPANT, facts, colleague(agent, by))
    tell_requester(desk, ticket, Notice(Code.INVOLVED, {"address": address, "name": name}), entry)
    refresh_card(desk, ticket)
    return ticket
