"""The core of a ticket: what is known of it, its clocks, and how each entry of its journal is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from domain import journal, sla, sought, versions
from domain.customers import Level, Organization, level, same_address
from domain.effort import COUNTED, Effort
from domain.journal import DESK, Actor, Audience, Entry, EntryKind
from domain.refusals import DataErased, WrongState
from domain.regulation import Regulation
from domain.tickets.states import STAFF_MOVES, Status


class Entries(Protocol):
    """The journal as a ticket sees it: it can only be added to."""

    def add(self, entry: Entry, /) -> Any: ...


class Accounts(Protocol):
    """The efforts as a ticket sees them: each is entered once, with its answer."""

    def add(self, effort: Effort, /) -> Any: ...


@dataclass(eq=False)
class Core:
    """One registered problem. All instants are aware and UTC; `pauses` and `changes` hold them as ISO 8601 strings.

    `rung`: the kinds of its deadline timers that have rung already, so that none rings twice. `marks`: what staff should
    know of it at a glance, by key ("no_customer", "contract_over"). `at_head`: it goes to the head of the queue.
    `article`: the link that did not help its requester (e-doc 10). `line`: the chat of the staff group that works on it, empty
    for the first one; `watchers`: staff who want to hear of it, by id; `merged_into`: the ticket that goes on for it;
    `words`: what it can be found by. `offered_to`: the agent it was assigned to, by id, until somebody takes it; it is
    nobody's meanwhile, and its response clock runs.
    """

    number: str
    regulation_digest: str
    requester_id: str
    door: str
    answers: dict[str, str]
    kind: str
    impact: str
    priority: str
    received_at: datetime
    registered_at: datetime
    status: Status = Status.REGISTERED
    resolution: str | None = None
    tier: str = ""
    client: str = ""
    priority_at_receipt: str = ""
    priority_confirmed: bool = False
    assignee_id: str | None = None
    assignee_name: str = ""
    responded_at: datetime | None = None
    completed_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by_silence: bool = False
    close_due: datetime | None = None
    response_due: datetime | None = None
    resolution_due: datetime | None = None
    promised_at: datetime | None = None
    pauses: list[list[str | None]] = field(default_factory=list)
    changes: list[list[str]] = field(default_factory=list)
    rating: int | None = None
    rung: list[str] = field(default_factory=list)
    organization_id: str | None = None
    product: str = ""
    level_known: bool = False
    at_head: bool = False
    marks: list[str] = field(default_factory=list)
    article: str = ""
    group_chat: str = ""
    rated_at: datetime | None = None
    offered_to: str | None = None
    line: str = ""
    tags: list[str] = field(default_factory=list)
    watchers: list[str] = field(default_factory=list)
    merged_into: str | None = None
    incident_id: str | None = None
    words: str = ""
    erased_at: datetime | None = None
    entries: int = 0
    head: str = ""
    version: int = 1
    journal: Entries = field(default_factory=set[Entry])
    efforts: Accounts = field(default_factory=set[Effort])

    @property
    def regulation(self) -> Regulation:
        """The version of the regulation it was registered under; it governs the ticket to its end."""
        return versions.version(self.regulation_digest)

    @property
    def email(self) -> str:
        """Where letters about it go."""
        return self.answers.get("email", "")

    @property
    def second_email(self) -> str:
        """Where letters about it go besides: the site administrator's address (insales), unless it is the same; else empty."""
        fields = (f for f in self.regulation.fields if f.kind == "email" and f.same_as == "email")
        second = next((self.answers.get(f.key, "") for f in fields), "")
        return "" if same_address(second, self.email) else second

    @property
    def is_open(self) -> bool:
        """Not closed yet."""
        return self.status is not Status.CLOSED

    def level_of(self, organization: Organization | None) -> Level:
        """The level that this customer gives it, as of its receipt."""
        return level(self.regulation, organization, self.received_at)

    def may_be_disputed(self, said_at: datetime) -> bool:
        """Whether an objection received at that instant counts: in time, even when it is read after silence closed the ticket."""
        in_time = self.closed_by_silence and self.close_due is not None and said_at <= self.close_due
        return in_time or self.status is Status.COMPLETED

    @property
    def refusable(self) -> str | None:
        """The clause by which its confirmed priority alone lets staff refuse it (gravity 5.2), or None."""
        confirmed = self.priority if self.priority_confirmed else ""
        return self.regulation.priority(confirmed).refusable if confirmed else None

    def deadlines(self) -> sla.Deadlines:
        """Its targets, with every pause and change of priority counted; none where they depend on a kind that is not known yet."""
        if self.regulation.target_rows and self.regulation.kinds and not self.kind:
            return sla.Deadlines(None, None, None, None)
        return sla.deadlines(
            self.regulation,
            priority=self.priority_at_receipt,
            received=self.received_at,
            changes=[(datetime.fromisoformat(at), key) for at, key in self.changes],
            pauses=[
                (datetime.fromisoformat(a or ""), datetime.fromisoformat(b) if b else None) for a, b in self.pauses
            ],
            responded=self.responded_at,
            completed=self.completed_at,
            tier=self.tier,
            client=self.client,
            category=self.kind,
        )

    def allows(self, move: str) -> bool:
        """Whether staff may make the move now; a move on a ticket that nobody holds takes it first."""
        if move == "priority" and not self.regulation.sets_priority(self.kind):
            return False
        if move == "involve" and self.regulation.demand("third_parties") is None:
            return False
        if move == "call" and self.regulation.door("phone") is None:
            return False
        if move == "first" and not self.regulation.queue.override:
            return False
        return self.status in STAFF_MOVES[move] and (move != "take" or self.assignee_id is None)

    def record(self, at: datetime, kind: EntryKind, facts: dict[str, Any], actor: Actor | None = None) -> Entry:
        """Something that befell the ticket without moving it, for staff to read: a delivery, a reminder, a file."""
        return self._write(at, kind, actor or Actor.the_desk(), facts, Audience.STAFF)

    def forget(self, at: datetime, why: str) -> Entry:
        """Its personal data are erased; number, dates, kind, priority, states, deadlines and the rating stay. WrongState while open.

        `why`: asked, withdrawn (the consent) or kept (as long as the regulation says).
        """
        self._must_be("forget", Status.CLOSED)
        self.answers, self.article, self.group_chat, self.words, self.tags = {}, "", "", "", []
        entry = self._write(
            at, EntryKind.ERASED, Actor.the_desk(), {"why": why} | cite(self.regulation.retention.clause)
        )
        self.erased_at = at
        return entry

    def correct_effort(self, at: datetime, actor: Actor, effort: Effort, minutes: int) -> Entry:
        """An answer took longer, or less long, than it counts with; for staff to read, and for the statement of hours."""
        facts = {"n": effort.n, "before": effort.minutes, "minutes": minutes}
        entry = self._write(at, EntryKind.EFFORT, actor, facts | cite(self.regulation.clause("effort")), Audience.STAFF)
        effort.minutes = minutes
        return entry

    def _must_be(self, move: str, *allowed: Status) -> None:
        if self.status not in allowed:
            raise WrongState(status=self.status, move=move)

    def _respond(self, at: datetime, how: str) -> None:
        """The response is given, if this is what ends it: taking, or only an answer (megafon)."""
        if self.responded_at is None and how == self.regulation.response_ends:
            self.responded_at = at
            self._recount()

    def _pause(self, at: datetime) -> None:
        self.pauses = [*self.pauses, [at.isoformat(), None]]
        self._recount()

    def _resume(self, at: datetime) -> None:
        if self.pauses and self.pauses[-1][1] is None:
            self.pauses = [*self.pauses[:-1], [self.pauses[-1][0], at.isoformat()]]
        self._recount()

    def _recount(self) -> None:
        deadlines = self.deadlines()
        self.response_due, self.resolution_due = deadlines.response_due, deadlines.resolution_due

    def _back_to_work(self, at: datetime) -> None:
        self.status, self.resolution = Status.IN_PROGRESS, None
        self.completed_at = self.closed_at = self.close_due = self.merged_into = None
        self.closed_by_silence = False
        self._resume(at)

    def _close(self, at: datetime, actor: Actor, *, how: str, clause: str | None, **facts: Any) -> Entry:
        self.status, self.closed_at, self.rated_at = Status.CLOSED, at, None
        said = {"how": how, "resolution": self.resolution or "", **facts}
        return self._write(at, EntryKind.CLOSED, actor, said | cite(clause))

    def _write(
        self, at: datetime, kind: EntryKind, by: Actor, facts: dict[str, Any], audience: Audience = Audience.PUBLIC
    ) -> Entry:
        if self.erased_at is not None and by.id != DESK:
            raise DataErased(number=self.number)
        self.entries += 1
        entry = journal.write(self.number, self.entries, at, kind, by, facts, previous=self.head, audience=audience)
        self.head = entry.digest
        self.journal.add(entry)
        if kind in COUNTED and (minutes := facts.get("minutes")):
            self.efforts.add(Effort(self.number, entry.n, at, minutes, by.id, by.name, self.organization_id))
        if audience is Audience.PUBLIC and self.erased_at is None:
            self.words = sought.with_entry(self.words, kind, facts)
        return entry


def cite(clause: str | None) -> dict[str, str]:
    return {"clause": clause} if clause else {}


def iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
