"""The desk, inside one transaction, and the clerk who opens it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from domain.ports.kept import Staff
from domain.ports.of_people import (
    Consents,
    Consultations,
    Customers,
    Erasure,
    Groups,
    Lines,
    Participants,
    People,
    Shifts,
)
from domain.ports.of_sums import Sums
from domain.ports.of_tickets import (
    Articles,
    CannedAnswers,
    Cases,
    Complaints,
    Drafts,
    Efforts,
    Files,
    Incidents,
    Journal,
    Links,
    Secrets,
    Tickets,
)
from domain.ports.of_traffic import (
    Counters,
    Deliveries,
    Letters,
    Messages,
    Outbox,
    Settings,
    Timers,
    Tokens,
    Topics,
    Vault,
)
from domain.regulation import Regulation

P = ParamSpec("P")
T = TypeVar("T")


class Desk(Protocol):
    """The register, inside one transaction. Whatever is done through it is done together or not at all."""

    people: People
    customers: Customers
    complaints: Complaints
    consultations: Consultations
    drafts: Drafts
    tickets: Tickets
    journal: Journal
    outbox: Outbox
    timers: Timers
    files: Files
    deliveries: Deliveries
    messages: Messages
    letters: Letters
    efforts: Efforts
    cases: Cases
    secrets: Secrets
    vault: Vault | None
    """None: the desk was given no key, and cannot take anything in confidence."""
    settings: Settings
    tokens: Tokens
    participants: Participants
    links: Links
    groups: Groups
    lines: Lines
    shifts: Shifts
    incidents: Incidents
    canned: CannedAnswers
    sums: Sums
    topics: Topics
    articles: Articles
    counters: Counters
    consents: Consents
    erasure: Erasure
    quality_email: str
    """Where complaints go if the regulation names no address itself; empty: nowhere."""
    advised: bool
    """Another judge of «one ticket, one problem» is asked before anybody is told what the desk's own has found."""
    regulation: Regulation
    """The version in force now: for intakes. A ticket has its own."""
    staff: Staff
    """Where staff work."""

    def now(self) -> datetime:
        """The regulation's time, UTC; never goes back within a transaction."""

    def wall(self) -> float:
        """The wall clock, Unix time in seconds: for retries only."""


class Clerk(Protocol):
    """Writes the register: hand over one use case and wait until it is committed."""

    async def do(self, usecase: Callable[Concatenate[Desk, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run it in a transaction and return its result after the commit. Raises its Refusal; `Seen` for a repeated update."""

    async def aside(self, usecase: Callable[Concatenate[Desk, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `do`, for what is learnt on the way: the update that is being handled is not thereby marked as carried out."""

    async def read(self, query: Callable[Concatenate[Desk, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run something that only looks, outside the writer's queue."""


class Seen(Exception):
    """This update was carried out before; say where things stand instead of doing it again."""
