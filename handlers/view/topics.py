"""Topics in words: what a ticket's topic is called, and what stands first in one that was opened late."""

from __future__ import annotations

from html import escape

from domain.ticket import Status, Ticket
from handlers.view.say import bold, quote, shortened
from handlers.view.standing import staff_status, standing, status
from handlers.view.words import _

LONGEST = 128
"""Signs of a topic's name (Bot API: createForumTopic)."""
SHOWN = 400


def topic_name(ticket: Ticket, *, staff: bool = False) -> str:
    """«BAR-000017 · В работе · Не печатает…»; for `staff` or the requester."""
    state = staff_status(ticket) if staff else status(ticket)
    about = " ".join((ticket.answers.get("subject") or ticket.answers.get("description") or "").split())
    return shortened(" · ".join(filter(None, [ticket.number, state, about])), LONGEST)


def topic_left(ticket: Ticket, line: str) -> str:
    """What its topic is called where staff have handed it to another line."""
    to = line or _("the first group")
    return shortened(f"{ticket.number} · " + _("handed to {line}").format(line=to), LONGEST)


def icon_signs(ticket: Ticket) -> tuple[str, ...]:
    """The signs of its state, the best first; those that Telegram has for topics are its own choice."""
    return {
        Status.REGISTERED: ("📝", "❗️"),
        Status.IN_PROGRESS: ("⚡️", "💻"),
        Status.CLARIFICATION: ("❓", "💬"),
        Status.ON_HOLD: ("📆", "🏖"),
        Status.COMPLETED: ("👀", "🏁"),
        Status.CLOSED: ("✅", "📁"),
    }[ticket.status]


def topic_link(chat: str, thread: int) -> str:
    """Where a topic of a supergroup is (https://core.telegram.org/api/links#message-links)."""
    return f"https://t.me/c/{chat.removeprefix('-100')}/{thread}"


def topic_summary(ticket: Ticket) -> str:
    """Number, state, deadline and what it is about."""
    lines = [bold(ticket.number), *map(escape, standing(ticket))]
    if ticket.answers.get("description"):
        lines.append(quote(shortened(ticket.answers["description"], SHOWN)))
    return "\n".join(lines)


def registered_words(numbers: str) -> str:
    """Where the request was written, that it has its number."""
    return _("Registered: {numbers}").format(numbers=bold(numbers))


def delete_it_yourself(number: str) -> str:
    """In the topic of an erased ticket that Telegram did not let us delete."""
    return _(
        "The personal data of {number} are erased on our side. Telegram did not let me delete this topic: please delete it "
        "yourself, by a long tap on it in the list."
    ).format(number=bold(number))
