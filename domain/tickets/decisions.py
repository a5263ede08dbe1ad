"""Decisions: what staff decide of a ticket: its priority and level, putting off, refusing, scope, paid work, its turn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from domain.customers import CONTRACT_OVER, NO_CUSTOMER, Level, Organization
from domain.journal import Actor, Audience, Entry, EntryKind
from domain.refusals import WrongState
from domain.regulation import Reason
from domain.terms import ScopeItem
from domain.tickets.core import Core, cite, iso
from domain.tickets.states import NO_LEVEL, STAFF_MOVES, WORKABLE, Resolution, Status


class Decisions(Core):
    """The moves by which staff decide, each with its clause."""

    def identify(self, at: datetime, actor: Actor, organization: Organization, found: Level) -> Entry:
        """Whose it is has become known: level and targets follow, counted from receipt (barier 7.7). WrongState once closed."""
        if not self.is_open:
            raise WrongState(status=self.status, move="identify")
        self.organization_id, self.level_known = organization.id, found.known
        self.tier, self.client = found.tier, found.client
        self.product = self.product or organization.sole_product
        self.marks = [mark for mark in self.marks if mark not in (NO_CUSTOMER, CONTRACT_OVER)] + list(found.marks)
        self._recount()
        facts = {
            "organization": organization.name,
            "contract": organization.contract,
            "tier": self.tier,
            "client": self.client,
            "marks": list(found.marks),
            "due": iso(self.resolution_due),
        }
        clause = self.regulation.clause("identity") or self.regulation.clause("contract")
        return self._write(at, EntryKind.IDENTIFIED, actor, facts | cite(clause))

    def confirm_level(self, at: datetime, actor: Actor) -> Entry:
        """Staff say that the request has the level of its requester; until then a plain letter has none (barier 7.7)."""
        self.level_known, self.marks = True, [mark for mark in self.marks if mark != NO_LEVEL]
        return self.record(at, EntryKind.LEVEL, cite(self.regulation.clause("identity")), actor)

    def hand_to(self, at: datetime, actor: Actor, *, chat: str, name: str, before: str, keeps: bool) -> Entry:
        """Another staff group works on it from now on; its assignee keeps it only if they work there too. WrongState once closed."""
        if not self.is_open:
            raise WrongState(status=self.status, move="line")
        self.line = chat
        if not keeps:
            self.assignee_id, self.assignee_name = None, ""
        facts = {"line": name, "before": before, "released": not keeps}
        return self.record(at, EntryKind.LINE_CHANGED, facts, actor)

    def set_priority(
        self, at: datetime, actor: Actor, priority: str, reason: str = "", *, agreed: bool = False
    ) -> Entry:
        """Confirm the proposed priority or set another one; the deadline follows (barier 6.1, 6.3). WrongState once completed.

        `reason`: why a confirmed one changes; `agreed`: because its requester objected.
        """
        self._must_be("priority", *WORKABLE)
        if not self.regulation.sets_priority(self.kind):
            raise WrongState(status=self.status, move="priority")
        before = self.priority
        self.regulation.priority(priority)
        if priority != before:
            self.changes = [*self.changes, [at.isoformat(), priority]]
            self.priority = priority
        self.priority_confirmed = True
        self._respond(at, "taking")
        self._recount()
        facts: dict[str, Any] = {"priority": priority, "before": before, "due": iso(self.resolution_due)}
        facts |= ({"text": reason} if reason else {}) | ({"agreed": True} if agreed else {})
        return self._write(at, EntryKind.PRIORITY, actor, facts | cite(self.regulation.clause("priority")))

    def hold(
        self,
        at: datetime,
        actor: Actor,
        reason: Reason,
        text: str,
        until: datetime | None,
        *,
        clock_stands: bool,
        given: Mapping[str, Any] = MappingProxyType({}),
    ) -> Entry:
        """Put the work off for one of the regulation's reasons (barier 7.9); WrongState unless it is in work.

        The clock stands, unless the regulation says that this reason does not stop it (`clock_stands`). `given`: what
        the reason demanded, such as the release it is planned for.
        """
        self._must_be("hold", Status.IN_PROGRESS, Status.CLARIFICATION)
        if self.status is Status.CLARIFICATION and not clock_stands:
            self._resume(at)
        elif self.status is Status.IN_PROGRESS and clock_stands:
            self._pause(at)
        self.status, self.close_due = Status.ON_HOLD, None
        self.promised_at = until or self.promised_at
        facts = {"reason": reason.key, "text": text, "until": iso(until), "clock_stands": clock_stands}
        return self._write(at, EntryKind.HELD, actor, facts | dict(given) | cite(reason.clause))

    def resume(self, at: datetime, actor: Actor) -> Entry:
        """Take the work up again; the clock goes on with what was left. WrongState unless it was put off."""
        self._must_be("resume", Status.ON_HOLD)
        self.status = Status.IN_PROGRESS
        self._resume(at)
        return self._write(at, EntryKind.WORK_RESUMED, actor, {})

    def refuse(
        self,
        at: datetime,
        actor: Actor,
        reason: Reason | None,
        text: str = "",
        given: Mapping[str, Any] = MappingProxyType({}),
    ) -> Entry:
        """Close it unsolved for one of the regulation's reasons (barier 7.9); for none: by its priority alone (gravity 5.2).

        `given`: what the reason demanded, and the item of the scope. WrongState once it is closed, or without a reason
        if the priority does not allow it.
        """
        self._must_be("refuse", *STAFF_MOVES["refuse"])
        clause = reason.clause if reason else self.refusable
        if reason is None and clause is None:
            raise WrongState(status=self.status, move="refuse")
        self.resolution = Resolution.REFUSED
        self.close_due = None
        why = {"reason": reason.key} if reason else {"priority": self.priority}
        return self._close(at, actor, how="refused", clause=clause, **why, text=text, **given)

    def limit(self, at: datetime, actor: Actor, item: ScopeItem) -> Entry:
        """Say that such questions are answered in a limited way; the work goes on (insales). WrongState once completed."""
        self._must_be("limit", *WORKABLE)
        return self._write(at, EntryKind.SCOPE, actor, {"item": item.key} | cite(item.cited))

    def offer(self, at: datetime, actor: Actor, item: ScopeItem, text: str) -> Entry:
        """Offer to do it for money; the clock stands as for a question (insales). WrongState unless in work."""
        self._must_be("offer", Status.IN_PROGRESS, Status.CLARIFICATION)
        if self.status is Status.IN_PROGRESS:
            self.status = Status.CLARIFICATION
            self._pause(at)
        self.close_due = None
        return self._write(at, EntryKind.PAID_OFFERED, actor, {"item": item.key, "text": text} | cite(item.cited))

    def answer_offer(self, at: datetime, actor: Actor, offer: Entry, *, agreed: bool) -> Entry:
        """The requester accepts or declines; where the clock stood for it, it goes on. WrongState once completed."""
        self._must_be("offer", *WORKABLE)
        if self.status is Status.CLARIFICATION:
            self.status, self.close_due = Status.IN_PROGRESS, None
            self._resume(at)
        facts = {"agreed": agreed, "offer": offer.n, "item": offer.facts.get("item", "")}
        return self._write(at, EntryKind.PAID_ANSWERED, actor, facts | cite(offer.facts.get("clause")))

    def go_first(self, at: datetime, actor: Actor, *, first: bool, clause: str | None, audience: Audience) -> Entry:
        """To the head of the queue, or back to its own place (gravity 2.1, megafon). WrongState once completed."""
        self._must_be("first", *WORKABLE)
        self.at_head = first
        return self._write(at, EntryKind.QUEUED_FIRST, actor, {"first": first} | cite(clause), audience)
