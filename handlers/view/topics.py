"""Topics in words: what a ticket's topic is called, and what stands first in one that was opened late."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from domain.ticket import Status, Ticket
from handlers.view.say import bold, quote, shortened
from handlers.view.standing import standing, status
from handlers.view.words import _

LONGEST = 128
"""Signs of a topic's name (Bot API: createForumTopic)."""
SHOWN = 400


ICONS = {
    Status.REGISTERED: "📝",
    Status.IN_PROGRESS: "⚡",
    Status.CLARIFICATION: "❓",
    Status.ON_HOLD: "📆",
    Status.COMPLETED: "👀",
    Status.CLOSED: "✅",
}
"""The emoji that stands for a state: known, being worked on, we ask, put off, look whether it is solved, done."""
PLAIN = "\ufe0f"
"""The variation selector: Telegram writes some emoji with it, and some without."""


def topic_icon(ticket: Ticket, offered: Mapping[str, str]) -> str:
    """The id of the icon for the ticket's state; empty where none of those offered fits (Bot API: getForumTopicIconStickers)."""
    known = {emoji.replace(PLAIN, ""): icon for emoji, icon in offered.items()}
    return known.get(ICONS[ticket.status], "")


def topic_name(ticket: Ticket) -> str:
    """«BAR-000017 · В работе · Не печатает…»."""
    about = " ".join((ticket.answers.get("subject") or ticket.answers.get("description") or "").split())
    return shortened(" · ".join(filter(None, [ticket.number, status(ticket), about])), LONGEST)


def topic_summary(ticket: Ticket) -> str:
    """Number, state, deadline and what it is about."""
    lines = [bold(ticket.number), *map(escape, standing(ticket))]
    if ticket.answers.get("description"):
        lines.append(quote(shortened(ticket.answers["description"], SHOWN)))
    return "\n".join(lines)


def registered_words(numbers: str) -> str:
    """Where the request was written, that it has its number."""
    return _("Registered: {numbers}").format(numbers=bold(numbers))
