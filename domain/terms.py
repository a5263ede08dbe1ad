"""Terms: what a regulation is made of. Each rule knows the clause it comes from, or that it is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from domain.answers import Text
from domain.durations import Duration
from domain.sla import Target

STATUSES = ("registered", "in_progress", "clarification", "on_hold", "completed", "closed")
RESOLUTIONS = ("solved", "refused", "duplicate", "no_reply", "withdrawn")

Decision = Literal["solved", "not_solved", "limited", "paid", "handed_over"]
"""What becomes of a question by the scope: refused, answered with a note, done for money, or passed to others."""
QualityLetter = Literal["complaint", "speed_up"]
"""What may be written to quality control."""
ReturnedBy = Literal["argument", "anything", "nothing"]
"""What brings a completed ticket back to work: an objection with an argument; any question or information; nothing."""
ReasonDemand = Literal["addressee", "article", "explanation", "release", "split"]
"""What staff must give with a reason: to whom it is handed on (or "nobody"), an article, words, a version or date,
or the parts it is split into."""


@dataclass(frozen=True)
class Kind:
    """What the request is about (its category); `priority` where the kind alone decides it."""

    key: str
    label: Text
    priority: str | None
    clause: str | None
    assumed: bool = False


@dataclass(frozen=True)
class Group:
    """A tier, or a category of clients. `default`: that of people of whom nothing else is known."""

    key: str
    label: Text
    default: bool
    clause: str | None
    assumed: bool = False


@dataclass(frozen=True)
class Impact:
    """How hard the problem hits, and the priority that follows from it."""

    key: str
    label: Text
    priority: str
    clause: str | None
    assumed: bool = False


@dataclass(frozen=True)
class Priority:
    """A priority with its targets; `rank` 1 comes first in the queue.

    `refusable`: the clause by which staff may refuse it without another reason (gravity 5.2). `late`: what the requester
    is sent when the time does not suffice, beside the expected term (barier 6.3).
    """

    key: str
    rank: int
    name: Text
    definition: Text
    response: Target | None
    resolution: Target | None
    ping_all: bool
    refusable: str | None
    clause: str | None
    assumed: bool = False
    late: Text | None = None


@dataclass(frozen=True)
class Targets:
    """What is promised for one ticket; None: there is no such promise."""

    response: Target | None
    resolution: Target | None


@dataclass(frozen=True)
class TargetRow:
    """Targets by tier, client category and ticket category (a kind); None stands for each of them."""

    tier: str | None
    client: str | None
    category: str | None
    targets: Targets

    def fits(self, known: Mapping[str, str]) -> bool:
        """Whether nothing that is known of the ticket (tier, client, category) speaks against the row."""
        return all(known.get(name, value) == value for name, value in self.demands().items())

    def demands(self) -> dict[str, str]:
        """The dimensions that the row names."""
        named = {"tier": self.tier, "client": self.client, "category": self.category}
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True)
class Silence:
    """Silence that closes a ticket; the reminder before it is ours, so it cites no clause.

    `names_actions`: the closing message lists what was done until then (e-doc 15).
    """

    after: Duration
    clause: str | None
    remind_before: timedelta
    calendar_name: str | None = None
    assumed: bool = False
    names_actions: bool = False


@dataclass(frozen=True)
class Reason:
    """Why solving is postponed or impossible. `demands`: what staff must give with it.

    `date_on`: the priorities on which it needs a promised date and does not stop the clock (barier 7.9-3).
    `scope`: who refuses by it first chooses the item of the scope.
    """

    key: str
    clause: str | None
    text: Text
    assumed: bool = False
    demands: tuple[ReasonDemand, ...] = ()
    date_on: tuple[str, ...] = ()
    scope: bool = False


@dataclass(frozen=True)
class ScopeItem:
    """One thing that is solved or not. `key` is cited in refusals, such as 3.1-1; `article`: refused with a link.

    `addressee`: to whom it is handed over («в отдел продаж»).
    """

    key: str
    decision: Decision
    text: Text
    clause: str | None
    assumed: bool = False
    article: bool = False
    addressee: Text | None = None

    @property
    def cited(self) -> str | None:
        """What to name: the key where it goes on from the clause (3.1-5), else the clause."""
        return self.key if self.clause and self.key.startswith(self.clause) else self.clause


@dataclass(frozen=True)
class Door:
    """A way in: chat, email or phone.

    `addresses`: those of the door, each with the clause that names it. `stands_for`: what the source calls it, where
    the chat takes its place. `registers` false: a call may be logged there, but becomes no ticket.
    """

    key: str
    clause: str | None
    assumed: bool
    addresses: Mapping[str, str]
    stands_for: Text | None
    registers: bool


@dataclass(frozen=True)
class OtherWay:
    """A way to ask that the source names and that is no door of this desk: shown in /contacts only."""

    key: str
    label: Text
    address: str
    clause: str | None
    assumed: bool = False


@dataclass(frozen=True)
class Demand:
    """Something the regulation wants beyond what every desk does (`rules.DEMANDS`), and the words it is told in."""

    key: str
    text: Text
    clause: str | None
    assumed: bool = False


@dataclass(frozen=True)
class Protected:
    """A kind of request that only the proved owner may make (insales); `refusal` is said to all others."""

    key: str
    label: Text
    refusal: Text
    clause: str | None
    assumed: bool = False


@dataclass(frozen=True)
class Completion:
    """What completing a ticket means.

    `closes`: it is closed at once, with one of `resolutions` (gravity 5.1). `explained`: resolutions that need words.
    """

    closes: bool
    returned_by: ReturnedBy
    reopen: bool
    resolutions: tuple[str, ...]
    explained: tuple[str, ...]
    clause: str | None
    assumed: bool = False


@dataclass(frozen=True)
class Head:
    """A yes-or-no question whose yes brings the ticket to the head of the queue (megafon)."""

    ask: Text
    yes: Text
    no: Text
    clause: str | None


@dataclass(frozen=True)
class Queue:
    """Whose turn it is: by priority then receipt, or by receipt alone, after the priorities that go `first`.

    `without`: the priority beside which tickets without one stand. `override`: staff may put a ticket first.
    """

    by: Literal["priority", "receipt"]
    first: tuple[str, ...]
    without: str | None
    override: bool
    head: Head | None
    clause: str | None
    assumed: bool = False


@dataclass(frozen=True)
class Quality:
    """Quality control, past the assignee. `email` None: the address is in the settings. `letters`: what may be sent.

    `answer_within`: so long after it came a complaint falls due; None: no answer is promised.
    """

    email: str | None
    letters: tuple[QualityLetter, ...]
    answer_within: Duration | None
    clause: str | None
    assumed: bool = False


@dataclass(frozen=True)
class Conduct:
    """Insults and obscene words: flagged to staff, who refuse with `reason` by one tap; the lead is told where wanted."""

    reason: str
    tell_lead: bool
    clause: str | None
    assumed: bool = False


@dataclass(frozen=True)
class AttachmentRules:
    """What may be attached. Kinds are what the content is (png, jpeg, pdf ...), with the extensions people know."""

    clause: str | None
    kinds: Mapping[str, tuple[str, ...]]
    assumed: frozenset[str]
    """Kinds of our own list, for which no clause is cited."""
    only_inside_archive: tuple[str, ...]
    archives: tuple[str, ...]
    archive_members: tuple[str, ...]
    max_size_bytes: int
    max_count: int

    def extensions(self) -> tuple[str, ...]:
        """All that is accepted as it is, the way people name it: ("jpg", "jpeg", "gif", ...)."""
        return tuple(extension for extensions in self.kinds.values() for extension in extensions)


@dataclass(frozen=True)
class Consent:
    """The words agreed to before personal data are asked for (152-ФЗ, article 9), and their version."""

    version: str
    text: Text
