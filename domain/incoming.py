"""Incoming: what was read of a letter, as far as the rules mind it: who writes, to whom, what it answers, and what came with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.parting.words import language_of
from domain.people import Speaker

CC = "cc"
"""Among a ticket's answers: who got a copy of its requester's letters, an address and a name a line; staff see it."""
QUOTED = "quoted"
"""Among a ticket's answers: what that letter quoted; staff can unfold it."""
SEVERAL = "several"
"""In the entry of a registration: the parts of a letter that seem to be problems of their own."""
MOST_TEXT = 18_000
"""Characters of a letter's words that go into the register; the letter itself is kept whole."""
MOST_QUOTED = 6_000
MOST_CC = 20
TELLING, NAMES = 3, 5
"""Words of a letter that are enough to tell its language by; one Kazakh word in more than so many is a name."""
_WORD = re.compile(r"[^\W\d_]{2,30}")


def spoken(text: str) -> str:
    """The language that a letter is written in, and so is answered in; the usual one where its few words do not tell."""
    words = _WORD.findall(text[:MOST_TEXT])
    if len(words) < TELLING:
        return Speaker.language
    found = language_of(text)
    kazakh = sum(language_of(word) == "kk" for word in words)
    return "ru" if found == "kk" and kazakh * NAMES < len(words) else found


class Doubt(StrEnum):
    """Why a letter is held back and listed to staff. Values are stored."""

    SPAM = "spam"
    """A filter of the own server's marked it."""
    OWN_NAME = "own_name"
    """It says that it is from our own domain, and our server does not vouch for that."""
    AUTHORS = "authors"
    """It names several authors."""
    MANY = "many"
    """One letter after the other becomes a request: a robot, or somebody who means harm."""
    SEALED = "sealed"
    """It is encrypted, so that nobody can read it here."""
    CLOSED = "closed"
    """It is on a ticket that is closed."""
    REMOVED = "removed"
    """Its sender was brought in to a ticket once, and takes part no more."""
    SUSPENDED = "suspended"
    """Nothing new of its sender, or their customer, is registered."""
    STAFF_OFF = "staff_off"
    """It went to an agent's signed address, and staff do not act by mail here."""
    STAFF_SIGN = "staff_sign"
    """The same, and that address was not made for its sender, or they want no letters any more."""
    STAFF_UNSURE = "staff_unsure"
    """It says that it is from the agent, and our server does not vouch for that."""
    STAFF_LEFT = "staff_left"
    """It is from somebody who does not work on that ticket any more."""
    STAFF_CLOSED = "staff_closed"
    """It is from the agent, on a ticket that is closed."""
    STAFF_TWICE = "staff_twice"
    """It is a letter that was carried out before, brought once more."""
    STAFF_UNCLEAR = "staff_unclear"
    """It is from the agent, and what it asks for was not understood, or cannot be done."""


@dataclass(frozen=True)
class Came:
    """A file that came with a letter: judged, and kept unless `problem` says why not."""

    name: str
    kind: str
    size: int
    sha256: str = ""
    problem: dict[str, Any] | None = None


@dataclass(frozen=True)
class Bounced:
    """What a mail server says of a letter that seems to be ours: see `bot.mail.reading.model.Verdict`."""

    recipient: str = ""
    status: str = ""
    reason: str = ""
    delayed: bool = False


@dataclass(frozen=True)
class Incoming:
    """A letter. `by` speaks on the channel "email" from the address in From, which proves nothing: `trusted` says whether
    our own mail server vouches for it.

    `kind`: letter, reply, bounce, auto or complaint. `text`: what is new in it, `quoted` the rest. `to`: every address that it
    was for, as its headers and the servers on the way say; `cc`: address and name. `answers`: the Message-IDs it names as
    answered, the likeliest first; `about`: those that a report is about. `loops`: what desks have marked it with as
    their own (X-Frontdesk-Loop); `own`: the address that this desk writes from.
    """

    by: Speaker
    kind: str = "letter"
    subject: str = ""
    text: str = ""
    quoted: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[tuple[str, str], ...] = ()
    message_id: str = ""
    answers: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    trusted: bool = False
    doubt: str = ""
    loops: tuple[str, ...] = ()
    own: str = ""
    files: tuple[Came, ...] = ()
    bounce: Bounced = Bounced()
    problems: tuple[str, ...] = ()
