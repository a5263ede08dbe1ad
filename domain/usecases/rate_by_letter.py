"""Rate by letter: stars in the answer to the letter that asks for them, by the reply address that it was sent with."""

from __future__ import annotations

from domain.incoming import Incoming
from domain.notices import Code
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.stars import read_stars
from domain.ticket import Ticket
from domain.usecases.limits import LONGEST
from domain.usecases.rate import comment_as, may_be_rated, rate_as
from domain.usecases.telling import MAIL

ABOUT_RATING = frozenset({Code.CLOSED, Code.YOU_WROTE})
"""A digit alone counts where it answers one of these: elsewhere it may be meant for another question."""


def rated_by_letter(desk: Desk, by: Speaker, person: Person, ticket: Ticket, said: Incoming) -> bool:
    """Whether the letter was a rating of what is closed, and counts; its words are the comment. To be asked only of letters
    that came by the reply address: whoever has it reads the mailbox."""
    found = read_stars(said.text)
    least, most = ticket.regulation.rating
    if found is None or not least <= found.stars <= most or not may_be_rated(ticket, desk.now()):
        return False
    if not found.named and not _answers_the_question(desk, ticket, said):
        return False
    comment = found.comment[: LONGEST // 2]
    rate_as(desk, by, person, ticket, found.stars, alone=not comment)
    if comment:
        comment_as(desk, by, person, ticket, comment)
    return True


def _answers_the_question(desk: Desk, ticket: Ticket, said: Incoming) -> bool:
    told = desk.deliveries.by_remote(MAIL, said.answers[0]) if said.answers else []
    return any(one.ticket == ticket.number and one.code in ABOUT_RATING for one in told)
