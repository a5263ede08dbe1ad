"""Refusals: what the desk may not do, and the facts that say why. Words for each are in handlers/view/refusals.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class Refusal(Exception):
    """The desk may not do that, and says why. Nothing was changed."""


@dataclass(eq=False)
class WrongAnswer(Refusal):
    """An answer to a field of the intake cannot be taken.

    problem: empty, short, long, meaningless, phone, email. `over` is how many characters are too many (long),
    or how many are missing (short). `clause` demands the answer; None where the demand is our own.
    """

    field: str
    problem: str
    over: int = 0
    clause: str | None = None


@dataclass(eq=False)
class NotYours(Refusal):
    """The ticket is somebody else's, or there is none: the two are never told apart."""


@dataclass(eq=False)
class NotStaff(Refusal):
    """Only staff may do that."""


@dataclass(eq=False)
class OnlyLead(Refusal):
    """Only a lead may do that."""


@dataclass(eq=False)
class AlreadyTaken(Refusal):
    """A colleague was first."""

    by: str


@dataclass(eq=False)
class WrongState(Refusal):
    """The ticket's status does not allow the move."""

    status: str
    move: str


@dataclass(eq=False)
class NothingToAnswer(Refusal):
    """The press or command belongs to a question that is no longer asked."""


@dataclass(eq=False)
class TooLong(Refusal):
    """A text is longer than what may be sent on; `over` in characters as Telegram counts them (UTF-16 units)."""

    over: int


@dataclass(eq=False)
class TooLongToHide(Refusal):
    """What is told in confidence is longer than what can be shown at once; `over` in UTF-16 units, of `limit`."""

    over: int
    limit: int


@dataclass(eq=False)
class NoFilesInConfidence(Refusal):
    """A file was sent where only words can be kept in confidence."""


@dataclass(eq=False)
class NoSecretKey(Refusal):
    """Nothing can be taken or shown in confidence: the setting with the key is missing, or holds another key."""

    setting: str


@dataclass(eq=False)
class NoChat(Refusal):
    """The requester does not write in the chat, and by mail nothing may be told in confidence."""


@dataclass(eq=False)
class OnlyAssignee(Refusal):
    """Only the agent who holds the ticket may see that."""

    by: str


@dataclass(eq=False)
class ShownAlready(Refusal):
    """What was told in confidence was shown, or erased: it is there once only."""


@dataclass(eq=False)
class ComplainedAlready(Refusal):
    """One letter of a kind about a ticket a day; `letter`: complaint or speed_up."""

    letter: str


@dataclass(eq=False)
class WrongDate(Refusal):
    """A promised date cannot be read, or lies in the past."""

    example: datetime
