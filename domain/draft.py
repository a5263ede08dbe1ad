"""Drafts: what is awaited from whom. Which question comes next is computed from the answers, never remembered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from domain.people import Person
from domain.regulation import Regulation


class DraftKind(StrEnum):
    INTAKE = "intake"
    """A request being put together; not an official request until it is registered."""
    LOOSE = "loose"
    """Words that belong to no ticket yet (barier 7.5); kept until their writer says what they are."""
    ANSWER = "answer"
    """The desk asked, the requester answers."""
    ARGUMENT = "argument"
    """Why a completed ticket is not solved (barier 4.8)."""
    COMMENT = "comment"
    """A few words to go with a rating."""
    EMAIL = "email"
    """A corrected e-mail address (barier 7.10)."""
    SECRET = "secret"
    """Something told in confidence (gravity 4.3); the words themselves never come into a draft."""
    COMPLAINT = "complaint"
    """Words to quality control (gravity 6, e-doc 16); `answers["letter"]`: complaint or speed_up."""


class FileState(StrEnum):
    WAITING = "waiting"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(eq=False)
class Attachment:
    """A file somebody sent. It belongs to a draft until the draft is sent, then to a ticket.

    `remote` is where the channel keeps it, `sha256` where we do; `group` holds an album together; `problem` says why it was refused.
    """

    person_id: str
    channel: str
    remote: str
    name: str
    size: int
    received_at: datetime
    form: str = "document"
    caption: str = ""
    group: str = ""
    position: int = 0
    draft_id: str | None = None
    ticket: str | None = None
    by_staff: bool = False
    state: FileState = FileState.WAITING
    sha256: str = ""
    type: str = ""
    problem: dict[str, Any] | None = None
    attempts: int = 0
    told: bool = False
    id: str = field(default_factory=lambda: uuid4().hex)


@dataclass(eq=False)
class Draft:
    """What is awaited from a person at a place. The one opened last takes what they write; the others wait.

    `at` points at a question asked again (Back, or a correction from the summary: then `correcting`).
    """

    kind: DraftKind
    channel: str
    chat: str
    thread: int
    person_id: str
    opened_at: datetime
    ticket: str | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    at: str | None = None
    correcting: bool = False
    turn: int = 0
    id: str = field(default_factory=lambda: uuid4().hex[:12])
    version: int = 1

    def put(self, key: str, value: Any) -> None:
        """Record an answer and go on to the next question."""
        self.answers = {**self.answers, key: value}
        self.at, self.correcting = None, False
        self.turn += 1

    def awaits(self, regulation: Regulation, person: Person) -> str:
        """The question that is open now: consent, a field's key, kind, impact, files or summary."""
        if person.consent_version != regulation.consent.version:
            return "consent"
        if self.at:
            return self.at
        return next((step for step in steps(regulation, self.answers) if step not in self.answers), "summary")

    def back(self, regulation: Regulation, person: Person) -> None:
        """Ask the question before the present one again; the answer given stays as an offer."""
        order = steps(regulation, self.answers)
        now = self.awaits(regulation, person)
        index = order.index(now) if now in order else len(order)
        self.at = order[max(0, index - 1)]
        self.correcting = False
        self.turn += 1

    def correct(self, step: str) -> None:
        """From the summary, ask one question again; then return to the summary."""
        self.at, self.correcting = step, True
        self.turn += 1


def steps(regulation: Regulation, answers: dict[str, Any]) -> list[str]:
    """The questions of an intake in order: the text fields, kind, impact (where the kind does not settle it), files."""
    order = [f.key for f in regulation.fields]
    if regulation.kinds:
        order.insert(0 if regulation.kind_first else len(order), "kind")
    settled = any(k.key == answers.get("kind") and k.priority for k in regulation.kinds)
    if regulation.impacts and not settled:
        order.append("impact")
    return [*order, "files"] if regulation.attachments.max_count else order


@dataclass
class Conversation:
    """Where the conversation with a person stands: what is asked of them now, and what they gave so far.

    `unheard`: they wrote where only a button serves, so their words were not taken down.
    """

    person: Person
    regulation: Regulation
    draft: Draft | None = None
    files: list[Attachment] = field(default_factory=list)
    open_tickets: list[str] = field(default_factory=list)
    unheard: bool = False

    @property
    def step(self) -> str:
        """The open question of an intake; empty where none is open."""
        if self.draft is None or self.draft.kind is not DraftKind.INTAKE:
            return ""
        return self.draft.awaits(self.regulation, self.person)
