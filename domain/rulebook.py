"""Rulebook: a regulation as the desk asks it, loaded and checked (`regulation.py`), made of its terms (`terms.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Literal, Protocol, TypeVar
from zoneinfo import ZoneInfo

from domain.answers import Field, Text
from domain.retention import Retention
from domain.rules import DEMANDS, RULES
from domain.sla import Target
from domain.terms import (
    AttachmentRules,
    Completion,
    Conduct,
    Consent,
    Decision,
    Demand,
    Door,
    Group,
    Impact,
    Kind,
    OtherWay,
    Priority,
    Protected,
    Quality,
    Queue,
    Reason,
    ScopeItem,
    Silence,
    TargetRow,
    Targets,
)
from domain.worktime import Calendar, Duration


class _HasKey(Protocol):
    @property
    def key(self) -> str: ...


_Keyed = TypeVar("_Keyed", bound=_HasKey)


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
    kind_first: bool
    """The kind is asked before the fields, not after them."""
    impacts: tuple[Impact, ...]
    priorities: tuple[Priority, ...]
    priority_kinds: tuple[str, ...]
    """The kinds for which staff set a priority; empty: for all (e-doc 13: errors only)."""
    tiers: tuple[Group, ...]
    clients: tuple[Group, ...]
    target_rows: tuple[TargetRow, ...]
    response_ends: Literal["taking", "answer"]
    statuses: Mapping[str, Text]
    resolutions: Mapping[str, Text]
    completion: Completion
    reasons: tuple[Reason, ...]
    scope: tuple[ScopeItem, ...]
    protected: tuple[Protected, ...]
    doors: tuple[Door, ...]
    other_ways: tuple[OtherWay, ...]
    silence_after_completed: Silence | None
    silence_after_asking: Silence | None
    ask_reminder: Duration | None
    ask_reminder_then: str | None
    """The reason that staff may refuse with when reminders bring no answer (barier 4.6, 7.9-7)."""
    warn_share: float
    escalate_every: Duration | None
    """How often staff are called again while nobody has taken a ticket whose priority calls all of them, or the leads
    where somebody must be responsible (the clause `assignee`)."""
    attachments: AttachmentRules
    queue: Queue
    quality: Quality | None
    conduct: Conduct | None
    demands: Mapping[str, Demand]
    consent: Consent
    retention: Retention
    contacts: Mapping[str, str | Text]
    rating: tuple[int, int]
    low_rating: int | None
    """The highest vote that leads are told of."""
    rating_clause: str | None
    effort_at_least: timedelta
    clauses: Mapping[str, str]
    assumed: tuple[str, ...]
    """The keys whose values the source does not give, as paths: "fields[7]", "reminders.while_asking"."""
    source: str
    digest: str

    @property
    def edition(self) -> str:
        """What is accepted and announced: "intervale 1"."""
        return f"{self.id} {self.version}"

    # -- what there is under a key

    def field(self, key: str) -> Field:
        """The field with that key; KeyError names those there are."""
        return self._keyed(self.fields, key, "field")

    def kind(self, key: str) -> Kind:
        """The kind with that key; KeyError names those there are."""
        return self._keyed(self.kinds, key, "kind")

    def impact(self, key: str) -> Impact:
        """The impact with that key; KeyError names those there are."""
        return self._keyed(self.impacts, key, "impact")

    def priority(self, key: str) -> Priority:
        """The priority with that key; KeyError names those there are."""
        return self._keyed(self.priorities, key, "priority")

    def tier(self, key: str) -> Group:
        """The tier with that key; KeyError names those there are."""
        return self._keyed(self.tiers, key, "tier")

    def client(self, key: str) -> Group:
        """The category of clients with that key; KeyError names those there are."""
        return self._keyed(self.clients, key, "client")

    def reason(self, key: str) -> Reason:
        """The reason with that key; KeyError names those there are."""
        return self._keyed(self.reasons, key, "reason")

    def scope_item(self, key: str) -> ScopeItem:
        """The item of the scope with that key, such as 3.1-5; KeyError names those there are."""
        return self._keyed(self.scope, key, "item of the scope")

    def scope_of(self, decision: Decision) -> tuple[ScopeItem, ...]:
        """The items of the scope that are decided so, in the source's order."""
        return tuple(item for item in self.scope if item.decision == decision)

    @property
    def scope_reason(self) -> Reason | None:
        """The reason by which what is out of scope is refused, if the regulation marks one."""
        return next((reason for reason in self.reasons if reason.scope), None)

    def door(self, key: str) -> Door | None:
        """The door with that key, or None where the regulation has none (gravity 4.5: no phone)."""
        return next((door for door in self.doors if door.key == key), None)

    def demand(self, key: str) -> Demand | None:
        """The demand with that name, or None where the regulation makes none. KeyError: nothing is called so."""
        if key not in DEMANDS:
            raise KeyError(f"no demand is called {key!r}; there are {', '.join(sorted(DEMANDS))}")
        return self.demands.get(key)

    def clause(self, rule: str) -> str | None:
        """The clause to cite for a rule ("silence" -> "4.9"); None: the rule is our own. KeyError: no such rule."""
        if rule not in RULES:
            raise KeyError(f"no rule is called {rule!r}; there are {', '.join(sorted(RULES))}")
        return self.clauses.get(rule)

    # -- what follows from the answers

    @property
    def dispute_needs_argument(self) -> bool:
        """Whether an objection to a completed ticket must say why (barier 4.8)."""
        return self.completion.returned_by == "argument"

    @property
    def knows_customers(self) -> bool:
        """Whether it matters whose request it is: by a contract (barier 1), a tier or a category of clients."""
        return bool(self.clause("contract") or self.tiers or self.clients)

    @property
    def asks_how_it_ended(self) -> bool:
        """Whether staff choose a resolution when they complete: there are several, or the ticket is closed at once (gravity 5.1)."""
        return self.completion.closes or len(self.completion.resolutions) > 1

    @property
    def reopen(self) -> bool:
        """Whether a closed ticket may be opened again (gravity 6); elsewhere there is a new, linked one."""
        return self.completion.reopen

    @property
    def promises_by_priority(self) -> bool:
        """Whether the targets are those of the priorities; else they follow from tier, client and category."""
        return bool(self.priorities) and not self.target_rows

    def proposed_priority(self, kind_key: str, impact_key: str | None) -> Priority:
        """What to propose before staff confirm: the kind's own priority, else that of the impact (barier 6.1, 6.2).

        KeyError: an unknown kind or impact, or no impact for a kind that needs one.
        """
        own = self.kind(kind_key).priority if self.kinds else None
        return self.priority(own or self.impact(impact_key or "").priority)

    def sets_priority(self, kind_key: str) -> bool:
        """Whether a ticket of that kind has a priority at all."""
        return bool(self.priorities) and (not self.priority_kinds or kind_key in self.priority_kinds)

    def targets(self, *, priority: str = "", tier: str = "", client: str = "", category: str = "") -> Targets:
        """What is promised for such a ticket; an empty text stands for what is not known or does not apply.

        While a priority is still to be set, nothing is promised by it. KeyError: an unknown key, or one is missing that
        the promise depends on; the message names those there are.
        """
        if self.promises_by_priority and not priority:
            return Targets(None, None)
        if self.promises_by_priority:
            found = self.priority(priority)
            return Targets(found.response, found.resolution)
        known = {"tier": tier, "client": client, "category": category}
        known = {name: value for name, value in known.items() if value}
        for name, value in known.items():
            self._group(name, value)
        rows = [row for row in self.target_rows if row.fits(known)]
        for row in rows:
            for name in row.demands():
                if name not in known:
                    there = ", ".join(thing.key for thing in self._groups(name))
                    raise KeyError(f"{name} is missing; {self.id} has {there}")
        return rows[0].targets if rows else Targets(None, None)

    def turn(self, *, priority: str, received: datetime, head: bool = False) -> tuple[int, int, datetime]:
        """Whose turn it is, the smallest first: who goes to the head, then by the queue's rule, then by receipt."""
        key = priority or self.queue.without or ""
        rank = 0
        if key and self.queue.by == "priority":
            rank = self.priority(key).rank
        elif self.queue.first:
            rank = 0 if key in self.queue.first else 1
        return 0 if head else 1, rank, received

    def goes_before(self, priority: str) -> bool:
        """Whether a ticket of that priority may come before one that was received earlier."""
        key = priority or self.queue.without
        if self.queue.by == "receipt" or not key:
            return bool(key) and key in self.queue.first
        return self.priority(key).rank < max(p.rank for p in self.priorities)

    # -- calendars and numbers

    def calendar(self, name: str = "working") -> Calendar:
        """The calendar with that name; KeyError names those there are."""
        if name not in self.calendars:
            raise KeyError(f"{self.id} has no calendar {name!r}; there are {', '.join(self.calendars)}")
        return self.calendars[name]

    def calendar_of(self, rule: Target | Silence) -> Calendar:
        """The calendar that a target or a silence is counted by; for clock hours without one, round the clock."""
        return self.calendar(rule.calendar_name) if rule.calendar_name else self._always

    def hours_for(self, priority: str = "") -> Calendar:
        """When tickets of a priority are worked on: by the calendar of its targets (intervale 4.1), else as all are."""
        found = self.priority(priority) if priority else None
        targets = (found.resolution, found.response) if found else ()
        return self.calendar(next((t.calendar_name for t in targets if t and t.calendar_name), "working"))

    def number(self, n: int) -> str:
        """The registration number of the n-th ticket: 1 -> "BAR-000001" (barier 4.4)."""
        return f"{self.prefix}-{n:06d}"

    @cached_property
    def _always(self) -> Calendar:
        return Calendar.always(self.zone)

    def _groups(self, name: str) -> Iterable[_HasKey]:
        groups: dict[str, Iterable[_HasKey]] = {"tier": self.tiers, "client": self.clients, "category": self.kinds}
        return groups[name]

    def _group(self, name: str, key: str) -> None:
        there = [thing.key for thing in self._groups(name)]
        if not there:
            raise KeyError(f"{self.id} promises nothing by {name}; leave it out")
        if key not in there:
            raise KeyError(f"{self.id} has no {name} {key!r}; there are {', '.join(there)}")

    def _keyed(self, things: tuple[_Keyed, ...], key: str, what: str) -> _Keyed:
        for thing in things:
            if thing.key == key:
                return thing
        raise KeyError(f"{self.id} has no {what} {key!r}; there are {', '.join(t.key for t in things) or 'none'}")
