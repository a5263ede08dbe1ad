"""Read letters: each that was kept is taken up, and becomes something together with the mark that it did, or is listed to staff."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from domain.letters import Letter, LetterState
from domain.people import Speaker
from domain.ports import Desk
from domain.usecases.keep_letter import fail
from domain.usecases.receive_letter import Held, Joined, Received, Registered, receive_letter

MOST = 5
"""So often a letter is taken up before it is given up: it may be what the desk dies of."""
UNREADABLE, NO_SENDER, MISTAKE = "unreadable", "no_sender", "mistake"
"""Why a letter that is kept could not be taken in: its reader gave up, nobody can be answered, or the desk made a mistake."""


def waiting_letters(desk: Desk, but: Collection[str] = (), limit: int = 20) -> list[str]:
    """The ids of letters that nobody has read yet, in the order they came, without those that rest."""
    found = desk.letters.waiting(limit + len(but))
    return [letter.id for letter in found if letter.id not in but][:limit]


def take_up(desk: Desk, *, letter_id: str) -> Letter | None:
    """Count an attempt and return the letter; None if there is nothing to do: it is done, erased, or given up now."""
    letter = _waiting(desk, letter_id)
    if letter is None:
        return None
    if letter.attempts >= MOST:
        fail(desk, letter, MISTAKE)
        return None
    letter.attempts += 1
    return letter


def give_up(desk: Desk, *, letter_id: str, why: str, problems: Collection[str] = ()) -> None:
    """It cannot be taken in: staff get it as it is."""
    letter = _waiting(desk, letter_id)
    if letter is not None:
        letter.problems = list(problems)
        fail(desk, letter, why)


def note_letter(desk: Desk, *, letter_id: str, outcome: str, seen: dict[str, Any]) -> None:
    """It needs no more than to be noted, such as an automatic one. `seen`: what was read of it, by `Letter`'s names."""
    letter = _waiting(desk, letter_id)
    if letter is not None:
        _done(letter, outcome, seen)


def take_in_letter(
    desk: Desk, *, letter_id: str, by: Speaker, seen: dict[str, Any], facts: dict[str, Any]
) -> Received | None:
    """`receive_letter` with these facts, and the mark that it is done, together or not at all. None: it is not waiting any more."""
    kept = _waiting(desk, letter_id)
    if kept is None:
        return None
    received = receive_letter(desk, by=by, received_at=kept.received_at, **facts)
    _done(kept, type(received).__name__.lower(), seen)
    match received:
        case Joined(ticket) | Registered(ticket, _):
            kept.ticket, kept.person_id = ticket.number, ticket.requester_id
        case Held(draft):
            kept.person_id = draft.person_id
    return received


def _waiting(desk: Desk, letter_id: str) -> Letter | None:
    letter = desk.letters.get(letter_id)
    return letter if letter is not None and letter.state is LetterState.WAITING else None


def _done(letter: Letter, outcome: str, seen: dict[str, Any]) -> None:
    for name in ("kind", "author", "subject", "message_id", "problems"):
        setattr(letter, name, seen.get(name, getattr(letter, name)))
    letter.state, letter.outcome = LetterState.DONE, outcome
