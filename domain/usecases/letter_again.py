"""Letter again: one that came before in other bytes is the same letter, and becomes nothing more (see `bot.mail.repeats`)."""

from __future__ import annotations

from dataclasses import dataclass

from domain.incoming import Incoming
from domain.letters import Letter, LetterState
from domain.ports import Desk

BY_PEOPLE = frozenset({"letter", "reply"})
"""The kinds that are compared: what a program writes becomes nothing anyway."""
REPEAT = "repeat"
"""What became of a letter, by the register's word: nothing more, for it had come before."""
HELD = "held"
BECAME = frozenset({"registered", "joined", "outside", "released", "turned_away", "empty", HELD})
LONGEST = 1000
"""Characters of a header that are noted."""
MOST = 3
"""So many of the same name are compared; who uses one name for many letters gets each taken in."""


@dataclass(frozen=True)
class Compared:
    """With which letters one was compared, and the one that it repeats, if any."""

    others: frozenset[str] = frozenset()
    repeats: str = ""


def namesakes(desk: Desk, *, letter_id: str, said: Incoming) -> list[Letter]:
    """The latest letters with this Message-ID and this author that a letter might repeat.

    One that is held back is repeated by none that nothing speaks against.
    """
    if said.kind not in BY_PEOPLE or not said.message_id:
        return []
    found = [
        one
        for one in desk.letters.by_message_id(said.message_id[:LONGEST])
        if one.id != letter_id
        and one.state is LetterState.DONE
        and one.author == said.by.address.lower()[:LONGEST]
        and one.outcome in BECAME
        and one.sha256
        and (one.outcome != HELD or said.doubt)
    ]
    return found[-MOST:]


def as_repeat(desk: Desk, letter: Letter, first_id: str) -> bool:
    """Note with a letter what the first one became, so that it is erased together with it. False: that is gone meanwhile."""
    first = desk.letters.get(first_id)
    if first is None or first.state is not LetterState.DONE:
        return False
    letter.ticket, letter.entry, letter.person_id = first.ticket, first.entry, first.person_id
    return True
