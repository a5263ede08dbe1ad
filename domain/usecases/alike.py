"""Alike: which open ticket tells of the same as what somebody is about to send: their own, or a colleague's where tickets are shared."""

from __future__ import annotations

from domain.draft import Draft
from domain.likeness import ALIKE, likeness
from domain.people import Person
from domain.ports import Desk
from domain.ticket import WORKABLE, Ticket


def alike(desk: Desk, person: Person, draft: Draft) -> Ticket | None:
    """The open ticket that seems to tell of the same, their own before a colleague's; None if none does.

    What they have called another matter is not held against them again.
    """
    said, others = told(draft.answers), draft.answers.get("_others", [])
    for tickets in (desk.tickets.open_of(person.id), colleagues(desk, person)):
        near = [(likeness(said, told(t.answers)), t) for t in tickets if t.number not in others]
        score, ticket = max(near, key=lambda found: found[0], default=(0.0, None))
        if score >= ALIKE:
            return ticket
    return None


def colleagues(desk: Desk, person: Person) -> list[Ticket]:
    """What colleagues have in work, where the regulation shares it among the people of an organization.

    Only for those who are known to belong to it: by a proved address, or by the word of staff (never by what they type).
    """
    if desk.regulation.demand("colleagues") is None or person.organization_id is None:
        return []
    open_now = desk.tickets.open_of_organization(person.organization_id)
    return [t for t in open_now if t.requester_id != person.id and t.status in WORKABLE]


def told(answers: dict[str, str]) -> str:
    """What an intake or a ticket tells of its problem."""
    return "\n".join(answers.get(key) or "" for key in ("subject", "description")).strip()
