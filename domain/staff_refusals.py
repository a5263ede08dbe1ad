"""Refusals that only staff meet: tickets that cannot be tied so, colleagues who are not there, lines that cannot be entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.journal import EntryKind
from domain.refusals import Refusal


@dataclass(eq=False)
class NoSuchTicket(Refusal):
    """What staff typed is no ticket's number."""

    value: str


@dataclass(eq=False)
class WrongPeriod(Refusal):
    """That is no day, month or period of the calendar; or problem: not a "month", which is what is asked for, or "ahead"."""

    value: str
    problem: str = ""


class NoStaffMail(Refusal):
    """Staff do not act by mail here."""


@dataclass(eq=False)
class NotSuspended(Refusal):
    """Support is not suspended, or restored: "unknown" to the regulation, it is so "already", or "goes_on" anyway."""

    problem: str


@dataclass(eq=False)
class NotYourAnswer(Refusal):
    """Only who gave an answer, or a lead, says how long it took."""

    by: str


@dataclass(eq=False)
class WrongMinutes(Refusal):
    """That is no amount of minutes, or fewer than the regulation counts an answer with (`clause`)."""

    least: int
    clause: str | None = None


@dataclass(eq=False)
class WrongBond(Refusal):
    """Two tickets cannot be tied so. problem: self, tied (already), closed (the one that should go on)."""

    problem: str
    number: str


@dataclass(eq=False)
class WrongTag(Refusal):
    """That can be no tag. problem: empty, sign, long, many (on one ticket), same (it is so already)."""

    problem: str
    value: str = ""


class NothingChosen(Refusal):
    """A ticket cannot be split by nothing."""


@dataclass(eq=False)
class NoSuchColleague(Refusal):
    """Nobody in the staff group is called that, or several are (`known`: who there is); `left`: they work there no more."""

    name: str
    left: bool = False
    known: tuple[str, ...] = ()


@dataclass(eq=False)
class ColleagueAway(Refusal):
    """A colleague is away until then; `instead`: who stands in."""

    name: str
    until: datetime
    instead: tuple[str, ...] = ()


@dataclass(eq=False)
class HeldByAnother(Refusal):
    """Only its assignee or a lead may hand it on."""

    by: str


@dataclass(eq=False)
class WrongRota(Refusal):
    """Lines on duty or absence that cannot be entered: (number of the line, what it says, why). Nothing was entered.

    why: unreadable, day (there is no such), past, backwards, who (unknown), left, away (they are then), none (nothing to drop).
    """

    faults: tuple[tuple[int, str, str], ...]


@dataclass(eq=False)
class WrongCanned(Refusal):
    """A canned answer cannot be so.

    problem: name, language, empty, long, variable (there is no such), missing, lacking (the ticket has no value for it).
    `over` in UTF-16 units.
    """

    problem: str
    value: str = ""
    over: int = 0


@dataclass(eq=False)
class ChosenByAnother(Refusal):
    """Only who chose a canned answer may send it: it names them."""

    by: str


@dataclass(eq=False)
class WasFirst(Refusal):
    """A colleague was first. `what`: the kind of entry they wrote, at that instant (in the regulation's zone); `refusal`: why
    it cannot be done any more; None: it can, and is done if it is asked for once more."""

    by: str
    what: EntryKind
    at: datetime
    refusal: Refusal | None = None


@dataclass(eq=False)
class WrongCode(Refusal):
    """A code of the house cannot be so. problem: empty, long (a name of more signs than `most`), many (codes), missing."""

    problem: str
    most: int = 0


@dataclass(eq=False)
class WrongDays(Refusal):
    """That is no period to report on. problem: none (nothing was named), day (no such one), backwards, turned (likewise, and no
    year was named), ahead, long."""

    problem: str
    value: str = ""
