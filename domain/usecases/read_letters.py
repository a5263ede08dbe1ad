"""Read letters: each that was kept is taken up in its turn, or given up and listed to staff. What it becomes: `letter_came`."""

from __future__ import annotations

from collections.abc import Collection

from domain.letters import Letter, LetterState
from domain.ports import Desk
from domain.usecases.keep_letter import fail

MOST = 8
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


def _waiting(desk: Desk, letter_id: str) -> Letter | None:
    letter = desk.letters.get(letter_id)
    return letter if letter is not None and letter.state is LetterState.WAITING else None
