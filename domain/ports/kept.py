"""What the ports hand over beside the things of the domain: staff, timers, deliveries, what was said, what is sealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.notices import Code


@dataclass(frozen=True)
class Staff:
    """The staff group: an address, and the language spoken there. `lines`: the chats of the groups beside it.

    `leads`: user names and ids of those who lead, where they were listed; empty: its administrators do. `mail`: who wants to
    may work by letter.
    """

    channel: str
    chat: str
    thread: int = 0
    language: str = "ru"
    leads: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    mail: bool = False

    @property
    def chats(self) -> tuple[str, ...]:
        """Every staff group, the first one first."""
        return (self.chat, *self.lines)


class TimerKind:
    """Why a timer rings. Values are stored."""

    CLOSE = "close"
    CLOSE_REMINDER = "close_reminder"
    ASK_REMINDER = "ask_reminder"
    WARN_RESPONSE = "warn_response"
    WARN_RESOLUTION = "warn_resolution"
    BREACH_RESPONSE = "breach_response"
    BREACH_RESOLUTION = "breach_resolution"
    ESCALATE = "escalate"
    OPENING = "opening"
    """The desk opens: what came while it was shut is called out; `subject`: the group and the instant."""
    MORNING = "morning"
    """The desk opens: who works on the ticket is called to what was said while it was shut."""
    AWAY = "away"
    """Somebody's absence begins; `subject`: their id and the instant."""
    ALBUM = "album"
    COMPLAINT = "complaint"
    """The answer to a complaint falls due; the subject is the complaint's number."""
    COMPLAINT_WARN = "complaint_warn"
    """The same will be soon."""
    RETENTION = "retention"
    """A closed ticket's personal data have been kept long enough."""
    FAREWELL = "farewell"
    """Somebody wants to be forgotten once nothing of theirs is open; `subject`: their id."""
    EXPORT = "export"
    """Somebody may ask for all their data again."""
    BLOCK_OVER = "block_over"
    """The block of a person ends; the subject is their id."""
    HOUSEKEEPING = "housekeeping"
    """Once a day: what is old and belongs to no ticket."""
    FROM_GROUP = "from_group"
    HELPED = "helped"
    """Somebody's word that an article helped counts again; the article's name follows behind a colon."""
    LIST = "list"
    """A list in a staff chat has shown what it shows for long enough; the subject is its parcel's key."""
    OPEN_LIST = "open_list"
    """An agent chooses from a list under a card; the subject is the ticket's number."""
    NOW = "now"
    """A card that says how the desk stands is looked at again; the subject is its parcel's key."""
    QUALITY = "quality_month"
    """The month of quality control is told, on the first working morning after it."""
    REPORT = "report"
    """A week or a month is over and is reported on; `subject`: which of them."""
    MAIL_AWAY = "mail_away"
    """Letters have not come in for a while; the subject is the way they come by."""
    WORDS = "words"
    """Tickets from before they could be found by words are made so, some at a time."""


@dataclass(eq=False)
class Timer:
    """Ring at this instant (UTC, the regulation's time) for this reason, once. `subject`: a ticket's number, or an album's key."""

    subject: str
    kind: str
    at: datetime
    facts: dict[str, Any]
    id: int | None = None


@dataclass(eq=False)
class Delivery:
    """Where a notice ended up: how a reply finds its ticket. Never read out of a text."""

    channel: str
    chat: str
    remote: str
    code: Code
    ticket: str | None
    key: str


@dataclass(eq=False)
class Utterance:
    """A message somebody wrote, by the channel's id, and where its words went: so that an edit finds what it corrects.

    In a draft `step` is the answer it is a part of and `said` the words; on a ticket `entry` holds them, and `said` is empty.
    """

    channel: str
    chat: str
    remote: str
    person_id: str
    at: datetime
    step: str = ""
    said: str = ""
    draft_id: str | None = None
    ticket: str | None = None
    entry: int | None = None


@dataclass(eq=False)
class Secret:
    """Something told in confidence, encrypted; `n` is its entry in the journal. `sealed` is empty once shown or erased."""

    ticket: str
    n: int
    sealed: str = field(repr=False)
    given_at: datetime
    shown_at: datetime | None = None
