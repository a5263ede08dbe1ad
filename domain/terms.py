"""Terms: what a regulation is made of. Each rule knows the clause it comes from, or that it is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from domain.answers import Field, Text
from domain.sla import Target
from domain.worktime import Calendar, Duration

STATUSES = ("registered", "in_progress", "clarification", "on_hold", "completed", "closed")
RESOLUTIONS = ("solved", "refused", "duplicate", "no_reply", "withdrawn")
_RULES = """
kinds changes doors fields one_issue number journal ask answer completed confirmation dispute silence hours effort
priority definitions response resolution late request precise receipt started unofficial attachments identity faq
reasons mirror reopen rating warning reminder pauses
"""
RULES = frozenset(_RULES.split())
"""The names by which the desk asks for the clause of a rule."""

_Keyed = TypeVar("_Keyed", "Field", "Kind", "Impact", "Priority", "Reason")


@dataclass(frozen=True)
class Kind:
    """What the request is about; `priority` where the kind alone decides it."""

    key: str
    label: Text
    priority: str | None
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
    """A priority with its targets; `rank` 1 comes first in the queue."""

    key: str
    rank: int
    name: Text
    definition: Text
    response: Target | None
    resolution: Target | None
    ping_all: bool
    clause: str | None
    assumed: bool = False


@dataclass(frozen=True)
class Silence:
    """Silence that closes a ticket; the reminder before it is ours, so it cites no clause."""

    after: Duration
    clause: str | None
    remind_before: timedelta
    calendar_name: str | None = None
    assumed: bool = False


@dataclass(frozen=True)
class Reason:
    """Why solving is postponed or impossible."""

    key: str
    clause: str | None
    text: Text


@dataclass(frozen=True)
class Door:
    """A way in: chat, email or phone."""

    key: str
    clause: str | None
    assumed: bool


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


@dataclass(frozen=True, eq=False)
class Regulation:
    """A published support regulation, loaded and checked: everything the desk decides by it.

    `source` is the TOML text it was read from and `digest` that text's SHA-256 (hex), so that a ticket can stay
    under the version it was registered by.
    """

    id: str
    version: str
    title: Text
    valid_from: date
    link: str
    prefix: str
    zone: ZoneInfo
    languages: tuple[str, ...]
    calendars: Mapping[str, Calendar]
    fields: tuple[Field, ...]
    kinds: tuple[Kind, ...]
    impacts: tuple[Impact, ...]
    priorities: tuple[Priority, ...]
    statuses: Mapping[str, Text]
    resolutions: Mapping[str, Text]
    reasons: tuple[Reason, ...]
    doors: tuple[Door, ...]
    silence_after_completed: Silence | None
    silence_after_asking: Silence | None
    ask_reminder: Duration | None
    warn_share: float
    escalate_every: Duration | None
    """How often staff are called again while nobody has taken a ticket whose priority calls all of them."""
    attachments: AttachmentRules
    consent: Consent
    contacts: Mapping[str, str | Text]
    dispute_needs_argument: bool
    reopen: bool
    rating: tuple[int, int]
    effort_at_least: timedelta
    clauses: Mapping[str, str]
    assumed: tuple[str, ...]
    """The keys whose values the source does not give, as paths: "fields[7]", "reminders.while_asking"."""
    source: str
    digest: str

    def field(self, key: str) -> Field:
        """The field with that key; KeyError names those there are."""
        return _keyed(self.fields, key, f"{self.id} has no field")

    def kind(self, key: str) -> Kind:
        """The kind with that key; KeyError names those there are."""
        return _keyed(self.kinds, key, f"{self.id} has no kind")

    def impact(self, key: str) -> Impact:
        """The impact with that key; KeyError names those there are."""
        return _keyed(self.impacts, key, f"{self.id} has no impact")

    def priority(self, key: str) -> Priority:
        """The priority with that key; KeyError names those there are."""
        return _keyed(self.priorities, key, f"{self.id} has no priority")

    def reason(self, key: str) -> Reason:
        """The reason with that key; KeyError names those there are."""
        return _keyed(self.reasons, key, f"{self.id} has no reason")

    def proposed_priority(self, kind_key: str, impact_key: str | None) -> Priority:
        """What to propose before staff confirm: the kind's own priority, else that of the impact (barier 6.1, 6.2).

        KeyError: an unknown kind or impact, or no impact for a kind that needs one.
        """
        kind = self.kind(kind_key)
        return self.priority(kind.priority or self.impact(impact_key or "").priority)

    def clause(self, rule: str) -> str | None:
        """The clause to cite for a rule ("silence" -> "4.9"); None: the rule is our own. KeyError: no such rule."""
        if rule not in RULES:
            raise KeyError(f"no rule is called {rule!r}; there are {', '.join(sorted(RULES))}")
        return self.clauses.get(rule)

    def calendar(self, name: str = "working") -> Calendar:
        """The calendar with that name; KeyError names those there are."""
        if name not in self.calendars:
            raise KeyError(f"{self.id} has no calendar {name!r}; there are {', '.join(self.calendars)}")
        return self.calendars[name]

    def calendar_of(self, rule: Target | Silence) -> Calendar:
        """The calendar that a target or a silence is counted by; for clock hours without one, round the clock."""
        return self.calendar(rule.calendar_name) if rule.calendar_name else Calendar.always(self.zone)

    def number(self, n: int) -> str:
        """The registration number of the n-th ticket: 1 -> "BAR-000001" (barier 4.4)."""
        return f"{self.prefix}-{n:06d}"


def _keyed(things: tuple[_Keyed, ...], key: str, lack: str) -> _Keyed:
    for thing in things:
        if thing.key == key:
            return thing
    raise KeyError(f"{lack} {key!r}; there are {', '.join(thing.key for thing in things)}")
