"""Links over SQL: each side knows the other, once, in the order of the numbers."""

from __future__ import annotations

import sqlalchemy as sa

from domain.linked import Link, LinkKind
from domain.usecases.link import link, linked_with
from tests.bot.storage_builders import at_desk, file_ticket, speaker
from tests.conftest import Clock


def test_each_side_of_a_link_is_there_once(engine: sa.Engine, clock: Clock) -> None:
    """At once, after the commit, and when it is entered again; an origin has an offshoot."""
    anna, boris = speaker(at=clock.now()), speaker(8, at=clock.now())
    with at_desk(engine, clock) as desk:
        one, two, three = file_ticket(desk, anna), file_ticket(desk, anna), file_ticket(desk, boris)
        link(desk, one, three, LinkKind.PART)
        link(desk, one, two, LinkKind.ORIGIN)
        assert [other.other for other in desk.links.of(one.number)] == [two.number, three.number]
    with at_desk(engine, clock) as desk:
        desk.links.add(Link(one.number, two.number, "origin", clock.forward(minutes=1)))
        first, second = desk.tickets.get(one.number), desk.tickets.get(two.number)
        assert linked_with(desk, first) == {LinkKind.ORIGIN: [two.number], LinkKind.PART: [three.number]}
        assert linked_with(desk, first, own=True) == {LinkKind.ORIGIN: [two.number]}
        assert linked_with(desk, second) == {LinkKind.OFFSHOOT: [one.number]}
