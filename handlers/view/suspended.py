"""Suspended: what people are told when support for them stops, and when it goes on."""

from __future__ import annotations

from html import escape

from domain.notices import Code, Parcel
from domain.ports import Desk
from handlers.view.clauses import demanded
from handlers.view.say import Methods, message, quote
from handlers.view.words import _


def suspension_told(desk: Desk, parcel: Parcel) -> tuple[str, list[str]]:
    """A title and lines, as text: by letter."""
    reason = _("The reason: {reason}").format(reason=parcel.facts["text"])
    if parcel.code is Code.RESTORED:
        return _("Support goes on"), [_("You can register requests as before."), reason]
    return _("Support is suspended"), [_words(desk, parcel), reason]


def suspension_in_chat(desk: Desk, parcel: Parcel) -> Methods:
    """To the person, in their private chat, with the lead's reason."""
    return [message(parcel.address, f"{escape(_words(desk, parcel))}\n{quote(parcel.facts['text'])}")]


def _words(desk: Desk, parcel: Parcel) -> str:
    if parcel.code is Code.RESTORED:
        return _("Support goes on: you can register requests again.")
    demand = desk.regulation.demand("suspension")
    return demanded(demand.text, demand.clause) if demand else _("Support is suspended.")
