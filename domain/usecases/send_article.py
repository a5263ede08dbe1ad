"""Send an article: the answer to a standard question is a link to it (barier 7.8, gravity 4.7, e-doc 14)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.links import find_link
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NoLink
from domain.ticket import Ticket
from domain.usecases.reply import reply


def send_article(desk: Desk, *, by: Speaker, number: str, text: str, files: Sequence[str] = ()) -> Ticket:
    """Answer with a link, and words around it if there are any. NoLink; NotStaff, NotYours, WrongState, TooLong."""
    link = find_link(text)
    if link is None:
        raise NoLink
    return reply(desk, by=by, number=number, text=text, files=files, article=link)
