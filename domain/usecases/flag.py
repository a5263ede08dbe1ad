"""Flag: obscene words and insults are recorded like all others, and shown to staff, who decide (gravity 4.2, e-doc 16)."""

from __future__ import annotations

from domain.conduct import rude_words
from domain.notices import Code, Notice
from domain.ports import Desk
from domain.ticket import ABUSE, Ticket
from domain.usecases.telling import refresh_card, tell_staff


def flag(desk: Desk, ticket: Ticket, *texts: str) -> None:
    """Mark the ticket if the regulation minds such words; leads hear of the first ones where it wants that."""
    conduct = ticket.regulation.conduct
    if conduct is None or not (words := rude_words("\n".join(texts))):
        return
    first = ABUSE not in ticket.marks
    entry = ticket.flag(desk.now(), words, conduct.clause)
    if first and conduct.tell_lead:
        tell_staff(desk, ticket, Notice(Code.FLAGGED, dict(entry.facts)))
    refresh_card(desk, ticket)
