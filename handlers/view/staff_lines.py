"""Staff lines in words: lists of new tickets, what a card says where its ticket has left, and lines as leads see them."""

from __future__ import annotations

from html import escape

from aiogram.methods import EditMessageText
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.customers import Organization
from domain.lines import Line
from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.terms import Kind
from domain.ticket import Ticket
from domain.usecases.lines import CUSTOMER, KIND
from domain.usecases.staff_place import chat_of, line_at
from handlers.callbacks import LineButton, TicketButton
from handlers.view.say import Methods, bold, button, edit, message, rows, shortened
from handlers.view.standing import priority
from handlers.view.times import moment
from handlers.view.topics import topic_link
from handlers.view.under_card import under_card
from handlers.view.words import _, language, ngettext

PAGE = 8
"""Customers shown at a time."""
LISTED = 60
"""Numbers that one list holds; a longer one says how many more there are."""


def new_ones(desk: Desk, parcel: Parcel) -> Methods:
    """The numbers of new tickets, each with a link to its topic, where it has one. While the desk is shut it makes no sound."""
    numbers = [str(one) for one in parcel.facts["numbers"]]
    title = ngettext("{n} new request", "{n} new requests", len(numbers)).format(n=len(numbers))
    lines = [bold(title), *(_new_one(desk, parcel, number) for number in numbers[:LISTED])]
    if len(numbers) > LISTED:
        lines.append(_("and {n} more").format(n=len(numbers) - LISTED))
    if parcel.facts.get("many"):
        lines.append(_("So many at once: their cards follow one by one."))
    quietly = bool(parcel.facts.get("quiet"))
    if quietly:
        ticket = desk.tickets.get(numbers[0])
        opens = ticket.regulation.hours_for(ticket.priority).next_opening(desk.now())
        lines.append(_("We are shut now; work begins {at}.").format(at=moment(opens, ticket.regulation)))
    method = message(parcel.address, "\n".join(lines))
    method.disable_notification = quietly or None
    return [method]


def _new_one(desk: Desk, parcel: Parcel, number: str) -> str:
    ticket = desk.tickets.get(number)
    topic = desk.topics.of(parcel.channel, parcel.address, number)
    shown = f'<a href="{topic_link(parcel.address, topic.thread)}">{escape(number)}</a>' if topic else bold(number)
    kind = ticket.regulation.kind(ticket.kind).label.in_(language()) if ticket.kind else ""
    words = (priority(ticket) if ticket.priority else "", kind, _("out of turn") if ticket.at_head else "")
    return " · ".join([shown, *(escape(one) for one in words if one)])


def may_open_no_topics(desk: Desk, parcel: Parcel) -> Methods:
    text = _(
        "I may not open topics here, so nothing about requests can be shown. Please make me an administrator who may "
        "manage topics: what has come waits until then."
    )
    return [message(parcel.address, text)]


def card_left(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """Where the ticket was before: its card says who has it now, and has no buttons any more."""
    shown = desk.deliveries.latest(parcel.channel, parcel.address, ticket.number, Code.CARD)
    if shown is None:
        return []
    line = parcel.facts.get("to") or _("the first group")
    words = _("Handed to {line}").format(line=bold(line))
    if parcel.facts.get("by"):
        words = _("Handed to {line} by {name}").format(line=bold(line), name=escape(parcel.facts["by"]))
    return [edit(parcel.address, int(shown.remote), f"{bold(ticket.number)} · {words}")]


def other_line(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """It is a customer's of another line, and somebody works on it: they may hand it there. Nothing once it has gone."""
    to = parcel.facts["chat"]
    line = line_at(desk, to)
    if line is None or not ticket.is_open or chat_of(desk, ticket) != parcel.address:
        return []
    words = _(
        "{number} · It is a request of {customer}, whose line is {line}. Hand it over? It stays here until you do."
    )
    said = words.format(number=bold(ticket.number), customer=bold(parcel.facts["organization"]), line=bold(line.name))
    caption = _("Hand it to: {line}").format(line=shortened(line.name, 40))
    keyboard = rows([button(caption, TicketButton(number=ticket.number, verb="line", value=to))])
    return under_card(desk, parcel, ticket, [said], keyboard=keyboard, ping=True)


def no_words(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """What a topic is called is no message: the channel sees to it."""
    return []


def card_moved(chat: str, remote: int, number: str, thread: int) -> EditMessageText:
    """What a card says in General once its ticket has a topic."""
    topic = _("its topic")
    link = f'<a href="{topic_link(chat, thread)}">{escape(topic)}</a>'
    return edit(chat, remote, f"{bold(number)} · " + _("now in {topic}").format(topic=link))


def lines_keyboard(number: str, lines: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    """All other lines, to hand the ticket to one."""
    found = [
        [button(shortened(name or _("The first group"), 60), TicketButton(number=number, verb="line", value=chat))]
        for chat, name in lines
    ]
    return rows(*found, [button(_("« Back"), TicketButton(number=number, verb="card"))])


def line_text(line: Line, kinds: list[Kind], organizations: list[Organization]) -> str:
    """A line: its name, and what comes to it."""
    mine = [kind.label.in_(language()) for kind in kinds if kind.key in line.kinds]
    theirs = [one.name for one in organizations if one.id in line.organizations]
    nothing = _("nothing by itself, only what is handed over")
    lines = [
        _("Line: {name}").format(name=bold(line.name)),
        _("Kinds: {kinds}").format(kinds=escape(", ".join(mine))) if mine else None,
        _("Customers: {names}").format(names=escape(shortened(", ".join(theirs), 1000))) if theirs else None,
        _("What comes here: {what}").format(what=nothing) if not mine and not theirs else None,
        _("A customer goes before a kind. To take it all back: /line off"),
    ]
    return "\n".join(one for one in lines if one)


def line_keyboard(
    line: Line, kinds: list[Kind], organizations: list[Organization], what: str = "", page: int = 0
) -> InlineKeyboardMarkup:
    """What may come to a line, marked where it does; customers a page at a time."""
    if what == KIND:
        found = [_choice(KIND, kind.key, kind.label.in_(language()), kind.key in line.kinds, 0) for kind in kinds]
        return rows(*found, [button(_("« Back"), LineButton(verb="show"))])
    if what == CUSTOMER:
        pages = max(1, -(-len(organizations) // PAGE))
        page = min(max(page, 0), pages - 1)
        part = organizations[page * PAGE : (page + 1) * PAGE]
        found = [_choice(CUSTOMER, one.id, one.name, one.id in line.organizations, page) for one in part]
        turn = [
            button(words, LineButton(verb="customers", page=to))
            for words, to in (("‹", page - 1), ("›", page + 1))
            if 0 <= to < pages
        ]
        return rows(*found, turn, [button(_("« Back"), LineButton(verb="show"))])
    wanted = [button(_("Kinds"), LineButton(verb="kinds"))] if kinds else []
    wanted += [button(_("Customers"), LineButton(verb="customers"))] if organizations else []
    return rows(wanted)


def _choice(what: str, key: str, name: str, on: bool, page: int) -> list[InlineKeyboardButton]:
    return [button(f"{'✓ ' if on else ''}{shortened(name, 50)}", LineButton(verb=what, key=key, page=page))]
