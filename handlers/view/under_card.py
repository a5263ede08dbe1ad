"""Under the card: messages to staff that hang on a ticket's card, and the people they call by name."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup, ReplyParameters

from domain.notices import Code, Parcel
from domain.people import Agent
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.colleagues import in_charge, may_be_called
from domain.usecases.hush import CALLS
from domain.usecases.telling import CHAT
from handlers.view.say import Methods, message
from handlers.view.words import _

MENTIONS = 20


def under_card(
    desk: Desk,
    parcel: Parcel,
    ticket: Ticket,
    lines: list[str],
    *,
    keyboard: InlineKeyboardMarkup | None = None,
    ping: bool = False,
    silent: bool = False,
) -> Methods:
    """A message in reply to the card; `ping` calls the assignee by name, or who is in charge if they are not there;
    `silent` makes no sound, nor does what came while the desk was shut: that calls nobody yet."""
    hush = bool(parcel.facts.get("quiet"))
    if ping and ticket.assignee_id and not hush:
        lines = [*lines, *assignee(desk, parcel, ticket)]
    shown = desk.deliveries.latest(parcel.channel, parcel.address, ticket.number, Code.CARD)
    reply_to = int(shown.remote) if shown else None
    method = message(parcel.address, "\n".join(lines), keyboard, thread=parcel.thread, reply_to=reply_to)
    method.disable_notification = silent or hush or None
    return [method]


def hangs_on(methods: Methods, message_id: int) -> None:
    """Have it reply to another message than the card."""
    for method in methods:
        if isinstance(method, SendMessage):
            method.reply_parameters = ReplyParameters(message_id=message_id, allow_sending_without_reply=True)


def mention(desk: Desk, person_id: str, name: str) -> str:
    person = desk.people.get(person_id)
    if person.username:
        return f"@{escape(person.username)}"
    address = desk.people.address_of(person_id, CHAT)
    return f'<a href="tg://user?id={address}">{escape(name)}</a>' if address else escape(name)


def assignee(desk: Desk, parcel: Parcel, ticket: Ticket) -> list[str]:
    """The assignee by name; whoever is away or has left is not called, and who is in charge is instead."""
    known = desk.people.staff_member(parcel.address, ticket.assignee_id or "")
    if known is None or may_be_called(desk, parcel.address, ticket.assignee_id):
        return [mention(desk, ticket.assignee_id or "", ticket.assignee_name)]
    gone = _("{name} is not there.").format(name=escape(ticket.assignee_name))
    return [" ".join([gone, *names(desk, in_charge(desk, parcel.address))])]


def names(desk: Desk, agents: Sequence[Agent]) -> list[str]:
    """They by name, on one line; nothing if there is nobody."""
    return [", ".join(mention(desk, a.person_id, a.name) for a in agents[:MENTIONS])] if agents else []


def leads(desk: Desk, parcel: Parcel) -> list[str]:
    """The leads who are there by name, on one line; who stands in for them if none is. Nobody who is called in the morning."""
    return [] if parcel.facts.get("quiet") and parcel.code in CALLS else names(desk, in_charge(desk, parcel.address))
