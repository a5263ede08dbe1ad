"""Keep house: once a day, what is old and belongs to no ticket goes; of whoever only ever spoke in a group no row stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeVar

from domain.draft import Draft, DraftKind
from domain.people import Person
from domain.ports import Desk, TimerKind
from domain.usecases.forget import forget_letter, forget_loose_letter, forget_stranger
from domain.usecases.from_group import lapse
from domain.usecases.hand_over import throw_away
from domain.usecases.retention import set_retention

DAILY = timedelta(days=1)
DESK = "desk"
ROUNDS = 50

T = TypeVar("T")


def keep_house(desk: Desk) -> None:
    """Once a day: drafts, messages, letters, calls and notices on no ticket that are older than the regulation keeps them."""
    rules, now = desk.regulation, desk.now()
    kept = rules.retention
    for draft in _each(lambda: desk.drafts.older(kept.drafts.before(now, rules.zone))):
        if (person := _left_behind(desk, draft)) is not None:
            forget_stranger(desk, person)
    for ticket in _each(desk.tickets.without_term):
        set_retention(desk, ticket)
    for letter in _each(lambda: desk.letters.loose(before=kept.messages.before(now, rules.zone))):
        forget_loose_letter(desk, letter)
    wall = desk.wall() - (now - kept.messages.before(now, rules.zone)).total_seconds()
    desk.erasure.forget_old(before=kept.messages.before(now, rules.zone), wall=wall)
    desk.erasure.forget_calls(before=kept.personal_data.before(now, rules.zone))
    desk.timers.set(DESK, TimerKind.HOUSEKEEPING, now + DAILY)


def _left_behind(desk: Desk, draft: Draft) -> Person | None:
    """A draft's time is over. Returns who began it, if they are known still."""
    if draft.kind is DraftKind.FROM_GROUP:
        return lapse(desk, draft.id)
    if draft.kind is DraftKind.LETTER:
        forget_letter(desk, draft)
    throw_away(desk, draft)
    return desk.people.get(draft.person_id)


def _each(found: Callable[[], list[T]]) -> Iterator[T]:
    """What a query finds a hundred at a time, until it finds nothing more; the rest of very many is for tomorrow."""
    for _round in range(ROUNDS):
        some = found()
        if not some:
            return
        yield from some


def begin_housekeeping(desk: Desk) -> None:
    """The desk opens: from now on it keeps house once a day."""
    if not desk.timers.is_set(DESK, TimerKind.HOUSEKEEPING):
        keep_house(desk)
