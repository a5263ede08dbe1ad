"""Refusals: what the desk may not do, and the facts that say why. Words for each are in handlers/view/refusals.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.answers import Text


class Refusal(Exception):
    """The desk may not do that, and says why. Nothing was changed."""


@dataclass(eq=False)
class WrongAnswer(Refusal):
    """An answer to a field of the intake cannot be taken.

    problem: empty, short, long, meaningless, phone, email; in a form also choice (none of the list, or several),
    time (unreadable) and future. `over` is how many characters are too many (long), or how many are missing (short).
    `clause` demands the answer; None where the demand is our own.
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
class OtherLine(Refusal):
    """Another staff group works on the ticket; `line` is its name, empty for the first one."""

    number: str
    line: str


@dataclass(eq=False)
class NoLine(Refusal):
    """The chat cannot be a line, or there is none of that name: `why` is here, first, customer, taken, admin, name or none."""

    why: str


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
class IncidentIsOver(Refusal):
    """The failure has ended meanwhile, or there is none such."""


@dataclass(eq=False)
class NotBound(Refusal):
    """The group chat is no customer's: nothing is registered there."""


@dataclass(eq=False)
class NotTheAuthor(Refusal):
    """Only who wrote the message may make a request of it."""


@dataclass(eq=False)
class TooManyWait(Refusal):
    """So many messages wait to be taken up already that no more are kept."""


@dataclass(eq=False)
class AnotherTicket(Refusal):
    """So many requests in one day: this would be the `count`th, and its writer is asked whether they mean it."""

    count: int


@dataclass(eq=False)
class TooManyTickets(Refusal):
    """More requests in one day than one person's can be (`limit`); `contacts` are other ways to ask."""

    limit: int
    contacts: tuple[str | Text, ...]


@dataclass(eq=False)
class TooMuchWaits(Refusal):
    """So many words or files wait without a request that no more are kept."""


@dataclass(eq=False)
class IntakeOpen(Refusal):
    """Another request is being written down; two problems must not become one."""


class AnotherBegun(Refusal):
    """The same, where what waits is an intake that an article was to spare."""


@dataclass(eq=False)
class NothingToAnswer(Refusal):
    """The press or command belongs to a question that is no longer asked."""


@dataclass(eq=False)
class TooLong(Refusal):
    """A text is longer than what may be sent on; `over` in characters as Telegram counts them (UTF-16 units)."""

    over: int


@dataclass(eq=False)
class NoLink(Refusal):
    """A standard answer is a link, and there is none in the text."""


@dataclass(eq=False)
class NoLinkYet(Refusal):
    """What the bot is called is not known yet, so that no link can lead to it."""


@dataclass(eq=False)
class WordsOnly(Refusal):
    """A file was sent where only words go on."""


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


class LinkIsOver(Refusal):
    """The link was used, has expired, or was never ours."""


class MailLinkIsOver(Refusal):
    """The link of a letter has expired, was used, or was never made here."""


class NotSameCustomer(Refusal):
    """A ticket is handed over within one customer only."""


class RatedAlready(Refusal):
    """The day in which a rating may be changed is over."""


@dataclass(eq=False)
class WrongDate(Refusal):
    """A promised date cannot be read, or lies in the past."""

    example: datetime


@dataclass(eq=False)
class CodeLater(Refusal):
    """No letter with a code goes to that address before then, an instant in the regulation's zone.

    why: address (one went there within a day), addresses (one person had enough of them). `good`: the last code still counts.
    """

    address: str
    why: str
    until: datetime
    good: bool


@dataclass(eq=False)
class Suspended(Refusal):
    """Support is suspended: nothing new is registered (intervale 2.6). `text` is the regulation's, `reason` the lead's."""

    text: Text
    clause: str | None
    reason: str


@dataclass(eq=False)
class Blocked(Refusal):
    """Nothing new of this person is registered before then, an instant in the regulation's zone; for this `reason` of ours."""

    until: datetime
    reason: str


@dataclass(eq=False)
class WrongBlock(Refusal):
    """A block needs a date that lies ahead, and a reason. problem: date, reason; `until`: an example, in the regulation's zone."""

    problem: str
    until: datetime


@dataclass(eq=False)
class NoSuchPerson(Refusal):
    """Nobody is known by that: a request's number, a proved address, a Telegram id.

    problem: none; or, where two are to be one: same (it is who they are already), unproved (no code could prove both).
    """

    which: str
    problem: str = "none"


@dataclass(eq=False)
class OwnerOnly(Refusal):
    """Only the owner may ask for that, from a proved address (insales). `text` is the regulation's."""

    text: Text
    clause: str | None


@dataclass(eq=False)
class WrongArticle(Refusal):
    """An article of the FAQ cannot be so.

    problem: name, language, title, long title, body, long, exists, missing. `over` in UTF-16 units.
    """

    problem: str
    value: str = ""
    over: int = 0


@dataclass(eq=False)
class WrongCustomer(Refusal):
    """What was said of a customer cannot be right.

    problem: missing, taken, unknown (`known` names those there are), backwards, malformed, public, no_such, several, same.
    """

    field: str
    problem: str
    value: str = ""
    known: str = ""


@dataclass(eq=False)
class DoorClosed(Refusal):
    """The regulation takes no requests by that door. `clause` says so; `advice`: advice may be given there (insales).

    `emails`: the addresses that are a door; the chat always is one.
    """

    door: str
    clause: str | None
    advice: bool
    emails: tuple[str, ...]


@dataclass(eq=False)
class FormIsDone(Refusal):
    """The form replied to has become a request already."""


@dataclass(eq=False)
class CallUnclear(Refusal):
    """A note of a call must say both who called and what was advised."""


@dataclass(eq=False)
class NotGiven(Refusal):
    """The words lack what the regulation demands with that decision.

    missing: addressee, article, explanation, release, split.
    """

    missing: tuple[str, ...]


@dataclass(eq=False)
class DataErased(Refusal):
    """The ticket's personal data were erased: it is a line in the register, and takes nothing more."""

    number: str


@dataclass(eq=False)
class WorksHere(Refusal):
    """Whoever works in the staff group cannot be erased from it: a lead removes them from the group first."""


@dataclass(eq=False)
class ExportedLately(Refusal):
    """All one's data may be asked for once an hour."""


@dataclass(eq=False)
class NothingKept(Refusal):
    """There is nothing of this person to be shown or erased."""
