"""Assigned: what staff read of tickets that were assigned, given back, or are to be handed on, and the buttons for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.notices import Parcel
from domain.people import Agent
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.colleagues import held_by, in_charge, may_be_called, present
from domain.usecases.deadlines import calls_all
from domain.usecases.summon import called
from domain.usecases.telling import CHAT
from handlers.callbacks import TicketButton
from handlers.view.rota import until
from handlers.view.say import Methods, bold, button, message, rows, shortened
from handlers.view.standing import priority, priority_words, staff_status
from handlers.view.summary import back_words
from handlers.view.times import moment
from handlers.view.under_card import assignee, mention, names, under_card
from handlers.view.words import _, ngettext

SHOWN = 20
"""Tickets in one list, and colleagues in one choice."""
SUBJECT = 60


def assigned(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """Somebody gave it to a colleague, who is called by name; or a lead took it over from one."""
    facts = parcel.facts
    to = mention(desk, facts["to"], facts["name"])
    if facts.get("before"):
        line = _("{number} · {by} works on it now, and {before} does not.")
        name = desk.people.get(facts["before"]).name
        there = may_be_called(desk, parcel.address, facts["before"])
        before = mention(desk, facts["before"], name) if there else escape(name)
        return under_card(
            desk, parcel, ticket, [line.format(number=bold(ticket.number), by=escape(facts["by"]), before=before)]
        )
    line = _("{number} · {by} hands it to {to}.").format(number=bold(ticket.number), by=escape(facts["by"]), to=to)
    waits = ticket.offered_to == facts["to"]
    if waits:
        line += " " + _("The clock of the response runs until it is taken.")
    return under_card(desk, parcel, ticket, [line], keyboard=rows(take_row(ticket)) if waits else None)


def given_back(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """Who it was assigned to does not take it."""
    line = _("{number} · {by} gives it back. Who takes it?").format(
        number=bold(ticket.number), by=escape(parcel.facts["by"])
    )
    keyboard = rows(take_row(ticket), hand_on_row(ticket)) if ticket.is_open else None
    return under_card(desk, parcel, ticket, [line], keyboard=keyboard)


def offered(desk: Desk, ticket: Ticket, *, still: bool = False) -> list[str]:
    """To whom it is assigned; called by name unless the desk is shut."""
    if ticket.offered_to is None:
        return []
    name = desk.people.get(ticket.offered_to).name
    to = bold(name) if still else mention(desk, ticket.offered_to, name)
    return [_("Assigned to {to}; not taken yet.").format(to=to)]


def called_again(desk: Desk, parcel: Parcel, ticket: Ticket) -> list[str]:
    """Who is asked to take it; at further calls also who is to name somebody."""
    lines = [_("Who takes it? {names}").format(names=line) for line in names(desk, called(desk, ticket))]
    step = parcel.facts.get("step")
    if step and calls_all(ticket):
        heads = names(desk, in_charge(desk, parcel.address))
        lines += [_("Call no. {n}. Name somebody, please: {names}").format(n=step, names=line) for line in heads]
    return lines


def to_all(desk: Desk, parcel: Parcel, ticket: Ticket) -> list[str]:
    """While nobody holds it, a warning goes to who it is assigned to, or else to all who are there."""
    if ticket.assignee_id is not None:
        return []
    there = [a for a in present(desk, parcel.address) if ticket.offered_to in (None, a.person_id)]
    return [_("Who takes it? {names}").format(names=line) for line in names(desk, there)]


def take_row(ticket: Ticket) -> list[InlineKeyboardButton]:
    """«Взять», while nobody holds it; who it was assigned to may give it back."""
    if not ticket.allows("take"):
        return []
    row = [button(_("Take it"), TicketButton(number=ticket.number, verb="take"), "primary")]
    if ticket.offered_to:
        row.append(button(_("Give back"), TicketButton(number=ticket.number, verb="give_back")))
    return row


def hand_on_row(ticket: Ticket) -> list[InlineKeyboardButton]:
    """The choice of a colleague."""
    if not ticket.allows("assign"):
        return []
    return [button(_("Assign"), TicketButton(number=ticket.number, verb="assign"))]


def colleagues_keyboard(
    desk: Desk, ticket: Ticket, colleagues: Sequence[Agent], leaves: str = ""
) -> InlineKeyboardMarkup:
    """Who may be given it, two in a row. `leaves`: the address of the colleague from whose list it is handed on."""
    verb, end = ("pass", f".{leaves}") if leaves else ("assign", "")
    keys = []
    for agent in colleagues[:SHOWN]:
        if address := desk.people.address_of(agent.person_id, CHAT):
            data = TicketButton(number=ticket.number, verb=verb, value=f"{address}{end}")
            keys.append(button(shortened(agent.name, 30), data))
    back = TicketButton(number=ticket.number, verb="left" if leaves else "more", value=f"{leaves}." if leaves else "")
    return rows(*(keys[n : n + 2] for n in range(0, len(keys), 2)), [button(back_words(), back)])


def left_open(desk: Desk, parcel: Parcel) -> Methods:
    """Somebody left, or is away: what they hold, to a lead, with a button for each."""
    facts = parcel.facts
    theirs = held_by(desk, parcel.address, facts["person"])
    if not theirs:
        return []
    count = ngettext("{n} open request", "{n} open requests", len(theirs)).format(n=len(theirs))
    name = bold(facts["name"])
    if facts["why"] == "left":
        title = _("{name} works here no more, and holds {count}. Hand them on, please:").format(name=name, count=count)
    else:
        ends = until(datetime.fromisoformat(facts["until"]), desk.regulation)
        title = _("{name} is away {until}, and holds {count}. Hand them on, please:").format(
            name=name, until=ends, count=count
        )
    lines = [title, *(_line(ticket) for ticket in theirs[:SHOWN]), *names(desk, in_charge(desk, parcel.address))]
    keyboard = left_keyboard(desk, parcel.address, facts["person"], facts["address"])
    return [message(parcel.address, "\n".join(lines), keyboard, thread=parcel.thread)]


def left_keyboard(desk: Desk, chat: str, person_id: str, address: str) -> InlineKeyboardMarkup | None:
    """A button for each ticket that is still theirs; None once there is none."""
    keys = [
        [
            button(
                _("Hand over {number}").format(number=t.number),
                TicketButton(number=t.number, verb="left", value=address),
            )
        ]
        for t in held_by(desk, chat, person_id)[:SHOWN]
    ]
    return rows(*keys) if keys else None


def opening(desk: Desk, parcel: Parcel) -> Methods:
    """The desk opens: what came meanwhile and waits, and where requesters wrote; nothing if all of it was taken, or is closed."""
    tickets = [t for n in parcel.facts["numbers"] if (t := desk.tickets.get(n)).allows("take")]
    told = {ticket.number for ticket in tickets}
    said = [t for n in parcel.facts.get("said", []) if n not in told and (t := desk.tickets.get(n)).is_open]
    if not tickets and not said:
        return []
    lines = []
    if tickets:
        count = ngettext("{n} new request waits", "{n} new requests wait", len(tickets)).format(n=len(tickets))
        lines.append(_("The working day begins: {count}.").format(count=count))
        lines += _listed([" ".join([_line(ticket), *offered(desk, ticket)]) for ticket in tickets])
    if said:
        wrote = _("While we were shut there was news on these:")
        lines.append(wrote if tickets else _("The working day begins. While we were shut there was news on these:"))
        lines += _listed([" · ".join([_line(ticket), *_whose(desk, parcel, ticket)]) for ticket in said])
    keys = [
        button(_("Take {number}").format(number=t.number), TicketButton(number=t.number, verb="take"))
        for t in tickets[:SHOWN]
    ]
    keyboard = rows(*(keys[n : n + 2] for n in range(0, len(keys), 2))) if keys else None
    return [message(parcel.address, "\n".join(lines), keyboard, thread=parcel.thread)]


def _listed(lines: list[str]) -> list[str]:
    return [*lines[:SHOWN], *(["…"] if len(lines) > SHOWN else [])]


def _whose(desk: Desk, parcel: Parcel, ticket: Ticket) -> list[str]:
    """Who works on it, by name; who it is assigned to."""
    return assignee(desk, parcel, ticket) if ticket.assignee_id else offered(desk, ticket)


def _line(ticket: Ticket) -> str:
    """«BAR-000001 · Приоритет 2 · до 24 ноября, 12:00 · Не печатает принтер…»."""
    due = ticket.resolution_due if ticket.responded_at else ticket.response_due
    parts = [
        bold(ticket.number),
        escape(priority_words(priority(ticket)) if ticket.priority else staff_status(ticket)),
        _("by {at}").format(at=moment(due, ticket.regulation)) if due else "",
        escape(shortened(ticket.answers.get("description", ""), SUBJECT)),
    ]
    return " · ".join(filter(None, parts))
