"""Alike: which of somebody's open tickets tells of the same as what they are about to send (insales: duplicates)."""

from __future__ import annotations

from domain.draft import Draft
from domain.likeness import ALIKE, likeness
from domain.people import Person
from domain.ports import Desk
from domain.ticket import Ticket


def alike(desk: Desk, person: Person, draft: Draft) -> Ticket | None:
    """The person's own open ticket that seems to tell of the same; None if none does, or they said it is another matter."""
    if desk.regulation.demand("duplicates") is None:
        return None
    said, others = _told(draft.answers), draft.answers.get("_others", [])
    near = [(likeness(said, _told(t.answers)), t) for t in desk.tickets.open_of(person.id) if t.number not in others]
    score, ticket = max(near, key=lambda found: found[0], default=(0.0, None))
    return ticket if score >= ALIKE else None


def _told(answers: dict[str, str]) -> str:
    return " ".join(answers.get(key) or "" for key in ("subject", "description"))
