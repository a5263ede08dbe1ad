"""Quality in the staff group: what was flagged, complaints and ratings, told so that leads hear of them."""

from __future__ import annotations

from html import escape

from aiogram.types import InlineKeyboardMarkup

from domain.notices import Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.complain import COMPLAINT, SPEED_UP
from handlers.callbacks import TicketButton
from handlers.view.clauses import clause_words
from handlers.view.say import Methods, bold, button, quote, rows, shortened
from handlers.view.times import when
from handlers.view.under_card import leads, under_card
from handlers.view.words import _


def flagged(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """Leads are told of insults and obscene words where the regulation wants it (e-doc 16)."""
    words = ", ".join(f"«{word}»" for word in parcel.facts["words"])
    cited = clause_words(parcel.facts.get("clause"))
    lines = [
        _("{number} · It seems to hold obscene words or insults{clause}: {words}").format(
            number=bold(ticket.number), clause=cited, words=escape(shortened(words, 300))
        ),
        _("Please have a look: whether to go on is decided on the card."),
        *leads(desk, parcel),
    ]
    return under_card(desk, parcel, ticket, lines)


def complained(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """Leads hear that there is a letter; what it says is in the letter alone."""
    said = {
        COMPLAINT: _(
            "{number} · The requester has complained to quality control{clause}. The letter is in its mailbox."
        ),
        SPEED_UP: _(
            "{number} · The requester asks quality control to speed it up{clause}. The letter is in its mailbox."
        ),
    }[parcel.facts["letter"]]
    cited = clause_words(parcel.facts.get("clause"))
    lines = [said.format(number=bold(ticket.number), clause=cited)]
    if parcel.facts.get("due"):
        at = escape(when(parcel.facts["due"], ticket.regulation))
        lines.append(_("{complaint}: to be answered by {at}.").format(complaint=parcel.facts["complaint"], at=at))
    keyboard = _answering(ticket, parcel.facts["complaint"]) if parcel.facts.get("due") else None
    return under_card(desk, parcel, ticket, [*lines, *leads(desk, parcel)], keyboard=keyboard)


def rated(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    stars = int(parcel.facts["stars"] or 0)
    lines = [_("{number} · Rated {stars}").format(number=bold(ticket.number), stars="★" * stars + "☆" * (5 - stars))]
    if parcel.facts.get("text"):
        lines.append(quote(parcel.facts["text"]))
    if parcel.facts.get("low"):
        lines += leads(desk, parcel)
    return under_card(desk, parcel, ticket, lines)


def complaint_late(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """The answer to a complaint falls due."""
    line = _("{number} · The complaint {complaint} should have been answered by {at}.")
    at = escape(when(parcel.facts["due"], ticket.regulation))
    complaint = parcel.facts["complaint"]
    lines = [line.format(number=bold(ticket.number), complaint=escape(complaint), at=at), *leads(desk, parcel)]
    return under_card(desk, parcel, ticket, lines, keyboard=_answering(ticket, complaint))


def _answering(ticket: Ticket, complaint: str) -> InlineKeyboardMarkup:
    press = TicketButton(number=ticket.number, verb="answer_complaint", value=complaint)
    return rows([button(_("Answer the complaint"), press)])
