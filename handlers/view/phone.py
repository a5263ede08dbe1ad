"""Phone in words: requests that were taken down by phone, for whoever shows that the number is theirs."""

from __future__ import annotations

from html import escape
from typing import Any

from aiogram.types import InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from domain.notices import Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.by_phone import Found
from handlers.callbacks import LookButton, PhoneButton, StartButton, TicketButton
from handlers.view.say import Methods, bold, button, message, rows
from handlers.view.told import Told
from handlers.view.under_card import under_card
from handlers.view.words import _, language, ngettext


def whose_request(chat: str) -> Methods:
    """An agent in private: their own request, or one taken down for a caller."""
    lines = [button(_("My own request"), StartButton())], [button(_("For a caller"), StartButton(verb="call"))]
    return [message(chat, _("Whose request is it?"), rows(*lines))]


def ask_for_contact(chat: str) -> Methods:
    """The number is shared by Telegram's own button: so it is proved."""
    text = _("Share your phone number by the button below: I look for the requests that we took down from it by phone.")
    share = KeyboardButton(text=_("Send my phone number"), request_contact=True)
    keyboard = ReplyKeyboardMarkup(keyboard=[[share]], resize_keyboard=True, one_time_keyboard=True)
    method = message(chat, text)
    method.reply_markup = keyboard
    return [method]


def found_words(found: Found, *, quiet: bool) -> tuple[str, InlineKeyboardMarkup | None] | None:
    """What was found by the number; None where nothing was, and nobody has asked (`quiet`)."""
    if found.asked:
        return _(
            "We took requests down by phone from this number, but several people have given it. I have asked our staff: "
            "they look into it."
        ), None
    if not found.numbers:
        return None if quiet else (_("We have taken no request down by phone from this number."), None)
    text = ngettext(
        "We have taken a request down by phone from this number: {numbers}. Shall it go on in this chat?",
        "We have taken requests down by phone from this number: {numbers}. Shall they go on in this chat?",
        len(found.numbers),
    ).format(numbers=", ".join(bold(number) for number in found.numbers))
    take = _("Yes, here")
    if found.consent:
        text += "\n\n" + escape(found.consent.in_(language()))
        take = _("I agree, here")
    return text, rows([button(take, PhoneButton(token=found.token), "success")])


def find_by_phone_button() -> list[Any]:
    """Under the list of one's requests."""
    return [button(_("Find my requests by phone"), LookButton(view="phone"))]


def phone_proved(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    """Also for the mailbox, whoever reads it: the true caller must hear of it."""
    lines = [
        _("The phone number of this request was proved in Telegram: from now on it goes on in that chat too."),
        _("If that was not you, please tell us at once."),
    ]
    return Told(_("The request is in Telegram now"), lines, facts=lines)


def now_in_chat(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """For staff: the caller reads along in the chat from now on."""
    line = _("{number} · The caller has proved the phone number in Telegram, and goes on in the chat.")
    if parcel.facts.get("by_letter"):
        line = _(
            "{number} · Its writer has opened the link of our letter in Telegram: the mailbox is proved, they go on in the chat."
        )
    return under_card(desk, parcel, ticket, [line.format(number=bold(ticket.number))])


def phone_shared(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """For staff: somebody has the number, but they are not the only one."""
    person = desk.people.get(parcel.facts["person"])
    name = bold(person.name) + (f" @{escape(person.username)}" if person.username else "")
    line = _(
        "{number} · {name} has proved its phone number in Telegram, but several people have given that number. "
        "Nothing was bound. Is it the caller?"
    )
    same = TicketButton(number=ticket.number, verb="caller", value=person.id)
    keyboard = rows([button(_("Yes, it is the caller"), same)])
    return under_card(desk, parcel, ticket, [line.format(number=bold(ticket.number), name=name)], keyboard=keyboard)
