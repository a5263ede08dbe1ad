"""Inline: a ticket in a line for the agent who chooses, and the short card that goes to a chat that may be anybody's."""

from __future__ import annotations

from datetime import datetime
from html import escape

from aiogram.types import InlineQueryResultArticle, InputTextMessageContent

from domain.ports import Delivery
from domain.ticket import Ticket
from handlers.view.cards import deadlines
from handlers.view.say import HTML, NO_PREVIEW, bold, shortened
from handlers.view.staff_lists import about, card_link, state_line
from handlers.view.standing import staff_status
from handlers.view.words import _

Result = InlineQueryResultArticle
DESCRIPTION = 100


def shared(ticket: Ticket, card: Delivery | None, now: datetime) -> Result:
    """The agent sees whose it is and what about; what is sent holds nothing of the requester's."""
    organization = shortened(ticket.answers.get("organization", ""), DESCRIPTION // 2)
    # Not the time left: the message stays, and would soon be wrong.
    lines = [bold(ticket.number), state_line(ticket), *map(escape, deadlines(ticket, now))]
    if link := card_link(card):
        lines.append(f'<a href="{escape(link)}">{_("To the card")}</a>')
    return Result(
        id=ticket.number,
        title=f"{ticket.number} · {staff_status(ticket)}",
        description=" · ".join(filter(None, [organization, about(ticket, DESCRIPTION)])) or None,
        input_message_content=InputTextMessageContent(
            message_text="\n".join(filter(None, lines)), parse_mode=HTML, link_preview_options=NO_PREVIEW
        ),
    )
