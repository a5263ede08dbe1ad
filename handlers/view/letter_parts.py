"""Parts that letters about a ticket have in common: how they are named, and the line under them."""

from __future__ import annotations

from domain.notices import Parcel
from domain.ticket import Ticket
from handlers.view.clauses import clause
from handlers.view.words import _


def ident(parcel: Parcel) -> str:
    """A Message-ID's left part that is the same however often the parcel is sent: `bar-000001.3.started`."""
    return f"{(parcel.ticket or '').lower()}.{parcel.entry}.{parcel.code}".replace("_", "-")


def footer(ticket: Ticket) -> str:
    """What keeps a reply with its ticket."""
    return _("Please keep {tag} in the subject: everything on this request goes by its number{clause}.").format(
        tag=f"[{ticket.number}]", clause=clause(ticket.regulation.clause("number"))
    )
