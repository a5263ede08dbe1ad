"""Floods: how much of one person's is taken before they are asked whether they mean it. A real request always gets through.

No regulation sets such limits, so none is cited for them.
"""

from __future__ import annotations

from datetime import timedelta

from domain.draft import Draft
from domain.people import Person
from domain.ports import Desk
from domain.refusals import AnotherTicket, TooManyTickets, TooMuchWaits

DAY = timedelta(hours=24)
TICKETS_A_DAY = 20
"""So many requests of one person in a day are registered without a question; each further one is confirmed by a press."""
MOST_TICKETS_A_DAY = 60
"""From here on the person is asked to call or write: the draft stays."""
MOST_TEXTS, MOST_FILES = 200, 500
"""How many messages that belong to no ticket, and how many files of one draft, may wait for a person."""


def must_be_meant(desk: Desk, person: Person, *, sure: bool) -> int:
    """How many requests the person has registered in the last day. AnotherTicket unless they are `sure`; TooManyTickets."""
    count = desk.tickets.count_of(person.id, since=desk.now() - DAY)
    if count >= MOST_TICKETS_A_DAY:
        contacts = desk.regulation.contacts
        raise TooManyTickets(MOST_TICKETS_A_DAY, tuple(contacts[way] for way in ("email", "phone") if way in contacts))
    if count >= TICKETS_A_DAY and not sure:
        raise AnotherTicket(count + 1)
    return count


def must_have_room(desk: Desk, draft: Draft) -> None:
    """TooMuchWaits if too many words or files stand in a draft; nothing of what is there is lost."""
    if len(draft.answers.get("texts", [])) > MOST_TEXTS or len(desk.files.of_draft(draft.id)) >= MOST_FILES:
        raise TooMuchWaits
