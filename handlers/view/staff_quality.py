"""Quality in the staff group: what was flagged, complaints and ratings, told so that leads hear of them."""

from __future__ import annotations

from html import escape

from aiogram.types import InlineKeyboardMarkup

from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.complain import COMPLAINT, SPEED_UP
from handlers.callbacks import TicketButton
from handlers.view.clauses import clause_words
from handlers.view.say import Methods, bold, button, quote, rows, shortened
from handlers.view.times import when
from handlers.view.under_card import leads, under_card
from handlers.view.words import _

WORDS = 2000
"""So much of a letter a chat shows; the whole of it is in the mailbox."""


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
    """Leads hear that there is a letter; what it says is in the letter, and in a lead's own chat."""
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
    if parcel.facts.get("text"):
        lines.append(quote(shortened(parcel.facts["text"], WORDS)))
    keyboard = _answering(ticket, parcel.facts["complaint"]) if parcel.facts.get("due") else None
    return under_card(desk, parcel, ticket, [*lines, *leads(desk, parcel)], keyboard=keyboard)


def rated(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    stars = int(parcel.facts["stars"] or 0)
    lines = [_("{number} · Rated {stars}").format(number=bold(ticket.number), stars="★" * stars + "☆" * (5 - stars))]
    if parcel.facts.get("text"):
        lines.append(quote(parcel.facts["text"]))
    if parcel.facts.get("complaint"):
        at = escape(when(parcel.facts["due"], ticket.regulation))
        line = _("{rating}: please get in touch with the requester by {at}.")
        lines.append(line.format(rating=escape(parcel.facts["complaint"]), at=at))
    if parcel.facts.get("low"):
        lines += leads(desk, parcel)
    keyboard = _rated_keys(ticket, parcel.facts["complaint"]) if parcel.facts.get("complaint") else None
    return under_card(desk, parcel, ticket, lines, keyboard=keyboard)


def complaint_due(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """The answer to a complaint, or a word on a low rating, will soon be due or is late; nothing once it was given."""
    facts = parcel.facts
    complaint = facts["complaint"]
    if desk.complaints.get(complaint).answered_at is not None:
        return []
    late, rating = parcel.code is Code.COMPLAINT_LATE, facts.get("stars")
    if rating:
        line = (
            _("{number} · Somebody should have got in touch about the low rating {complaint} by {at}.")
            if late
            else _("{number} · Nobody has got in touch about the low rating {complaint} yet; it is due by {at}.")
        )
    else:
        line = (
            _("{number} · The complaint {complaint} should have been answered by {at}.")
            if late
            else _("{number} · The complaint {complaint} is not answered yet; it is due by {at}.")
        )
    at = escape(when(facts["due"], ticket.regulation))
    lines = [line.format(number=bold(ticket.number), complaint=escape(complaint), at=at), *leads(desk, parcel)]
    keyboard = _rated_keys(ticket, complaint) if rating else _answering(ticket, complaint)
    return under_card(desk, parcel, ticket, lines, keyboard=keyboard)


def _answering(ticket: Ticket, complaint: str) -> InlineKeyboardMarkup:
    press = TicketButton(number=ticket.number, verb="answer_complaint", value=complaint)
    return rows([button(_("Answer the complaint"), press)])


def _rated_keys(ticket: Ticket, rating: str) -> InlineKeyboardMarkup:
    return rows(
        [
            button(_("We got in touch"), TicketButton(number=ticket.number, verb="contacted", value=rating)),
            button(_("Write to them"), TicketButton(number=ticket.number, verb="answer_complaint", value=rating)),
        ]
    )
