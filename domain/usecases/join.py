"""Join: words that somebody had not decided about join a ticket, by a button; what else comes up in them is asked."""

from __future__ import annotations

from collections.abc import Callable

from domain.people import Speaker
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.arise import added, arisen
from domain.usecases.duplicates import add_to
from domain.usecases.heard import Said
from domain.usecases.meeting import meet, standing
from domain.usecases.say import say_loose


def join_loose(desk: Desk, *, by: Speaker, draft_id: str, number: str) -> Said:
    """«Добавить к BAR-000017»: loose words. Raises what `say_loose` raises."""
    return _join(desk, by, number, lambda: say_loose(desk, by=by, draft_id=draft_id, number=number))


def join_intake(desk: Desk, *, by: Speaker, draft_id: str, number: str) -> Said:
    """The same for an intake that tells of what a ticket tells already. Raises what `add_to` raises."""
    return _join(desk, by, number, lambda: add_to(desk, by=by, draft_id=draft_id, number=number))


def _join(desk: Desk, by: Speaker, number: str, say: Callable[[], Ticket]) -> Said:
    before = desk.tickets.get(number).entries
    ticket, person = say(), meet(desk, by)
    # Of a colleague's ticket nothing is registered apart: it is not theirs.
    said = added(desk, ticket, after=before) if ticket.requester_id == person.id else ()
    talk = standing(desk, by=by)
    return Said(person=person, ticket=ticket, arisen=arisen(said), added=said, rest=talk if talk.step else None)
