"""People: who speaks, who they are to the desk, and what they may do.

A person is known by identities (a channel and an address there), so a second messenger is one more identity and one more door.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from domain.refusals import NotStaff, OnlyLead


@dataclass(frozen=True)
class Place:
    """Where a conversation is held: a chat and, where the chat has topics, a thread of it (0: none)."""

    channel: str
    chat: str
    thread: int = 0


@dataclass(frozen=True)
class Speaker:
    """Who spoke, as the channel tells it. `said_at` (UTC) is when the channel received it, `arrived_at` when the desk did.

    `private`: nobody else reads along at that place. `message`: the channel's id of the message they spoke in; empty for a press.
    """

    place: Place
    address: str
    name: str
    said_at: datetime
    username: str = ""
    language: str = "ru"
    private: bool = True
    message: str = ""


@dataclass(eq=False)
class Identity:
    """One address of a person on one channel; `proved_at` (UTC) is set once they showed that they hold it."""

    channel: str
    address: str
    person_id: str
    proved_at: datetime | None = None


@dataclass(eq=False)
class Person:
    """Somebody the desk talks with. `chat` is where a private word reaches them; empty until they wrote to the desk.

    `accepted` is the version of the regulation they accepted ("intervale 1"), at `accepted_at` (UTC). `organization_id`:
    the customer they belong to, once that is proved or staff have said so. `profile`: what they last answered about
    themselves, by field. `erased_at` (UTC): their personal data were erased. Until `blocked_until` (UTC) nothing new of theirs is
    registered, for abuse: `blocked_for`. `merged_into`: the person whom they proved to be; everything of theirs is there.
    """

    name: str
    username: str = ""
    language: str = "ru"
    language_chosen: bool = False
    chat: str = ""
    consent_version: str = ""
    consent_at: datetime | None = None
    accepted: str = ""
    accepted_at: datetime | None = None
    organization_id: str | None = None
    suspended_at: datetime | None = None
    suspended_for: str = ""
    blocked_until: datetime | None = None
    blocked_for: str = ""
    merged_into: str | None = None
    profile: dict[str, str] = field(default_factory=dict)
    erased_at: datetime | None = None
    id: str = field(default_factory=lambda: uuid4().hex)
    version: int = 1

    def agrees(self, consent_version: str, at: datetime) -> None:
        """Record the consent to the processing of personal data (152-ФЗ, article 9): which text, and when (UTC)."""
        self.consent_version, self.consent_at = consent_version, at

    def withdraws(self) -> None:
        """The consent is taken back: it is asked for anew before the next request, and what was kept for it goes."""
        self.consent_version, self.consent_at, self.profile = "", None, {}

    def forget(self, at: datetime) -> None:
        """Their personal data are erased: of the row only its key is left, and which rules they accepted when."""
        self.withdraws()
        self.name = self.username = self.chat = self.suspended_for = self.blocked_for = ""
        self.organization_id = self.suspended_at = self.blocked_until = None
        self.erased_at = at

    def accepts(self, edition: str, at: datetime) -> None:
        """Record that they accepted the regulation: which version, and when (UTC; intervale 2.4)."""
        self.accepted, self.accepted_at = edition, at

    def chooses(self, language: str) -> None:
        """From now on this language, whatever the channel says."""
        self.language, self.language_chosen = language, True


@dataclass(eq=False)
class Agent:
    """A member of the staff group. Leads are its administrators. `active` falls the moment they leave."""

    chat: str
    person_id: str
    name: str
    username: str = ""
    lead: bool = False
    active: bool = True
    checked_at: datetime | None = None

    def must_work_here(self) -> Agent:
        """Pass staff; refuse everybody else with NotStaff."""
        if not self.active:
            raise NotStaff
        return self

    def must_lead(self) -> Agent:
        """Pass leads; refuse everybody else with OnlyLead."""
        if not self.must_work_here().lead:
            raise OnlyLead
        return self


@dataclass(eq=False)
class EmailProof:
    """Six digits mailed to an address; typed into the chat they prove it. Kept until proved or used up."""

    person_id: str
    address: str
    code: str
    sent_at: datetime
    tries: int = 0

    MAX_TRIES = 5


@dataclass(eq=False)
class CodeLetter:
    """A letter that asks an address to prove itself was due then, for this person (UTC)."""

    person_id: str
    address: str
    at: datetime
    id: int | None = None
