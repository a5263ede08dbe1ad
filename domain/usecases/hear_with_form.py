"""Hear with form: what a letter did not say is told in the chat, also as the lines of the form that the letter asked for."""

from __future__ import annotations

from domain.form import Names
from domain.people import Speaker
from domain.ports import Desk
from domain.usecases.deadlines import set_deadline_timers
from domain.usecases.hear import hear
from domain.usecases.heard import Heard, Said
from domain.usecases.join_letter import fill_in
from domain.usecases.letter_parts import parts_answered
from domain.usecases.telling import MAIL, refresh_card


def hear_with_form(
    desk: Desk, *, by: Speaker, text: str, names: Names, reply_to: str | None = None, answered: int | None = None
) -> Heard:
    """`hear`; and what a letter did not say is taken into its request where the words say it, as they would by letter."""
    heard = hear(desk, by=by, text=text, reply_to=reply_to, answered=answered)
    if not isinstance(heard, Said) or heard.ticket.door != MAIL or not heard.ticket.is_open:
        return heard
    ticket, before = heard.ticket, heard.ticket.entries
    if not parts_answered(desk, by, heard.person, ticket, text):
        fill_in(desk, by, heard.person, ticket, text, names)
    if ticket.entries != before:
        set_deadline_timers(desk, ticket)
        refresh_card(desk, ticket)
    return heard
