"""Receive a letter: it joins its request, becomes a new one, is held back for staff, or is told why it is none (barier 4.1, 7.3, 7.7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain.cards import mask
from domain.courtesy import courtesy
from domain.form import Names
from domain.incoming import MOST_CC, MOST_QUOTED, MOST_TEXT, Doubt, Incoming
from domain.notices import Code, Notice, Parcel
from domain.people import Speaker
from domain.ports import Desk
from domain.replied import facts_of_reply
from domain.usecases.answered_letter import Answers, what_it_answers
from domain.usecases.block import is_blocked
from domain.usecases.dead_addresses import revive
from domain.usecases.floods import DAY, TICKETS_A_DAY
from domain.usecases.hold_letter import Held, hold, is_door, no_door, relate
from domain.usecases.join_letter import Joined, join_from_outside, join_letter
from domain.usecases.letter_files import noted
from domain.usecases.register_letter import Registered, customer_of_letter, register_letter
from domain.usecases.telling import MAIL, tell_address, tell_by_letter

REGISTERED = "registered"
"""What became of a letter, by the register's word: a new request."""


@dataclass(frozen=True)
class TurnedAway:
    """It is not registered, and its sender is told so, at most once a day."""


@dataclass(frozen=True)
class Empty:
    """It says nothing, and its sender is told so, at most once a day."""


Received = Joined | Registered | Held | TurnedAway | Empty


def receive_letter(desk: Desk, *, said: Incoming, received_at: datetime, names: Names, letter_id: str = "") -> Received:
    """Take a person's letter in. `received_at` (UTC) is when our mail server accepted it; it is the receipt.

    A letter that replies to a ticket is added to it if its sender takes part there. A stranger's is a letter like any other,
    and staff see what it seems to be about; the stranger hears nothing of that.
    """
    said = _fitting(desk, said)
    by = replace(said.by, said_at=min(received_at, desk.now()))
    found = what_it_answers(desk, said)
    ticket, letter = found.ticket, facts_of(said, by, letter_id) | {"form": _has_our_form(desk, said)}
    # A filter errs; the reply address was sent to nobody else.
    doubt = "" if found.token and said.doubt == Doubt.SPAM else said.doubt
    if found.token or said.trusted:
        revive(desk, by.address)  # somebody writes from there, whatever a bounce, true or made up, has said
    if ticket is not None and not doubt and (joined := _joined(desk, by, found, said, names, letter_id)):
        return joined
    if doubt or found.removed:
        return hold(desk, by, letter, Doubt(doubt or Doubt.REMOVED), number=ticket.number if ticket else "")
    if ticket is not None and is_door(desk):
        if not found.outside and (found.token or said.trusted):
            if courtesy(said.text) and not said.files:
                return Joined(ticket)  # nobody need answer «спасибо», and a closed record does not change
            tell_by_letter(desk, ticket, Notice(Code.CAME_LATE))
        return hold(desk, by, letter, Doubt.CLOSED, closed=ticket.number)
    if not is_door(desk):
        _turn_away(desk, by, said)
        return TurnedAway()
    if said.trusted and _is_blocked(desk, by, said):
        return TurnedAway()
    if not said.text.strip() and not said.subject.strip() and not said.files and not letter["form"]:
        _answer_once(desk, by, Code.EMPTY_LETTER, facts_of_reply(said))
        return Empty()
    if _is_suspended(desk, by, said):
        return hold(desk, by, letter, Doubt.SUSPENDED)
    if desk.letters.became(by.address.lower(), REGISTERED, desk.now() - DAY) >= TICKETS_A_DAY:
        return hold(desk, by, letter, Doubt.MANY)
    revive(desk, by.address)  # else a new request could not even be confirmed
    registered = register_letter(desk, by, letter, names)
    if found.linked is not None:
        relate(desk, registered.ticket, found.linked)
    return registered


def facts_of(said: Incoming, by: Speaker, letter_id: str) -> dict[str, Any]:
    """What is noted of a letter until it is a request."""
    return {
        "id": letter_id,
        "subject": said.subject,
        "text": said.text,
        "quoted": said.quoted,
        "cc": [list(one) for one in said.cc],
        "files": noted(said.files),
        "received_at": by.said_at.isoformat(),
        "trusted": said.trusted,
    }


def _fitting(desk: Desk, said: Incoming) -> Incoming:
    """Cut to what the register holds, the letter itself is kept whole; without numbers of bank cards, where the regulation wants that."""
    hides = desk.regulation.demand("cards") is not None
    text, quoted = said.text.strip(), said.quoted[:MOST_QUOTED]
    if len(text) > MOST_TEXT:
        text = text[:MOST_TEXT].rstrip() + " …"
    if hides:
        text, quoted = mask(text), mask(quoted)
    subject = " ".join(said.subject.split())[:1000]
    return replace(said, text=text, quoted=quoted, subject=mask(subject) if hides else subject, cc=said.cc[:MOST_CC])


def _has_our_form(desk: Desk, said: Incoming) -> bool:
    """Whether it answers the letter on no ticket that asks for a form to be filled in."""
    named = (one for remote in said.answers[:1] for one in desk.deliveries.by_remote(MAIL, remote))
    return any(one.code is Code.EMPTY_LETTER for one in named)


def _joined(desk: Desk, by: Speaker, found: Answers, said: Incoming, names: Names, letter_id: str) -> Joined | None:
    """Where it replies to a ticket that its sender takes part in; None: the ticket is closed."""
    assert found.ticket is not None
    if found.outside:
        return join_from_outside(desk, by, found.ticket, said, letter_id=letter_id)
    return join_letter(desk, by, found.ticket, said, names, token=found.token, letter_id=letter_id)


def _is_blocked(desk: Desk, by: Speaker, said: Incoming) -> bool:
    """Whether its sender is blocked; then they are told so once more, and nothing is registered."""
    person = desk.people.by_address(MAIL, by.address)
    if person is None or not is_blocked(desk, person) or person.blocked_until is None:
        return False
    facts = {"until": person.blocked_until.isoformat(), "text": person.blocked_for} | facts_of_reply(said)
    key = f"{Code.BLOCKED}:{person.id}:{_day(desk, by)}:{MAIL}"
    tell_address(desk, person, by.address, Notice(Code.BLOCKED, facts), key=key)
    return True


def _is_suspended(desk: Desk, by: Speaker, said: Incoming) -> bool:
    """Whether nothing new of theirs is registered, where the regulation knows that; staff see the letter."""
    if not said.trusted or desk.regulation.demand("suspension") is None:
        return False
    person = desk.people.by_address(MAIL, by.address)
    if person is not None and person.suspended_at:
        return True
    organization = customer_of_letter(desk, by, person, trusted=True)
    return organization is not None and organization.suspended_at is not None


def _turn_away(desk: Desk, by: Speaker, said: Incoming) -> None:
    """Say that it is not registered and how a request is made; one such answer per address and day of the regulation's zone."""
    facts = {"clause": no_door(desk.regulation)} | facts_of_reply(said)
    _answer_once(desk, by, Code.NOT_REGISTERED, facts)


def _answer_once(desk: Desk, by: Speaker, code: Code, facts: dict[str, Any]) -> None:
    """One automatic answer on no ticket to an address a day: two robots must not write to each other."""
    wall, key = desk.wall(), f"{Code.NOT_REGISTERED}:{by.address.casefold()}:{_day(desk, by)}"
    desk.outbox.post(Parcel(key, MAIL, by.address, code, facts, by.language, wall, wall))


def _day(desk: Desk, by: Speaker) -> str:
    return by.said_at.astimezone(desk.regulation.zone).date().isoformat()
