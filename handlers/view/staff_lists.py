"""Staff lists: the queue, one's own tickets, the late ones, what was found: three lines a ticket, and a button to its card."""

from __future__ import annotations

from datetime import datetime
from html import escape

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.notices import Parcel
from domain.ports import Delivery, Desk
from domain.ticket import Ticket
from domain.usecases.letter_list import VIEW as LETTERS
from domain.usecases.lists import MOST_FOUND, MOST_LISTED, Shelf, View, next_due, shelf
from domain.usecases.lists_over import OVER
from handlers.callbacks import ListButton
from handlers.view.cards import card
from handlers.view.left import left, usual_left
from handlers.view.letter_list import letters_out
from handlers.view.pages import place, turning, visible
from handlers.view.say import LONGEST, Methods, bold, button, edit, message, rows, shortened
from handlers.view.standing import erased, priority, priority_words, staff_status, target
from handlers.view.times import moment
from handlers.view.words import _

SHORT, NAME = 70, 60
ROW = 3
"""Buttons beside each other: a number must be read whole on a narrow screen."""
_SUPERGROUP = "-100"


def list_out(desk: Desk, parcel: Parcel) -> Methods:
    """The first page of a list; or, in the place of an old one, how to ask anew."""
    if parcel.facts.get(OVER):
        words = _("This list is old and was put away. A new one: /{command}").format(command=parcel.facts["view"])
        return [edit(parcel.address, int(parcel.facts[OVER]), words)]
    if parcel.facts["view"] == LETTERS:
        return letters_out(desk, parcel)
    text, keyboard = list_page(shelf(desk, parcel), private=is_private(parcel.address))
    to = str(parcel.facts.get("reply_to") or "")
    return [message(parcel.address, text, keyboard, thread=parcel.thread, reply_to=int(to) if to.isdecimal() else None)]


def is_private(chat: str) -> bool:
    """Whether a chat is one with a single person (Telegram: groups have negative numbers)."""
    return not chat.startswith("-")


def list_page(shown: Shelf, *, private: bool) -> tuple[str, InlineKeyboardMarkup]:
    """What to say of each, and the buttons that lead to the cards and to the other pages."""
    titles = {
        View.QUEUE: _("Queue: {n}"),
        View.MINE: _("Mine: {n}"),
        View.LATE: _("Late or nearly so: {n}"),
        View.FIND: _("Found: {n}"),
    }
    many = f"{shown.count}+" if shown.view is View.FIND and shown.count >= MOST_FOUND else str(shown.count)
    blocks = [bold(titles[shown.view].format(n=many)), *("\n".join(_lines(t, shown)) for t in shown.tickets)]
    if shown.page == shown.pages - 1 and shown.count > MOST_LISTED:
        blocks.append(_("Only the first {n} are listed.").format(n=MOST_LISTED))
    if shown.ordered_at is not None and shown.view is not View.FIND:
        since = moment(shown.ordered_at, shown.tickets[0].regulation)
        blocks.append(_("In the order of {at}; a new list: /{command}").format(at=since, command=shown.view))
    buttons = [_to_card(ticket, shown, private=private) for ticket in shown.tickets]
    return "\n\n".join(blocks) + place(shown.page, shown.pages), rows(
        *(buttons[at : at + ROW] for at in range(0, len(buttons), ROW)),
        turning(shown.page, shown.pages, lambda n: ListButton(verb="page", page=n)),
    )


def card_to_read(desk: Desk, ticket: Ticket, where: Delivery | None, page: int) -> tuple[str, InlineKeyboardMarkup]:
    """The card in an agent's private chat: to read, with the way to where it can be worked on, and back to the list."""
    link = card_link(where)
    note = _("To read only: work on it goes on in the staff group.")
    text = card(desk, ticket, reading=True)
    if visible(text) + len(note) + 2 > LONGEST:
        text = card(desk, ticket, room=0.5, reading=True)
    there = [InlineKeyboardButton(text=_("To the card"), url=link)] if link else []
    return f"{text}\n\n{note}", rows(there, [button(_("« Back to the list"), ListButton(verb="page", page=page))])


def card_link(where: Delivery | None) -> str:
    """A link to a message in a supergroup, for its members; a plain group has none."""
    if where is None or not where.chat.startswith(_SUPERGROUP):
        return ""
    return f"https://t.me/c/{where.chat.removeprefix(_SUPERGROUP)}/{where.remote}"


def here_it_is(number: str) -> str:
    """Under the card, as a reply to it."""
    return _("{number}: the card is above ↑").format(number=bold(number))


def nothing(view: View) -> str:
    """An empty list."""
    return {
        View.QUEUE: _("Nothing is waiting: the queue is empty."),
        View.MINE: _("You hold no open requests."),
        View.LATE: _("Nothing is late, and no deadline is near."),
        View.FIND: _("Nothing was found.") + " " + how_to_search(),
    }[view]


def how_to_search() -> str:
    """By examples."""
    return _(
        "Search by number, name, organization, phone, address or words: /find 17, /find Romashka, "
        "/find 8 916 123-45-67, /find printer does not print"
    )


def state_line(ticket: Ticket) -> str:
    """«Приоритет 2 · Обрабатывается»."""
    name = escape(priority_words(priority(ticket))) if ticket.priority else _("no priority")
    return f"{name} · {escape(staff_status(ticket))}"


def due_words(ticket: Ticket, now: datetime) -> str:
    """The next deadline with the time left until it, and the date that was promised since; empty where no clock runs."""
    due = next_due(ticket)
    if due is None:
        return ""
    rules, answers = ticket.regulation, ticket.responded_at is None and due == ticket.response_due
    aim = target(ticket)
    norm = aim is not None and aim.norm and not answers
    span = usual_left(due, now) if norm else left(due, now)
    words = _("response: {left} ({at})") if answers else _("solution: {left} ({at})")
    parts = [words.format(left=span, at=moment(due, rules))]
    if ticket.promised_at and due < now:
        parts.append(_("promised by {at}").format(at=moment(ticket.promised_at, rules)))
    return ", ".join(parts)


def about(ticket: Ticket, room: int = SHORT) -> str:
    """The first words of it."""
    words = erased(ticket) or ticket.answers.get("subject") or ticket.answers.get("description") or ""
    return shortened(" ".join(words.split()), room)


def _lines(ticket: Ticket, shown: Shelf) -> list[str]:
    holder = escape(ticket.assignee_name) or _("nobody")
    first = [_("out of turn")] if ticket.at_head and ticket.is_open else []
    organization = escape(shortened(ticket.answers.get("organization", ""), NAME))
    return [
        " · ".join([bold(ticket.number), state_line(ticket), *first]),
        " · ".join(filter(None, [holder, due_words(ticket, shown.now)])),
        " · ".join(filter(None, [organization, escape(about(ticket))])),
    ]


def _to_card(ticket: Ticket, shown: Shelf, *, private: bool) -> InlineKeyboardButton:
    link = "" if private else card_link(shown.cards.get(ticket.number))
    if link:
        return InlineKeyboardButton(text=ticket.number, url=link)
    return button(ticket.number, ListButton(verb="card", number=ticket.number, page=shown.page))
