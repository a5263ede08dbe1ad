"""Bonds: a ticket among others: what repeats it, what it is called by, who watches it; and objections to its priority."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.journal import Actor, Entry, EntryKind
from domain.refusals import WrongState
from domain.tickets.core import Core, cite
from domain.tickets.states import STAFF_MOVES, Resolution


class Bonds(Core):
    """The moves that tie a ticket to others and to those who look at it."""

    def object_to_priority(
        self, at: datetime, actor: Actor, text: str, change: int, files: Iterable[str] = ()
    ) -> Entry:
        """The requester objects to a change of the priority, the entry `change`; no clock minds it. WrongState once completed."""
        self._must_be("priority", *STAFF_MOVES["priority"])
        facts = {"text": text, "files": list(files), "of": change}
        return self._write(at, EntryKind.OBJECTED, actor, facts | cite(self.regulation.clause("priority")))

    def answer_objection(self, at: datetime, actor: Actor, text: str, objection: int) -> Entry:
        """Staff say why the priority stays, to the entry `objection`. WrongState once completed."""
        self._must_be("priority", *STAFF_MOVES["priority"])
        facts = {"text": text, "of": objection}
        return self._write(at, EntryKind.OBJECTION_ANSWERED, actor, facts | cite(self.regulation.clause("priority")))

    def merge(self, at: datetime, actor: Actor, into: str, *, shown: bool) -> Entry:
        """Another ticket goes on for it: closed as a duplicate. WrongState once completed.

        `shown`: its requester may know the other's number. The clause is the one against sending twice (insales).
        """
        self._must_be("merge", *STAFF_MOVES["merge"])
        self.resolution, self.close_due, self.merged_into = Resolution.DUPLICATE, None, into
        demand = self.regulation.demand("duplicates")
        others = {"others": [into]} if shown else {}
        return self._close(at, actor, how="duplicate", clause=demand.clause if demand else None, **others)

    def known(self, at: datetime, actor: Actor) -> Entry:
        """Its problem is being worked on already, for somebody else; the requester is told that and no more."""
        self._must_be("merge", *STAFF_MOVES["merge"])
        return self._write(at, EntryKind.KNOWN, actor, {})

    def follow(self, at: datetime, actor: Actor, text: str, files: Iterable[str] = ()) -> Entry:
        """The requester writes on a ticket that another one goes on for, which is not theirs to see: it stays on record here."""
        return self._write(at, EntryKind.MESSAGE, actor, {"text": text, "files": list(files), "aside": True})

    def answer_aside(self, at: datetime, actor: Actor, text: str, files: Iterable[str] = (), minutes: int = 0) -> Entry:
        """Staff tell its requester something while another ticket goes on for it. WrongState if none does."""
        if self.merged_into is None:
            raise WrongState(status=self.status, move="answer")
        facts = {"text": text, "files": list(files), "minutes": minutes, "aside": True}
        return self._write(at, EntryKind.ANSWER, actor, facts)

    def relate(self, at: datetime, actor: Actor, other: str, kind: str, text: str = "") -> Entry:
        """Staff tie it to another ticket, which is `kind` to this one; for staff to read. `text`: their words on it."""
        facts = {"others": [other], "how": kind} | ({"text": text} if text else {})
        return self.record(at, EntryKind.LINKED, facts, actor)

    def unrelate(self, at: datetime, actor: Actor, other: str) -> Entry:
        """Staff untie it."""
        return self.record(at, EntryKind.UNLINKED, {"others": [other]}, actor)

    def tag(self, at: datetime, actor: Actor, added: Sequence[str], removed: Sequence[str]) -> Entry:
        """It is called by these words from now on, and by those no more."""
        self.tags = [*(tag for tag in self.tags if tag not in removed), *added]
        return self.record(at, EntryKind.TAGGED, {"added": list(added), "removed": list(removed)}, actor)

    def watch(self, at: datetime, actor: Actor, *, on: bool) -> Entry:
        """A member of staff wants to hear of it from now on, or no more."""
        self.watchers = [one for one in self.watchers if one != actor.id] + ([actor.id] if on else [])
        return self.record(at, EntryKind.WATCHED, {"on": on}, actor)
