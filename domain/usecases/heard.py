"""Heard: what became of the words that somebody wrote in private; the doors say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.draft import Conversation
from domain.people import Person
from domain.ticket import Ticket
from domain.usecases.account import Moved, NotThatCode, NowHere
from domain.usecases.arise import Added, Arisen
from domain.usecases.go_on import More, Unfit
from domain.usecases.profile import Profile
from domain.usecases.thank import Polite


@dataclass(frozen=True, kw_only=True)
class Settled:
    """The words went somewhere. `rest`: what is still asked of the person, if anything is."""

    person: Person
    rest: Conversation | None = None


@dataclass(frozen=True, kw_only=True)
class Said(Settled):
    """The words joined a ticket. `arisen`: what of them seems to be a problem of its own; `added`: what was judged.
    `followed`: they were said on this ticket, which the other one goes on for. `more`: they went on with what was said just
    before, so that nothing need be said of them."""

    ticket: Ticket
    arisen: tuple[Arisen, ...] = ()
    added: tuple[Added, ...] = ()
    followed: str = ""
    more: bool = False


@dataclass(frozen=True, kw_only=True)
class Disputed(Settled):
    """The objection is recorded and the work goes on."""

    ticket: Ticket


@dataclass(frozen=True, kw_only=True)
class Objected(Settled):
    """The objection to the priority is recorded."""

    ticket: Ticket


@dataclass(frozen=True, kw_only=True)
class Commented(Settled):
    """The words went to the rating."""

    ticket: Ticket


@dataclass(frozen=True, kw_only=True)
class Proved(Settled):
    """The address is proved. `staff`: an agent's letters go there."""

    address: str
    staff: bool = False


@dataclass(frozen=True, kw_only=True)
class WrongDigits(Settled):
    """The code was not that one; `left` tries remain."""

    left: int


@dataclass(frozen=True, kw_only=True)
class Readdressed(Settled):
    """Letters go to the corrected address from now on. `code`: whether a code goes there too, as facts of a notice."""

    ticket: Ticket
    code: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Confided(Settled):
    """The words are sealed, and nothing else of them is kept; not even that, if they are `needed` no more."""

    ticket: Ticket
    needed: bool = True


@dataclass(frozen=True, kw_only=True)
class Detailed(Settled):
    """All that their letter did not say is there now."""

    ticket: Ticket


@dataclass(frozen=True, kw_only=True)
class Complained(Settled):
    """The words went to quality control."""

    ticket: Ticket


@dataclass(frozen=True, kw_only=True)
class AtAccount(Settled):
    """The code that moves an account, or a letter's request into the chat, was typed, right or wrong."""

    outcome: Moved | NowHere | NotThatCode


@dataclass(frozen=True, kw_only=True)
class Corrected(Settled):
    """An answer about oneself was corrected."""

    profile: Profile


@dataclass(frozen=True, kw_only=True)
class Thanked(Settled):
    """It was only polite."""

    polite: Polite


Heard = (
    Conversation
    | Said
    | Disputed
    | Objected
    | Commented
    | Proved
    | WrongDigits
    | Readdressed
    | Confided
    | Complained
    | Detailed
    | Corrected
    | Thanked
    | Unfit
    | More
    | AtAccount
)
