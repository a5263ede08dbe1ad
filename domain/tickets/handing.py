"""Handing: whose a ticket becomes without their taking it: assigned, handed over, given back."""

from __future__ import annotations

from datetime import datetime

from domain.journal import Actor, Audience, Entry, EntryKind
from domain.people import Agent
from domain.refusals import AlreadyTaken
from domain.tickets.core import Core, cite
from domain.tickets.states import STAFF_MOVES


class Handing(Core):
    """The moves by which a ticket goes to a colleague."""

    def hand_over(self, at: datetime, actor: Actor, to: Agent) -> Entry:
        """Its assignee is somebody else from now on. WrongState once closed; AlreadyTaken if it is theirs already."""
        self._must_be("assign", *STAFF_MOVES["assign"])
        if self.assignee_id == to.person_id:
            raise AlreadyTaken(by=to.name)
        before = self.assignee_name
        self.assignee_id, self.assignee_name, self.offered_to = to.person_id, to.name, None
        facts = {"assignee": to.name, "before": before} | cite(self.regulation.clause("assignee"))
        return self._write(at, EntryKind.ASSIGNED, actor, facts)

    def offer_to(self, at: datetime, actor: Actor, to: Agent, audience: Audience = Audience.PUBLIC) -> Entry:
        """Nobody has taken it: it is assigned to somebody, who has yet to take it, and the response clock runs on (barier 7.4).

        WrongState once closed; AlreadyTaken if it is assigned to them already.
        """
        self._must_be("assign", *STAFF_MOVES["assign"])
        if self.offered_to == to.person_id:
            raise AlreadyTaken(by=to.name)
        self.offered_to = to.person_id
        facts = {"assignee": to.name} | cite(self.regulation.clause("assignee"))
        return self._write(at, EntryKind.ASSIGNED, actor, facts, audience)

    def give_back(self, at: datetime, actor: Actor, name: str, why: str = "") -> Entry:
        """Who it was assigned to does not take it: anybody may again. `why`: away, left; empty: they said so."""
        self.offered_to = None
        facts = {"assignee": name} | ({"why": why} if why else {})
        return self._write(at, EntryKind.GIVEN_BACK, actor, facts, Audience.STAFF)
