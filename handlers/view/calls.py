"""Calls in words: what became of a request by phone, and of a note of advice."""

from __future__ import annotations

from domain.usecases.phone import Advised, TakenDown
from handlers.view.clauses import clause
from handlers.view.incidents import MOST_SHOWN, SHOWN
from handlers.view.say import bold, quote, shortened
from handlers.view.times import moment
from handlers.view.words import _


def taken_down_words(done: TakenDown) -> str:
    """The number to tell the caller, and where it goes."""
    ticket = done.ticket
    text = _("{number} is registered, received {at}.").format(
        number=bold(ticket.number), at=moment(ticket.received_at, ticket.regulation)
    )
    if ticket.email:
        text += " " + _("Number and deadline go to the caller's mailbox.")
    if done.known:
        known = [quote(shortened(one, SHOWN)) for one in done.known[:MOST_SHOWN]]
        text = "\n".join([text, bold(_("We know of a failure. Tell the caller, if it is that one:")), *known])
        text += "\n" + _("Then link the request: the button is under its card.")
    return text


def advised_words(done: Advised) -> str:
    """It is written down, and by which clause it is no request."""
    text = _("Advice by phone{clause}, written down without a number: {caller}.").format(
        clause=clause(done.clause), caller=bold(done.consultation.caller)
    )
    if done.registers:
        return text + " " + _("If it is a request: /new")
    return text + " " + _("A request must be written: please ask the caller to send it in the chat.")
